"""`channel16 play`: a person at a seat."""

from __future__ import annotations

import argparse
import secrets
from pathlib import Path

from sim.cli import complain, plain
from sim.cli.common import (
    add_run_arguments,
    header,
    occupants,
    read_record,
    recorded_occupants,
    seat_specs,
)
from sim.engine import Setup
from sim.errors import RecordError, UsageError
from sim.load import load
from sim.play.occupants import from_file
from sim.play.play import Play
from sim.store import LineFile, saves

_DRAWN_SEED_MOST = 2**31
"""A seed drawn for play is short enough to be read out to somebody."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("scenario", nargs="?", help="id of a shipped scenario, or a path")
    add_run_arguments(parser)
    parser.add_argument("--pace", type=pace, default=None, metavar="auto|FACTOR")
    parser.add_argument("--plain", action="store_true", help="in lines, one command a line")
    parser.add_argument("--resume", type=Path, metavar="RECORD", help="go on with a saved play")


def pace(text: str) -> float | None:
    """Read a pace: auto stops at every decision; FACTOR is simulated time over real time."""
    if text == "auto":
        return None
    try:
        factor = float(text)
    except ValueError:
        factor = 0.0
    if not 0 < factor <= 100_000:
        raise argparse.ArgumentTypeError(f"expected auto or a factor above 0, not “{text}”")
    return factor


def main(args: argparse.Namespace) -> int:
    """Begin or go on with a play."""
    if args.resume:
        if args.scenario or args.seat or args.set or args.seed is not None:
            raise UsageError("--resume goes on with a record as it is; give nothing else")
        fresh = False
        play, seat = _resume(args.resume)
    else:
        if not args.scenario:
            raise UsageError("give a scenario; see channel16 scenario list")
        fresh = True
        play, seat = _begin(args)
    try:
        return plain.converse(play, seat, args.pace, fresh=fresh)
    finally:
        play.close()


def _begin(args: argparse.Namespace) -> tuple[Play, str]:
    scenario = load(args.scenario, args.set)
    setup = Setup(scenario)
    specs = seat_specs(setup, args.seat)
    people = [seat for seat, spec in specs.items() if spec == "person"]
    if len(people) > 1:
        raise UsageError("one person plays in lines; give the other seats a policy")
    if not people:
        free = [s.id for s in scenario.seats if s.playable and s.id not in specs]
        if not free:
            raise UsageError("no playable seat is left; take one with --seat SEAT")
        people = free[:1]
    specs[people[0]] = "person"
    filled = occupants(setup, specs)
    seed = secrets.randbelow(_DRAWN_SEED_MOST) if args.seed is None else args.seed
    head = header(scenario, seed, 0, filled, played=True)
    file = LineFile(new_record(scenario.id, seed))
    return Play(setup, seed, filled, header=head, file=file), people[0]


def new_record(scenario: str, seed: int) -> Path:
    """Name a record that does not exist yet."""
    folder = saves()
    for number in range(1, 100_000):
        path = folder / f"{scenario.lstrip('_')}-seed{seed}-{number}.jsonl"
        if not path.exists():
            return path
    raise RecordError(f"{folder}: holds 99,999 records of this seed; tidy it up")


def _resume(path: Path) -> tuple[Play, str]:
    record, setup = read_record(path)
    if not record.header.get("played"):
        raise RecordError(f"{path}: is the record of a headless run; nobody sat in it")
    filled = recorded_occupants(setup, record)
    seat = next((s for s, o in filled.items() if o.pace == "person"), "")
    if not seat:
        raise RecordError(f"{path}: has no person's seat")
    for other, who in filled.items():
        if from_file(who.name) and other not in record.header.get("scripts", {}):
            complain(f"{path}: lacks the script of “{other}”, which does nothing more")
    return Play.restore(setup, record, filled, LineFile(path, keep=record.bytes)), seat
