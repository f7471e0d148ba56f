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
from sim.loader.logic import Joint, Question, formula
from sim.model.conditions import Done, FlagIs
from sim.model.effects import (
    BeginActivity,
    Hail,
    Instruct,
    Leave,
    Proceed,
    SetFlag,
    Station,
    Steer,
)
from sim.model.moves import Activity, Move
from sim.model.words import FaultyError, Way, entries, every
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


@about(Move)
def _others_vessels(context: CheckContext, way: Way, move: Move) -> Iterator[Complaint]:
    """A side orders vessels of its own; another's do only what that side has agreed to."""
    own = {context.entry("seat", seat).side for seat in move.seats}
    for at, vessel in _ordered(context, way, move):
        with suppress(FaultyError):
            side = context.entry("vessel", vessel).side
            if side not in own and not _agreed(context, way, move, at=at, side=side):
                what = f"“{move.id}” cannot order {quoted(vessel)}, a vessel of “{side}”"
                hint = f"do it once a hail is “answered”, or wait for what a move of “{side}” sets"
                yield at, what, hint


def _ordered(context: CheckContext, way: Way, move: Move) -> Iterator[tuple[Way, str]]:
    """Yield the vessels that a move orders to do something."""
    if move.vessel is not None:
        yield (*way, "vessel"), move.vessel
    for at, effect in entries(move.effects, (*way, "effects")):
        with suppress(FaultyError):
            match effect:
                case Steer() | Proceed() | Station() | Leave() | Hail():
                    yield (*at, "vessel"), effect.vessel
                case BeginActivity(activity=activity):
                    yield (*at, "activity"), context.entry("activity", activity).by


def _agreed(context: CheckContext, way: Way, move: Move, *, at: Way, side: str) -> bool:
    """Say whether a side has agreed to what a move orders there: by its answer, or by a move."""
    for hail, effect in entries(move.effects, (*way, "effects")):
        after = at[: len(hail) + 1] == (*hail, "answered")
        if after and isinstance(effect, Hail) and context.entry("vessel", effect.to).side == side:
            return True
    return side in _waited_for(context, move)


def _waited_for(context: CheckContext, move: Move) -> set[str]:
    """Give the sides for whose moves a move waits: until one is done, or has set a flag."""
    asked = formula(move.when) if move.when is not None else None
    needed = asked.parts if isinstance(asked, Joint) and asked.every else (asked,)
    words = [part.word for part in needed if isinstance(part, Question) and part.wanted]
    flags = {word.flag for word in words if isinstance(word, FlagIs)}
    moves = {word.move for word in words if isinstance(word, Done)}
    return {
        context.entry("seat", seat).side
        for other in context.scenario.moves
        if other.id in moves or any(word.flag in flags for word in every(SetFlag, other))
        for seat in other.seats
    }


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
