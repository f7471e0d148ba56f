"""What the menu knows of the shipped scenarios, read from an index that is made from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.errors import SimError
from sim.jsontext import json_data
from sim.store import read_text

if TYPE_CHECKING:
    from tui.base.start import Poster

_BYTES_MOST = 2_000_000
_SEEDS = 2**31
"""A seed of a day is as short as one that is drawn."""


def folder() -> Path:
    """Give the folder of shipped scenarios without loading what reads them."""
    here = Path(__file__).resolve().parent.parent
    packed = here / "_scenarios"
    return packed if packed.is_dir() else here.parent / "scenarios"


@cache
def _index() -> Mapping[str, Any]:
    """Read the index; a copy without one has an empty menu, which says so."""
    try:
        found = json_data(read_text(folder() / "_common" / "index.json", _BYTES_MOST, "an index"))
    except (SimError, OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def policies() -> Mapping[str, str]:
    """Name what can hold a seat without a person, each in words."""
    return dict(_index().get("policies", {}))


@cache
def posters() -> tuple[Poster, ...]:
    """List the shipped scenarios."""
    from tui.base.start import Chair, Poster

    found = []
    for data in _index().get("scenarios", ()):
        seats = tuple(
            Chair(**{**seat, "begins_with": tuple(map(tuple, seat.get("begins_with", ())))})
            for seat in data["seats"]
        )
        places = tuple((name, x, y) for name, x, y in data["places"])
        found.append(
            Poster(**{**data, "seats": seats, "places": places, "origin": tuple(data["origin"])})
        )
    return tuple(found)


def of_day(day: date) -> tuple[Poster, str, int] | None:
    """Give the scenario, seat and seed of a day: the same for everybody who has this version.

    Each is a remainder of one hash of the date. Guided games are left out: who plays daily needs
    no guide.
    """
    open_to = [poster for poster in posters() if not poster.guided]
    if not open_to:
        return None
    number = int.from_bytes(blake2b(day.isoformat().encode(), digest_size=16).digest())
    number, at = divmod(number, len(open_to))
    seats = [seat.id for seat in open_to[at].seats if seat.playable]
    number, place = divmod(number, len(seats))
    return open_to[at], seats[place], number % _SEEDS
