"""Options that several verbs share, each declared once; importing this loads no simulation.

An option that changes the scenario, the seats or the seed needs no more than its line here: it
fills `set`, `seat` or `seed`, which the verbs read already.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from sim.units import SEED_MOST, parse_typed

_DIGITS = re.compile("[0-9]{1,40}")


def whole(most: int) -> Callable[[str], int]:
    """Make an argument type: a whole number from 0 to `most`."""

    def number(text: str) -> int:
        if not _DIGITS.fullmatch(text) or int(text) > most:
            raise argparse.ArgumentTypeError(
                f"expected a whole number from 0 to {most}, not “{text}”"
            )
        return int(text)

    return number


def real(text: str) -> float:
    """Read an argument that is a number."""
    try:
        return parse_typed(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"expected a number, not “{text}”") from None


def add_scenario(parser: argparse.ArgumentParser) -> None:
    """Add the scenario that is meant."""
    parser.add_argument("scenario", help="id of a shipped scenario, or a path")


def add_record(parser: argparse.ArgumentParser) -> None:
    """Add the record that is meant."""
    parser.add_argument("record", type=Path)


def add_run_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options that say which run is meant."""
    add_seat(parser, "who holds a seat")
    add_seed(parser, "seed of all chance")
    add_set(parser, "change the scenario")


def add_seat(parser: argparse.ArgumentParser, what: str | None = None) -> None:
    """Add who holds a seat; it may be given for several."""
    parser.add_argument("--seat", action="append", default=[], metavar="SEAT=POLICY", help=what)


def add_seed(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the seed; the verb says which it is if none is given."""
    parser.add_argument("--seed", type=whole(SEED_MOST), metavar="N", help=what)


def add_set(parser: argparse.ArgumentParser, what: str | None = None) -> None:
    """Add what is changed in the scenario; it may be given several times."""
    parser.add_argument("--set", action="append", default=[], metavar="PATH=VALUE", help=what)


def add_json(parser: argparse.ArgumentParser, what: str | None = None) -> None:
    """Add the choice of data for programs over text for people."""
    parser.add_argument("--json", action="store_true", help=what)
