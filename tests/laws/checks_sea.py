"""Laws L22 and L23: what vessels owe each other when they meet, and that hulls that meet do."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from sim.engine.base import geometry as geo
from sim.engine.base.geometry import Track
from sim.engine.base.log import Event, to_line
from sim.engine.facts.encounters import ApproachPassed, EncounterBegun, HullsTouched
from sim.engine.facts.vessels import OrderGiven
from sim.engine.kernel.state import State, evolve, initial
from sim.engine.seat.sightings import vessel_line
from tests.laws.worlds import World, course_of

STEP_MS = 1000
OVERTAKES = {("overtaking", "overtaken"), ("overtaken", "overtaking")}


def check_l22(world: World) -> None:
    """A duty holds until past and clear, or until a manoeuvre that others can see; rule 13(d)."""
    terms = world.setup.parameters
    state = initial(world.setup)
    for event in course_of(world).log:
        before = state.running.get(event.closes or 0)
        evolve(state, event)
        if isinstance(event.fact, EncounterBegun) and before is not None:
            was, now, told = before.fact, event.fact, to_line(event)
            duties, later = (was.duty_one, was.duty_two), (now.duty_one, now.duty_two)
            if duties != later:
                assert duties not in OVERTAKES, f"no longer overtaking before it is clear: {told}"
                turned = max(
                    abs(geo.turn_deg(was.course_one_deg, now.course_one_deg)),
                    abs(geo.turn_deg(was.course_two_deg, now.course_two_deg)),
                )
                changed = max(
                    abs(was.speed_one_mps - now.speed_one_mps),
                    abs(was.speed_two_mps - now.speed_two_mps),
                )
                seen = turned > terms.apparent_course or changed > terms.apparent_speed
                assert seen, f"nobody could see why: {told}"
        _duties_shown(world, state, event)


def _duties_shown(world: World, state: State, event: Event) -> None:
    """What a seat is shown is what the open encounter says, and it is shown no other duty."""
    for seat in event.audience:
        known = state.known[seat]
        for (one, two), duties in known.encounters.duties.items():
            met = state.opened(("encounter", one, two))
            assert met is not None, f"{seat} has a duty of an encounter that is over"
            assert duties == (met.fact.duty_one, met.fact.duty_two), f"{seat} has an old duty"
        flag = next(
            (v for v in world.setup.seats[seat].commands if v in known.vessels.tracks), None
        )
        for vessel in known.vessels.tracks:
            shown = vessel_line(world.setup, known, vessel, flag=flag, now_ms=event.at_ms)
            owed = flag is not None and flag != vessel and shown.lost_ms is None
            pair = world.setup.pair(flag, vessel) if flag is not None else ("", "")
            assert shown.duty == "none" or (owed and pair in known.encounters.duties)
            assert not shown.steady or shown.cpa_m is None
            if shown.tcpa_ms:
                assert event.at_ms + shown.tcpa_ms <= world.setup.scenario.horizon


def check_l23(world: World) -> None:
    """Every approach inside the unsafe distance is noted when it is; hulls touch by one only."""
    log = course_of(world).log
    passed: dict[tuple[str, str], list[int]] = {}
    for event in log:
        fact = event.fact
        if isinstance(fact, ApproachPassed):
            passed.setdefault((fact.one, fact.two), []).append(event.at_ms)
        if isinstance(fact, HullsTouched):
            cause = log[(event.cause or 1) - 1].fact
            assert isinstance(cause, ApproachPassed), f"nothing came near: {to_line(event)}"
            assert cause.range_m < world.setup.parameters.unsafe, to_line(event)
    for pair, at_ms in _minima(world, log):
        near = any(abs(at - at_ms) <= STEP_MS for at in passed.get(pair, ()))
        assert near, f"{pair} came near unnoticed at {at_ms} ms"


def _minima(world: World, log: list[Event]) -> Iterator[tuple[tuple[str, str], int]]:
    """Step through a run second by second; yield where two vessels were nearest, unsafely."""
    setup, state = world.setup, initial(world.setup)
    waiting = iter(log)
    event = next(waiting, None)
    apart: dict[tuple[str, str], tuple[float, bool]] = {}
    for now in range(0, log[-1].at_ms, STEP_MS):
        while event is not None and event.at_ms < max(now, 1):
            evolve(state, event)
            event = next(waiting, None)
        tracks = state.vessels.tracks
        for one, two in combinations(setup.vessels, 2):
            a, b = tracks.get(one), tracks.get(two)
            if a is None or b is None or _together(world, state.vessels.tasks, one, two):
                apart.pop((one, two), None)
                continue
            far_m = geo.range_m(a, b, now)
            was_m, closing = apart.get((one, two), (far_m, False))
            if closing and far_m > was_m and was_m < setup.parameters.unsafe:
                yield (one, two), now - STEP_MS
            apart[one, two] = far_m, far_m < was_m and _moving(world, a, b)


def _moving(world: World, a: Track, b: Track) -> bool:
    """Say whether they move towards each other so that it can be told."""
    return geo.relative_mps(a, b) >= world.setup.parameters.steady


def _together(world: World, tasks: dict[str, OrderGiven], one: str, two: str) -> bool:
    on = [tasks[v].target if v in tasks else "" for v in (one, two)]
    near = on[0] == two or on[1] == one or (on[0] == on[1] != "")
    return near and world.setup.side_of(one) == world.setup.side_of(two)
