"""The scene at sea watched: one interval that ends when geometry next makes something happen.

For steady tracks every crossing and closest approach has an instant in closed form, a function
of the two tracks alone. A *watch* is one thing looked out for: a pair of vessels, a side's
sight of a vessel, a gate. The earliest instant of all watches is the due time of the one
forecast that is open; a manoeuvre that changes it closes that forecast and opens the next.

Most of what is looked out for is far off. No vessel is ever faster than the fastest of the
scenario can be, so a watch that has metres to spare need not be asked before they can be used
up, whatever anybody steers: until then it has a bound instead of an instant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from heapq import heappop, heappush
from typing import Final

from sim.engine.base.geometry import Track, plainly_clear
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.encounters import SceneForecast, SceneSettled
from sim.engine.facts.promises import PromiseMade
from sim.engine.facts.vessels import OrderGiven, TrackChanged, VesselLeft
from sim.engine.kernel.engine import Engine, process, settler
from sim.engine.sea.encounters import Pair, pair_watches
from sim.engine.sea.gates import gate_watches
from sim.engine.sea.limits import limit_watches
from sim.engine.sea.ranges import range_watches
from sim.engine.sea.sensors import sight_watches
from sim.engine.sea.watch import NEVER, STILL, Watch

WATCHES: tuple[Callable[[Setup], Iterable[Watch]], ...] = (
    sight_watches,
    gate_watches,
    range_watches,
    pair_watches,
    limit_watches,
)
"""What is watched, in the order in which what is due at one instant happens."""


class _Watches:
    """All watches of a scenario, and which of them depend on which vessel."""

    def __init__(self, setup: Setup) -> None:
        self.all = [watch for make in WATCHES for watch in make(setup)]
        self.of: dict[str, list[int]] = {vessel: [] for vessel in setup.vessels}
        for number, watch in enumerate(self.all):
            for vessel in watch.vessels:
                self.of[vessel].append(number)
        self.after: dict[type, list[int]] = {}
        for number, watch in enumerate(self.all):
            for kind in watch.asked_after:
                self.after.setdefault(kind, []).append(number)
        self.pairs: dict[str, list[tuple[int, str, float]]] = {v: [] for v in setup.vessels}
        """Vessel → each pair that it is in, by its number, the other and how near concerns them."""
        for number, watch in enumerate(self.all):
            if isinstance(watch, Pair):
                one, two = watch.vessels
                self.pairs[one].append((number, two, watch.limit_m))
                self.pairs[two].append((number, one, watch.limit_m))
        self.reacting = frozenset(n for n, watch in enumerate(self.all) if watch.reacts)
        self._concerned: dict[tuple[str, ...], tuple[int, ...]] = {}
        self._reacting: dict[tuple[int, ...], frozenset[int]] = {}
        fastest = max((max(v.speed, v.top_speed) for v in setup.vessels.values()), default=0.0)
        self.m_per_ms = max(fastest, 0.5) / 1000
        """None is faster: a vessel is told no more than its top speed, or matches one."""

    def concerned(self, moved: Iterable[str], touched: set[type]) -> tuple[int, ...]:
        """List, in order, the watches that manoeuvres of some vessels and facts concern."""
        vessels = tuple(moved)
        found = self._concerned.get(vessels)
        if found is None:
            found = tuple(sorted({number for vessel in vessels for number in self.of[vessel]}))
            self._concerned[vessels] = found
        if touched.isdisjoint(self.after):
            return found
        asked = (number for kind in touched for number in self.after.get(kind, ()))
        return tuple(sorted({*found, *asked}))

    def reacting_of(self, concerned: tuple[int, ...]) -> frozenset[int]:
        """Give those of some watches by which a manoeuvre alone may bring something about."""
        found = self._reacting.get(concerned)
        if found is None:
            found = self._reacting[concerned] = self.reacting.intersection(concerned)
        return found


_SLACK_MS: Final = 1000
"""A bound lies so much before what speeds allow: more than positions are ever rounded by."""
_FAR_MS: Final = 60_000
"""What is nearer than this gets its instant at once; what is farther a bound."""


class _Times:
    """The next instant of every watch, or a bound that it cannot come before."""

    def __init__(self, engine: Engine, after_ms: int, like: _Times | None = None) -> None:
        """Ask every watch, or take over what another holds, which stays untouched."""
        self.watches = engine.setup.once("scene", _Watches)
        self.at: dict[int, int] = {} if like is None else dict(like.at)
        """Watch → its next instant, if there is one."""
        self.rough: dict[int, int] = {} if like is None else dict(like.rough)
        """Watch → the bound that it has instead."""
        self.still: set[int] = set() if like is None else set(like.still)
        """Those that no manoeuvre makes happen."""
        self._bounds: list[tuple[int, int]] = [] if like is None else list(like._bounds)
        """Each bound with its watch, the earliest first, and also those that hold no longer."""
        for number in range(len(self.watches.all)) if like is None else ():
            self.ask(engine, number, after_ms)

    def copy(self, engine: Engine) -> _Times:
        """Copy so that asking the copy leaves this untouched."""
        return _Times(engine, 0, self)

    def ask(self, engine: Engine, number: int, after_ms: int) -> None:
        """Ask a watch: a far one how far off it is, any other for its instant."""
        watch = self.watches.all[number]
        if watch.spares:
            now = engine.now_ms
            ahead_ms = watch.spare_m(engine) / (watch.moving * self.watches.m_per_ms) - _SLACK_MS
            if ahead_ms > _FAR_MS:
                bound = now + int(min(ahead_ms, NEVER))
                if bound > self.rough.get(number, -1):
                    self.rough[number] = bound
                    heappush(self._bounds, (bound, number))
                    self.at.pop(number, None)
                    return
            self.rough.pop(number, None)
        at = watch.next_ms(engine, after_ms)
        if at == STILL:
            self.still.add(number)
        elif watch.reacts:
            self.still.discard(number)
        if at < NEVER:
            self.at[number] = at
        else:
            self.at.pop(number, None)

    def clear(self, engine: Engine, moved: Iterable[str]) -> set[int]:
        """Give the still pairs of vessels that plainly stay so on the tracks they are on now."""
        tracks, now, found = engine.state.vessels.tracks, engine.now_ms, set[int]()
        for vessel in moved:
            own = tracks.get(vessel)
            if own is not None:
                others = self.watches.pairs[vessel]
                found.update(plainly_clear(own, others, tracks, at_ms=now, among=self.still))
        return found

    def earliest(self, engine: Engine, after_ms: int) -> int:
        """Give the earliest instant; whatever has but a bound before it is asked again."""
        bounds, at = self._bounds, min(self.at.values(), default=NEVER)
        while bounds and bounds[0][0] <= at:
            bound, number = heappop(bounds)
            if self.rough.get(number) == bound:
                self.ask(engine, number, after_ms)
                at = min(at, self.at.get(number, NEVER))
        return at


def _times(engine: Engine, after_ms: int) -> _Times:
    """Give the next instant of every watch: kept between steps, rebuilt after a resume."""
    times: _Times | None = engine.scratch.get("scene")
    if times is None:
        times = engine.scratch["scene"] = _Times(engine, after_ms)
    return times


@settler("manoeuvres", lambda _: (OrderGiven, TrackChanged, VesselLeft, PromiseMade))
def look(engine: Engine, touched: set[type]) -> None:
    """After manoeuvres: let what they bring about happen, and forecast afresh."""
    moved: dict[str, Track] = engine.scratch.pop("moved", {})
    cause, now, tracks = engine.state.seq, engine.now_ms, engine.state.vessels.tracks
    watches = engine.setup.once("scene", _Watches)
    concerned = watches.concerned(moved, touched)
    gone = [vessel for vessel in moved if vessel not in tracks]
    known: _Times | None = engine.scratch.get("scene")
    reacting = watches.reacting_of(concerned)
    if known is not None and not gone:
        reacting = reacting.difference(known.still)
    for number in sorted(reacting):
        watches.all[number].moved(engine, moved)
    times = _times(engine, now)
    for vessel in gone:
        for number in watches.of[vessel]:
            times.rough.pop(number, None)
    for number in sorted(set(concerned).difference(times.rough, times.clear(engine, moved))):
        times.ask(engine, number, now)
    _forecast(engine, times.earliest(engine, now), cause)


def _forecast(engine: Engine, due_ms: int, cause: int) -> None:
    """Keep the one open forecast in line with the earliest instant."""
    if engine.state.run.ended:
        return
    old = engine.state.opened(("scene",))
    if old is not None and old.fact.due_ms == due_ms:
        return
    if due_ms < NEVER:
        due = max(due_ms, engine.now_ms)
        engine.emit(SceneForecast(due), cause=cause, closes=None if old is None else old.seq)
    elif old is not None:
        engine.emit(SceneSettled(), cause=cause, closes=old.seq)


@process(SceneForecast)
def scene_due(engine: Engine, opened: Event, tag: str) -> None:
    """Let everything happen whose instant has come."""
    now = engine.now_ms
    times = _times(engine, now - 1)
    for number in sorted(number for number, at in times.at.items() if at <= now):
        times.watches.all[number].happen(engine)
        times.ask(engine, number, now)
    if opened.seq in engine.state.running:
        _forecast(engine, times.earliest(engine, now), opened.seq)
