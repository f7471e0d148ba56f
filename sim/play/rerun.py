"""Commands said again: does a line of play still come out as it was recorded?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.engine import Engine, submit
from sim.engine.base.log import Event, to_line
from sim.errors import Refusal
from sim.play import record as rec


def rerun(engine: Engine, line: rec.Line) -> int | None:
    """Re-run a line of play's commands on an engine that has just begun.

    Returns:
        The number of the first event that differs from the record's, or None if all agree.
    """
    if not say_again(engine, line.said):
        return first_difference(engine.log, line.events)
    while len(engine.log) < len(line.events):
        at = engine.next_ms()
        if at is None:
            break
        engine.drain_to(at)
    found = first_difference(engine.log, line.events)
    return found if found <= len(line.events) else None


LATE_CLOCK = "its clock stands where more had happened"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where a line of play comes out otherwise: at an event, or after the last; and how."""

    event: int
    what: str


def disagreement(engine: Engine, line: rec.Line) -> Disagreement | None:
    """Re-run a line of play; say where it first differs from what is recorded, None if nowhere."""
    at = rerun(engine, line)
    if at is not None:
        recorded = line.events[at - 1] if at <= len(line.events) else "(nothing)"
        again = to_line(engine.log[at - 1]) if at <= len(engine.log) else "(nothing)"
        return Disagreement(at, f"differs at event {at}\n  recorded {recorded}\n  re-run   {again}")
    wrong = wrong_ending(engine, line) or _wrong_clock(engine, line)
    return Disagreement(len(line.events) + 1, wrong) if wrong else None


def wrong_ending(engine: Engine, line: rec.Line) -> str:
    """Say what is wrong with the ending that a line of play claims, "" if nothing."""
    if line.ending:
        ended = engine.state.run.ended
        if ended != line.ending or len(engine.log) != len(line.events):
            return f"it ends as “{line.ending}”, the re-run as “{ended or '-'}”"
        if rec.digest_of(line.events) != line.digest:
            return "its digest does not fit its events"
    return ""


def _wrong_clock(engine: Engine, line: rec.Line) -> str:
    """Let time go on to where a clock stood; say what is wrong with that, "" if nothing."""
    events = len(engine.log)
    if line.clock_ms > engine.now_ms:
        engine.drain_to(line.clock_ms)
    return LATE_CLOCK if len(engine.log) > events else ""


def say_again(engine: Engine, said: Sequence[rec.Said]) -> bool:
    """Give commands again, each at its instant; say whether all were accepted there."""
    return all(
        each.at_ms >= engine.now_ms
        and not engine.ended_by(each.at_ms)
        and not isinstance(submit(engine, each.command), Refusal)
        for each in said
    )


def first_difference(log: Sequence[Event], recorded: Sequence[str]) -> int:
    """Give the number of the first event that differs, or the first that only one side has."""
    for number, (event, text) in enumerate(zip(log, recorded, strict=False), 1):
        if to_line(event) != text:
            return number
    return min(len(log), len(recorded)) + 1
