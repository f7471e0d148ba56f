"""`channel16 bench`: time the engine against plain SimPy timeouts."""

from __future__ import annotations

import argparse
import platform
from dataclasses import asdict

from sim import native
from sim.bench import ROUNDS, measure
from sim.cli import OK, say, show_json
from sim.cli.options import add_json


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--rounds", type=int, default=ROUNDS, choices=range(1, 101), metavar="N")
    add_json(parser)


def main(args: argparse.Namespace) -> int:
    """Measure and print."""
    timings = measure(args.rounds)
    if args.json:
        show_json([asdict(timing) for timing in timings])
        return OK
    say(
        f"Python {platform.python_version()}, {platform.machine()}, {native.build()}; "
        f"medians of {args.rounds} rounds"
    )
    for t in timings:
        ratio = f"{t.ratio:10.3f} × {t.against}" if t.ratio is not None else ""
        say(f"{t.name:<22} {_time(t.seconds):>12}  {ratio:<34} {t.bar}")
    return OK


def _time(seconds: float) -> str:
    for limit, unit, scale in ((1e-3, "µs", 1e6), (1.0, "ms", 1e3)):
        if seconds < limit:
            return f"{seconds * scale:.3g} {unit}"
    return f"{seconds:.3g} s"
