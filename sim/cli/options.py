"""Arguments that several verbs share; importing this loads nothing of the simulation."""

from __future__ import annotations

import argparse
from collections.abc import Callable

SEED_MOST = 2**63 - 1


def whole(most: int) -> Callable[[str], int]:
    """Make an argument type: a whole number from 0 to `most`."""

    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) > most:
            raise argparse.ArgumentTypeError(
                f"expected a whole number from 0 to {most}, not “{text}”"
            )
        return int(text)

    return number


def add_run_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which run is meant."""
    parser.add_argument(
        "--seat", action="append", default=[], metavar="SEAT=POLICY", help="who holds a seat"
    )
    parser.add_argument("--seed", type=whole(SEED_MOST), metavar="N", help="seed of all chance")
    parser.add_argument(
        "--set", action="append", default=[], metavar="PATH=VALUE", help="change the scenario"
    )
