"""Records: `channel16 records`; the header of a new one; an old one read, filled, run again."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sim.cli import OK, say, shelf, show_json
from sim.cli.options import add_json
from sim.engine import Engine, Setup
from sim.errors import RecordError
from sim.loader import digest
from sim.loader.script import plain_steps
from sim.model.scenario import Scenario, canonical
from sim.play import record as rec
from sim.play.occupants import Occupant, from_file
from sim.play.recorded import begun_again, recorded_occupants, understood
from sim.play.rerun import disagreement
from sim.printable import on_one_line
from sim.store import read_lines


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    add_json(parser)


def main(args: argparse.Namespace) -> int:
    """List the plays on disk: when, what, who, how it ended, and the record."""
    plays = shelf.kept()
    if args.json:
        show_json([asdict(play) for play in plays])
        return OK
    for play in plays:
        score = "  -" if play.score is None else f"{play.score:>3}"
        marks = ", ".join(
            word
            for word in (play.daily and "daily", play.taken_back and "taken back")
            if isinstance(word, str) and word
        )
        came = play.ending_title or "goes on"
        said = f"{play.title}, seed {play.seed}, {' and '.join(play.seats)}: {came}"
        say(f"{play.when}  {score}  {said}{f' ({marks})' if marks else ''}")
        say(f"                 {on_one_line(play.record)}")
    if plays:
        say("\nOpen one again: channel16 play --resume RECORD")
    else:
        say("Nothing has been played yet: channel16 play")
    return OK


def header(
    scenario: Scenario, seed: int, replicate: int, filled: Mapping[str, Occupant], *, played: bool
) -> dict[str, Any]:
    """Make a record's header: everything that going on needs, and no path or clock."""
    scripts = {seat: plain_steps(o.steps) for seat, o in filled.items() if from_file(o.name)}
    return {
        "scenario_id": scenario.id,
        "scenario_digest": digest(scenario),
        "scenario": canonical(scenario),
        "seed": seed,
        "replicate": replicate,
        "seats": {seat: o.name for seat, o in filled.items()},
        "played": played,
        **({"scripts": scripts} if scripts else {}),
    }


def read_record(path: Path) -> tuple[rec.Record, Setup]:
    """Read a record and the scenario it carries.

    Raises:
        RecordError: not a record.
    """
    lines, size, torn = read_lines(path)
    return understood(lines, str(path), torn=torn, size=size)


@dataclass(frozen=True, slots=True)
class Rerun:
    """A record whose last line of play was run again to its last event."""

    record: rec.Record
    occupants: dict[str, Occupant]
    engine: Engine


def run_again(path: Path) -> Rerun:
    """Read a record and run its last line of play again.

    Raises:
        RecordError: not a record, or one that does not re-run to what it says.
    """
    record, setup = read_record(path)
    filled = recorded_occupants(setup, record)
    engine = begun_again(setup, record, filled)
    wrong = disagreement(engine, record.line)
    if wrong:
        what = f"does not re-run: {wrong.what.partition(chr(10))[0]}"
        raise RecordError([record.fault(wrong.event, what, "see channel16 rerun")])
    return Rerun(record, filled, engine)
