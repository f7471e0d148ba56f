"""The wake of what a seat did: what came of each of its orders and calls, for the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import people_hurt, sentence, vessel_name
from sim.engine.facts.acts import HarmDone, RungReached
from sim.engine.facts.beliefs import ActReweighed, ActWeighed
from sim.engine.facts.calls import OUTCOMES, CallEnded
from sim.engine.facts.effects import CounterChanged, FlagSet
from sim.engine.facts.encounters import HullsTouched
from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.moves import ActBegun, ActDone, ActWithdrawn, LeaveDenied, MoveChosen
from sim.engine.facts.promises import PromiseMade
from sim.engine.facts.requests import REPLIES, RequestAnswered
from sim.engine.facts.run import CommandAccepted
from sim.engine.facts.terms import in_words
from sim.engine.facts.windows import OpenWindow
from sim.model.rungs import rung_said
from sim.play.deciding import deciding
from sim.play.echo import ECHOED, said
from sim.play.moments import shift
from sim.readings import share
from sim.units import clock, format_wait

NEEDED = "The ending needed it."
NOTHING = "Nothing came of it that anybody noticed."


@dataclass(frozen=True, slots=True)
class Wake:
    """An order or a call of a seat, and what came of it in truth; every text is a sentence."""

    clock: str
    text: str
    came: tuple[str, ...]


def wakes(setup: Setup, log: Sequence[Event], seat: str) -> tuple[Wake, ...]:
    """Tell what came of each order and call of a seat, in their order; of standing orders too.

    A standing order is told only where more came of it than that it was carried out. What another
    seat then decided is its own doing: it is told with that, not here.
    """
    of = _sown(log, seat)
    needed, was = set(deciding(setup, log)), _before(setup, log)
    own = {number: list[Event]() for number in of.values()}
    for event in log:
        if event.seq in of:
            own[of[event.seq]].append(event)
    found = list[Wake]()
    for number, events in own.items():
        root = log[number - 1]
        came = tuple(_came(setup, log, events, seat, needed=needed, was=was))
        standing = isinstance(root.fact, MoveChosen)
        if standing and len(came) <= 1:
            continue  # it held what was held before
        text = _standing(setup, root.fact) if standing else said(setup, root.fact)
        at = clock(setup.scenario.begins, root.at_ms)
        found.append(Wake(at, text, came=came or (_undone(log, events),)))
    return tuple(found)


def _standing(setup: Setup, fact: MoveChosen) -> str:
    return sentence(f"Your standing order, as time ran out: {setup.moves[fact.move].title}")


def _sown(log: Sequence[Event], seat: str) -> dict[int, int]:
    """Say of each event of which order or call of a seat it came: its number → theirs."""
    of = dict[int, int]()
    for event in log:
        fact = event.fact
        if isinstance(fact, CommandAccepted):
            if fact.seat == seat and fact.verb in ECHOED:
                of[event.seq] = event.seq
            continue
        if isinstance(fact, MoveChosen) and fact.seat == seat and event.cause not in of:
            of[event.seq] = event.seq  # a standing order, as a decision lapsed
            continue
        others = isinstance(fact, OpenWindow) or (
            isinstance(fact, MoveChosen) and fact.seat != seat
        )
        if event.cause in of and not others:
            of[event.seq] = of[event.cause]
    return of


def _came(
    setup: Setup,
    log: Sequence[Event],
    events: Sequence[Event],
    seat: str,
    *,
    needed: set[int],
    was: Mapping[int, int],
) -> Iterator[str]:
    """Say what came of one thing, the same but once."""
    found = dict.fromkeys(text for event in events for text in _happened(setup, event, seat))
    yield from found
    yield from _counted(setup, events, was)
    yield from _thought(setup, log, events, seat)
    if needed & {event.seq for event in events}:
        yield NEEDED


def _undone(log: Sequence[Event], events: Sequence[Event]) -> str:
    """Say that an order came to nothing, or was countermanded before it was carried out."""
    for event in events:
        if isinstance(event.fact, ActBegun):
            for later in log[event.seq :]:
                fact = later.fact
                if isinstance(fact, ActWithdrawn) and fact.move == event.fact.move:
                    return "You countermanded it before it was carried out."
    return NOTHING


def _happened(setup: Setup, event: Event, seat: str) -> Iterator[str]:
    fact, own = event.fact, setup.seats[seat].side
    match fact:
        case LeaveDenied():
            yield sentence(f"Leave was denied by {setup.seats[fact.of].title}")
        case ActWithdrawn():
            yield sentence(f"Countermanded by it: {setup.moves[fact.move].title}")
        case ActDone() if fact.seat == seat:
            yield sentence(f"Carried out at {clock(setup.scenario.begins, event.at_ms)}")
        case CallEnded() if fact.caller == seat:
            yield sentence(f"The call: {OUTCOMES[fact.outcome]} after {format_wait(fact.wait_ms)}")
        case RequestAnswered() if fact.to != seat:
            who, reply = setup.seats[fact.to].title, REPLIES.get(fact.reply, "")
            yield f"{who}: “{reply}”" if reply else sentence(f"{who}: no reply")
        case PromiseMade():
            who = setup.seats[fact.by].title if fact.by != seat else "You"
            yield sentence(f"{who} promised: {in_words(setup, fact.term, fact.due_ms)}")
        case RungReached() if fact.rung:
            yield sentence(f"{setup.sides[fact.side].name} reached {rung_said(fact.rung)}")
        case FlagSet() if fact.on:
            yield sentence(f"From then on: {setup.flags[fact.flag].title}")
        case HullsTouched():
            one, two = vessel_name(setup, fact.one), vessel_name(setup, fact.two)
            yield f"{one} and {two} touched."
        case HarmDone() if fact.hurt or fact.dead:
            whose = "" if setup.side_of(fact.vessel) != own else "your "
            people = people_hurt(fact.hurt, fact.dead)
            yield sentence(f"On {whose}{vessel_name(setup, fact.vessel)}: {people}")


def _before(setup: Setup, log: Sequence[Event]) -> dict[int, int]:
    """Give what each counter stood at before each event that changed it."""
    stands = {counter.id: counter.start for counter in setup.scenario.counters}
    was = dict[int, int]()
    for event in log:
        if isinstance(event.fact, CounterChanged):
            was[event.seq] = stands[event.fact.counter]
            stands[event.fact.counter] = event.fact.value
    return was


def _counted(setup: Setup, events: Sequence[Event], was: Mapping[int, int]) -> Iterator[str]:
    """Say from what to what each counter came."""
    found = dict[str, tuple[int, int]]()
    for event in events:
        if event.seq in was:
            first, _ = found.get(event.fact.counter, (was[event.seq], 0))
            found[event.fact.counter] = first, event.fact.value
    for counter, (first, last) in found.items():
        yield sentence(f"{setup.counters[counter].title}: {first} to {last}")


def _thought(
    setup: Setup, log: Sequence[Event], events: Sequence[Event], seat: str
) -> Iterator[str]:
    """Say by how much others came to think otherwise of the seat's side for it."""
    own, alike = setup.seats[seat].side, dict[str, list[str]]()
    for spec in setup.scenario.seats:
        if spec.side == own or setup.faces[spec.side] != own:
            continue
        moved = [e for e in events if _weighs(e) and e.fact.seat == spec.id]
        if not moved:
            continue
        before, after = share(shift(log, moved[0])[0]), share(shift(log, moved[-1])[1])
        how = f"{before} to {after} sure that you want change"
        if before == after:
            how = f"noticed it, and stayed {after} sure that you want change"
        alike.setdefault(how, []).append(spec.title)
    for how, titles in alike.items():
        more = f" and {len(titles) - 1} more" if len(titles) > 1 else ""
        yield sentence(f"{titles[0]}{more}: {how}")


def _weighs(event: Event) -> bool:
    fact = event.fact
    if isinstance(fact, ActWeighed):
        return bool(fact.number)
    return isinstance(fact, ActReweighed | PromiseJudged)
