"""Injects: news, weather and orders released at their moment or when a condition holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pydantic import TypeAdapter

from sim.engine.acts import effects as fx
from sim.engine.acts.effects import Origin
from sim.engine.base.log import Event, Key
from sim.engine.base.setup import Setup
from sim.engine.facts.injects import (
    InjectGiven,
    InjectImprovised,
    InjectReleased,
    InjectRescheduled,
    InjectScheduled,
    InjectWanted,
    InjectWithdrawn,
)
from sim.engine.kernel.conditions import Test, holds, moments, moved_by, test
from sim.engine.kernel.engine import LATE, Concerned, Engine, Plan, process, settler
from sim.model import effects as e

EFFECT_LIST: Final = TypeAdapter(e.Effects)
"""Reads a list of effects of the data language."""


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
    alone = engine.setup.once("inject moments", _moments).get(opened.fact.inject, set())
    times = {due} | {t for t in alone if t > due}
    plan = [(t, "look") for t in sorted(times) if until is None or t <= until]
    return plan if until is None else [*plan, (until, "withdraw")]


@process(
    InjectScheduled, InjectRescheduled, InjectImprovised, plan=_plan, places={"withdraw": LATE}
)
def inject_due(engine: Engine, opened: Event, tag: str) -> None:
    """Release an inject whose moment has come, or withdraw it."""
    inject = opened.fact.inject
    if tag == "withdraw":
        engine.emit(InjectWithdrawn(inject), cause=opened.seq, closes=opened.seq)
    elif may_come(engine, inject):
        release(engine, inject, opened.seq)


def may_come(engine: Engine, inject: str) -> bool:
    """Say whether what an inject waits for holds now; an improvised one waits for nothing."""
    spec = engine.setup.injects.get(inject)
    return spec is None or holds(engine.setup, spec.when, engine.state, engine.now_ms)


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
    state, spec = engine.state.injects, engine.setup.injects.get(inject)
    closes = engine.state.open.get(("inject", inject))
    if spec is None:
        own = state.improvised[inject]
        words = state.words.get(inject, (own.title, own.text))[1]
        released = give(engine, inject, (own.sender, words), to=own.to, cause=cause, closes=closes)
        effects = improvised_effects(own.effects)
    else:
        edited = state.words.get(inject, ("", spec.text or ""))[1] != (spec.text or "")
        seats = () if edited else spec.to
        alert = seats if spec.alert else ()
        released = engine.emit(
            InjectReleased(inject), cause=cause, closes=closes, audience=seats, alert=alert
        )
        if edited:
            words = state.words[inject][1]
            give(engine, inject, (spec.sender, words), to=spec.to, cause=released.seq)
        effects = spec.effects
    fx.apply(engine, effects, Origin("", released.seq, f"injects.{inject}.effects"))


def give(
    engine: Engine,
    inject: str,
    said: tuple[str, str],
    *,
    to: tuple[str, ...],
    cause: int,
    closes: int | None = None,
) -> Event:
    """Let seats read an inject in the white cell's words: who says it, and what."""
    given = InjectGiven(inject, *said)
    return engine.emit(given, cause=cause, closes=closes, audience=to, alert=to)


def improvised_effects(text: str) -> tuple[Any, ...]:
    """Read the effects of an improvised inject from JSON of the data language; "" is none.

    Raises:
        ValueError: it is no list of effects.
    """
    return tuple(EFFECT_LIST.validate_json(text)) if text else ()


@fx.means(e.Release)
def _release(engine: Engine, spec: e.Release, origin: Origin) -> None:
    injects = engine.state.injects
    if spec.inject in injects.held:
        if spec.inject not in injects.wanted:
            engine.emit(InjectWanted(spec.inject), cause=origin.cause)
    elif not injects.released.get(spec.inject) and spec.inject not in injects.skipped:
        release(engine, spec.inject, origin.cause)


@fx.means(e.Withdraw)
def _withdraw(engine: Engine, spec: e.Withdraw, origin: Origin) -> None:
    withdrawn = InjectWithdrawn(spec.inject)
    if spec.inject in engine.state.injects.held:
        engine.emit(withdrawn, cause=origin.cause)
    else:
        engine.close(("inject", spec.inject), withdrawn, origin.cause)
