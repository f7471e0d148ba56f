"""Talks: turn by turn, what is said and what it does; offers; and what is said in public.

No talk changes tension. It explains doubtful acts, asks for restraint, and carries offers, whose
clauses do something once they are accepted. What is said counts as it is said.
"""

from __future__ import annotations

from sim.engine.acts import effects as fx
from sim.engine.acts import leaks
from sim.engine.acts.effects import Origin
from sim.engine.acts.ladder import occur
from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.beliefs import CommitmentMade, ReadinessOrdered
from sim.engine.facts.calls import CallBegun
from sim.engine.facts.moves import InstructionGiven
from sim.engine.facts.offers import OfferAnswered, OfferMade, OfferName
from sim.engine.facts.talks import (
    ReadoutDelayed,
    ReadoutPublished,
    Spoken,
    TalkBegun,
    TalkEnded,
    TurnSaid,
)
from sim.engine.kernel.engine import Engine, process
from sim.engine.lines import deals, explaining, requests, speaking
from sim.engine.lines.channels import after_shut
from sim.engine.lines.radio import hearing
from sim.engine.seat import beliefs, sayings
from sim.engine.seat.rules import Command
from sim.model import effects as e
from sim.model.belief import chance
from sim.model.channels import CLEARING, RESTRAINT
from sim.units import parse_duration

TALK_MS = parse_duration("10 min")
"""How long a talk on a line lasts unless the channel says otherwise. [assumed] 3 to 60 min."""
OFFER_MS = parse_duration("2 h")
"""How long an offer stands. [assumed]"""


def begin(engine: Engine, fact: CallBegun, heard: tuple[str, ...], cause: int) -> None:
    """Begin a talk with the words for which it was called; they count at once.

    By radio, where nothing awaits a reply, it is over with them; what does, gets its time. What an
    author's own words bring about when they are answered is the reply to them.
    """
    settled = bool(fact.effect and engine.setup.effect_at[fact.effect].answered)
    channel, form = engine.setup.channels[fact.channel], engine.setup.forms[fact.form]
    lasts = channel.talk
    if lasts is None:
        lasts = TALK_MS if channel.kind == "line" else 0
    if fact.caller and fact.callee and form.awaits and not settled:
        lasts = max(lasts, requests.patience_ms(engine.setup.parameters, channel))
    voice = sayings.voice(
        engine.setup, fact.channel, fact.caller, fact.callee, vessel=fact.vessel, other=fact.to
    )
    address = f"{fact.caller}.{fact.channel}.{fact.callee}"
    opening = speaking.opening(
        engine, voice, fact.form, address, nth=fact.nth, clauses=fact.clauses
    )
    begun = engine.emit(
        TalkBegun(
            call=fact.call,
            channel=fact.channel,
            caller=fact.caller,
            callee=fact.callee,
            form=fact.form,
            text=fact.text or opening,
            clauses=fact.clauses,
            limits=fact.limits,
            vessel=fact.vessel,
            to=fact.to,
            hearers=heard if fact.vessel else (),
            restrains=form.intent in RESTRAINT,
            due_ms=engine.now_ms + lasts,
        ),
        cause=cause,
        audience=tuple(s for s in (fact.caller, fact.callee) if s),
    )
    _counts(engine, begun, settled=settled)
    if lasts == 0:
        end(engine, begun, "done", begun.seq)


def say(engine: Engine, command: Command, talk: Event, cause: int) -> None:
    """Say something more in a talk that goes on."""
    setup, begun, form = engine.setup, talk.fact, engine.setup.forms[command.form]
    by = command.seat
    mine = by == begun.caller
    other = begun.callee if mine else begun.caller
    vessel, to = (begun.vessel, begun.to) if mine else (begun.to, begun.vessel)
    voice = sayings.voice(setup, begun.channel, by, other, vessel=vessel if begun.vessel else "",
                          other=to)  # fmt: skip
    nth = engine.state.calls.turns.get((by, begun.channel, other), 0)
    address = f"{by}.{begun.channel}.{other}.turn"
    heard = hearing(engine, vessel, begun.channel) if begun.vessel else (other,)
    said = engine.emit(
        TurnSaid(
            call=begun.call,
            channel=begun.channel,
            caller=by,
            callee=other,
            form=command.form,
            text=command.text
            or speaking.opening(
                engine, voice, command.form, address, nth=nth, clauses=command.clauses
            ),
            clauses=command.clauses,
            limits=command.limits,
            vessel=vessel if begun.vessel else "",
            to=to if begun.vessel else other,
            hearers=heard if begun.vessel else (),
            restrains=form.intent in RESTRAINT,
        ),
        cause=cause,
        audience=tuple(dict.fromkeys((by, *heard))),
        alert=(other,) if other in heard else (),
    )
    _counts(engine, said)


