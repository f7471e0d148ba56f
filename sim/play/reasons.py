"""Who decided behind a moment, and why so, in whole sentences, for whoever may know all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence
from sim.engine.facts.calls import CallBegun, CallEnded, CallRings
from sim.engine.facts.incidents import IncidentHappened
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.moves import MoveChosen
from sim.engine.facts.promises import PromiseMade
from sim.engine.facts.requests import RequestAnswered
from sim.engine.facts.run import CommandAccepted
from sim.engine.facts.terms import in_words
from sim.engine.facts.traffic import UnsafeEncounter
from sim.engine.facts.windows import WindowLapsed
from sim.engine.kernel.ancestry import chain
from sim.engine.kernel.state import State
from sim.engine.seat import mind as minds
from sim.engine.seat.credit import NO_RUNG
from sim.loader.doctrines import doctrines
from sim.model.choice import Mind
from sim.play.causes import recounted
from sim.readings import share

_PROVOKED_LEAST = 0.5
"""Of how many rungs a provocation must be to be spoken of."""
_OWN = "It was yours to decide."
_LED = "Last decided by another before it:"
_CAME = "What came of it over there:"
_NOTHING = "No decision over there came of it."
_MET = {
    True: "ships and aircraft that meet there daily went too near, as somebody below ordered.",
    False: "ships and aircraft that meet there daily came too near, by chance.",
}
_INCIDENT = {
    "order": "it may come on any day, as somebody below orders.",
    "mishap": "it may come on any day, by chance.",
}
_BROUGHT = "the scenario brings it."


@dataclass(frozen=True, slots=True)
class Behind:
    """What lies behind a moment: whether the seat itself decided, and what another decided.

    `head` says who decided if not simply the other; `decision` led to the moment or came of it.
    """

    head: str
    decision: Event | None


def behind(setup: Setup, log: Sequence[Event], event: Event, seat: str) -> Behind:
    """Find the decision of another behind a moment; else the first that came of it over there."""
    fact = event.fact
    if isinstance(fact, CallEnded) and fact.outcome == "rang_out" and not rang(log, event):
        called = setup.seats[fact.callee].title if fact.callee else "Nobody there"
        return Behind(sentence(f"{called} never heard of it"), None)
    causes = [event, *chain(log, event)]
    deciders = [(cause, _decider(log, cause)) for cause in causes]
    nearest = next((cause for cause, who in deciders if who), None)
    own = nearest is not None and _decider(log, nearest) == seat
    head = _yours(setup, event, nearest) if own and nearest else ""
    for cause, who in deciders:
        if who and who != seat:
            return Behind(f"{head} {_LED}" if own else "", cause)
    head = head or _undecided(setup, causes)
    for later in log[event.seq :]:
        who = _decider(log, later)
        if who and setup.seats[who].side != setup.seats[seat].side and event in chain(log, later):
            return Behind(f"{head} {_CAME}", later)
    return Behind(f"{head} {_NOTHING}" if own else head, None)


def _decider(log: Sequence[Event], event: Event) -> str:
    """Give the seat that decided by an event, "" of any other event."""
    match event.fact:
        case MoveChosen() as fact:
            return fact.seat
        case WindowLapsed() as fact:
            return fact.seat
        case RequestAnswered() as fact:
            return fact.to
        case PromiseMade() as fact:
            return fact.by
        case CommandAccepted() as fact if fact.verb in ("choose", "call"):
            return fact.seat
        case CallEnded() as fact if fact.outcome in ("declined", "rang_out"):
            return fact.callee if fact.outcome == "declined" or rang(log, event) else ""
    return ""


def _yours(setup: Setup, event: Event, decision: Event) -> str:
    """Say to a seat that it decided itself, and what, if the moment is not that decision."""
    _, what = decided(setup, decision)
    if decision is event or not what:
        return _OWN
    did, colon, which = what.partition(": ")  # the title of a move stays as it is written
    did = did.replace("its ", "your ").replace("itself", "yourself")
    return sentence(f"You {did}{colon}{which}")


def rang(log: Sequence[Event], ended: Event) -> bool:
    """Say whether the seat that was called heard of this try; of earlier ones it may have."""
    assert isinstance(ended.fact, CallEnded)
    assert ended.closes is not None
    return any(
        isinstance(e.fact, CallBegun | CallRings)
        and e.fact.call == ended.fact.call
        and ended.fact.callee in e.alert
        for e in log[ended.closes - 1 : ended.seq]
    )


def _undecided(setup: Setup, causes: Sequence[Event]) -> str:
    """Say what brought something about that no seat decided."""
    for cause in causes:
        fact = cause.fact
        match fact:
            case UnsafeEncounter():
                return f"No seat decided it: {_MET[fact.ordered]}"
            case IncidentHappened():
                return f"No seat decided it: {_INCIDENT[fact.origin]}"
            case InjectReleased():
                return f"No seat decided it: {_BROUGHT}"
    return "No seat decided it."


def reason(setup: Setup, event: Event, before: State) -> tuple[str, ...]:
    """Give the reasons of a decision, from what its seat knew and what it held."""
    return tuple(_reasons(setup, event, before))


def decided(setup: Setup, event: Event) -> tuple[str, str]:
    """Say which seat decided, and what."""
    fact = event.fact
    match fact:
        case MoveChosen():
            how = "let its time run out, so its standing order held"
            how = how if fact.by == "standing_order" else "chose"
            return fact.seat, f"{how}: {setup.moves[fact.move].title}"
        case WindowLapsed():
            return fact.seat, "let its time run out, and did nothing"
        case PromiseMade():
            return fact.by, f"bound itself: {in_words(setup, fact.term, fact.due_ms)}"
        case CommandAccepted() if fact.verb == "call":
            return fact.seat, f"called: {setup.forms[fact.form].title}"
        case CommandAccepted():
            return fact.seat, f"chose: {setup.moves[fact.subject].title}"
        case CallEnded():
            declined = fact.outcome == "declined"
            return fact.callee, "declined to talk" if declined else "did not answer"
    assert isinstance(fact, RequestAnswered)
    return fact.to, ""


def _reasons(setup: Setup, event: Event, before: State) -> Iterator[str]:
    seat, what = decided(setup, event)
    yield sentence(f"{setup.seats[seat].title} {what}") if what else recounted(setup, event)
    known = before.known[seat]
    thought = minds.mind(setup, known, event.at_ms)
    yield from _thoughts(setup, known.side, thought)
    held = before.run.order_cards.get(seat)
    for order in setup.seats[seat].orders:
        if order.id == held:
            yield f"Its orders, {order.title}: {order.text}"
    doctrine = doctrines().get(known.run.occupant.partition(":")[0])
    if doctrine is not None:
        yield sentence(f"Its way: {doctrine.title[:1].lower()}{doctrine.title[1:]}")


def _thoughts(setup: Setup, side: str, mind: Mind) -> Iterator[str]:
    """Say what a seat thought of the side it faces, and of its own word."""
    other = setup.faces[side]
    if not other:
        return
    found = [f"it was {share(mind.p)} sure that {setup.sides[other].name} wants change"]
    if mind.provoked >= _PROVOKED_LEAST:
        heard = (
            "had heard a word of restraint" if mind.restrained else "had heard no word of restraint"
        )
        found.append(
            f"felt provoked by {mind.provoked:.1f} rungs, {share(mind.q)} sure that this was meant"
        )
        found.append(heard)
    if mind.bound < NO_RUNG:
        found.append(f"had given its word to stay below rung {mind.bound}")
    text = "; ".join(found)
    yield sentence(text[:1].upper() + text[1:])
