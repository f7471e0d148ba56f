"""Talks: what is said and what it does, which is to inform; offers; and what is said in public.

No talk changes tension. It explains doubtful acts, asks for restraint, and carries offers, whose
clauses do something once they are accepted.
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
from sim.engine.facts.talks import ReadoutDelayed, ReadoutPublished, TalkBegun, TalkEnded
from sim.engine.kernel.engine import Engine, process
from sim.engine.lines import deals, requests, speaking
from sim.engine.seat import beliefs, sayings
from sim.engine.seat.credit import credit_now
from sim.engine.seat.reach import board_state
from sim.model import effects as e
from sim.model.belief import chance, hardened
from sim.model.channels import CLEARING, RESTRAINT
from sim.model.credit import CREDIT_0
from sim.units import parse_duration

TALK_MS = parse_duration("10 min")
"""How long a talk on a line lasts unless the channel says otherwise. [assumed] 3 to 60 min."""
OFFER_MS = parse_duration("2 h")
"""How long an offer stands. [assumed]"""


def begin(engine: Engine, fact: CallBegun, heard: tuple[str, ...], cause: int) -> None:
    """Begin a talk; without a length of its own it is over at once."""
    channel = engine.setup.channels[fact.channel]
    lasts = channel.talk
    if lasts is None:
        lasts = TALK_MS if channel.kind == "line" else 0
    voice = sayings.voice(
        engine.setup, fact.channel, fact.caller, fact.callee, vessel=fact.vessel, other=fact.to
    )
    address = f"{fact.caller}.{fact.channel}.{fact.callee}"
    begun = engine.emit(
        TalkBegun(
            call=fact.call,
            channel=fact.channel,
            caller=fact.caller,
            callee=fact.callee,
            form=fact.form,
            text=fact.text or speaking.opening(engine, voice, fact.form, address, nth=fact.nth),
            clauses=fact.clauses,
            limits=fact.limits,
            vessel=fact.vessel,
            to=fact.to,
            hearers=heard if fact.vessel else (),
            due_ms=engine.now_ms + lasts,
        ),
        cause=cause,
        audience=tuple(s for s in (fact.caller, fact.callee) if s),
    )
    if lasts == 0:
        _end(engine, begun, "done", begun.seq)


@process(TalkBegun)
def talk_due(engine: Engine, opened: Event, tag: str) -> None:
    """A talk is over; if the line broke down meanwhile it was cut."""
    down = engine.state.channels.down.get(opened.fact.channel)
    _end(engine, opened, "cut" if down else "done", opened.seq)


def engaged(engine: Engine, channel: str, one: str, two: str) -> bool:
    """Say whether two desks talk on a channel already: it carries one talk for each two desks."""
    return any(
        isinstance(e.fact, TalkBegun)
        and e.fact.channel == channel
        and {e.fact.caller, e.fact.callee} == {one, two}
        for e in engine.state.running.values()
    )


def cut_short(engine: Engine, call: str, cause: int) -> None:
    """End a talk that is still going on, for another call."""
    opened = engine.state.opened(("talk", call))
    if opened is not None:
        _end(engine, opened, "done", cause)


def _end(engine: Engine, opened: Event, outcome: str, cause: int) -> None:
    fact = opened.fact
    form = engine.setup.forms[fact.form]
    ended = engine.emit(
        TalkEnded(
            fact.call,
            fact.channel,
            caller=fact.caller,
            callee=fact.callee,
            form=fact.form,
            restrains=form.intent in RESTRAINT,
            outcome=outcome,
        ),
        cause=cause,
        closes=opened.seq,
        audience=opened.audience,
        alert=() if engine.setup.channels[fact.channel].kind == "radio" else opened.audience,
    )
    if outcome == "cut":
        return
    if form.intent in CLEARING:
        _explained(engine, fact, ended.seq)
    if form.rung is not None and fact.caller:
        act = ActOccurred(engine.setup.seats[fact.caller].side, form.rung, "said")
        occur(engine, act, cause=ended.seq, audience=opened.audience)
    requests.said(engine, fact, ended.seq)
    if form.intent == "propose" and fact.clauses and fact.caller and fact.callee:
        _offer(engine, fact, ended.seq)
    _readouts(engine, fact, ended.seq)
    if fact.caller and fact.callee:
        asked = engine.state.calls.tries.get((fact.caller, fact.channel, fact.callee), 0)
        leaks.may_leak(engine, fact.channel, fact.caller, fact.callee, nth=asked, cause=ended.seq)


def _explained(engine: Engine, fact: TalkBegun, cause: int) -> None:
    """Each side says of its doubtful acts that they were accidents, where it would say so."""
    setup, terms = engine.setup, engine.setup.parameters
    share = setup.forms[fact.form].intent == "share"
    if share:
        source, x = "tracks", terms.x_joint
    elif setup.channels[fact.channel].kind == "radio":
        source, x = "radio", terms.x_vhf
    else:
        source, x = "line", terms.x_call
    for seat, other in ((fact.caller, fact.callee), (fact.callee, fact.caller)):
        if not seat or not other or setup.seats[other].side != setup.faces[setup.seats[seat].side]:
            continue
        for act in beliefs.in_doubt(engine.state.known[seat]):
            if share or claims(engine, seat, act.number, setup.seats[other].side):
                tau = terms.tau_h / 2 if act.public else terms.tau_h
                said = x if share else x * believed(engine, seat, setup.seats[other].side)
                worth = round(hardened(said, engine.now_ms - act.at_ms, tau), 9)
                beliefs.explain(engine, seat, act, source=source, x=worth, cause=cause)


def believed(engine: Engine, seat: str, side: str) -> float:
    """Give what an explanation of a side counts to a seat: in full at the credit of a stranger."""
    known = engine.state.known[seat]
    trusted = credit_now(engine.setup.parameters, known, side, engine.now_ms).share
    return min(1.0, trusted / CREDIT_0)


def claims(engine: Engine, seat: str, number: int, culprit: str) -> bool:
    """Say whether a side calls a doubtful act of its own an accident; the truth always is one."""
    terms = engine.setup.parameters
    if engine.state.beliefs.mishaps.get((seat, number)):
        return True
    guilty = engine.state.run.intents.get(culprit) == "revisionist"
    p = terms.m_rv if guilty else terms.m_sq
    return engine.draws.happens(p, "talk.claims", f"{seat}.{number}", 0)


def unanswered(engine: Engine, fact: CallBegun, cause: int) -> None:
    """A try on an open channel that nobody answers tells its caller something too."""
    if not fact.caller or not fact.callee:
        return
    setup, known = engine.setup, engine.state.known[fact.caller]
    if board_state(setup, known, setup.channels[fact.channel]) != "open":
        return
    if setup.seats[fact.callee].side == setup.faces[known.side]:
        x = setup.parameters.x_silence
        for act in beliefs.in_doubt(known):
            if x and engine.now_ms - act.at_ms <= setup.parameters.tau_h:
                beliefs.explain(engine, fact.caller, act, source="silence", x=x, cause=cause)


def _offer(engine: Engine, fact: TalkBegun, cause: int) -> None:
    make_offer(engine, fact.caller, fact.callee, fact.clauses, cause=cause, counter=False)


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
