"""Incidents: doubtful acts that come at a rate, by mishap or by order, and look alike."""

from __future__ import annotations

import math

from sim.engine.acts import effects as fx
from sim.engine.acts.effects import Origin
from sim.engine.acts.ladder import occur
from sim.engine.acts.reports import by_themselves
from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.incidents import IncidentAwaited, IncidentHappened
from sim.engine.kernel.engine import Engine, process
from sim.model.incidents import Incident
from sim.units import MS_PER_H

ORIGINS = ("mishap", "order")


def schedule(engine: Engine, cause: int) -> None:
    """Wait for the first incident of every kind and origin."""
    for incident in engine.setup.incidents:
        for origin in ORIGINS:
            _await(engine, incident, origin, nth=0, cause=cause)


def rate_of(engine: Engine, spec: Incident, origin: str) -> float:
    """Give the rate of an incident per hour, as its side intends."""
    terms = engine.setup.parameters
    if origin == "mishap":
        return terms.a_true * spec.times
    revisionist = engine.state.run.intents.get(spec.by) == "revisionist"
    return (terms.d_rv if revisionist else terms.d_sq) * spec.times


def _await(engine: Engine, incident: str, origin: str, nth: int, cause: int | None) -> None:
    rate = rate_of(engine, engine.setup.incidents[incident], origin)
    if rate <= 0:
        return
    u = engine.draws.uniform("incident.wait", f"{incident}.{origin}", nth)
    wait = max(1, round(-math.log(u) * MS_PER_H / rate))
    engine.emit(IncidentAwaited(incident, origin, nth, engine.now_ms + wait), cause=cause)


@process(IncidentAwaited)
def incident_due(engine: Engine, opened: Event, tag: str) -> None:
    """An incident happens, and the next of its kind is waited for."""
    fact = opened.fact
    spec = engine.setup.incidents[fact.incident]
    subject = f"{spec.id}.{fact.origin}"
    pick = engine.draws.pick(len(spec.rungs), "incident.rung", subject, fact.nth)
    rung = spec.rungs[pick]
    sides = (spec.by, spec.against)
    seats = tuple(s.id for s in engine.setup.scenario.seats if s.side in sides)
    seen = spec.seen_by or by_themselves(engine.setup, seats, public=spec.public)
    scene = -1
    if spec.scenes:
        scene = engine.draws.pick(len(spec.scenes), "incident.scene", subject, fact.nth)
    happened = engine.emit(
        IncidentHappened(spec.id, fact.origin, rung, scene),
        cause=opened.seq,
        closes=opened.seq,
        audience=seen,
    )
    act = ActOccurred(
        spec.by,
        rung,
        spec.id,
        ordered=fact.origin == "order",
        doubtful=True,
        public=spec.public,
        scene=scene,
    )
    occur(engine, act, cause=happened.seq, audience=seen)
    fx.apply(engine, spec.effects, Origin("", happened.seq, f"incidents.{spec.id}.effects"))
    _await(engine, fact.incident, fact.origin, nth=fact.nth + 1, cause=opened.cause)
