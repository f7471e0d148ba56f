"""When a script's step may become allowed: instants that follow from what its seat knows.

Whoever tries a step only when somebody happens to look does it sooner or later with the pace.
What news changes is tried again when news comes; time and distance come without news.
"""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.base.geometry import radio_reach_m, within
from sim.engine.base.setup import Setup
from sim.engine.kernel.conditions import moments, parts
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.reach import calling_vessel
from sim.model.conditions import Range
from sim.model.scripts import Step


def instants(setup: Setup, known: Known, step: Step) -> Iterator[int]:
    """Yield the instants, past and to come, at which time or distance alone may allow a step."""
    yield step.at
    if step.choose is not None:
        condition = setup.moves[step.choose].when
        yield from moments(condition)
        for word in parts(condition):
            if isinstance(word, Range):
                for limit_m in (word.below, word.above):
                    if limit_m is not None:
                        yield from _crossings(known, *word.of, limit_m)
    elif step.to is not None:
        own = calling_vessel(setup, known)
        if own is not None:
            reach_m = radio_reach_m(setup.vessels[own].aerial, setup.vessels[step.to].aerial)
            yield from _crossings(known, own, step.to, reach_m)


def _crossings(known: Known, one: str, two: str, limit_m: float) -> Iterator[int]:
    """Yield when two vessels cross a distance, if they go on as the seat knows them to go.

    A crossing that falls on a whole millisecond may lie on either side of it once it is worked
    out as a distance again, so the next millisecond is yielded too.
    """
    if one in known.vessels.tracks and two in known.vessels.tracks:
        for at_ms in within(known.vessels.tracks[one], known.vessels.tracks[two], limit_m):
            yield from (at_ms, at_ms + 1)
