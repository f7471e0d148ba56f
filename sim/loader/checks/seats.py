"""Cross-checks of seats: who answers to whom, commands what, and is led by whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sim.errors import quoted
from sim.loader.checks.context import CheckContext, Complaint, about, not_its_move, unknowable
from sim.model.words import FaultyError, Way
from sim.model.world import WHITE_CELL, Seat, Side


@about(Side)
def _faces(context: CheckContext, way: Way, side: Side) -> Iterator[Complaint]:
    if side.faces == side.id:
        yield (*way, "faces"), "a side faces another, not itself", "name another side"


@about(Seat)
def _named(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    if seat.id == WHITE_CELL:
        what = f"“{WHITE_CELL}” is the actor that runs an exercise, no seat of a scenario"
        yield (*way, "id"), what, "give the seat another id"


@about(Seat)
def _authority(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    chain = context.above(seat.id)
    if len(chain) > 1 and chain[-1] == seat.id:
        shown = chain if len(chain) <= 8 else [*chain[:6], "…", chain[-1]]
        what = f"authority runs in a circle: {' → '.join(shown)}"
        yield (*way, "authority"), what, "let one seat answer to nobody"


@about(Seat)
def _playable(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    if seat.playable and not seat.you_are:
        yield way, f"the playable seat “{seat.id}” lacks “you_are”", "say who it is"


@about(Seat)
def _commands(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    for index, vessel in enumerate(seat.commands):
        first = context.commander(vessel)
        if first != seat.id:
            what = f"the seat “{first}” commands {quoted(vessel)} already"
            yield (*way, "commands", index), what, "let one seat command it"


@about(Seat, level="warning")
def _own_vessels(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    for index, vessel in enumerate(seat.commands):
        with suppress(FaultyError):
            if context.entry("vessel", vessel).side != seat.side:
                what = f"{quoted(vessel)} is of another side than “{seat.id}”"
                yield (*way, "commands", index), what, "name vessels of its own side"


@about(Seat)
def _occupant(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    history = context.scenario.history
    scripted = {script.seat for script in history.scripts} if history else set()
    if seat.occupant == "script:history" and seat.id not in scripted:
        what = f"the history has no script of “{seat.id}”"
        yield (*way, "occupant"), what, "add one, or name another occupant"
    elif seat.occupant.partition(":")[0] == "script" and seat.occupant != "script:history":
        what = f"{quoted(seat.occupant)} may not stand in a scenario, which names no files"
        hint = "name “script:history” or a policy, or give the file by `--seat`"
        yield (*way, "occupant"), what, hint


@about(Seat)
def _standing_orders(context: CheckContext, way: Way, seat: Seat) -> Iterator[Complaint]:
    for index, rule in enumerate(seat.standing_orders):
        with suppress(FaultyError):
            at = (*way, "standing_orders", index)
            yield from not_its_move(context, (*at, "move"), rule.move, seat.id)
            yield from unknowable(context, (*at, "when"), rule.when, (seat.id,))
