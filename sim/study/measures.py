"""What a study measures of a run: force by its cause, ladder, losses, first contact, streams."""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.engine.acts.ladder import scores
from sim.engine.base.log import Event, Fact
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.calls import CallEnded
from sim.engine.facts.effects import FlagSet
from sim.engine.facts.meetings import MeetingHeld
from sim.engine.facts.moves import MoveChosen
from sim.engine.kernel.ancestry import force_class
from sim.engine.kernel.engine import Engine
from sim.model.politics import OwnMeasure
from sim.play.outcome import met_by, usable
from sim.units import MS_PER_D, MS_PER_MIN

THRESHOLDS = (4, 8)
"""UF4: an act on rung 6 or above; UF8: rung 8 or above, gunfire."""
_RUNG_OF = {4: 6, 8: 8}
CLASSES = ("inadvertent", "accidental", "deliberate")
STREAMS = (("unsafe_met", "unsafe"), ("routine_met", "routine"), ("touched_met", "touched"))
"""Measures of all streams together, where a scenario has any, and what each adds up."""


def measure(engine: Engine) -> dict[str, float | None]:
    """Measure a finished run; undefined measures are None."""
    log, state, setup = engine.log, engine.state, engine.setup
    found: dict[str, float | None] = {}
    for threshold in THRESHOLDS:
        act = next(
            (
                e
                for e in log
                if isinstance(e.fact, ActOccurred) and e.fact.rung >= _RUNG_OF[threshold]
            ),
            None,
        )
        cls = "" if act is None else force_class(log, act, state)
        found[f"uf{threshold}"] = float(act is not None)
        for name in CLASSES:
            found[f"{name}_uf{threshold}"] = float(cls == name)
    found["peak_rung"] = float(max(state.acts.rungs.values(), default=0))
    for side, result in scores(setup, state, engine.now_ms).items():
        found[f"loss_{side}"] = float(result["loss"])
    contact = _first(log, lambda f: isinstance(f, CallEnded) and f.outcome == "answered")
    found["first_contact_min"] = None if contact is None else contact / MS_PER_MIN
    found["contact_before_decision"] = _contact_first(engine)
    for yardstick in setup.scenario.yardsticks:
        found[yardstick.id] = by(engine, yardstick)
    if setup.traffic:
        met = [met_by(engine, stream) for stream in setup.traffic]
        for name, counted in STREAMS:
            found[name] = float(sum(int(each[counted]) for each in met))
    return found


def by(engine: Engine, yardstick: OwnMeasure) -> float | None:
    """Measure what a scenario's own yardstick asks for: days, a share of time, or a count."""
    log, channels = engine.log, yardstick.contact
    if channels:
        return _days(_first(log, lambda f: _reached(f) in channels))
    if yardstick.usable:
        shares = [usable(engine, channel) for channel in yardstick.usable]
        return round(math.fsum(shares) / len(shares), 6)
    if yardstick.flag is not None:
        set_ = FlagSet(yardstick.flag, True)
        return _days(_first(log, lambda f: f == set_))
    return float(engine.state.effects.counters[yardstick.counter or ""])


def _reached(fact: Fact) -> str:
    """Give the channel on which two sides have reached each other by a fact, "" if by none."""
    if isinstance(fact, MeetingHeld):
        return fact.channel
    return fact.channel if isinstance(fact, CallEnded) and fact.outcome == "answered" else ""


def _days(at_ms: int | None) -> float | None:
    return None if at_ms is None else round(at_ms / MS_PER_D, 6)


def _contact_first(engine: Engine) -> float | None:
    """Say whether a word of restraint came before the first choice that something provoked."""
    moves = engine.setup.moves
    for event in engine.log:
        fact = event.fact
        if isinstance(fact, MoveChosen) and fact.q > 0 and not moves[fact.move].free:
            return float(fact.contact)
    return None


def _first(log: list[Event], holds: Callable[[Fact], bool]) -> int | None:
    return next((e.at_ms for e in log if holds(e.fact)), None)
