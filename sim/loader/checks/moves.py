"""Cross-checks of moves and activities: may those who are asked know, do and get leave?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sim.errors import quoted
from sim.loader.checks.context import (
    STRIKES_MOST,
    CheckContext,
    Complaint,
    about,
    not_its_move,
    unknowable,
)
from sim.model.effects import Instruct
from sim.model.moves import Activity, Move
from sim.model.words import FaultyError, Way
from sim.units import MS_PER_H

BEATS_MOST = 5000
"""More beats of one activity than this are a slip in a number, and cost time in every run."""


@about(Move)
def _asked(context: CheckContext, way: Way, move: Move) -> Iterator[Complaint]:
    yield from unknowable(context, (*way, "when"), move.when, move.seats)


@about(Move)
def _leave(context: CheckContext, way: Way, move: Move) -> Iterator[Complaint]:
    if move.leave is None:
        return
    for seat in move.seats:
        with suppress(FaultyError):
            if move.leave.of not in context.above(seat)[1:] or move.leave.of == seat:
                what = f"{quoted(move.leave.of)} has no authority over {quoted(seat)}"
                hint = "name a seat up its chain of authority"
                yield (*way, "leave", "of"), what, hint


@about(Instruct)
def _instructed(context: CheckContext, way: Way, order: Instruct) -> Iterator[Complaint]:
    if order.move is not None:
        yield from not_its_move(context, (*way, "move"), order.move, order.seat)


@about(Activity)
def _often(context: CheckContext, way: Way, activity: Activity) -> Iterator[Complaint]:
    if activity.beat and activity.lasts // activity.beat.every > BEATS_MOST:
        yield (*way, "beat"), f"beats more than {BEATS_MOST:,} times", "beat less often"
    for index, hazard in enumerate(activity.hazards):
        if hazard.rate * activity.lasts / MS_PER_H > STRIKES_MOST:
            what = f"would strike more than {STRIKES_MOST} times"
            yield (*way, "hazards", index, "rate"), what, "lower the rate or the time"
