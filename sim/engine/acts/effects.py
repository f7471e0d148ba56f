"""Effects brought about: the registry of meanings, and the words that need nothing else.

Words about vessels, activities, calls and injects are given their meaning in those modules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sim.engine.acts.ladder import occur
from sim.engine.acts.reports import by_themselves
from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred, HarmDone
from sim.engine.facts.effects import (
    ChanceTaken,
    CounterChanged,
    EffectsApplied,
    EffectsDelayed,
    FlagSet,
    Told,
)
from sim.engine.facts.run import RunClosing
from sim.engine.facts.vessels import RadioSilenced
from sim.engine.kernel.audience import commanders_of, own_seats
from sim.engine.kernel.conditions import holds
from sim.engine.kernel.engine import Engine, process
from sim.model import effects as e
from sim.model.words import Word


@dataclass(frozen=True, slots=True)
class Origin:
    """Where effects come from.

    `seat` acts, or "" if nobody does; `cause` is the event they follow from; `address` is where
    they stand in the scenario, which names the draws of chance and delay.
    """

    seat: str
    cause: int
    address: str


Meaning = Callable[[Engine, Any, Origin], None]
M = TypeVar("M", bound=Meaning)
_MEANINGS: dict[type[Word], Meaning] = {}
_DEPTH_MOST = 60
"""Effects inside effects; a document is nested no deeper, so more means a circle."""


def means(spec: type[Word]) -> Callable[[M], M]:
    """Register what an effect word does: (engine, spec, origin)."""

    def register(meaning: M) -> M:
        assert spec not in _MEANINGS, f"the effect “{spec.word}” has two meanings"
        _MEANINGS[spec] = meaning
        return meaning

    return register


def apply(engine: Engine, effects: Sequence[Word], origin: Origin) -> None:
    """Bring effects about in their order; `origin` has the address of the whole list.

    Raises:
        ScenarioError: effects bring one another about without end.
    """
    if not effects:
        return
    depth = engine.scratch.get("depth", 0)
    if depth > _DEPTH_MOST:
        raise engine.runaway()
    engine.scratch["depth"] = depth + 1
    for index, spec in enumerate(effects):
        at = Origin(origin.seat, origin.cause, f"{origin.address}.{index}")
        _MEANINGS[type(spec)](engine, spec, at)
    engine.scratch["depth"] = depth


@means(e.SetFlag)
def _set_flag(engine: Engine, spec: e.SetFlag, origin: Origin) -> None:
    flag(engine, spec.flag, on=True, cause=origin.cause)


@means(e.ClearFlag)
def _clear_flag(engine: Engine, spec: e.ClearFlag, origin: Origin) -> None:
    flag(engine, spec.flag, on=False, cause=origin.cause)


def flag(engine: Engine, name: str, *, on: bool, cause: int) -> None:
    """Set or clear a flag; nothing happens if it stands so already."""
    if engine.state.effects.flags[name] != on:
        known_to = engine.setup.flags[name].known_to
        engine.emit(FlagSet(name, on), cause=cause, audience=known_to)


@means(e.Count)
def _count(engine: Engine, spec: e.Count, origin: Origin) -> None:
    counter = engine.setup.counters[spec.counter]
    now = engine.state.effects.counters[spec.counter]
    value = min(max(now + spec.by, counter.least), counter.most)
    if value != now:
        changed = CounterChanged(spec.counter, value)
        engine.emit(changed, cause=origin.cause, audience=counter.known_to)


@means(e.Tell)
def _tell(engine: Engine, spec: e.Tell, origin: Origin) -> None:
    seats = spec.seats
    engine.emit(
        Told(spec.text), cause=origin.cause, audience=seats, alert=seats if spec.alert else ()
    )


@means(e.Harm)
def _harm(engine: Engine, spec: e.Harm, origin: Origin) -> None:
    engine.emit(
        HarmDone(spec.vessel, spec.hurt, spec.dead),
        cause=origin.cause,
        audience=own_seats(engine, spec.vessel),
        alert=commanders_of(engine, spec.vessel),
    )


@means(e.Silence)
def _silence(engine: Engine, spec: e.Silence, origin: Origin) -> None:
    if not engine.state.vessels.silenced.get(spec.vessel):
        engine.emit(
            RadioSilenced(spec.vessel),
            cause=origin.cause,
            audience=own_seats(engine, spec.vessel),
            alert=commanders_of(engine, spec.vessel),
        )


@means(e.Act)
def _act(engine: Engine, spec: e.Act, origin: Origin) -> None:
    act = ActOccurred(
        spec.side,
        spec.rung,
        "shots" if spec.shots else "act",
        ordered=spec.ordered,
        shots=spec.shots,
    )
    seen = by_themselves(engine.setup, engine.setup.everybody, public=False, by=origin.seat)
    occur(engine, act, cause=origin.cause, audience=seen)


@means(e.End)
def _end(engine: Engine, spec: e.End, origin: Origin) -> None:
    if ("closing",) not in engine.state.open:
        engine.emit(RunClosing(engine.now_ms), cause=origin.cause)


@means(e.If)
def _if(engine: Engine, spec: e.If, origin: Origin) -> None:
    held = holds(engine.setup, spec.when, engine.state, engine.now_ms)
    _branch(engine, spec, origin, taken=held, cause=origin.cause)


def _branch(
    engine: Engine, spec: e.If | e.Toss, origin: Origin, *, taken: bool, cause: int
) -> None:
    """Bring about one of two lists of effects."""
    effects, name = (spec.then, "then") if taken else (spec.otherwise, "otherwise")
    apply(engine, effects, Origin(origin.seat, cause, f"{origin.address}.{name}"))


@means(e.Toss)
def _toss(engine: Engine, spec: e.Toss, origin: Origin) -> None:
    address = origin.address
    nth = engine.state.effects.times.get(address, 0)
    happened = engine.draws.happens(spec.p, "effect.chance", address, nth)
    event = engine.emit(ChanceTaken(address, nth, happened), cause=origin.cause)
    _branch(engine, spec, origin, taken=happened, cause=event.seq)


@means(e.Later)
def _later(engine: Engine, spec: e.Later, origin: Origin) -> None:
    address = origin.address
    nth = engine.state.effects.times.get(address, 0)
    wait = engine.draws.delay(spec.delay, "effect.delay", address, nth)
    due = engine.now_ms + max(0, wait)
    engine.emit(EffectsDelayed(address, origin.seat, nth, due), cause=origin.cause)


@process(EffectsDelayed)
def delayed_due(engine: Engine, opened: Event, tag: str) -> None:
    """Delayed effects come about."""
    address = opened.fact.effect
    applied = engine.emit(EffectsApplied(address), cause=opened.seq, closes=opened.seq)
    delayed = engine.setup.effect_at[address].effects
    apply(engine, delayed, Origin(opened.fact.seat, applied.seq, f"{address}.effects"))
