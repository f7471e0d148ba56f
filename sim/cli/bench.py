"""`channel16 bench`: time the engine against plain SimPy timeouts."""

from __future__ import annotations

import argparse
import platform
from dataclasses import asdict

from sim import native
from sim.bench import ROUNDS, Timing, measure
from sim.cli import OK, say, show_json
from sim.cli.options import add_json
from sim.growth import Grown
from sim.growth import measure as growth


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument("--rounds", type=int, default=ROUNDS, choices=range(1, 101), metavar="N")
    parser.add_argument(
        "--growth",
        action="store_true",
        help="how the cost grows with events, months, vessels, seats",
    )
    add_json(parser)


def main(args: argparse.Namespace) -> int:
    """Measure and print."""
    found = growth(args.rounds) if args.growth else measure(args.rounds)
    if args.json:
        show_json([asdict(each) for each in found])
        return OK
    say(
        f"Python {platform.python_version()}, {platform.machine()}, {native.build()}; "
        f"medians of {args.rounds} rounds"
    )
    for each in found:
        say(_grown(each) if isinstance(each, Grown) else _timed(each))
    return OK


def _timed(t: Timing) -> str:
    ratio = f"{t.ratio:10.3f} × {t.against}" if t.ratio is not None else ""
    event = f"{t.event_us:.3g} µs an event" if t.event_us is not None else ""
    return f"{t.name:<26} {_time(t.seconds):>12}  {ratio:<34} {event:<18} {t.bar}".rstrip()


def _grown(g: Grown) -> str:
    sizes = ", ".join(f"{n:,} in {_time(s)}" for n, s in zip(g.events, g.seconds, strict=True))
    return f"{g.name:<8} slope {g.slope:5.2f}  events: {sizes}"


def _time(seconds: float) -> str:
    for limit, unit, scale in ((1e-3, "µs", 1e6), (1.0, "ms", 1e3)):
        if seconds < limit:
            return f"{seconds * scale:.3g} {unit}"
    return f"{seconds:.3g} s"
