"""The scene at sea watched: one interval that ends when geometry next makes something happen.

For steady tracks every crossing and closest approach has an instant in closed form, a function
of the two tracks alone. A *watch* is one thing looked out for: a pair of vessels, a side's
sight of a vessel, a gate. The earliest instant of all watches is the due time of the one
forecast that is open; a manoeuvre that changes it closes that forecast and opens the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from sim.engine import events as ev
from sim.engine.engine import Engine, process, settler
from sim.engine.geometry import NEVER_MS, Track
from sim.engine.setup import Setup

NEVER = NEVER_MS


P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Watch:
    """One thing looked out for: when it happens next after an instant, and what happens.

    `next_ms` is a function of the state and of that instant; asked at any later instant before
    its answer it gives the same answer. What is not noted as it stands is due at once.
    """

    next_ms: Callable[[Engine, int], int]
    happen: Callable[[Engine], None]
    moved: Callable[[Engine, dict[str, Track]], None] | None = None


WATCHERS: list[Callable[[Setup], Iterable[tuple[tuple[str, ...], Watch]]]] = []
"""Makers of watches: each yields (vessels it depends on, watch) in a fixed order."""


def watcher(
    make: Callable[[Setup], Iterable[tuple[tuple[str, ...], Watch]]],
) -> Callable[[Setup], Iterable[tuple[tuple[str, ...], Watch]]]:
    """Register a maker of watches."""
    WATCHERS.append(make)
    return make


class _Watches:
    """All watches of a scenario, and which of them depend on which vessel."""

    def __init__(self, setup: Setup) -> None:
        self.all: list[Watch] = []
        self.of: dict[str, list[int]] = {vessel: [] for vessel in setup.vessels}
        for make in WATCHERS:
            for vessels, watch in make(setup):
                for vessel in vessels:
                    self.of[vessel].append(len(self.all))
                self.all.append(watch)


def remembered(engine: Engine, what: Callable[[Track, Track], P], one: str, two: str) -> P | None:
    """Compute something about two vessels' tracks once for as long as neither manoeuvres.

    Args:
        engine: The run.
        what: A pure function of two tracks, registered at module level.
        one: A vessel; None is the answer if it has left.
        two: The other.
    """
    a, b = engine.state.tracks.get(one), engine.state.tracks.get(two)
    if a is None or b is None:
        return None
    memory = engine.scratch.setdefault("pairs", {})
    key = (what, one, two)
    found = memory.get(key)
    if found is None or found[0] is not a or found[1] is not b:
        found = memory[key] = (a, b, what(a, b))
    return found[2]  # type: ignore[no-any-return]


def _times(engine: Engine, watches: _Watches, after_ms: int) -> dict[int, int]:
    """Give the next instant of every watch: kept between steps, rebuilt after a resume."""
    times: dict[int, int] | None = engine.scratch.get("scene")
    if times is None:
        times = engine.scratch["scene"] = {
            number: watch.next_ms(engine, after_ms) for number, watch in enumerate(watches.all)
        }
    return times


@settler
def look(engine: Engine, touched: set[type]) -> None:
    """After manoeuvres: let what they bring about happen, and forecast afresh."""
    if not (ev.TrackChanged in touched or ev.VesselLeft in touched):
        return
    moved: dict[str, Track] = engine.scratch.pop("moved", {})
    watches = engine.setup.once("scene", _Watches)
    concerned = sorted({number for vessel in moved for number in watches.of[vessel]})
    cause = engine.state.seq
    for number in concerned:
        reaction = watches.all[number].moved
        if reaction is not None:
            reaction(engine, moved)
    times = _times(engine, watches, engine.now_ms)
    for number in concerned:
        times[number] = watches.all[number].next_ms(engine, engine.now_ms)
    _forecast(engine, min(times.values(), default=NEVER), cause)


def steered(engine: Engine, *vessels: str) -> int:
    """Give the event that last put one of these vessels on its track: why they meet as they do."""
    return max(engine.state.steered[vessel] for vessel in vessels)


def note_moved(engine: Engine, vessel: str, old: Track) -> None:
    """Remember the track a vessel had when this step began."""
    engine.scratch.setdefault("moved", {}).setdefault(vessel, old)


def _forecast(engine: Engine, due_ms: int, cause: int) -> None:
    """Keep the one open forecast in line with the earliest instant."""
    if engine.state.ended:
        return
    old = engine.state.opened("scene")
    if old is not None and old.fact.due_ms == due_ms:
        return
    if due_ms < NEVER:
        due = max(due_ms, engine.now_ms)
        engine.emit(ev.SceneForecast(due), cause=cause, closes=None if old is None else old.seq)
    elif old is not None:
        engine.emit(ev.SceneSettled(), cause=cause, closes=old.seq)


@process(ev.SceneForecast)
def scene_due(engine: Engine, opened: ev.Event, tag: str) -> None:
    """Let everything happen whose instant has come."""
    watches = engine.setup.once("scene", _Watches)
    times = _times(engine, watches, engine.now_ms - 1)
    for number in [n for n, at in times.items() if at <= engine.now_ms]:
        watches.all[number].happen(engine)
        times[number] = watches.all[number].next_ms(engine, engine.now_ms)
    if opened.seq in engine.state.running:
        _forecast(engine, min(times.values(), default=NEVER), opened.seq)
