"""`channel16 replay`: a record gone through event by event, what a seat held beside what was so."""

from __future__ import annotations

import argparse
from pathlib import Path

from sim.cli import OK, say
from sim.cli.options import add_record, whole
from sim.cli.play import on_terminal
from sim.cli.records import run_again
from sim.columns import fit, padded, wrapped
from sim.errors import UsageError, nearest
from sim.review.scrub import Scrub

_WIDTH, _NAME, _HELD = 100, 40, 28
_EVENT_MOST = 10**9


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    add_record(parser)
    add = parser.add_argument
    add("--seat", metavar="SEAT", help="whose knowledge is shown")
    add("--at", type=whole(_EVENT_MOST), metavar="EVENT", help="this event, in lines")
    add("--plain", action="store_true", help="the last event, in lines")


def main(args: argparse.Namespace) -> int:
    """Go through a record on the screen, or print one event of it."""
    again = run_again(args.record)
    setup, header = again.engine.setup, again.record.header
    people = [seat for seat, name in header["seats"].items() if name == "person"]
    playable = [seat.id for seat in setup.scenario.seats if seat.playable]
    seat = args.seat or next(iter([*people, *playable]))
    if seat not in setup.seats:
        hint = nearest(seat, setup.seats)
        raise UsageError(f"--seat {seat}: the scenario has no such seat; {hint}")
    if args.plain or args.at is not None or not on_terminal():
        scrub = Scrub(setup, again.engine.log)
        scrub.to(len(again.engine.log) if args.at is None else args.at)
        for line in lines_at(scrub, seat):
            say(line)
        return OK
    return _on_the_screen(args.record, seat, setup.scenario.title)


def _on_the_screen(record: Path, seat: str, title: str) -> int:
    from sim.cli.starter import Starter
    from tui.app import run
    from tui.base.start import Opening

    return run(Starter(), Opening(replay=(str(record), seat, title)))


def lines_at(scrub: Scrub, seat: str) -> list[str]:
    """Write the event at which a walk through a record stands, and what a seat held beside it."""
    lines = [f"{scrub.clock}  event {scrub.place} of {scrub.length}  {scrub.seats[seat]}"]
    lines += wrapped(f"told: {scrub.as_told(seat) or '(not told)'}", _WIDTH, rest="      ")
    lines += wrapped(f"true: {scrub.true()}", _WIDTH, rest="      ")
    lines.append("")
    for row in scrub.rows(seat):
        mark, name = "*" if row.differs else " ", padded(fit(row.what, _NAME), _NAME)
        held = padded(fit(row.held or "-", _HELD), _HELD)
        lines.append(f"{mark} {name} {held} {row.true}".rstrip())
    return lines
