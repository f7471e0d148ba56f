"""Two vessels near each other: closing, closest approach, parting.

An encounter is an interval: from when two vessels are on tracks that bring them close until they
are past and clear. What each has to do in it is told as it begins and stands in the event; a later
bearing does not change it, only a manoeuvre that others can see does, and not even that makes an
overtaking vessel anything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations

from sim.engine.base import geometry as geo
from sim.engine.base.geometry import Track
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.encounters import (
    EncounterBegun,
    EncounterEnded,
    EncounterNoticed,
    RoomGained,
)
from sim.engine.kernel.audience import commanders_of, seats_holding_both
from sim.engine.kernel.engine import Engine
from sim.engine.sea.passes import passed, seekers
from sim.engine.sea.watch import NEVER, STILL, Watch, steered

_MIRRORED = {"overtaking": "overtaken", "overtaken": "overtaking"}
"""The duty of one where one vessel overtakes → the duty of the other."""


def pair_watches(setup: Setup) -> Iterable[Pair]:
    """Watch every pair of vessels."""
    for one, two in combinations(setup.vessels, 2):
        yield Pair(setup, one, two)


class Pair(Watch):
    """Two vessels: when they close, are closest, and part."""

    reacts = True
    limit_m: float
    """No approach is one that is not nearer than this."""

    def __init__(self, setup: Setup, one: str, two: str) -> None:
        self._terms = terms = setup.parameters
        self._one, self._two = one, two
        self._pair = self.vessels = one, two
        self._met = ("encounter", one, two)
        self.limit_m, self._notice_ms, self._unsafe_m = terms.encounter, terms.notice, terms.unsafe
        self._akin = setup.side_of(one) == setup.side_of(two)
        if self._akin:  # They know what the other is about until it becomes unsafe.
            self.limit_m = min(terms.encounter, terms.unsafe)
        self._drift_m = min(setup.hulls_m(one, two), self.limit_m)

    def _approach(self, engine: Engine, a: Track, b: Track) -> tuple[int, float, float]:
        """Find the closest approach of two tracks, once for as long as neither manoeuvres.

        Returns:
            Its instant, the distance then, and within which distance it is one. Motion that
            cannot be told from none is no approach, unless hulls meet by it.
        """
        found = engine.scratch.get(self)
        if found is None or found[0] is not a or found[1] is not b:
            at_ms, nearest_m = geo.approach(a, b)
            reach_m = self.limit_m
            if nearest_m < reach_m and geo.relative_mps(a, b) < self._terms.steady:
                reach_m = self._drift_m
            found = engine.scratch[self] = a, b, (at_ms, nearest_m, reach_m)
        approach: tuple[int, float, float] = found[2]
        return approach

    def next_ms(self, engine: Engine, after_ms: int) -> int:
        """Give the next of: an encounter begins, closest approach, room gained, it ends.

        Two who have met nobody are still where their closest approach is past, or too far.
        """
        state = engine.state
        tracks, opened = state.vessels.tracks, state.open.get(self._met)
        a, b = tracks.get(self._one), tracks.get(self._two)
        if a is None or b is None:
            return NEVER if opened is None else after_ms
        close = self._pair in state.encounters.close
        closest_ms, nearest_m, reach_m = self._approach(engine, a, b)
        if opened is None and not close and (closest_ms < after_ms or nearest_m >= reach_m):
            return STILL
        met = None if opened is None else state.running[opened]
        apart_ms = self._leaves(a, b, self._unsafe_m, after_ms) if close else NEVER
        if self._akin and _in_company(engine, self._one, self._two):
            return apart_ms if met is None else after_ms
        closing = closest_ms > after_ms and nearest_m < reach_m
        if met is None and not closing:
            return apart_ms
        if met is not None and not closing:
            at_ms = self._leaves(a, b, self.limit_m, after_ms)
            if at_ms == after_ms and closest_ms > after_ms and self._holds(met.fact, a, b):
                at_ms = closest_ms
        elif self._to_tell(met, a, b, (nearest_m, reach_m)):
            at_ms = max(self._noticed_ms(a, b, closest_ms), after_ms)
        else:
            at_ms = closest_ms
        return min(at_ms, apart_ms)

    def _noticed_ms(self, a: Track, b: Track, closest_ms: int) -> int:
        """Give when an approach is noticed: in time, and when it is plain to both how they move.

        That takes a while after a manoeuvre if there is one, and none for those who have been
        under way since before the scenario began.
        """
        at_ms, since_ms = closest_ms - self._notice_ms, max(a.at_ms, b.at_ms)
        if since_ms <= 0:
            return at_ms
        plain_ms = since_ms + self._terms.trend
        return max(at_ms, plain_ms if plain_ms < closest_ms else since_ms + 1)

    @staticmethod
    def _leaves(a: Track, b: Track, radius_m: float, after_ms: int) -> int:
        """Give when two tracks that are within a distance leave it; now if they are not."""
        enters, leaves = geo.within(a, b, radius_m)
        return leaves if enters <= after_ms < leaves else after_ms

    def happen(self, engine: Engine) -> None:
        """Let the instant that was forecast for the pair have its effect."""
        one, two, now, state = self._one, self._two, engine.now_ms, engine.state
        a, b = state.vessels.tracks.get(one), state.vessels.tracks.get(two)
        if a is None or b is None:
            _end(engine, one, two)
            return
        close = self._pair in state.encounters.close
        if close and self._leaves(a, b, self._unsafe_m, now) == now:
            engine.emit(RoomGained(one, two), cause=steered(engine, one, two))
        if self._akin and _in_company(engine, one, two):
            _end(engine, one, two)
            return
        met = state.opened(self._met)
        closest_ms, nearest_m, reach_m = self._approach(engine, a, b)
        if closest_ms == now and nearest_m < reach_m:
            passed(engine, one, two, nearest_m)
        if closest_ms > now and nearest_m < reach_m:
            to_tell = self._to_tell(met, a, b, (nearest_m, reach_m))
            if to_tell and self._noticed_ms(a, b, closest_ms) <= now:
                self._tell(engine, met, a, b)
            return
        goes_on = met is not None and closest_ms > now and self._holds(met.fact, a, b)
        if not goes_on and self._leaves(a, b, self.limit_m, now) == now:
            _end(engine, one, two)

    def moved(self, engine: Engine, old: dict[str, Track]) -> None:
        """After a manoeuvre: a closing that it ended had its closest approach now."""
        one, two, now, tracks = self._one, self._two, engine.now_ms, engine.state.vessels.tracks
        a, b = tracks.get(one), tracks.get(two)
        if a is None or b is None:
            _end(engine, one, two)
            return
        if self._akin and _in_company(engine, one, two):
            return
        was_ms, was_m, had_m = self._approach(engine, old.get(one, a), old.get(two, b))
        if was_ms < now or was_m >= had_m:
            return
        apart_m = geo.range_m(a, b, now)
        if apart_m >= had_m:
            return
        closest_ms, nearest_m, reach_m = self._approach(engine, a, b)
        if not (closest_ms > now and nearest_m < reach_m):
            passed(engine, one, two, apart_m)

    def _holds(self, begun: EncounterBegun, a: Track, b: Track) -> bool:
        """Say whether the duties of an encounter hold: until a manoeuvre that others can see.

        An overtaking vessel keeps clear until she is past and clear, whatever she steers.

        Source:
            COLREGs rules 8(b), 13(d). [clause]
        """
        if begun.duty_one in _MIRRORED:
            return True
        terms = self._terms
        turns = (
            geo.turn_deg(begun.course_one_deg, a.course_deg),
            geo.turn_deg(begun.course_two_deg, b.course_deg),
        )
        speeds = (a.speed_mps - begun.speed_one_mps, b.speed_mps - begun.speed_two_mps)
        return (
            max(map(abs, turns)) <= terms.apparent_course
            and max(map(abs, speeds)) <= terms.apparent_speed
        )

    def _to_tell(
        self, met: Event | None, a: Track, b: Track, approach_m: tuple[float, float]
    ) -> bool:
        """Say whether an approach is to be told: it is new, its duties are, or whether it is safe.

        What cannot be seen is not told, however near hulls will come by it.
        """
        nearest_m, reach_m = approach_m
        if met is None:
            return reach_m == self.limit_m
        since_ms = max(a.at_ms, b.at_ms)
        unsafe = nearest_m < self._unsafe_m
        return met.at_ms <= since_ms and (
            unsafe != (met.fact.cpa_m < self._unsafe_m) or not self._holds(met.fact, a, b)
        )

    def _tell(self, engine: Engine, met: Event | None, a: Track, b: Track) -> None:
        """Tell of an encounter; whoever may be run down is called to attention in time."""
        one, two = self._one, self._two
        safe = met is None or met.fact.cpa_m >= self._unsafe_m
        if met is not None and self._holds(met.fact, a, b):
            closest_ms, nearest_m, _ = self._approach(engine, a, b)
            fact = replace(met.fact, cpa_m=round(nearest_m, 3), tcpa_ms=closest_ms - engine.now_ms)
        else:
            fact = self._foreseen(engine, a, b)
        seen = seats_holding_both(engine, one, two)
        engine.emit(
            fact,
            cause=steered(engine, one, two),
            closes=None if met is None else met.seq,
            audience=seen,
            alert=_in_danger(engine, one, two, seen)
            if safe and fact.cpa_m < self._unsafe_m
            else (),
        )

    def _foreseen(self, engine: Engine, a: Track, b: Track) -> EncounterBegun:
        closest_ms, nearest_m, _ = self._approach(engine, a, b)
        now, steady_mps = engine.now_ms, self._terms.steady
        # Whoever came up from abaft on these tracks overtakes, however the other bears by now.
        duty = geo.colregs(a, b, max(a.at_ms, b.at_ms), steady_mps)
        if duty in _MIRRORED:
            one, two = duty, _MIRRORED[duty]
        else:
            one = geo.colregs(a, b, now, steady_mps)
            two = geo.colregs(b, a, now, steady_mps)
        return EncounterBegun(
            self._one,
            self._two,
            cpa_m=round(nearest_m, 3),
            tcpa_ms=closest_ms - now,
            duty_one=one,
            duty_two=two,
            course_one_deg=a.course_deg,
            course_two_deg=b.course_deg,
            speed_one_mps=a.speed_mps,
            speed_two_mps=b.speed_mps,
        )


def _in_danger(engine: Engine, one: str, two: str, seen: tuple[str, ...]) -> tuple[str, ...]:
    """List the seats that command one of two vessels and see the other, and do not seek it."""
    seeking = [seeker for seeker, _ in seekers(engine, one, two)]
    found = [vessel for vessel in (one, two) if vessel not in seeking]
    return tuple(seat for seat in commanders_of(engine, *found) if seat in seen)


def notice_late(engine: Engine, side: str, vessel: str, cause: int) -> None:
    """Let a side that has just gained a vessel know of the encounters that it is in."""
    for name in [key for key in engine.state.open if key[0] == "encounter" and vessel in key]:
        one, two = str(name[1]), str(name[2])
        seats = seats_holding_both(engine, one, two, of=side)
        if not seats:
            continue
        begun, now = engine.state.running[engine.state.open[name]].fact, engine.now_ms
        a, b = engine.state.vessels.tracks[one], engine.state.vessels.tracks[two]
        closest_ms, nearest_m = geo.approach(a, b)
        ahead = closest_ms > now
        fact = EncounterNoticed(
            one,
            two,
            cpa_m=round(nearest_m if ahead else geo.range_m(a, b, now), 3),
            tcpa_ms=max(closest_ms - now, 0),
            duty_one=begun.duty_one,
            duty_two=begun.duty_two,
        )
        unsafe = ahead and nearest_m < engine.setup.parameters.unsafe
        alert = _in_danger(engine, one, two, seats) if unsafe else ()
        engine.emit(fact, cause=cause, audience=seats, alert=alert)


def _end(engine: Engine, one: str, two: str) -> None:
    if ("encounter", one, two) not in engine.state.open:
        return
    seen = seats_holding_both(engine, one, two)
    cause = steered(engine, one, two)
    engine.close(("encounter", one, two), EncounterEnded(one, two), cause, audience=seen)


def _in_company(engine: Engine, one: str, two: str) -> bool:
    """Say whether one vessel keeps station on the other, or both on a third."""
    tasks = engine.state.vessels.tasks
    a, b = tasks.get(one), tasks.get(two)
    on_one = a.target if a is not None else ""
    on_two = b.target if b is not None else ""
    return on_one == two or on_two == one or (on_one != "" and on_one == on_two)
