"""How the cost of a run grows with events, months, vessels and seats: slopes of its logarithm."""

from __future__ import annotations

import gc
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import process_time

from sim.engine import Setup
from sim.loader import load
from sim.model.scenario import Scenario
from sim.play.driver import Play
from sim.play.occupants import occupant

TIMES = (1, 2, 4, 8)
"""So many times as much each scenario is made to hold."""
_OFTEN_PER_H = 0.3 / 24
"""Doubtful acts of a side of `two-captains` by the hour, fifteen times what its author says."""


@dataclass(frozen=True, slots=True)
class Grown:
    """How much dearer a run is for there being more of something in it.

    Args:
        name: What there is more of.
        slope: The slope of the logarithm of the seconds over that of how much there is.
        seconds: The processor's, for each of `TIMES`; the median of the rounds.
        events: Those of the log, likewise.
    """

    name: str
    slope: float
    seconds: tuple[float, ...]
    events: tuple[int, ...]


def _often(scenario: Scenario, times: float) -> Scenario:
    """Let doubtful acts come more often."""
    rate = {"a_true": _OFTEN_PER_H * times}
    return scenario.model_copy(update={"parameters": scenario.parameters.model_copy(update=rate)})


def more_events(times: int) -> Scenario:
    """Let more happen in as much time."""
    return _often(load("two-captains"), times / 4)


def more_months(times: int) -> Scenario:
    """Let it go on for longer."""
    scenario = _often(load("two-captains"), 1)
    return scenario.model_copy(update={"horizon": scenario.horizon * times})


def more_vessels(times: int) -> Scenario:
    """Let more vessels lie at anchor in sight of it all."""
    scenario = load("twenty-nine-minutes")
    more = tuple(
        vessel.model_copy(update={"id": f"{vessel.id}_{nth}", "speed": 0.0})
        for nth in range(1, times)
        for vessel in scenario.vessels
    )
    return scenario.model_copy(update={"vessels": (*scenario.vessels, *more)})


def more_seats(times: int) -> Scenario:
    """Let more seats look on, whose sensors see it all."""
    scenario = load("twenty-nine-minutes")
    watch = next(seat for seat in scenario.seats if seat.sees == "sensors")
    quiet = {"commands": (), "playable": False, "standing_orders": (), "orders": ()}
    more = tuple(
        watch.model_copy(update={**quiet, "id": f"watch_{nth}", "sees": "sensors"})
        for nth in range((times - 1) * len(scenario.seats))
    )
    return scenario.model_copy(update={"seats": (*scenario.seats, *more)})


CASES: dict[str, Callable[[int], Scenario]] = {
    "events": more_events,
    "months": more_months,
    "vessels": more_vessels,
    "seats": more_seats,
}
"""What there is more of, and how a scenario is made to hold so many times as much."""


def _run(setup: Setup, seed: int) -> int:
    """Run once, the players firm, and count the events."""
    players = [s.id for s in setup.scenario.seats if s.playable][:2]
    held = {
        seat: occupant(setup, seat, "firm" if seat in players else spec.occupant)
        for seat, spec in setup.seats.items()
    }
    play = Play(setup, seed, held)
    play.advance()
    return len(play.engine.log)


def _grown(name: str, rounds: int) -> Grown:
    setups = [Setup(CASES[name](times)) for times in TIMES]
    taken: list[list[float]] = [[] for _ in TIMES]
    events = [0 for _ in TIMES]
    for seed in range(rounds + 1):  # the first round is to warm up
        for place, setup in enumerate(setups):
            gc.collect()
            begun = process_time()
            events[place] = _run(setup, seed)
            taken[place].append(process_time() - begun)
    seconds = tuple(median(times[1:]) for times in taken)
    size = events if name in ("events", "months") else TIMES
    return Grown(name, round(_slope(size, seconds), 3), seconds, tuple(events))


def _slope(of: Sequence[int], seconds: Sequence[float]) -> float:
    """Give the slope of the straight line through logarithms by least squares."""
    x, y = [math.log(n) for n in of], [math.log(s) for s in seconds]
    mean_x, mean_y = math.fsum(x) / len(x), math.fsum(y) / len(y)
    across = math.fsum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True))
    return across / math.fsum((a - mean_x) ** 2 for a in x)


def measure(rounds: int) -> list[Grown]:
    """Measure every way of growing, sizes in turn, round by round."""
    return [_grown(name, rounds) for name in CASES]
