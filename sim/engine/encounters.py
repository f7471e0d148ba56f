"""Two vessels near each other: closing, closest approach, contact of hulls, parting."""

from __future__ import annotations

from collections.abc import Iterable

from sim.engine import events as ev
from sim.engine import geometry as geo
from sim.engine.engine import Engine
from sim.engine.geometry import Track
from sim.engine.ladder import occur
from sim.engine.scene import NEVER, Watch, remembered, steered, watcher
from sim.engine.setup import Setup
from sim.engine.witness import commander_of, holders, own_side


@watcher
def pair_watches(setup: Setup) -> Iterable[tuple[tuple[str, ...], Watch]]:
    """Watch every pair of vessels of different sides."""
    names = list(setup.vessels)
    for index, one in enumerate(names):
        for two in names[index + 1 :]:
            if setup.side_of(one) != setup.side_of(two):
                watch = Watch(
                    lambda engine, after, a=one, b=two: _next_ms(engine, a, b, after),  # type: ignore[misc]
                    lambda engine, a=one, b=two: _happen(engine, a, b),  # type: ignore[misc]
                    lambda engine, old, a=one, b=two: _moved(engine, a, b, old),  # type: ignore[misc]
                )
                yield (one, two), watch


def _next_ms(engine: Engine, one: str, two: str, after_ms: int) -> int:
    """Give the next of: an encounter begins, closest approach, an encounter ends."""
    met_at = remembered(engine, geo.approach, one, two)
    if met_at is None:
        return NEVER
    closest_ms, nearest_m = met_at
    terms = engine.setup.parameters
    met = f"encounter:{one}:{two}" in engine.state.open
    if closest_ms > after_ms and nearest_m < terms.encounter:
        return closest_ms if met else max(closest_ms - terms.notice, after_ms)
    if not met:
        return NEVER
    tracks = engine.state.tracks
    enters, leaves = geo.within(tracks[one], tracks[two], terms.encounter)
    return leaves if enters <= after_ms < leaves else after_ms


def _happen(engine: Engine, one: str, two: str) -> None:
    """Let the instant that was forecast for a pair have its effect."""
    met_at = remembered(engine, geo.approach, one, two)
    if met_at is None:
        return
    closest_ms, nearest_m = met_at
    if closest_ms == engine.now_ms and nearest_m < engine.setup.parameters.encounter:
        _passed(engine, one, two, nearest_m)
    _begin_or_end(engine, one, two)


def _moved(engine: Engine, one: str, two: str, old: dict[str, Track]) -> None:
    """After a manoeuvre: a closing that it ended had its closest approach now."""
    before = engine.scratch.get("pairs", {}).get((geo.approach, one, two))
    met_at = remembered(engine, geo.approach, one, two)
    if met_at is None:
        _end(engine, one, two)
        return
    tracks, limit, now = engine.state.tracks, engine.setup.parameters.encounter, engine.now_ms
    a, b = tracks[one], tracks[two]
    was_a, was_b = old.get(one, a), old.get(two, b)
    known = before is not None and before[0] is was_a and before[1] is was_b
    was_ms, was_m = before[2] if known else geo.approach(was_a, was_b)
    closing = met_at[0] > now and met_at[1] < limit
    if was_ms >= now and was_m < limit and not closing:
        apart = geo.range_m(a, b, now)
        if apart < limit:
            _passed(engine, one, two, apart)


def _begin_or_end(engine: Engine, one: str, two: str) -> None:
    """Open or close the encounter of a pair, as things stand now."""
    met_at = remembered(engine, geo.approach, one, two)
    if met_at is None or engine.state.ended:
        return
    closest_ms, nearest_m = met_at
    now, terms = engine.now_ms, engine.setup.parameters
    both = engine.state.tracks[one], engine.state.tracks[two]
    met = f"encounter:{one}:{two}" in engine.state.open
    if closest_ms > now and nearest_m < terms.encounter:
        if not met and closest_ms - now <= terms.notice:
            fact = ev.EncounterBegun(
                one,
                two,
                round(nearest_m, 3),
                closest_ms - now,
                geo.colregs(*both, now),
                geo.colregs(both[1], both[0], now),
            )
            engine.emit(fact, cause=steered(engine, one, two), audience=holders(engine, one, two))
    elif met:
        enters, leaves = geo.within(*both, terms.encounter)
        if not enters <= now < leaves:
            _end(engine, one, two)


def _end(engine: Engine, one: str, two: str) -> None:
    seen = holders(engine, one, two)
    cause = steered(engine, one, two)
    engine.close(f"encounter:{one}:{two}", ev.EncounterEnded(one, two), cause, audience=seen)


def _passed(engine: Engine, one: str, two: str, apart_m: float) -> None:
    """Two vessels were at their closest: an act if somebody sought it, perhaps a contact."""
    if engine.state.passed.get(f"{one}:{two}") == engine.now_ms:
        return
    unsafe = apart_m < engine.setup.parameters.unsafe
    seekers = [
        (own, other)
        for own, other in ((one, two), (two, one))
        if unsafe and _seeks(engine, own, other)
    ]
    seen = holders(engine, one, two)
    event = engine.emit(
        ev.ApproachPassed(one, two, round(apart_m, 3)),
        cause=steered(engine, one, two),
        audience=seen,
        alert=commander_of(engine, one, two) if seekers else (),
    )
    for own, other in seekers:
        act = ev.ActOccurred(engine.setup.side_of(own), 4, "close_pass", own, other)
        occur(engine, act, cause=event.seq, audience=seen)
    if seekers:
        avoids = min(engine.state.tasks[own].avoids_p for own, _ in seekers)
        _perhaps_touch(engine, one, two, apart_m=apart_m, avoids=avoids, cause=event.seq)


def _seeks(engine: Engine, own: str, other: str) -> bool:
    told = engine.state.tasks.get(own)
    return told is not None and told.task == "station" and told.target == other


def _perhaps_touch(
    engine: Engine, one: str, two: str, *, apart_m: float, avoids: float, cause: int
) -> None:
    """Draw whether hulls touch, and whether somebody is hurt by it."""
    setup = engine.setup
    hulls = (setup.vessels[one].length + setup.vessels[two].length) / 2
    p = geo.contact_p(apart_m, hulls, setup.parameters.sigma_m, avoids)
    nth = engine.state.passes.get(f"{one}:{two}", 0)
    if not engine.streams.happens(round(p, 12), "approach.contact", f"{one}:{two}", nth):
        return
    seen = holders(engine, one, two)
    event = engine.emit(
        ev.HullsTouched(one, two),
        cause=cause,
        audience=seen,
        alert=commander_of(engine, one, two),
    )
    for own, other in ((one, two), (two, one)):
        if _seeks(engine, own, other):
            side = setup.side_of(own)
            act = ev.ActOccurred(side, 6, "hulls_touched", own, other, ordered=False)
            occur(engine, act, cause=event.seq, audience=seen)
    for vessel in (one, two):
        if engine.streams.happens(setup.parameters.hurt_on_contact, "approach.hurt", vessel, nth):
            harm = ev.HarmDone(vessel, 1, 0)
            engine.emit(harm, cause=event.seq, audience=own_side(engine, vessel))
