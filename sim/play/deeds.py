"""What brought something about: the act that did it, and by whose order or which accident."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import vessel_name
from sim.engine.facts.activities import ActivityBegun
from sim.engine.facts.acts import ActOccurred, HarmDone, RungReached
from sim.engine.facts.beliefs import ActReweighed, ActWeighed
from sim.engine.facts.effects import CounterChanged, FlagSet
from sim.engine.facts.encounters import ApproachPassed, HullsTouched, SceneForecast
from sim.engine.facts.incidents import IncidentHappened
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.moves import ActBegun, ActDone, MoveChosen
from sim.engine.facts.places import RangeCrossed
from sim.engine.facts.promises import PromiseClosed, PromiseHeard, PromiseMade
from sim.engine.facts.run import CommandAccepted, RunBegun
from sim.engine.facts.traffic import UnsafeEncounter
from sim.engine.facts.vessels import OrderGiven, TrackChanged
from sim.engine.facts.windows import OpenWindow
from sim.engine.kernel.ancestry import chain, is_accident
from sim.engine.seat.telling import tell
from sim.units import clock

_ENDS = re.compile(r"(?<=[.!?]) ")
"""Between two sentences."""
_UNNAMED = (
    ActOccurred,
    ActBegun,
    ActDone,
    ActivityBegun,
    HarmDone,
    RungReached,
    FlagSet,
    CounterChanged,
    ActWeighed,
    ActReweighed,
    PromiseMade,
    PromiseHeard,
    PromiseJudged,
    PromiseClosed,
    TrackChanged,
    CommandAccepted,
    OpenWindow,
    RunBegun,
)
"""What names no deed: what comes of one, leads to one, or is said to its own seat only."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An act by its name, without a stop; who decided it ("" for nobody), and when.

    `how` is ordered, standing (an order that stood, as time ran out), below (somebody below ordered
    it), mishap (nobody did), or shown (it came about and was seen). What nobody ordered came
    `after` what had been decided last, what came of how ships lay after what each of them had been
    ordered; it may have no name of its own.
    """

    what: str
    seat: str
    at_ms: int
    how: str
    after: tuple[Deed, ...] = ()


def deed(setup: Setup, log: Sequence[Event], event: Event) -> Deed | None:
    """Find the act that brought an event about; None if nothing with a name did."""
    near, act, chosen = list[Event](), None, None
    accident = met = False
    for cause in (event, *chain(log, event)):
        accident = accident or is_accident(cause)
        met = met or isinstance(cause.fact, RangeCrossed | ApproachPassed | SceneForecast)
        if act is None and isinstance(cause.fact, ActOccurred):
            act = cause.fact
        if isinstance(cause.fact, MoveChosen):
            chosen = _chosen(setup, cause, act)
            break
        near.append(cause)
    if chosen is not None and not accident and not met:
        return chosen
    for cause in near:
        if isinstance(cause.fact, _UNNAMED):
            continue
        text = _ENDS.split(tell(setup, setup.everybody[0], cause), maxsplit=1)[0].rstrip(".")
        if text:
            after = (_tasked(setup, log, near) or _only(chosen)) if accident or met else ()
            return Deed(text, "", cause.at_ms, how=_how(cause, accident), after=after)
    return Deed("", "", event.at_ms, how="shown", after=(chosen,)) if chosen else None


def _only(chosen: Deed | None) -> tuple[Deed, ...]:
    return (chosen,) if chosen else ()


def _tasked(setup: Setup, log: Sequence[Event], near: Sequence[Event]) -> tuple[Deed, ...]:
    """Find what had put each of two vessels that met where they were, whoever moved last."""
    found: dict[int, Deed] = {}
    met = next((e for e in near if isinstance(e.fact, HullsTouched | ApproachPassed)), None)
    if met is None:
        return ()
    for vessel in (met.fact.one, met.fact.two):
        order = next((e for e in reversed(log[: met.seq]) if _orders(e, vessel)), None)
        causes = chain(log, order) if order is not None else ()
        chosen = next((e for e in causes if isinstance(e.fact, MoveChosen)), None)
        if chosen is not None:
            name, by = vessel_name(setup, vessel), _chosen(setup, chosen, None)
            found.setdefault(chosen.seq, replace(by, what=f"{by.what}, {name}"))
    return tuple(found[number] for number in sorted(found))


def _orders(event: Event, vessel: str) -> bool:
    return isinstance(event.fact, OrderGiven) and event.fact.vessel == vessel


def same(one: Deed, two: Deed) -> bool:
    """Say whether two deeds are one: decided by the same seat at the same time, or of one name."""
    if one.seat:
        return (one.seat, one.at_ms) == (two.seat, two.at_ms)
    return one.what == two.what


def _chosen(setup: Setup, event: Event, act: ActOccurred | None) -> Deed:
    fact: MoveChosen = event.fact
    title = setup.moves[fact.move].title
    side = setup.seats[fact.seat].side
    own = act is not None and act.vessel and setup.side_of(act.vessel) == side
    vessel = vessel_name(setup, act.vessel) if act is not None and own else ""
    what = f"“{title}”{f', {vessel}' if vessel and vessel not in title else ''}"
    how = "standing" if fact.by == "standing_order" else "ordered"
    return Deed(what, fact.seat, event.at_ms, how=how)


def _how(cause: Event, accident: bool) -> str:
    match cause.fact:
        case UnsafeEncounter() as fact:
            return "below" if fact.ordered else "mishap"
        case IncidentHappened() as fact:
            return "below" if fact.origin == "order" else "mishap"
        case InjectReleased():
            return "shown"
    return "mishap" if accident else "shown"


def in_words(setup: Setup, found: Deed, reader: str = "") -> str:
    """Say what was done, and by whose order or by nobody's, to somebody who may sit there."""
    at = clock(setup.scenario.begins, found.at_ms)
    who = "you" if found.seat == reader else setup.seats[found.seat].title if found.seat else ""
    match found.how:
        case "ordered":
            return f"{found.what}, ordered by {who} at {at}"
        case "standing":
            own = "your standing order" if who == "you" else f"standing order of {who}"
            return f"{found.what}, {own} at {at} as time ran out"
        case "below":
            return f"{found.what}; somebody below had ordered it"
    text = f"{found.what}; nobody had ordered it" if found.how == "mishap" else found.what
    said = ", and ".join(in_words(setup, each, reader) for each in found.after)
    after = f"after {said}" if said else ""
    return ", ".join(filter(None, (text, after)))


def by(setup: Setup, found: Deed, reader: str = "") -> str:
    """Say by what something came about, after a verb."""
    text = in_words(setup, found, reader)
    return f"by {text}" if found.seat else f"by what happened: {text}" if found.what else text
