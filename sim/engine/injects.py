"""Injects: news, weather and orders released at their moment or when a condition holds."""

from __future__ import annotations

from sim.engine import effects as fx
from sim.engine import events as ev
from sim.engine.conditions import holds, moments, moved_by
from sim.engine.engine import Engine, Plan, process, settler_of
from sim.engine.setup import Setup
from sim.model import effects as e
from sim.model.drill import Inject


def schedule(engine: Engine, cause: int) -> None:
    """Put every inject that has a moment of its own on the list."""
    for inject in engine.setup.scenario.injects:
        if not inject.by_effect:
            due = max(inject.at or 0, engine.now_ms)
            engine.emit(ev.InjectScheduled(inject.id, due, inject.until), cause=cause)


def _moments(setup: Setup) -> dict[str, set[int]]:
    return {inject.id: moments(inject.when) for inject in setup.scenario.injects}


def _plan(engine: Engine, opened: ev.Event) -> Plan:
    due, until = opened.fact.due_ms, opened.fact.until_ms
    alone = engine.setup.once("inject moments", _moments)[opened.fact.inject]
    times = {due} | {t for t in alone if t > due}
    plan = [(t, "look") for t in sorted(times) if until is None or t <= until]
    return plan if until is None else [*plan, (until, "withdraw")]


@process(ev.InjectScheduled, plan=_plan)
def inject_due(engine: Engine, opened: ev.Event, tag: str) -> None:
    """Release an inject whose moment has come, or withdraw it."""
    inject = opened.fact.inject
    if tag == "withdraw":
        engine.emit(ev.InjectWithdrawn(inject), cause=opened.seq, closes=opened.seq)
    elif holds(engine.setup, engine.setup.injects[inject].when, engine.state, engine.now_ms):
        release(engine, inject, opened.seq)


def _watched(setup: Setup) -> list[tuple[str, Inject, set[type]]]:
    """List each inject that waits for something, with its interval and what may release it."""
    waiting = [i for i in setup.scenario.injects if i.when and not i.by_effect]
    return [(f"inject:{i.id}", i, moved_by(i.when)) for i in waiting]


@settler_of(lambda setup: {kind for _, _, kinds in _watched(setup) for kind in kinds})
def look_at_injects(engine: Engine, touched: set[type]) -> None:
    """Release injects whose condition has come to hold by what just happened."""
    state, now = engine.state, engine.now_ms
    for key, inject, kinds in engine.setup.once("injects", _watched):
        if key in state.open and not kinds.isdisjoint(touched):
            armed = state.running[state.open[key]].fact.due_ms <= now
            if armed and holds(engine.setup, inject.when, state, now):
                release(engine, inject.id, state.seq)


def release(engine: Engine, inject: str, cause: int) -> None:
    """Release an inject: its seats read it, its effects come about."""
    spec = engine.setup.injects[inject]
    released = engine.emit(
        ev.InjectReleased(inject),
        cause=cause,
        closes=engine.state.open.get(f"inject:{inject}"),
        audience=spec.to,
        alert=spec.to if spec.alert else (),
    )
    fx.apply(engine, spec.effects, "", released.seq)


@fx.means(e.Release)
def _release(engine: Engine, spec: e.Release, seat: str, cause: int) -> None:
    if not engine.state.released.get(spec.inject):
        release(engine, spec.inject, cause)


@fx.means(e.Withdraw)
def _withdraw(engine: Engine, spec: e.Withdraw, seat: str, cause: int) -> None:
    engine.close(f"inject:{spec.inject}", ev.InjectWithdrawn(spec.inject), cause)
