"""Two vessels near each other: closing, closest approach, contact of hulls, parting."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from sim.engine.acts.ladder import occur
from sim.engine.base import geometry as geo
from sim.engine.base.geometry import Track
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import ActOccurred, HarmDone
from sim.engine.facts.encounters import ApproachPassed, EncounterBegun, EncounterEnded, HullsTouched
from sim.engine.kernel.audience import commanders_of, own_seats, seats_holding
from sim.engine.kernel.engine import Engine
from sim.engine.sea.watch import NEVER, Watch, steered


def pair_watches(setup: Setup) -> Iterable[Watch]:
    """Watch every pair of vessels of different sides."""
    for one, two in combinations(setup.vessels, 2):
        if setup.side_of(one) != setup.side_of(two):
            yield _Pair(setup, one, two)


class _Pair(Watch):
    """Two vessels of different sides: when they close, are closest, and part."""

    reacts = True

    def __init__(self, setup: Setup, one: str, two: str) -> None:
        self.vessels = one, two
        self._limit_m, self._notice_ms = setup.parameters.encounter, setup.parameters.notice
        self._met = ("encounter", one, two)

    def _approach(self, engine: Engine, a: Track, b: Track) -> tuple[int, float]:
        """Find the closest approach of two tracks, once for as long as neither manoeuvres."""
        found = engine.scratch.get(self._met)
        if found is None or found[0] is not a or found[1] is not b:
            found = engine.scratch[self._met] = (a, b, geo.approach(a, b))
        return found[2]

    def next_ms(self, engine: Engine, after_ms: int) -> int:
        """Give the next of: an encounter begins, closest approach, an encounter ends."""
        one, two = self.vessels
        state, limit_m = engine.state, self._limit_m
        a, b = state.vessels.tracks.get(one), state.vessels.tracks.get(two)
        if a is None or b is None:
            return NEVER
        closest_ms, nearest_m = self._approach(engine, a, b)
        met = self._met in state.open
        if closest_ms > after_ms and nearest_m < limit_m:
            return closest_ms if met else max(closest_ms - self._notice_ms, after_ms)
        if not met:
            return NEVER
        enters, leaves = geo.within(a, b, limit_m)
        return leaves if enters <= after_ms < leaves else after_ms

    def happen(self, engine: Engine) -> None:
        """Let the instant that was forecast for the pair have its effect."""
        one, two = self.vessels
        a, b = engine.state.vessels.tracks.get(one), engine.state.vessels.tracks.get(two)
        if a is None or b is None:
            return
        closest_ms, nearest_m = self._approach(engine, a, b)
        now, limit_m = engine.now_ms, self._limit_m
        if closest_ms == now and nearest_m < limit_m:
            _passed(engine, one, two, nearest_m)
        met = self._met in engine.state.open
        if closest_ms > now and nearest_m < limit_m:
            if not met and closest_ms - now <= self._notice_ms:
                fact = EncounterBegun(
                    one,
                    two,
                    cpa_m=round(nearest_m, 3),
                    tcpa_ms=closest_ms - now,
                    duty_one=geo.colregs(a, b, now),
                    duty_two=geo.colregs(b, a, now),
                )
                seen = seats_holding(engine, one, two)
                engine.emit(fact, cause=steered(engine, one, two), audience=seen)
        elif met:
            enters, leaves = geo.within(a, b, limit_m)
            if not enters <= now < leaves:
                _end(engine, one, two)

    def moved(self, engine: Engine, old: dict[str, Track]) -> None:
        """After a manoeuvre: a closing that it ended had its closest approach now."""
        one, two = self.vessels
        a, b = engine.state.vessels.tracks.get(one), engine.state.vessels.tracks.get(two)
        if a is None or b is None:
            _end(engine, one, two)
            return
        limit, now = self._limit_m, engine.now_ms
        was_ms, was_m = self._approach(engine, old.get(one, a), old.get(two, b))
        if was_ms >= now and was_m < limit:
            closest_ms, nearest_m = self._approach(engine, a, b)
            apart = geo.range_m(a, b, now)
            if apart < limit and not (closest_ms > now and nearest_m < limit):
                _passed(engine, one, two, apart)


def _end(engine: Engine, one: str, two: str) -> None:
    seen = seats_holding(engine, one, two)
    cause = steered(engine, one, two)
    engine.close(("encounter", one, two), EncounterEnded(one, two), cause, audience=seen)


def _passed(engine: Engine, one: str, two: str, apart_m: float) -> None:
    """Two vessels were at their closest: an act if somebody sought it, perhaps a contact."""
    if engine.state.encounters.passed_ms.get((one, two)) == engine.now_ms:
        return
    unsafe = apart_m < engine.setup.parameters.unsafe
    seekers = [
        (own, other)
        for own, other in ((one, two), (two, one))
        if unsafe and _seeks(engine, own, other)
    ]
    seen = seats_holding(engine, one, two)
    event = engine.emit(
        ApproachPassed(one, two, round(apart_m, 3)),
        cause=steered(engine, one, two),
        audience=seen,
        alert=commanders_of(engine, one, two) if seekers else (),
    )
    for own, other in seekers:
        act = ActOccurred(engine.setup.side_of(own), 4, what="close_pass", vessel=own, target=other)
        occur(engine, act, cause=event.seq, audience=seen)
    if seekers:
        avoids = min(engine.state.vessels.tasks[own].avoids_p for own, _ in seekers)
        _perhaps_touch(engine, one, two, apart_m=apart_m, avoids=avoids, cause=event.seq)


def _seeks(engine: Engine, own: str, other: str) -> bool:
    order = engine.state.vessels.tasks.get(own)
    return order is not None and order.task == "station" and order.target == other


def _perhaps_touch(
    engine: Engine, one: str, two: str, *, apart_m: float, avoids: float, cause: int
) -> None:
    """Draw whether hulls touch, and whether somebody is hurt by it."""
    setup = engine.setup
    hulls = (setup.vessels[one].length + setup.vessels[two].length) / 2
    p = geo.contact_p(apart_m, hulls, setup.parameters.sigma_m, avoids)
    nth = engine.state.encounters.passes.get((one, two), 0)
    if not engine.draws.happens(round(p, 12), "approach.contact", f"{one}:{two}", nth):
        return
    seen = seats_holding(engine, one, two)
    event = engine.emit(
        HullsTouched(one, two),
        cause=cause,
        audience=seen,
        alert=commanders_of(engine, one, two),
    )
    for own, other in ((one, two), (two, one)):
        if _seeks(engine, own, other):
            side = setup.side_of(own)
            act = ActOccurred(
                side,
                6,
                what="hulls_touched",
                vessel=own,
                target=other,
                ordered=False,
                doubtful=True,
            )
            occur(engine, act, cause=event.seq, audience=seen)
    for vessel in (one, two):
        if engine.draws.happens(setup.parameters.hurt_on_contact, "approach.hurt", vessel, nth):
            harm = HarmDone(vessel, 1, 0)
            engine.emit(harm, cause=event.seq, audience=own_seats(engine, vessel))
