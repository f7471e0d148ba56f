"""Turns: a staff meets regularly, and its seat then has something to decide, whatever happened."""

from __future__ import annotations

from sim.engine import events as ev
from sim.engine import windows
from sim.engine.engine import Engine, process


def schedule(engine: Engine, cause: int) -> None:
    """Wait for the first regular meeting of every staff that has them."""
    for seat in engine.setup.scenario.seats:
        if seat.window is not None and seat.window.every is not None:
            first = ev.TurnDue(seat.id, 0, engine.now_ms + seat.window.every)
            engine.emit(first, cause=cause, audience=(seat.id,))


@process(ev.TurnDue)
def turn_due(engine: Engine, opened: ev.Event, tag: str) -> None:
    """A staff meets: what is still to be decided since the last meeting lapses first."""
    fact = opened.fact
    terms = engine.setup.seats[fact.seat].window
    assert terms is not None
    assert terms.every is not None
    windows.lapse(engine, fact.seat)
    engine.emit(
        ev.TurnDue(fact.seat, fact.nth + 1, engine.now_ms + terms.every),
        cause=opened.seq,
        closes=opened.seq,
        audience=(fact.seat,),
        alert=(fact.seat,),
    )
