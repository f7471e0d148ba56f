"""`channel16 rerun`: whether a record's commands still lead to its events."""

from __future__ import annotations

import argparse

from sim.cli import NO, OK, complain, say
from sim.cli.options import add_record
from sim.cli.records import read_record
from sim.play.recorded import begun_again, recorded_occupants
from sim.play.rerun import disagreement


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    add_record(parser)


def main(args: argparse.Namespace) -> int:
    """Re-run every line of play of a record."""
    record, setup = read_record(args.record)
    filled = recorded_occupants(setup, record)
    for number, line in enumerate(record.lines):
        difference = disagreement(begun_again(setup, record, filled), line)
        if difference:
            branch = f"branch {number}: " if len(record.lines) > 1 else ""
            say(f"{branch}{difference.what}")
            return NO
    if record.torn:
        complain(f"{args.record}: the last line is torn; re-run to the last whole line")
    events = sum(len(line.events) for line in record.lines)
    branches = f" in {len(record.lines)} lines of play" if len(record.lines) > 1 else ""
    say(f"same: {events} events{branches}; {record.line.digest or 'not ended'}")
    return OK