def _counts(engine: Engine, event: Event, *, settled: bool = False) -> None:
    """Let what was said in a talk count: it explains, is an act of its own, binds, offers."""
    said: Spoken = event.fact
    form = engine.setup.forms[said.form]
    if form.intent in CLEARING:
        explaining.explained(engine, said, event)
    if form.rung is not None and said.caller:
        act = ActOccurred(engine.setup.seats[said.caller].side, form.rung, "said")
        occur(engine, act, cause=event.seq, audience=event.audience)
    requests.said(engine, said, event.seq, settled=settled)
    if form.intent == "propose" and said.clauses and said.caller and said.callee:
        make_offer(engine, said.caller, said.callee, said.clauses, cause=event.seq, counter=False)


@process(TalkBegun)
def talk_due(engine: Engine, opened: Event, tag: str) -> None:
    """The time of a talk is over."""
    end(engine, opened, "done", opened.seq)


@after_shut
def cut(engine: Engine, channel: str, cause: int) -> None:
    """Cut the talks on a line that has broken down, or on a channel that was shut."""
    for opened in list(engine.state.running.values()):
        if isinstance(opened.fact, TalkBegun) and opened.fact.channel == channel:
            end(engine, opened, "cut", cause)


def cut_short(engine: Engine, call: str, cause: int) -> None:
    """End a talk that is still going on, for another call."""
    opened = engine.state.opened(("talk", call))
    if opened is not None:
        end(engine, opened, "done", cause)


def hang_up(engine: Engine, call: str, by: str, cause: int) -> None:
    """End a talk because one of the two has hung up."""
    opened = engine.state.opened(("talk", call))
    assert opened is not None, f"nobody talks on “{call}”"
    end(engine, opened, "hung_up", cause, by=by)


def end(engine: Engine, opened: Event, outcome: str, cause: int, *, by: str = "") -> None:
    """End a talk, and what still awaits a reply in it unless its time was simply over."""
    fact: TalkBegun = opened.fact
    ended = engine.emit(
        TalkEnded(
            fact.call,
            fact.channel,
            caller=fact.caller,
            callee=fact.callee,
            form=fact.form,
            outcome=outcome,
        ),
        cause=cause,
        closes=opened.seq,
        audience=opened.audience,
        alert=() if engine.setup.channels[fact.channel].kind == "radio" else opened.audience,
    )
    requests.left(engine, fact.call, outcome, by=by, cause=ended.seq)
    if outcome == "cut":
        return
    _readouts(engine, fact, ended.seq)
    if fact.caller and fact.callee:
        asked = engine.state.calls.tries.get((fact.caller, fact.channel, fact.callee), 0)
        leaks.may_leak(engine, fact.channel, fact.caller, fact.callee, nth=asked, cause=ended.seq)


def make_offer(
    engine: Engine, by: str, to: str, clauses: tuple[str, ...], *, cause: int, counter: bool
) -> None:
    """Put an offer to a seat; it stands for a while."""
    nth = engine.state.offers.made.get(f"{by}.{to}", 0)
    offer = OfferName(by, to, str(nth + 1)).id
    engine.emit(
        OfferMade(
            offer,
            by,
            to=to,
            clauses=clauses,
            counter=counter,
            nth=nth,
            due_ms=engine.now_ms + OFFER_MS,
        ),
        cause=cause,
        audience=(by, to),
        alert=(to,),
    )


