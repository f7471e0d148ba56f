"""`channel16 study --rare`: how likely rare force is, by splitting."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import Any

from sim.cli import OK, say, show_json
from sim.errors import UsageError
from sim.study.design import Plan
from sim.study.rare import rare


def show_rare(
    args: argparse.Namespace, made: Plan, workers: int, show: Callable[[int, int, int], None]
) -> int:
    """Split, and print what was found."""
    for option, given in (("--out", args.out), ("--until-halfwidth", args.until_halfwidth)):
        if given is not None:
            raise UsageError(f"--rare keeps no folder and runs a fixed effort; leave {option} out")
    result = rare(made, args.rare, workers, show=lambda done, of: show(done, of, made.n))
    if args.json:
        show_json(result)
        return OK
    say(
        f"{made.scenario}: {args.rare} by splitting, {result['repetitions']} repetitions of "
        f"{result['runs_of_a_level']} runs a level, seed {made.seed}"
    )
    for label, arm in result["arms"].items():
        _print(label, arm)
    say("\n95 % intervals; those of probabilities are Cox's on the logarithm.")
    say("Effect sizes rest on assumed parameters: `channel16 scenario check --sources`.")
    return OK


def _print(label: str, arm: Mapping[str, Any]) -> None:
    found, faster = arm["probability"], arm["times_faster"]
    say(f"\n{label:<24} {found['mean']:.3g} [{found['low']:.3g}, {found['high']:.3g}]")
    for number, level in enumerate(arm["levels"], 1):
        say(
            f"  level {number:<3} {_level(level)}; {level['part']:.1%} of it found on the way there"
        )
    if faster is None:
        say("  never reached, or always alike: how much faster this is cannot be told")
        return
    say(
        f"  {faster['ratio']:.3g} times less work than plain runs of the same precision "
        f"[{faster['low']:.3g}, {faster['high']:.3g}]"
    )
    n = _plain_runs(found)
    if n is not None:
        work = n * arm["plain_run_events"]
        say(f"  plain runs for this precision: {n:.3g}, {work:.3g} events (computed, not run)")


def _level(level: Mapping[str, Any]) -> str:
    if level["importance"] is None:
        return f"the rung        gone on for by {level['runs']} runs"
    share = "not come to" if level["share"] is None else f"{level['share']:.1%}"
    at = f"10^{level['importance']:.2f}"
    return f"{at:<15} reached by {share} of {level['runs']} runs"


def _plain_runs(found: Mapping[str, Any]) -> float | None:
    """Give how many plain runs would have an interval as narrow, relative to its middle."""
    half = (found["high"] - found["low"]) / 2
    return 1.96**2 * found["mean"] * (1 - found["mean"]) / half**2 if half > 0 else None
