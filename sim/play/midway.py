"""A play that begins in the midst of another: as it stood there, with a record of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.engine.base.log import to_line
from sim.engine.seat.rules import Command
from sim.model.world import WHITE_CELL
from sim.play import record as rec
from sim.play.driver import Play
from sim.play.moments import Turn
from sim.store import LineFile
from sim.units import clock

_SAME = (
    "scenario_id",
    "scenario_digest",
    "scenario",
    "seed",
    "replicate",
    "seats",
    "played",
    "scripts",
)
"""What the header has in common with that of the play it leaves."""


def played_on(play: Play, turn: Turn, file: LineFile | None) -> Play:
    """Begin anew where a play stood after so many events; that play and its record stay."""
    origin = {"digest": play.digest(), "events": turn.events, "at_ms": turn.at_ms}
    header = {**{key: play.header[key] for key in _SAME if key in play.header}, "from": origin}
    said = rec.Line(play.said, [to_line(event) for event in play.engine.log])
    new = Play(
        play.setup,
        header["seed"],
        play.given,
        header=header,
        replicate=header["replicate"],
        line=said.upto(turn.events),
    )
    new.reaches(turn.at_ms)
    new.keep_in(file)
    return new


def taken_over(play: Play, at_ms: int, seat: str, file: LineFile | None) -> Play:
    """Let a person go on from an instant in a seat that a policy held until then.

    Args:
        play: It stands at its begin; its header says in `took_over` which seat is meant.
        at_ms: The instant, which is finished first.
        seat: The seat.
        file: Where the record goes, which then says who sat there until when.
    """
    while not play.ended and play.engine.now_ms < at_ms:
        play.advance(at_ms)
        play.looked(seat)
    play.looked(seat)
    play.submit(Command(WHITE_CELL, "take", subject=seat))
    play.keep_in(file)
    return play


TAKEN_BACK = "Taken back: a command was undone after what came of it had been heard or seen."


def marks(play: Play) -> tuple[str, ...]:
    """Say what sets a play apart from one that was played from begin to end."""
    began = _origin_ms(play.header)
    at = clock(play.setup.scenario.begins, began or 0)
    found = [] if began is None else [f"Played on from {at} of an earlier play."]
    found += [TAKEN_BACK] if play.taken_back else []
    often = {1: "once", 2: "twice"}.get(play.advised, f"{play.advised} times")
    return (*found, *([f"Advice was asked for {often}."] if play.advised else []))


def _origin_ms(header: Mapping[str, Any]) -> int | None:
    """Say at which instant of another play one began, None if it began at the beginning."""
    origin = header.get("from")
    at_ms = origin.get("at_ms") if isinstance(origin, dict) else None
    return at_ms if type(at_ms) is int else None
