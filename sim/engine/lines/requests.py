"""What awaits a reply in a talk: how long that takes, what it says, and what it binds."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine.acts import effects as fx
from sim.engine.acts import promises
from sim.engine.acts.effects import Origin
from sim.engine.acts.promises import Saying
from sim.engine.base.log import FACTS, Event
from sim.engine.base.setup import Setup
from sim.engine.facts.calls import Words
from sim.engine.facts.requests import (
    LIMITED,
    ReplyDue,
    ReplyPutOff,
    RequestAnswered,
    RequestMade,
    replies_to,
)
from sim.engine.facts.sayings import PromiseSaid
from sim.engine.facts.talks import Spoken
from sim.engine.facts.terms import Bound, intended, limited
from sim.engine.kernel.engine import Engine, Plan, process
from sim.engine.lines import explaining, speaking
from sim.engine.lines.channels import may_answer
from sim.engine.lines.filling import Between, agreed, filled
from sim.engine.lines.radio import hearing
from sim.engine.seat import sayings
from sim.model import calling
from sim.model import effects as e
from sim.model.channels import MARKERS, Channel
from sim.model.parameters import Parameters

Terms = tuple[Bound, ...]
WATCH = {"question": "no_information", "warning": "acknowledge"}
"""What a watch replies on standing orders alone; it binds nobody, so it declines requests."""


def said(engine: Engine, words: Spoken, cause: int, *, settled: bool = False) -> None:
    """Let what is said in a talk bind: what is promised, or once it is answered what is asked.

    Words within a side bind nobody; what is `settled` otherwise awaits no reply.
    """
    setup, form = engine.setup, engine.setup.forms[words.form]
    if not words.caller or not words.callee or not (form.binds or form.awaits):
        return
    if setup.seats[words.caller].side == setup.seats[words.callee].side:
        return
    between = Between(words.vessel, words.to if words.vessel else "", words.channel)
    gives, asks = terms_of(setup, words, between)
    if gives and not asks:
        promised = engine.emit(
            PromiseSaid(
                words.caller,
                words.callee,
                channel=words.channel,
                vessel=words.vessel,
                other=words.to if words.vessel else "",
                text=speaking.promised(engine, words, gives),
            ),
            cause=cause,
            audience=_hearing(words),
        )
        promise(engine, words, gives, hearers=_hearing(words), cause=promised.seq)
    if form.awaits and not settled:
        ask(engine, words, asks, gives if asks else (), cause=cause)


def _hearing(words: Spoken) -> tuple[str, ...]:
    """List the seats that hear words; by radio perhaps not the one that is spoken to."""
    heard = words.hearers if words.vessel else (words.callee,)
    return tuple(dict.fromkeys((words.caller, *heard)))


def terms_of(setup: Setup, said: Words, between: Between) -> tuple[Terms, Terms]:
    """Give what words promise in their speaker's name, and what they ask of whoever is told."""
    form = setup.forms[said.form]
    written = [None] * (len(form.promises) + len(form.asks))
    limits: Sequence[float | None] = said.limits or written
    ways = [between] * len(form.promises) + [between.turned()] * len(form.asks)
    specs = zip((*form.promises, *form.asks), ways, limits, strict=True)
    terms = [filled(setup, spec, way, limit) for spec, way, limit in specs]
    return tuple(terms[: len(form.promises)]), tuple(terms[len(form.promises) :])


def promise(
    engine: Engine, said: Words, terms: Terms, *, hearers: tuple[str, ...], cause: int
) -> None:
    """Bind whoever spoke, whoever hears it."""
    words = Saying(
        said.caller,
        said.callee,
        channel=said.channel,
        marker=MARKERS[engine.setup.forms[said.form].intent],
        force=force(engine.setup, said.channel),
        hearers=hearers,
        cause=cause,
    )
    for term in terms:
        promises.make(engine, words, term)


