"""Requests in a talk: what is asked and offered, how long a reply takes, and what it binds."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine.acts import promises
from sim.engine.acts.promises import Saying
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.calls import Words
from sim.engine.facts.requests import ReplyDue, RequestAnswered, RequestMade
from sim.engine.facts.sayings import PromiseSaid
from sim.engine.facts.talks import TalkBegun
from sim.engine.facts.terms import Bound, limited
from sim.engine.kernel.engine import Engine, Plan, process
from sim.engine.lines import speaking
from sim.engine.lines.filling import Between, filled
from sim.engine.seat import sayings
from sim.model import calling
from sim.model.channels import MARKERS, Channel
from sim.model.parameters import Parameters

Terms = tuple[Bound, ...]


def said(engine: Engine, talk: TalkBegun, cause: int) -> None:
    """Let what was said in a talk bind: what is promised, or once it is answered what is asked."""
    if not talk.caller or not talk.callee or not engine.setup.forms[talk.form].binds:
        return
    between = Between(talk.vessel, talk.to, talk.channel)
    gives, asks = terms_of(engine.setup, talk, between)
    if asks:
        ask(engine, talk, asks, gives, cause=cause)
        return
    promised = engine.emit(
        PromiseSaid(
            talk.caller,
            talk.callee,
            channel=talk.channel,
            vessel=talk.vessel,
            other=talk.to if talk.vessel else "",
            text=speaking.promised(engine, talk, gives),
        ),
        cause=cause,
        audience=tuple(dict.fromkeys((talk.caller, talk.callee, *talk.hearers))),
    )
    promise(engine, talk, gives, hearers=talk.hearers, cause=promised.seq)


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
    engine: Engine, said: Words, terms: Terms, *, hearers: tuple[str, ...] = (), cause: int
) -> None:
    """Bind whoever spoke."""
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


def force(setup: Setup, channel: str) -> float:
    """Give how much words on a channel count beside those on a line."""
    terms, kind = setup.parameters, setup.channels[channel].kind
    if kind == "line" or not terms.x_call:
        return 1.0
    return (terms.x_relay if kind == "relay" else terms.x_vhf) / terms.x_call


def ask(
    engine: Engine,
    talk: TalkBegun,
    asks: tuple[Bound, ...],
    gives: tuple[Bound, ...],
    *,
    cause: int,
) -> None:
    """Put a request to the seat that was called."""
    setup, by, to = engine.setup, talk.caller, talk.callee
    pair = f"{by}>{to}"
    nth = engine.state.requests.made.get(pair, 0)
    channel, now = setup.channels[talk.channel], engine.now_ms
    terms = setup.parameters
    u = engine.draws.uniform("talk.turn", f"{by}.{talk.channel}.{to}", nth)
    takes = calling.lognormal_ms(_turn_ms(terms, channel), terms.turn_sigma, u)
    patience = _patience_ms(terms, channel)
    engine.emit(
        RequestMade(
            by,
            to,
            channel=talk.channel,
            vessel=talk.vessel,
            other=talk.to if talk.vessel else "",
            text=speaking.asked(engine, talk, asks, gives, nth=nth),
            request=f"{pair}.{nth + 1}",
            form=talk.form,
            asks=asks,
            gives=gives,
            hearers=talk.hearers,
            nth=nth,
            wording=engine.draws.uniform("talk.words", f"{to}.{talk.channel}.{by}.answered", nth),
            reply_ms=now + max(1, min(takes, patience - 1)),
            due_ms=now + patience,
        ),
        cause=cause,
        audience=tuple(dict.fromkeys((by, to, *talk.hearers))),
        alert=(to,),
    )


def _turn_ms(terms: Parameters, channel: Channel) -> int:
    return terms.turn_radio if channel.kind == "radio" else terms.turn_line


def _patience_ms(terms: Parameters, channel: Channel) -> int:
    """Give how long a reply is waited for: many turns, but not for ever."""
    return terms.turns_waited * _turn_ms(terms, channel)


def _plan(engine: Engine, opened: Event) -> Plan:
    fact: RequestMade = opened.fact
    return ((fact.reply_ms, "reply"), (fact.due_ms, "silence"))


@process(RequestMade, plan=_plan)
def request_due(engine: Engine, opened: Event, tag: str) -> None:
    """A policy has had its turn, or nobody has answered in time: then silence is the reply."""
    fact: RequestMade = opened.fact
    if tag == "silence":
        answer(engine, opened, "silence", cause=opened.seq)
    elif engine.state.run.control.get(fact.to) == "policy":
        engine.emit(ReplyDue(fact.request, fact.to), cause=opened.seq)


def answer(
    engine: Engine, opened: Event, reply: str, limits: tuple[float, ...] = (), *, cause: int
) -> None:
    """Answer a request.

    Who says it will is bound, and so is who asked by what was offered in return; who names another
    limit is bound to that, and nobody in return.
    """
    fact: RequestMade = opened.fact
    asks = fact.asks
    if reply == "counter":
        asks = tuple(limited(engine.setup, *each) for each in zip(asks, limits, strict=True))
    answered = engine.emit(
        RequestAnswered(
            fact.by,
            fact.to,
            channel=fact.channel,
            vessel=fact.vessel,
            other=fact.other,
            text=sayings.replied(engine.setup, fact, reply, asks, now_ms=engine.now_ms),
            request=fact.request,
            reply=reply,
            terms=asks if reply in ("will", "counter") else (),
        ),
        cause=cause,
        closes=opened.seq,
        audience=opened.audience,
        alert=(fact.by,),
    )
    if reply not in ("will", "counter"):
        return
    words = Saying(
        fact.to,
        fact.by,
        channel=fact.channel,
        marker="answer",
        force=force(engine.setup, fact.channel),
        hearers=fact.hearers,
        cause=answered.seq,
    )
    theirs = [promises.make(engine, words, term) for term in asks]
    back = words._replace(by=fact.by, to=fact.to, marker="proposal")
    for term in fact.gives if reply == "will" else ():
        promises.make(engine, back, term, given=theirs[0])
