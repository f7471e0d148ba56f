"""Injects: news, weather and orders released at their moment or when a condition holds."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.acts import effects as fx
from sim.engine.acts.effects import Origin
from sim.engine.base.log import Event, Key
from sim.engine.base.setup import Setup
from sim.engine.facts.injects import InjectReleased, InjectScheduled, InjectWithdrawn
from sim.engine.kernel.conditions import Test, holds, moments, moved_by, test
from sim.engine.kernel.engine import LATE, Concerned, Engine, Plan, process, settler
from sim.model import effects as e


def schedule(engine: Engine, cause: int) -> None:
    """Put every inject that has a moment of its own on the list."""
    for inject in engine.setup.scenario.injects:
        if not inject.by_effect:
            due = max(inject.at or 0, engine.now_ms)
            engine.emit(InjectScheduled(inject.id, due, inject.until), cause=cause)


def _moments(setup: Setup) -> dict[str, set[int]]:
    return {inject.id: moments(inject.when) for inject in setup.scenario.injects}


def _plan(engine: Engine, opened: Event) -> Plan:
    due, until = opened.fact.due_ms, opened.fact.until_ms
    alone = engine.setup.once("inject moments", _moments)[opened.fact.inject]
    times = {due} | {t for t in alone if t > due}
    plan = [(t, "look") for t in sorted(times) if until is None or t <= until]
    return plan if until is None else [*plan, (until, "withdraw")]


@process(InjectScheduled, plan=_plan, places={"withdraw": LATE})
def inject_due(engine: Engine, opened: Event, tag: str) -> None:
    """Release an inject whose moment has come, or withdraw it."""
    inject = opened.fact.inject
    if tag == "withdraw":
        engine.emit(InjectWithdrawn(inject), cause=opened.seq, closes=opened.seq)
    elif holds(engine.setup, engine.setup.injects[inject].when, engine.state, engine.now_ms):
        release(engine, inject, opened.seq)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An inject that waits for something, with its interval."""

    inject: str
    key: Key
    test: Test


def _kinds(setup: Setup) -> set[type]:
    """Give what may release an inject."""
    waiting = (moved_by(i.when) for i in setup.scenario.injects if i.when and not i.by_effect)
    return {kind for kinds in waiting for kind in kinds}


def _waiting(setup: Setup) -> Concerned[_Waiting]:
    return Concerned(
        [
            (_Waiting(i.id, ("inject", i.id), test(setup, i.when)), moved_by(i.when))
            for i in setup.scenario.injects
            if i.when and not i.by_effect
        ]
    )


@settler("injects", _kinds)
def look_at_injects(engine: Engine, touched: set[type]) -> None:
    """Release injects whose condition has come to hold by what just happened."""
    state, now = engine.state, engine.now_ms
    for each in engine.setup.once("injects", _waiting).by(touched):
        if each.key in state.open:
            armed = state.running[state.open[each.key]].fact.due_ms <= now
            if armed and each.test(state, now):
                release(engine, each.inject, state.seq)


def release(engine: Engine, inject: str, cause: int) -> None:
    """Release an inject: its seats read it, its effects come about."""
    spec = engine.setup.injects[inject]
    released = engine.emit(
        InjectReleased(inject),
        cause=cause,
        closes=engine.state.open.get(("inject", inject)),
        audience=spec.to,
        alert=spec.to if spec.alert else (),
    )
    fx.apply(engine, spec.effects, Origin("", released.seq, f"injects.{inject}.effects"))


@fx.means(e.Release)
def _release(engine: Engine, spec: e.Release, origin: Origin) -> None:
    if not engine.state.injects.released.get(spec.inject):
        release(engine, spec.inject, origin.cause)


@fx.means(e.Withdraw)
def _withdraw(engine: Engine, spec: e.Withdraw, origin: Origin) -> None:
    engine.close(("inject", spec.inject), InjectWithdrawn(spec.inject), origin.cause)
