"""Leaks: it becomes known that two sides have talked, and both are pressed for it at home."""

from __future__ import annotations

from sim.engine.facts.beliefs import PressureFelt
from sim.engine.facts.talks import TalkLeaked
from sim.engine.kernel.engine import Engine
from sim.engine.seat import beliefs
from sim.model import tension as st
from sim.model.channels import DESKED

_DIGITS = 9


def may_leak(
    engine: Engine, channel: str, caller: str, callee: str, *, nth: int, cause: int
) -> None:
    """Draw whether what is just over leaks; what is said by radio is heard by all anyway."""
    setup = engine.setup
    if setup.channels[channel].kind not in DESKED:
        return
    subject = f"{caller}.{channel}.{callee}"
    if not engine.draws.happens(setup.parameters.leak, "talk.leak", subject, nth):
        return
    everybody = setup.everybody
    leaked = engine.emit(
        TalkLeaked(channel, caller, callee), cause=cause, audience=everybody, alert=everybody
    )
    sides = {setup.seats[seat].side for seat in (caller, callee)}
    for seat in setup.scenario.seats:
        if seat.id in setup.minded and seat.side in sides:
            _press(engine, seat.id, leaked.seq)


def _press(engine: Engine, seat: str, cause: int) -> None:
    """Raise the pressure at home that a seat feels."""
    terms = engine.setup.parameters
    felt = beliefs.pressure_now(terms, engine.state.known[seat], engine.now_ms)
    pressure = round(st.clipped(felt + terms.leak_pressure), _DIGITS)
    engine.emit(PressureFelt(seat, pressure), cause=cause, audience=(seat,))
