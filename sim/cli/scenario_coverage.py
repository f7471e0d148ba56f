"""`channel16 scenario coverage`: what of a scenario is ever used, over policies and seeds."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import TYPE_CHECKING

from sim.cli import OK, say, show_json
from sim.cli.options import add_json, add_scenario, add_seed, whole
from sim.errors import UsageError
from sim.loader import digest, load
from sim.units import SEED_MOST

if TYPE_CHECKING:
    from sim.study.estimate import Estimate

RUNS, RUNS_MOST, SEED = 200, 100_000, 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    add_scenario(parser)
    parser.add_argument(
        "-n", type=whole(RUNS_MOST), default=RUNS, metavar="N", help=f"how many runs ({RUNS})"
    )
    add_seed(parser, f"seed of the first run ({SEED}); each has the next")
    add_json(parser)


def main(args: argparse.Namespace) -> int:
    """Run a scenario with every policy in every seat, and say what was used."""
    from sim.engine import Setup  # --help needs nothing of this
    from sim.study.coverage import covered

    seed = SEED if args.seed is None else args.seed
    if args.n < 1:
        raise UsageError(f"-n {args.n}: expected 1 to {RUNS_MOST} runs")
    if seed + args.n - 1 > SEED_MOST:
        raise UsageError(f"--seed {seed}: the last run would have a seed above {SEED_MOST}")
    scenario = load(args.scenario)
    found = covered(Setup(scenario), args.n, seed)
    if args.json:
        show_json(
            {
                "scenario": scenario.id,
                "scenario_digest": digest(scenario),
                "n": found.n,
                "seed": found.seed,
                "policies": list(found.policies),
                "used": found.used,
                "never": {kind: found.never(kind) for kind in found.used},
                "fall": {seat: asdict(fall) for seat, fall in found.fall.items()},
            }
        )
        return OK
    say(f"{scenario.title}: {found.n} runs from seed {found.seed}")
    say(f"in turn over the seats: {', '.join(found.policies)}")
    say("\nruns in which each was used; “-” for none")
    for kind, counts in found.used.items():
        used = len(counts) - len(found.never(kind))
        if counts:
            say(f"\n{kind.replace('_', ' ')}: {used} of {len(counts)} used")
        for name, runs in counts.items():
            say(f"  {runs or '-':>6}  {name}")
    if found.fall:
        say("\nby how many rungs doctrines fell below what they desired, for want of a move there")
    for seat, fall in found.fall.items():
        say(f"  {_rungs(fall):>18}  {seat}")
    return OK


def _rungs(fall: Estimate) -> str:
    """Write an estimate of rungs with its interval."""
    return f"{fall.mean:.2f} [{fall.low:.2f}, {fall.high:.2f}]"
