"""What happened, in five lines that name place, ship and act, for whoever may know all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import closest, people_hurt, sentence, vessel_name
from sim.engine.facts.acts import FIREBREAKS, ActOccurred, HarmDone, RungReached
from sim.engine.facts.calls import CallEnded
from sim.engine.facts.encounters import ApproachPassed, HullsTouched
from sim.engine.facts.relays import RelayArrived, RelayLost
from sim.engine.facts.run import RunEnded
from sim.engine.facts.traffic import EncounterContact, UnsafeEncounter
from sim.engine.facts.windows import WindowDecided, WindowLapsed
from sim.engine.kernel.state import State
from sim.engine.seat.telling import tell
from sim.model.rungs import rung_said
from sim.play import deeds
from sim.play.deciding import deciding
from sim.play.lookback import happened
from sim.play.pledged import PromiseEnd
from sim.readings import distance
from sim.units import clock

_HARM_MOST = 3
"""How many blows are named in a line."""


def story(
    setup: Setup, log: Sequence[Event], state: State, *, seat: str, promises: Sequence[PromiseEnd]
) -> tuple[str, ...]:
    """Tell what happened: the end, the harm, how far each side went, what was said and decided."""
    return (
        _end(setup, log, seat),
        _harm(setup, log),
        *_how_far(setup, log, state, seat),
        " ".join([*([_decided(log, seat)] if seat else []), _words(log, promises)]),
    )


def _at(setup: Setup, event: Event) -> str:
    return clock(setup.scenario.begins, event.at_ms)


def _end(setup: Setup, log: Sequence[Event], seat: str) -> str:
    """Say what chose the ending."""
    last = log[-1]
    ended = isinstance(last.fact, RunEnded)
    if not ended:
        return f"It has not ended yet; it stands at {_at(setup, last)}."
    chose = deciding(setup, log)
    if not chose:
        return f"Ended {_at(setup, last)}; nothing came about that would have ended it otherwise."
    event = log[chose[0] - 1]
    what = happened(setup, log, event, seat)
    return f"Ended {_at(setup, last)}; what decided how, at {_at(setup, event)}: {what}"


def _harm(setup: Setup, log: Sequence[Event]) -> str:
    """Name who was hurt where and what touched, or else how near it came."""
    blows = list(_blows(setup, log))
    shots = sum(bool(getattr(e.fact, "shots", False)) for e in log)
    fired = f" Shots: {shots}." if shots else " No shot was fired."
    if blows:
        more = f"; {len(blows) - _HARM_MOST} more" if len(blows) > _HARM_MOST else ""
        return sentence(f"Harm: {'; '.join(blows[:_HARM_MOST])}{more}") + fired
    near = f" Nearest: {_nearest(setup, log)}." if _nearest(setup, log) else ""
    return f"Nobody was hurt{_force(setup, log)}.{near}{fired}"


def _force(setup: Setup, log: Sequence[Event]) -> str:
    """Say how often force was used, by which hulls and boats may well have touched."""
    acts = [e for e in log if isinstance(e.fact, ActOccurred) and e.fact.rung >= min(FIREBREAKS)]
    if not acts:
        return ", no hulls touched"
    times = {1: "once", 2: "twice"}.get(len(acts), f"{len(acts)} times")
    return f"; force was used {times}, first at {_at(setup, acts[0])}"


def _blows(setup: Setup, log: Sequence[Event]) -> Iterator[str]:
    for event in log:
        fact = event.fact
        match fact:
            case HullsTouched():
                one, two = vessel_name(setup, fact.one), vessel_name(setup, fact.two)
                yield f"{_at(setup, event)} {one} and {two} touched"
            case EncounterContact():
                yield f"{_at(setup, event)} {tell(setup, setup.everybody[0], event).rstrip('.')}"
            case HarmDone() if fact.hurt or fact.dead:
                people = people_hurt(fact.hurt, fact.dead)
                yield f"{_at(setup, event)} {vessel_name(setup, fact.vessel)}: {people}"


def _nearest(setup: Setup, log: Sequence[Event]) -> str:
    """Name the nearest that ships or aircraft of two sides came to each other."""
    found: list[tuple[float, int, str, str]] = []
    for event in log:
        fact = event.fact
        match fact:
            case ApproachPassed() if setup.side_of(fact.one) != setup.side_of(fact.two):
                names = f"{vessel_name(setup, fact.one)} and {vessel_name(setup, fact.two)}"
                away = closest(setup, fact.one, fact.two, fact.range_m)
                found.append((fact.range_m, event.seq, away, names))
            case UnsafeEncounter():
                where = tell(setup, setup.everybody[0], event).partition(": unsafe")[0]
                found.append((fact.cpa_m, event.seq, distance(fact.cpa_m), where))
    if not found:
        return ""
    _, number, away, what = min(found)
    return f"{away} at {_at(setup, log[number - 1])}, {what}"


def _how_far(setup: Setup, log: Sequence[Event], state: State, seat: str) -> Iterator[str]:
    """Say of each side how far it went at most, when and by what; its own and the other first."""
    own = setup.seats[seat].side if seat else ""
    faced = setup.faces[own] if own else ""
    peaks = {e.fact.side: e for e in log if isinstance(e.fact, RungReached)}
    main = [own, faced] if own else [s for s in setup.sides if setup.faces.get(s)]
    for side in [side for side in main if side]:
        name = setup.sides[side].name
        if side not in peaks and side not in (own, faced):
            continue
        if side not in peaks or not peaks[side].fact.rung:
            yield f"{name} never went beyond routine."
            continue
        event = peaks[side]
        found = deeds.deed(setup, log, event)
        by = f": {deeds.in_words(setup, found, seat)}" if found else ""
        known = state.known[seat].acts.rungs.get(side, 0) if seat else event.fact.rung
        knew = "" if known == event.fact.rung else f" Your ladder showed {rung_said(known)} of it."
        rung = rung_said(event.fact.rung)
        yield sentence(f"{name} went to {rung} at most, at {_at(setup, event)}{by}") + knew


def _words(log: Sequence[Event], promises: Sequence[PromiseEnd]) -> str:
    """Count what was tried on lines, and what became of promises."""
    calls = [e.fact for e in log if isinstance(e.fact, CallEnded | RelayArrived | RelayLost)]
    answered = sum(isinstance(f, CallEnded) and f.outcome == "answered" for f in calls)
    read = sum(isinstance(f, RelayArrived) for f in calls)
    relayed = f", {read} read by relay" if read else ""
    tried = f"Calls: {len(calls)} tried, {answered} answered{relayed}."
    states = Counter(promise.state for promise in promises)
    became = ", ".join(f"{number} {state}" for state, number in states.items())
    said = f"Promises: {became}." if became else "Nobody bound itself by a word."
    return f"{tried if calls else 'Nobody tried to call.'} {said}"


def _decided(log: Sequence[Event], seat: str) -> str:
    """Count what a seat decided, and what went by, whether or not there was anything to choose."""
    chose = sum(isinstance(e.fact, WindowDecided) and e.fact.seat == seat for e in log)
    lapsed = sum(isinstance(e.fact, WindowLapsed) and e.fact.seat == seat for e in log)
    times = {0: "nothing", 1: "once", 2: "twice"}.get(chose, f"{chose} times")
    let = {0: "none", 1: "one decision"}.get(lapsed, f"{lapsed} decisions")
    return f"You decided {times}; {let} passed without an order of yours."
