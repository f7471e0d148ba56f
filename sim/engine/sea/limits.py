"""Promised limits: a vessel said that it would come no closer, and does; at the exact instant."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sim.engine.acts import promises
from sim.engine.base import geometry as geo
from sim.engine.base.geometry import NEVER_MS, Track, track
from sim.engine.base.setup import Setup
from sim.engine.facts.promises import Promise, PromiseMade, PromiseTested
from sim.engine.kernel.audience import seats_holding, seats_holding_both
from sim.engine.kernel.engine import Engine
from sim.engine.sea.watch import Watch, steered


def limit_watches(setup: Setup) -> Iterable[Watch]:
    """Watch all limits together: there are few at a time, and most scenarios have none."""
    yield _Limits(tuple(setup.vessels))


class _Limits(Watch):
    """Every open promise to come no closer."""

    reacts = True
    asked_after = frozenset({PromiseMade})

    def __init__(self, vessels: tuple[str, ...]) -> None:
        self.vessels = vessels

    def next_ms(self, engine: Engine, after_ms: int) -> int:
        return min((at for _, at in _entries(engine, after_ms)), default=NEVER_MS)

    def happen(self, engine: Engine) -> None:
        for name, at_ms in list(_entries(engine, engine.now_ms)):
            if at_ms == engine.now_ms:
                term = engine.state.promises.open[name].term
                met = [v for v in (term.vessel, term.other) if v in engine.setup.vessels]
                both = len(met) == 2
                seen = (seats_holding_both if both else seats_holding)(engine, *met)
                promises.breach(engine, name, cause=steered(engine, *met), seen=seen)

    def moved(self, engine: Engine, old: dict[str, Track]) -> None:
        """To turn away from a course that would have broken a promise is a test of it."""
        for name, promise in list(engine.state.promises.limits.items()):
            before = old.get(promise.term.vessel)
            if before is None or name in engine.state.promises.tested:
                continue
            ahead = (_enters(engine, promise, t, engine.now_ms) for t in (before, None))
            would, will = ahead
            if would <= promise.due_ms < will:
                cause = steered(engine, promise.term.vessel)
                engine.emit(PromiseTested(name, promise.by), cause=cause, audience=(promise.by,))


def _entries(engine: Engine, after_ms: int) -> Iterator[tuple[str, int]]:
    """Yield each promise with the first instant, from one on, at which it would be broken."""
    for name, promise in engine.state.promises.limits.items():
        at_ms = _enters(engine, promise, None, after_ms)
        if at_ms <= promise.due_ms:
            yield name, at_ms


def _enters(engine: Engine, promise: Promise, own: Track | None, after_ms: int) -> int:
    """Give when a vessel is first within its limit, on its own track or on another."""
    tracks, term = engine.state.vessels.tracks, promise.term
    one = own or tracks.get(term.vessel)
    two = tracks.get(term.other)
    if term.other in engine.setup.places:
        two = track(0, *engine.setup.places[term.other], 0.0, 0.0)
    if one is None or two is None:
        return NEVER_MS
    enters, leaves = geo.within(one, two, term.range_m)
    return max(enters, after_ms) if leaves > after_ms else NEVER_MS
