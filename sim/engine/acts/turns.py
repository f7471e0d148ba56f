"""Turns: a staff meets regularly, and its seat then has something to decide, whatever happened."""

from __future__ import annotations

from sim.engine.acts import windows
from sim.engine.base.log import Event
from sim.engine.facts.windows import TurnDue
from sim.engine.kernel.engine import Engine, process


def schedule(engine: Engine, cause: int) -> None:
    """Wait for the first regular meeting of every staff that has them."""
    for seat in engine.setup.scenario.seats:
        if seat.window is not None and seat.window.every is not None:
            first = TurnDue(seat.id, 0, engine.now_ms + seat.window.every)
            engine.emit(first, cause=cause, audience=(seat.id,))


@process(TurnDue)
def turn_due(engine: Engine, opened: Event, tag: str) -> None:
    """A staff meets: what is still to be decided since the last meeting lapses first."""
    fact = opened.fact
    terms = engine.setup.seats[fact.seat].window
    assert terms is not None
    assert terms.every is not None
    windows.lapse(engine, fact.seat)
    engine.emit(
        TurnDue(fact.seat, fact.nth + 1, engine.now_ms + terms.every),
        cause=opened.seq,
        closes=opened.seq,
        audience=(fact.seat,),
        alert=(fact.seat,),
    )
