"""`channel16 run`: one run without people, shown as a timeline."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sim.cli import OK, complain, show_json
from sim.cli.options import add_json, add_run_arguments, add_scenario, whole
from sim.cli.records import header
from sim.cli.run_timeline import print_run
from sim.cli.seats import occupants, seat_specs
from sim.engine import Setup
from sim.errors import RecordError, UsageError
from sim.loader import digest, load
from sim.model.scenario import Scenario
from sim.play.driver import Play
from sim.play.outcome import outcome
from sim.play.record import read
from sim.store import read_lines, write_whole

_REPLICATES_MOST = 2**31 - 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    add_scenario(parser)
    add_run_arguments(parser)
    parser.add_argument("--replicate", type=whole(_REPLICATES_MOST), default=0, metavar="R")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write a record")
    add_json(parser, "print numbers for programs")


def main(args: argparse.Namespace) -> int:
    """Run once to the end."""
    scenario = load(args.scenario, args.set)
    setup = Setup(scenario)
    specs = seat_specs(args.seat, setup)
    for seat, spec in specs.items():
        if spec == "person":
            raise UsageError(f"--seat {seat}: a run has no people; give SEAT=POLICY, or use play")
    filled = occupants(setup, specs)
    seed = 1 if args.seed is None else args.seed
    if args.record:
        _may_replace(args.record)
    head = header(scenario, seed, args.replicate, filled, played=False)
    play = Play(setup, seed, filled, header=head, replicate=args.replicate)
    play.advance()
    if args.record:
        write_whole(args.record, play.text())
    for seat, left in play.unplayed().items():
        complain(f"the script of “{seat}” has {left} steps that never became allowed")
    if args.json:
        show_json(_numbers(play, scenario, seed, args.replicate))
    else:
        print_run(play)
    return OK


def _may_replace(path: Path) -> None:
    """Refuse to replace a record that people played or edited, or a file that is no record."""
    if path.exists():
        if path.is_dir():
            raise RecordError(f"{path}: is a folder; give a file")
        lines, _, torn = read_lines(path)
        record = read(lines, str(path))
        if record.header.get("played"):
            raise RecordError(
                f"{path}: is the record of a play and is never replaced; give another name"
            )
        if torn or not record.line.closes_itself:
            raise RecordError(f"{path}: is not as it was written and stays; give another name")
    if path.suffix.lower() not in ("", ".jsonl"):
        raise UsageError(f"--record {path}: “{path.suffix}” is another kind of file; give .jsonl")


def _numbers(play: Play, scenario: Scenario, seed: int, replicate: int) -> dict[str, Any]:
    summed = outcome(play.engine)
    return {
        "scenario": scenario.id,
        "scenario_digest": digest(scenario),
        "seed": seed,
        "replicate": replicate,
        "seats": {seat: o.name for seat, o in play.occupants.items()},
        "ending": summed.ending,
        "measures": summed.measures,
        "events": len(play.engine.log),
        "digest": play.digest(),
    }
