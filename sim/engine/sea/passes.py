"""Two vessels at their closest: an act if it was unsafe, and perhaps a contact of hulls."""

from __future__ import annotations

from sim.engine.acts.ladder import occur
from sim.engine.base import geometry as geo
from sim.engine.facts.acts import ActOccurred, HarmDone
from sim.engine.facts.encounters import CLEARS, ApproachPassed, HullsTouched
from sim.engine.kernel.audience import commanders_of, own_seats, seats_holding
from sim.engine.kernel.engine import Engine
from sim.engine.sea.watch import steered
from sim.model.rungs import CLOSE_PASS, COLLISION


def passed(engine: Engine, one: str, two: str, apart_m: float) -> None:
    """Two vessels were at their closest: if that was unsafe an act, and perhaps a contact.

    What nobody sought is an act of whoever had to keep clear, once until they are apart again or
    hulls are in reach. Between vessels of one side nothing is an act, but hulls touch as well.
    """
    met, unsafe_m = engine.state.encounters, engine.setup.parameters.unsafe
    if met.passed_ms.get((one, two)) == engine.now_ms:
        return
    unsafe = apart_m < unsafe_m
    seeking = seekers(engine, one, two) if unsafe else []
    anew = (one, two) not in met.close or apart_m < engine.setup.hulls_m(one, two)
    close = bool(seeking) or (unsafe and anew)
    seen = seats_holding(engine, one, two)
    event = engine.emit(
        ApproachPassed(one, two, round(apart_m, 3), close),
        cause=steered(engine, one, two),
        audience=seen,
        alert=commanders_of(engine, one, two) if close else (),
    )
    if not unsafe:
        return
    actors = seeking or _at_fault(engine, one, two)
    for own, other in actors if close else ():
        sought = bool(seeking)
        act = ActOccurred(
            engine.setup.side_of(own),
            CLOSE_PASS,
            what="close_pass",
            vessel=own,
            target=other,
            ordered=sought,
            doubtful=not sought,
        )
        occur(engine, act, cause=event.seq, audience=seen)
    avoids = min(
        (engine.state.vessels.tasks[own].avoids_p for own, _ in seeking),
        default=engine.setup.parameters.p_avoid,
    )
    _perhaps_touch(engine, actors, (one, two), apart_m=apart_m, avoids=avoids, cause=event.seq)


def _at_fault(engine: Engine, one: str, two: str) -> list[tuple[str, str]]:
    """Give who had to keep clear of whom: by duty, or else whoever is under way.

    Nobody is at fault before others if both are of one side.
    """
    setup, tracks = engine.setup, engine.state.vessels.tracks
    if setup.side_of(one) == setup.side_of(two):
        return []
    met = engine.state.opened(("encounter", one, two))
    duties = ("none", "none") if met is None else (met.fact.duty_one, met.fact.duty_two)
    pairs = ((one, two), (two, one))
    bound = [pair for pair, duty in zip(pairs, duties, strict=True) if duty in CLEARS]
    steady_mps = setup.parameters.steady
    return bound or [pair for pair in pairs if tracks[pair[0]].speed_mps >= steady_mps]


def seekers(engine: Engine, one: str, two: str) -> list[tuple[str, str]]:
    """List who keeps station on the other, each with whom he seeks."""
    found = []
    for own, other in ((one, two), (two, one)):
        order = engine.state.vessels.tasks.get(own)
        if order is not None and order.task == "station" and order.target == other:
            found.append((own, other))
    return found


def _perhaps_touch(
    engine: Engine,
    actors: list[tuple[str, str]],
    pair: tuple[str, str],
    *,
    apart_m: float,
    avoids: float,
    cause: int,
) -> None:
    """Draw whether hulls touch, an act of the actors, and whether somebody is hurt by it."""
    setup, (one, two) = engine.setup, pair
    p = geo.contact_p(apart_m, setup.hulls_m(one, two), setup.parameters.sigma_m, avoids)
    nth = engine.state.encounters.passes.get(pair, 0)
    if not engine.draws.happens(round(p, 12), "approach.contact", f"{one}:{two}", nth):
        return
    seen = seats_holding(engine, one, two)
    event = engine.emit(
        HullsTouched(one, two),
        cause=cause,
        audience=seen,
        alert=commanders_of(engine, one, two),
    )
    for own, other in actors:
        act = ActOccurred(
            setup.side_of(own),
            COLLISION,
            what="hulls_touched",
            vessel=own,
            target=other,
            ordered=False,
            doubtful=True,
        )
        occur(engine, act, cause=event.seq, audience=seen)
    for vessel in pair:
        if engine.draws.happens(setup.parameters.hurt_on_contact, "approach.hurt", vessel, nth):
            harm = HarmDone(vessel, 1, 0)
            engine.emit(harm, cause=event.seq, audience=own_seats(engine, vessel))
