"""A play that begins in the midst of another: as it stood there, with a record of its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sim.engine.base.log import to_line
from sim.play import record as rec
from sim.play.driver import Play
from sim.play.moments import Turn
from sim.store import LineFile

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


def origin_ms(header: Mapping[str, Any]) -> int | None:
    """Say at which instant of another play one began, None if it began at the beginning."""
    origin = header.get("from")
    at_ms = origin.get("at_ms") if isinstance(origin, dict) else None
    return at_ms if type(at_ms) is int else None
