"""Streams of encounters: routine is counted in closed form, unsafe meetings are thinned.

By marking, routine and unsafe meetings are independent Poisson processes. A phase is one
interval: a run, or thirty days where there are none, so that a copy of a run draws the
candidates of one phase again and not those of years.
"""

from __future__ import annotations

import math

from sim.engine.acts import effects as fx
from sim.engine.acts.effects import Origin
from sim.engine.acts.ladder import occur
from sim.engine.base.geometry import contact_p
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.effects import FlagSet
from sim.engine.facts.traffic import (
    EncounterContact,
    PaceChanged,
    PhaseAwaited,
    PhaseBegun,
    PhaseEnded,
    UnsafeEncounter,
)
from sim.engine.kernel.engine import Engine, Plan, process, settler
from sim.model.rungs import CLOSE_PASS, PRESENCE
from sim.model.traffic import Runs, TrafficStream, poisson, runs_of
from sim.units import MS_PER_D, MS_PER_H

COUNT_MS = 30 * MS_PER_D
"""How often routine meetings are counted where there are no runs."""
_SURE = "sure"


def schedule(engine: Engine, cause: int) -> None:
    """Begin, or wait for, the first phase of every stream."""
    for spec in engine.setup.traffic.values():
        _next(engine, spec, 0, cause)


def _next(engine: Engine, spec: TrafficStream, nth: int, cause: int | None) -> None:
    """Go on to a phase: at once, at its moment, or never if the run is over before."""
    _, runs = _runs(engine.setup, spec)
    begins = runs.first + nth * runs.every if runs else nth * COUNT_MS
    if begins >= engine.setup.scenario.horizon:
        return
    if begins > engine.now_ms:
        engine.emit(PhaseAwaited(spec.id, nth, begins), cause=cause)
    else:
        _begin(engine, spec, nth, cause=cause, closes=None)


def _runs(setup: Setup, spec: TrafficStream) -> tuple[str, Runs | None]:
    """Give the runs around which a stream meets; whoever shares them shares their luck."""
    return setup.once("runs", _all_runs)[spec.id]


def _all_runs(setup: Setup) -> dict[str, tuple[str, Runs | None]]:
    streams = setup.scenario.streams
    return {spec.id: runs_of(streams, spec) for spec in streams}


@process(PhaseAwaited)
def phase_due(engine: Engine, opened: Event, tag: str) -> None:
    """A run begins."""
    spec = engine.setup.traffic[opened.fact.stream]
    _begin(engine, spec, opened.fact.nth, cause=opened.seq, closes=opened.seq)


def _begin(
    engine: Engine, spec: TrafficStream, nth: int, cause: int | None, closes: int | None
) -> None:
    """Begin a phase; whether a run is disturbed is drawn here, and known to nobody."""
    disturbed, (home, runs) = False, _runs(engine.setup, spec)
    if runs:
        agreed = runs.agreed is not None and engine.state.effects.flags[runs.agreed.flag]
        p = runs.agreed.disturbed if runs.agreed and agreed else runs.disturbed
        disturbed = engine.draws.happens(p, "encounter.disturbed", home, nth)
    lasts = runs.lasts if runs else COUNT_MS
    due = min(engine.now_ms + lasts, engine.setup.scenario.horizon)
    begun = PhaseBegun(
        spec.id, nth, disturbed=disturbed, per_h=_routine_per_h(engine, spec), due_ms=due
    )
    audience = seen_by(engine, spec) if spec.runs else ()
    engine.emit(begun, cause=cause, closes=closes, audience=audience)


def seen_by(engine: Engine, spec: TrafficStream) -> tuple[str, ...]:
    """List the seats that see what a stream meets."""
    sides = (spec.by, spec.against)
    return spec.seen_by or tuple(s.id for s in engine.setup.scenario.seats if s.side in sides)


def _times(engine: Engine, spec: TrafficStream) -> tuple[float, float]:
    """Give by what flags multiply all meetings now, and the share of them that is unsafe."""
    flags, campaign = engine.state.effects.flags, spec.campaign
    met = 1.0
    for each in spec.displaced:
        if flags[each.flag]:
            met *= each.times
    return met, campaign.times if campaign is not None and flags[campaign.flag] else 1.0


def _routine_per_h(engine: Engine, spec: TrafficStream) -> float:
    met, unsafe = _times(engine, spec)
    return round(spec.rate * met * (1 - spec.unsafe * unsafe), 9)


def _paced(setup: Setup) -> list[TrafficStream]:
    return [spec for spec in setup.traffic.values() if spec.flags()]


@settler("traffic", lambda setup: {FlagSet} if _paced(setup) else set())
def look_at_paces(engine: Engine, touched: set[type]) -> None:
    """Note where a flag has changed how many routine meetings there are."""
    for spec in engine.setup.once("paced", _paced):
        if spec.id in engine.state.traffic.routine:
            per_h = _routine_per_h(engine, spec)
            if per_h != engine.state.traffic.routine[spec.id][0]:
                engine.emit(PaceChanged(spec.id, per_h), cause=engine.state.seq)


def _plan(engine: Engine, opened: Event) -> Plan:
    """Wake for the candidates of a phase, for what disturbs a run for sure, and at the end."""
    fact, spec = opened.fact, engine.setup.traffic[opened.fact.stream]
    plan = [(fact.due_ms, "end")]
    if fact.disturbed and spec.runs:
        u = engine.draws.uniform("encounter.sure", spec.id, fact.nth)
        plan.append((opened.at_ms + max(1, math.ceil(u * (spec.runs.lasts - 1))), _SURE))
    if fact.disturbed or _runs(engine.setup, spec)[1] is None:
        plan += [(at, str(k)) for k, at in enumerate(_candidates(engine, spec, opened))]
    return sorted(step for step in plan if step[0] < fact.due_ms or step[1] == "end")