@fx.means(e.PromiseGiven)
def _promised(engine: Engine, spec: e.PromiseGiven, origin: Origin) -> None:
    """A seat is bound by what an author says was agreed; who listens on a radio hears it."""
    setup = engine.setup
    between, terms = agreed(setup, spec)
    pairs = (spec.by, spec.to), (spec.to, spec.by)
    names = [promises.next_name(engine, *pair) for pair in pairs]
    for (by, to), vessel, term, given in zip(pairs, between, terms, reversed(names), strict=False):
        words = Saying(
            by,
            to,
            channel=spec.channel,
            marker="proposal",
            force=force(setup, spec.channel),
            hearers=(to, *(hearing(engine, vessel, spec.channel) if vessel else ())),
            cause=origin.cause,
        )
        promises.make(engine, words, term, given=given if len(terms) > 1 else "")


def force(setup: Setup, channel: str) -> float:
    """Give how much words on a channel count beside those on a line."""
    terms, kind = setup.parameters, setup.channels[channel].kind
    if kind == "line" or not terms.x_call:
        return 1.0
    return (terms.x_relay if kind == "relay" else terms.x_vhf) / terms.x_call


def ask(engine: Engine, words: Spoken, asks: Terms, gives: Terms, *, cause: int) -> None:
    """Put what awaits a reply to whoever is spoken to."""
    setup, by, to = engine.setup, words.caller, words.callee
    pair = f"{by}>{to}"
    nth = engine.state.requests.made.get(pair, 0)
    channel, now = setup.channels[words.channel], engine.now_ms
    terms = setup.parameters
    u = engine.draws.uniform("talk.turn", f"{by}.{words.channel}.{to}", nth)
    takes = calling.lognormal_ms(_turn_ms(terms, channel), terms.turn_sigma, u)
    waits, heard = patience_ms(terms, channel), _hearing(words)
    engine.emit(
        RequestMade(
            by,
            to,
            channel=words.channel,
            vessel=words.vessel,
            other=words.to if words.vessel else "",
            text=speaking.asked(engine, words, asks, gives, nth=nth) if asks else words.text,
            request=f"{pair}.{nth + 1}",
            call=words.call,
            form=words.form,
            marker=MARKERS[setup.forms[words.form].intent],
            asks=asks,
            gives=gives,
            hearers=heard,
            nth=nth,
            wording=engine.draws.uniform("talk.words", f"{to}.{words.channel}.{by}.answered", nth),
            reply_ms=now + max(1, min(takes, waits - 1)),
            due_ms=now + waits,
        ),
        cause=cause,
        audience=heard,
        alert=(to,) if to in heard else (),
    )


def _turn_ms(terms: Parameters, channel: Channel) -> int:
    return terms.turn_radio if channel.kind == "radio" else terms.turn_line


def patience_ms(terms: Parameters, channel: Channel) -> int:
    """Give how long a reply is waited for: many turns, but not for ever."""
    return terms.turns_waited * _turn_ms(terms, channel)


def _plan(engine: Engine, opened: Event) -> Plan:
    fact: RequestMade = opened.fact
    return ((fact.reply_ms, "reply"), (fact.due_ms, "silence"))


@process(RequestMade, ReplyPutOff, plan=_plan)
def request_due(engine: Engine, opened: Event, tag: str) -> None:
    """A policy has had its turn, or nobody has answered in time: then silence is the reply.

    On a line a policy's seat may have to ask above before it binds itself; then it says “stand by”.
    Where nobody decides, whoever is on watch replies what needs no decision.
    """
    fact: RequestMade = opened.fact
    control = engine.state.run.control.get(fact.to)
    if tag == "silence":
        answer(engine, opened, "silence", cause=opened.seq)
    elif fact.to not in opened.audience:
        return
    elif control == "none":
        answer(engine, opened, WATCH.get(fact.marker, "will_not"), cause=opened.seq)
    elif control == "policy":
        if isinstance(fact, ReplyPutOff) or _may(engine, fact):
            engine.emit(ReplyDue(fact.request, fact.to), cause=opened.seq)
        else:
            put_off(engine, opened, cause=opened.seq)


def _may(engine: Engine, fact: RequestMade) -> bool:
    """Say whether whoever is asked may bind itself without asking above; on a bridge it may."""
    channel = engine.setup.channels[fact.channel]
    later = "stand_by" in replies_to(fact.marker, asks=bool(fact.asks))
    if channel.kind == "radio" or not fact.asks or not later:
        return True
    may, subject = may_answer(engine.setup, channel), f"{fact.by}.{fact.channel}.{fact.to}"
    return engine.draws.happens(may, "talk.authority", subject, fact.nth)


