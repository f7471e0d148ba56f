"""`channel16 run`: one run without people, told as a timeline."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sim.cli import OK, complain
from sim.cli.common import header, occupants, seat_specs, show_json
from sim.cli.options import add_run_arguments, whole
from sim.engine import Setup
from sim.engine.base.log import Event
from sim.engine.seat.telling import tell
from sim.errors import RecordError, UsageError
from sim.loader import digest, load
from sim.model.scenario import Scenario
from sim.play.driver import Play
from sim.play.outcome import outcome
from sim.play.record import read
from sim.store import read_lines, write_whole
from sim.units import clock

_REPLICATES_MOST = 2**31 - 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("scenario", help="id of a shipped scenario, or a path")
    add_run_arguments(parser)
    parser.add_argument("--replicate", type=whole(_REPLICATES_MOST), default=0, metavar="R")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write a record")
    parser.add_argument("--json", action="store_true", help="print numbers for programs")


def main(args: argparse.Namespace) -> int:
    """Run once to the end."""
    scenario = load(args.scenario, args.set)
    setup = Setup(scenario)
    specs = seat_specs(setup, args.seat)
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
        tell_run(play)
    return OK


def _may_replace(path: Path) -> None:
    """Refuse to replace a record that people played, or a file that is no record."""
    if not path.exists():
        return
    if path.is_dir():
        raise RecordError(f"{path}: is a folder; give a file")
    lines, _, _ = read_lines(path)
    if read(lines[:1], str(path)).header.get("played"):
        raise RecordError(
            f"{path}: is the record of a play and is never replaced; give another name"
        )


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


def tell_run(play: Play) -> None:
    """Print a finished run: timeline, ending, scores."""
    setup = play.setup
    for event in play.engine.log:
        text, who = _told(setup, event)
        if text:
            print(f"{clock(setup.scenario.begins, event.at_ms):>9}  {who:<24} {text}")
    summed = outcome(play.engine)
    print(f"\n{summed.title}\n{summed.text}\n")
    for side, score in summed.scores.items():
        name = setup.sides[side].name
        print(f"{name:<32} score {score['score']:6.1f}   loss {score['loss']:6.1f}")
    m = asdict(summed)["measures"]
    print(
        f"\nhurt {m['hurt']}, dead {m['dead']}, hulls touched {m['collisions']}, close passes "
        f"{m['passes']}, calls answered {m['contacts']}; {len(play.engine.log)} events"
    )
    print("Weights and assumed numbers are choices; see `channel16 scenario check --sources`.")


def _told(setup: Setup, event: Event) -> tuple[str, str]:
    """Tell an event as the first seat that may see it would read it; say who may."""
    if not event.audience:
        return "", ""
    everybody = len(event.audience) == len(setup.seats)
    who = "all" if everybody else " ".join(event.audience)
    return tell(setup, event.audience[0], event), who if len(who) <= 24 else who[:23] + "…"