def _bounds(setup: Setup, spec: TrafficStream) -> float:
    """Give the highest rate an hour at which a stream meets unsafely, whatever flags are set."""
    return setup.once("unsafe bounds", _all_bounds)[spec.id]


def _all_bounds(setup: Setup) -> dict[str, float]:
    return {name: spec.most_per_h() * spec.share_most() for name, spec in setup.traffic.items()}


def _candidates(engine: Engine, spec: TrafficStream, opened: Event) -> list[int]:
    """Draw the moments of a phase at which a meeting may go unsafe, from the upper bound."""
    most_per_h = _bounds(engine.setup, spec)
    found: list[int] = []
    at = float(opened.at_ms)
    while most_per_h > 0:
        u = engine.draws.uniform("encounter.moment", _subject(opened), len(found))
        at -= math.log(u) * MS_PER_H / most_per_h
        if at >= opened.fact.due_ms:
            break
        found.append(max(round(at), opened.at_ms + 1))
    return found


def _subject(opened: Event) -> str:
    return f"{opened.fact.stream}.{opened.fact.nth}"


@process(PhaseBegun, plan=_plan)
def phase_goes_on(engine: Engine, opened: Event, tag: str) -> None:
    """A meeting may go unsafe, or the phase ends."""
    spec, subject = engine.setup.traffic[opened.fact.stream], _subject(opened)
    if tag == "end":
        _end(engine, spec, opened)
    elif tag == _SURE:
        meet(engine, spec, (f"{subject}.{_SURE}", 0), ordered=True, cause=opened.seq)
    else:
        _perhaps_meet(engine, spec, (subject, int(tag)), opened.seq)


def _perhaps_meet(
    engine: Engine, spec: TrafficStream, address: tuple[str, int], cause: int
) -> None:
    """Accept a candidate with the ratio of the present rate to its bound.

    Below the ratio without a campaign it is one of the mishaps that come anyway; a campaign
    adds the ordered ones above, and takes nothing away.
    """
    met, unsafe = _times(engine, spec)
    plain = spec.rate * met * spec.unsafe / _bounds(engine.setup, spec)
    u = engine.draws.uniform("encounter.thin", *address)
    if u < plain * unsafe:
        meet(engine, spec, address, ordered=u >= plain and not spec.within, cause=cause)


def meet(
    engine: Engine, spec: TrafficStream, address: tuple[str, int], *, ordered: bool, cause: int
) -> None:
    """A meeting goes unsafe: an act of whoever seeks it, perhaps a contact."""
    seen = seen_by(engine, spec)
    cpa_m = round(spec.cpa.quantile(engine.draws.uniform("encounter.cpa", *address)), 3)
    scene = -1
    if spec.scenes:
        scene = engine.draws.pick(len(spec.scenes), "encounter.scene", *address)
    met = UnsafeEncounter(spec.id, cpa_m, ordered, scene)
    event = engine.emit(met, cause=cause, audience=seen)
    if not spec.within:
        rung = CLOSE_PASS if cpa_m < engine.setup.parameters.unsafe else PRESENCE
        act = _act(spec, rung, spec.id, ordered=ordered, scene=scene)
        occur(engine, act, cause=event.seq, audience=seen)
    fx.apply(engine, spec.effects, Origin("", event.seq, f"streams.{spec.id}.effects"))
    _perhaps_touch(engine, spec, address, met=event)


def _act(spec: TrafficStream, rung: int, what: str, *, ordered: bool, scene: int) -> ActOccurred:
    return ActOccurred(
        spec.by, rung, what, ordered=ordered, doubtful=True, public=spec.public, scene=scene
    )


def _perhaps_touch(
    engine: Engine, spec: TrafficStream, address: tuple[str, int], met: Event
) -> None:
    """Draw whether they touch, and what that does to people."""
    terms, contact, draw = engine.setup.parameters, spec.contact, engine.draws
    if contact is None:
        return
    avoided = terms.p_avoid if contact.avoided is None else contact.avoided
    p = contact_p(met.fact.cpa_m, contact.distance, terms.sigma_m, avoided)
    if not draw.happens(round(p, 12), "encounter.contact", *address):
        return
    hurt_p = terms.hurt_on_contact if contact.hurt is None else contact.hurt
    hurt = draw.happens(hurt_p, "encounter.hurt", *address)
    dead = draw.happens(contact.dead, "encounter.dead", *address)
    seen = seen_by(engine, spec)
    event = engine.emit(
        EncounterContact(spec.id, int(hurt), int(dead)),
        cause=met.seq,
        audience=seen,
        alert=tuple(seat for seat in seen if seat in engine.setup.minded) if spec.within else (),
    )
    if not spec.within:
        act = _act(spec, 6, f"{spec.id}.contact", ordered=False, scene=met.fact.scene)
        occur(engine, act, cause=event.seq, audience=seen)
    fx.apply(engine, spec.touched, Origin("", event.seq, f"streams.{spec.id}.touched"))


def _end(engine: Engine, spec: TrafficStream, opened: Event) -> None:
    """Count the routine meetings of a phase, and go on to the next."""
    mean = round(engine.state.traffic.mean(spec.id, engine.now_ms), 9)
    nth, routine = opened.fact.nth, 0
    if mean > 0:
        routine = poisson(mean, engine.draws.uniform("encounter.routine", spec.id, nth))
    ended = PhaseEnded(spec.id, nth, mean, routine)
    audience = seen_by(engine, spec)
    engine.emit(ended, cause=opened.seq, closes=opened.seq, audience=audience)
    _next(engine, spec, nth + 1, engine.state.open.get(("run",)))