def put_off(engine: Engine, opened: Event, cause: int) -> None:
    """Say “stand by”: the reply comes later, though the talk may be over."""
    fact: RequestMade = opened.fact
    setup, terms = engine.setup, engine.setup.parameters
    u = engine.draws.uniform("talk.stand_by", f"{fact.by}.{fact.channel}.{fact.to}", fact.nth)
    turn = _turn_ms(terms, setup.channels[fact.channel])
    takes = max(1, calling.lognormal_ms(terms.stand_by * turn, terms.turn_sigma, u))
    rest = {name: getattr(fact, name) for name in FACTS[RequestMade].fields}
    rest |= {"reply_ms": engine.now_ms + takes}
    rest |= {"due_ms": engine.now_ms + takes + patience_ms(terms, setup.channels[fact.channel])}
    said = sayings.put_off(setup, fact, takes)
    engine.emit(
        ReplyPutOff(**rest, said=said),
        cause=cause,
        closes=opened.seq,
        audience=opened.audience,
        alert=(fact.by,),
    )


def left(engine: Engine, call: str, outcome: str, *, by: str, cause: int) -> None:
    """End what still awaits a reply in a talk that was hung up or cut.

    Where its time is over a reply may still come: who was asked calls back.
    """
    if outcome not in ("hung_up", "cut"):
        return
    for request, of in list(engine.state.requests.calls.items()):
        opened = engine.state.opened(("request", request)) if of == call else None
        if opened is not None:
            gave_up = outcome == "hung_up" and by == opened.fact.by
            how = "cut" if outcome == "cut" else "withdrawn" if gave_up else "silence"
            answer(engine, opened, how, cause=cause)


def answer(
    engine: Engine, opened: Event, reply: str, limits: tuple[float, ...] = (), *, cause: int
) -> None:
    """Reply, or let something end without a reply.

    Who says it will is bound, and so is who asked by what was offered in return; who names a limit
    is bound to that, and nobody in return.
    """
    fact: RequestMade = opened.fact
    bound = _bound(engine.setup, fact, reply, limits)
    answered = engine.emit(
        RequestAnswered(
            fact.by,
            fact.to,
            channel=fact.channel,
            vessel=fact.vessel,
            other=fact.other,
            text=sayings.replied(
                engine.setup, fact, reply, bound or fact.asks, now_ms=engine.now_ms
            ),
            request=fact.request,
            reply=reply,
            terms=bound,
        ),
        cause=cause,
        closes=opened.seq,
        audience=opened.audience,
        alert=(fact.by,),
    )
    if reply == "accident":
        explaining.called_accident(engine, fact.by, fact.to, fact.channel, cause=answered.seq)
    elif reply == "silence" and fact.marker == "question":
        explaining.silent(engine, fact.by, fact.to, fact.channel, cause=answered.seq)
    _bind(engine, fact, reply, bound, cause=answered.seq)


def _bound(setup: Setup, fact: RequestMade, reply: str, limits: tuple[float, ...]) -> Terms:
    """Give the terms to which a reply binds."""
    if reply == "will":
        return fact.asks
    if reply not in LIMITED:
        return ()
    terms = fact.asks if reply == "counter" else (intended(setup),)
    return tuple(limited(setup, *each) for each in zip(terms, limits, strict=True))


def _bind(engine: Engine, fact: RequestMade, reply: str, bound: Terms, *, cause: int) -> None:
    """Bind whoever replied, and for its “we will” whoever asked."""
    if not bound:
        return
    words = Saying(
        fact.to,
        fact.by,
        channel=fact.channel,
        marker="answer",
        force=force(engine.setup, fact.channel),
        hearers=fact.hearers,
        cause=cause,
    )
    theirs = [promises.make(engine, words, term) for term in bound]
    back = words._replace(by=fact.by, to=fact.to, marker="proposal")
    for term in fact.gives if reply == "will" else ():
        promises.make(engine, back, term, given=theirs[0])
