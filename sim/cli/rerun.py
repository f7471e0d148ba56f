"""`channel16 rerun`: whether a record's commands still lead to its events."""

from __future__ import annotations

import argparse

from sim.cli import NO, OK, complain, say
from sim.cli.options import add_record
from sim.cli.records import begun_again, read_record, recorded_occupants
from sim.engine import Engine
from sim.engine.base.log import to_line
from sim.play.record import Line, digest_of
from sim.play.rerun import rerun


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    add_record(parser)


def main(args: argparse.Namespace) -> int:
    """Re-run every line of play of a record."""
    record, setup = read_record(args.record)
    filled = recorded_occupants(setup, record)
    for number, line in enumerate(record.lines):
        difference = _difference(begun_again(setup, record, filled), line)
        if difference:
            branch = f"branch {number}: " if len(record.lines) > 1 else ""
            say(f"{branch}{difference}")
            return NO
    if record.torn:
        complain(f"{args.record}: the last line is torn; re-run to the last whole line")
    events = sum(len(line.events) for line in record.lines)
    branches = f" in {len(record.lines)} lines of play" if len(record.lines) > 1 else ""
    say(f"same: {events} events{branches}; {record.line.digest or 'not ended'}")
    return OK


def _difference(engine: Engine, line: Line) -> str:
    """Say where a line of play first differs from its re-run, "" if nowhere."""
    at = rerun(engine, line)
    if at is not None:
        recorded = line.events[at - 1] if at <= len(line.events) else "(nothing)"
        again = to_line(engine.log[at - 1]) if at <= len(engine.log) else "(nothing)"
        return f"differs at event {at}\n  recorded {recorded}\n  re-run   {again}"
    if line.ending:
        ended = engine.state.run.ended
        if ended != line.ending or len(engine.log) != len(line.events):
            return f"the record ends as “{line.ending}”, the re-run as “{ended or '-'}”"
        if digest_of(line.events) != line.digest:
            return "the record's digest does not fit its events"
    return ""
