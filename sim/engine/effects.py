"""Effects brought about: the registry of meanings, and the words that need nothing else.

Words about vessels, activities, calls and injects are given their meaning in those modules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sim.engine import events as ev
from sim.engine.conditions import holds
from sim.engine.engine import Engine, process
from sim.engine.ladder import occur
from sim.engine.reports import by_themselves
from sim.engine.witness import commander_of, own_side
from sim.model import effects as e
from sim.model.words import Word

Meaning = Callable[[Engine, Any, str, int], None]
M = TypeVar("M", bound=Meaning)
_MEANINGS: dict[type[Word], Meaning] = {}
_DEPTH_MOST = 60
"""Effects inside effects; a document is nested no deeper, so more means a circle."""


def means(spec: type[Word]) -> Callable[[M], M]:
    """Register what an effect word does: (engine, spec, seat that acts or "", cause)."""

    def register(meaning: M) -> M:
        assert spec not in _MEANINGS, f"the effect “{spec.word}” has two meanings"
        _MEANINGS[spec] = meaning
        return meaning

    return register


def apply(engine: Engine, effects: Iterable[Word], seat: str, cause: int) -> None:
    """Bring effects about in their order.

    Raises:
        ScenarioError: effects bring one another about without end.
    """
    depth = engine.scratch.get("depth", 0)
    if depth > _DEPTH_MOST:
        raise engine.restless()
    engine.scratch["depth"] = depth + 1
    for spec in effects:
        _MEANINGS[type(spec)](engine, spec, seat, cause)
    engine.scratch["depth"] = depth


@means(e.SetFlag)
def _set_flag(engine: Engine, spec: e.SetFlag, seat: str, cause: int) -> None:
    flag(engine, spec.flag, on=True, cause=cause)


@means(e.ClearFlag)
def _clear_flag(engine: Engine, spec: e.ClearFlag, seat: str, cause: int) -> None:
    flag(engine, spec.flag, on=False, cause=cause)


def flag(engine: Engine, name: str, *, on: bool, cause: int) -> None:
    """Set or clear a flag; nothing happens if it stands so already."""
    if engine.state.flags[name] != on:
        known_to = engine.setup.flags[name].known_to
        engine.emit(ev.FlagSet(name, on), cause=cause, audience=known_to)


@means(e.Count)
def _count(engine: Engine, spec: e.Count, seat: str, cause: int) -> None:
    counter = engine.setup.counters[spec.counter]
    now = engine.state.counters[spec.counter]
    value = min(max(now + spec.by, counter.least), counter.most)
    if value != now:
        changed = ev.CounterChanged(spec.counter, value)
        engine.emit(changed, cause=cause, audience=counter.known_to)


@means(e.Tell)
def _tell(engine: Engine, spec: e.Tell, seat: str, cause: int) -> None:
    seats = spec.seats
    engine.emit(ev.Told(spec.text), cause=cause, audience=seats, alert=seats if spec.alert else ())


@means(e.Harm)
def _harm(engine: Engine, spec: e.Harm, seat: str, cause: int) -> None:
    engine.emit(
        ev.HarmDone(spec.vessel, spec.hurt, spec.dead),
        cause=cause,
        audience=own_side(engine, spec.vessel),
        alert=commander_of(engine, spec.vessel),
    )


@means(e.Silence)
def _silence(engine: Engine, spec: e.Silence, seat: str, cause: int) -> None:
    if not engine.state.silenced.get(spec.vessel):
        engine.emit(
            ev.RadioSilenced(spec.vessel),
            cause=cause,
            audience=own_side(engine, spec.vessel),
            alert=commander_of(engine, spec.vessel),
        )


@means(e.Act)
def _act(engine: Engine, spec: e.Act, seat: str, cause: int) -> None:
    act = ev.ActOccurred(
        spec.side,
        spec.rung,
        "shots" if spec.shots else "act",
        ordered=spec.ordered,
        shots=spec.shots,
    )
    seen = by_themselves(engine.setup, engine.setup.everybody, public=False, by=seat)
    occur(engine, act, cause=cause, audience=seen)


@means(e.End)
def _end(engine: Engine, spec: e.End, seat: str, cause: int) -> None:
    if "closing" not in engine.state.open:
        engine.emit(ev.RunClosing(engine.now_ms), cause=cause)


@means(e.If)
def _if(engine: Engine, spec: e.If, seat: str, cause: int) -> None:
    held = holds(engine.setup, spec.when, engine.state, engine.now_ms)
    apply(engine, spec.then if held else spec.otherwise, seat, cause)


@means(e.Toss)
def _toss(engine: Engine, spec: e.Toss, seat: str, cause: int) -> None:
    address = engine.setup.address[id(spec)]
    nth = engine.state.counts.get(address, 0)
    happened = engine.streams.happens(spec.p, "effect.chance", address, nth)
    taken = engine.emit(ev.ChanceTaken(address, nth, happened), cause=cause)
    apply(engine, spec.then if happened else spec.otherwise, seat, taken.seq)


@means(e.Later)
def _later(engine: Engine, spec: e.Later, seat: str, cause: int) -> None:
    address = engine.setup.address[id(spec)]
    nth = engine.state.counts.get(address, 0)
    wait = engine.streams.delay(spec.delay, "effect.delay", address, nth)
    due = engine.now_ms + max(0, wait)
    engine.emit(ev.EffectsDelayed(address, seat, nth, due), cause=cause)


@process(ev.EffectsDelayed)
def delayed_due(engine: Engine, opened: ev.Event, tag: str) -> None:
    """Delayed effects come about."""
    address = opened.fact.effect
    applied = engine.emit(ev.EffectsApplied(address), cause=opened.seq, closes=opened.seq)
    apply(engine, engine.setup.effect_at[address].effects, opened.fact.seat, applied.seq)
