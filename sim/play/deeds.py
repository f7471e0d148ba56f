"""What brought something about: the act that did it, and by whose order or which accident."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import vessel_name
from sim.engine.facts.activities import ActivityBegun
from sim.engine.facts.acts import ActOccurred, HarmDone, RungReached
from sim.engine.facts.beliefs import ActReweighed, ActWeighed
from sim.engine.facts.effects import CounterChanged, FlagSet
from sim.engine.facts.encounters import ApproachPassed, SceneForecast
from sim.engine.facts.incidents import IncidentHappened
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.moves import ActBegun, ActDone, MoveChosen
from sim.engine.facts.places import RangeCrossed
from sim.engine.facts.promises import PromiseClosed, PromiseHeard, PromiseMade
from sim.engine.facts.run import CommandAccepted, RunBegun
from sim.engine.facts.traffic import UnsafeEncounter
from sim.engine.facts.vessels import TrackChanged
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
    it), mishap (nobody did), or shown (it came about and was seen). What nobody ordered, or what
    came of how ships lay, came `after` what had been decided last; it may have no name of its own.
    """

    what: str
    seat: str
    at_ms: int
    how: str
    after: Deed | None = None


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
            how = _how(cause, accident)
            return Deed(text, "", cause.at_ms, how=how, after=chosen if accident or met else None)
    return Deed("", "", event.at_ms, how="shown", after=chosen) if chosen else None


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
    after = f"after {in_words(setup, found.after, reader)}" if found.after else ""
    return ", ".join(filter(None, (text, after)))


def by(setup: Setup, found: Deed, reader: str = "") -> str:
    """Say by what something came about, after a verb."""
    text = in_words(setup, found, reader)
    return f"by {text}" if found.seat else f"by what happened: {text}" if found.what else text