@process(OfferMade)
def offer_due(engine: Engine, opened: Event, tag: str) -> None:
    """Time is up: a person who said nothing has refused; others accept by trust."""
    fact = opened.fact
    if engine.state.run.control.get(fact.to) == "person":
        answer_offer(engine, opened, "refused", opened.seq, informed=opened.audience)
        return
    known = engine.state.known[fact.to]
    p = chance(beliefs.belief_now(engine.setup, known, engine.now_ms))
    u = engine.draws.uniform("offer.answer", fact.address, fact.nth)
    accepts = engine.setup.parameters.accepts * (1 - p)
    if u < accepts:
        answer_offer(engine, opened, "accepted", opened.seq)
    elif u < (1 + accepts) / 2 and len(fact.clauses) > 1 and not fact.counter:
        answer_offer(engine, opened, "countered", cause=opened.seq, clauses=fact.clauses[:-1])
    else:
        answer_offer(engine, opened, "refused", opened.seq)


def answer_offer(
    engine: Engine,
    opened: Event,
    answer: str,
    cause: int,
    clauses: tuple[str, ...] = (),
    *,
    informed: tuple[str, ...] = (),
) -> None:
    """Accept, counter or refuse an offer; what is accepted comes about.

    Both sides are told, but of one that lapses only those `informed` of the offer itself.
    """
    fact = opened.fact
    both = informed or (fact.by, fact.to)
    answered = engine.emit(
        OfferAnswered(fact.offer, fact.by, fact.to, answer),
        cause=cause,
        closes=opened.seq,
        audience=both,
        alert=(fact.by,) if fact.by in both else (),
    )
    if answer == "countered":
        make_offer(engine, fact.to, fact.by, clauses, cause=answered.seq, counter=True)
    if answer == "accepted":
        for seat in both:
            commit(engine, engine.setup.seats[seat].side, 0, answered.seq)
        deals.settle(engine, fact, answered.seq)


def commit(engine: Engine, side: str, rung: int, cause: int) -> None:
    """Bind a side in public to a rung, or set it free with rung 0."""
    engine.emit(CommitmentMade(side, rung), cause=cause, audience=engine.setup.everybody)


@fx.means(e.Commit)
def _commit(engine: Engine, spec: e.Commit, origin: Origin) -> None:
    commit(engine, spec.side, spec.rung, origin.cause)


@fx.means(e.Ready)
def _ready(engine: Engine, spec: e.Ready, origin: Origin) -> None:
    own = tuple(s.id for s in engine.setup.scenario.seats if s.side == spec.side)
    engine.emit(ReadinessOrdered(spec.side, spec.step), cause=origin.cause, audience=own)


@fx.means(e.Instruct)
def _instruct(engine: Engine, spec: e.Instruct, origin: Origin) -> None:
    given = InstructionGiven(spec.seat, spec.move or "")
    engine.emit(given, cause=origin.cause, audience=(spec.seat,))


def _readouts(engine: Engine, fact: TalkBegun, cause: int) -> None:
    """Each side that has something to say in public of such a talk writes it down."""
    setup, channel = engine.setup, engine.setup.channels[fact.channel]
    if channel.readout is None:
        return
    for seat in (fact.caller, fact.callee):
        side = setup.seats[seat].side if seat else ""
        if side in setup.forms[fact.form].readouts:
            subject = f"{side}.{fact.call}"
            nth = len(engine.state.calls.waits_ms.get(channel.id, ()))
            wait = engine.draws.delay(channel.readout, "talk.readout", subject, nth)
            engine.emit(
                ReadoutDelayed(side, fact.channel, fact.form, engine.now_ms + max(1, wait)),
                cause=cause,
            )


@process(ReadoutDelayed)
def readout_due(engine: Engine, opened: Event, tag: str) -> None:
    """A side publishes its account of a talk; everybody reads it, and it may differ."""
    fact = opened.fact
    engine.emit(
        ReadoutPublished(fact.side, fact.channel, fact.form),
        cause=opened.seq,
        closes=opened.seq,
        audience=engine.setup.everybody,
        alert=engine.setup.everybody,
    )
