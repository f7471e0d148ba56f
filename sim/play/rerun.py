"""Commands said again: does a line of play still come out as it was recorded?"""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine import Engine, submit
from sim.engine.base.log import Event, to_line
from sim.errors import Refusal
from sim.play import record as rec


def rerun(engine: Engine, line: rec.Line) -> int | None:
    """Re-run a line of play's commands on an engine that has just begun.

    Returns:
        The number of the first event that differs from the record's, or None if all agree.
    """
    for said in line.said:
        if said.at_ms < engine.now_ms or engine.ended_by(said.at_ms):
            return _first_difference(engine.log, line.events)
        if isinstance(submit(engine, said.command), Refusal):
            return _first_difference(engine.log, line.events)
    while len(engine.log) < len(line.events):
        at = engine.next_ms()
        if at is None:
            break
        engine.drain_to(at)
    found = _first_difference(engine.log, line.events)
    return found if found <= len(line.events) else None


def _first_difference(log: Sequence[Event], recorded: Sequence[str]) -> int:
    """Give the number of the first event that differs, or the first that only one side has."""
    for number, (event, text) in enumerate(zip(log, recorded, strict=False), 1):
        if to_line(event) != text:
            return number
    return min(len(log), len(recorded)) + 1
