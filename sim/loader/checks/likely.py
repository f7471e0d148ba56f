"""Cross-checks of what is allowed and hardly meant: speeds, ranges, places, codes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from sim.loader.checks.context import CheckContext, Complaint, about
from sim.loader.numbers import out_of_range
from sim.model import effects as e
from sim.model.moves import MOVE_CODES, Cue, Move, known_code
from sim.model.parameters import Parameters
from sim.model.words import Entry, Way
from sim.model.world import Gate, Vessel
from sim.units import (
    M_PER_NM,
    degrees_east,
    format_distance,
    format_speed,
    parse_distance,
    parse_speed,
)

Reads = tuple[Callable[[object], float], Callable[[float], str]]
_DISTANCE: Reads = (parse_distance, format_distance)
_SPEED: Reads = (parse_speed, format_speed)

_LIKELY: dict[type[Entry], dict[str, tuple[str, str, Reads]]] = {
    Vessel: {
        "length": ("2 m", "500 m", _DISTANCE),
        "top_speed": ("1 kn", "70 kn", _SPEED),
        "aerial": ("1 m", "100 m", _DISTANCE),
        "sight": ("500 m", "200 nm", _DISTANCE),
    },
    Gate: {"range": ("20 m", "600 nm", _DISTANCE)},
    Cue: {"within": ("50 m", "200 nm", _DISTANCE)},
}
"""The least and the most that ships, sensors and places are likely to have. [assumed]"""


@about(*_LIKELY, level="warning")
def _quantities(context: CheckContext, way: Way, entry: Entry) -> Iterator[Complaint]:
    for field, (least, most, (parse, write)) in _LIKELY[type(entry)].items():
        value = getattr(entry, field)
        if not parse(least) <= value <= parse(most):
            what = f"“{field}” of {write(value)} is hardly meant"
            yield (*way, field), what, f"{least} to {most} are likely; see the unit"


@about(Parameters, level="warning")
def _ranges(context: CheckContext, way: Way, parameters: Parameters) -> Iterator[Complaint]:
    for name, what in out_of_range(parameters.model_dump(mode="json", exclude_unset=True)):
        yield (*way, name), what, "see docs/model.md"


@about(Vessel, level="warning")
def _on_top(context: CheckContext, way: Way, vessel: Vessel) -> Iterator[Complaint]:
    """Two hulls do not lie in one place; a fleet's one position stands for many."""
    for other in context.scenario.vessels:
        if other.id == vessel.id:
            return  # those further down are told of there
        hulls_m = (vessel.length + other.length) / 2
        if not (vessel.spread or other.spread) and _apart_m(vessel, other) < hulls_m:
            what = f"“{vessel.id}” lies at the place of “{other.id}”"
            yield (*way, "at"), what, f"put them at least {format_distance(hulls_m)} apart"


def _apart_m(one: Vessel, other: Vessel) -> float:
    north = other.at.lat_deg - one.at.lat_deg
    return 60 * M_PER_NM * math.hypot(north, degrees_east(other.at, one.at))


@about(e.Steer, e.Proceed, e.Station, level="warning")
def _ordered_speed(context: CheckContext, way: Way, order: Any) -> Iterator[Complaint]:
    vessel: Vessel = context.entry("vessel", order.vessel)
    if order.speed is not None and order.speed > vessel.top_speed:
        top = format_speed(vessel.top_speed)
        what = f"{format_speed(order.speed)} is more than “{vessel.id}” makes: {top}"
        yield (*way, "speed"), what, f"at most {top} here"
    elif order.speed == 0 and not isinstance(order, e.Steer):
        yield (*way, "speed"), f"at 0 kn “{vessel.id}” never gets there", "give it some speed"


@about(Move, level="warning")
def _code(context: CheckContext, way: Way, move: Move) -> Iterator[Complaint]:
    if not known_code(move.code):
        families = ", ".join(f"{family}01–{family}{n:02}" for family, n in MOVE_CODES.items())
        yield (*way, "code"), f"the moves table has no code “{move.code}”", f"known: {families}"
