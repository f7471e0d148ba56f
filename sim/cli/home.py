"""The folder of saved plays: where it is, and what a record in it says at its two ends."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from sim.errors import RecordError, SimError, UsageError
from sim.jsontext import json_data
from sim.printable import on_one_line
from sim.store import LineFile, NoFile, read_ends, wall_ms

_HEAD_BYTES_MOST = 8_000_000
"""A record's first line holds a scenario of at most 2 MB, and the steps of scripts."""
_TAIL_BYTES = 4096
"""Where the line that ends a record stands: among the last bytes of it."""
_TITLE_MOST, _SEED_BITS_MOST = 200, 63
_OFFER = "give CHANNEL16_HOME another folder, or play without saving: --unsaved"


def saves() -> Path:
    """Give the folder of saved plays: $CHANNEL16_HOME, else the platform's user data folder.

    A folder of the platform counts only if its path is absolute, as the XDG base directory
    specification asks.

    Raises:
        UsageError: nothing says where the user's home is.
    """
    own = os.environ.get("CHANNEL16_HOME")
    if own:
        with suppress(RuntimeError):  # “~somebody” whom nobody knows stays as it is
            return Path(own).expanduser()
        return Path(own)
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        data = Path(os.environ.get(name, ""))
        if data.is_absolute():
            return data / "channel16"
    try:
        return Path.home() / ".local" / "share" / "channel16"
    except RuntimeError:
        raise UsageError("there is no home folder to save plays in; set CHANNEL16_HOME") from None


def new_record(scenario: str, seed: int, *, unsaved: bool = False) -> LineFile:
    """Begin a record that does not exist yet; unsaved, one that is kept nowhere.

    Raises:
        RecordError: it cannot be written; the line offers to play without saving.
    """
    if unsaved:
        return NoFile()
    try:
        folder = saves()
        for number in range(1, 100_000):
            path = folder / f"{scenario.lstrip('_')}-seed{seed}-{number}.jsonl"
            if not path.exists():
                return LineFile(path, wall=wall_ms)
    except OSError as error:
        raise RecordError(f"{folder}: cannot be used ({error.strerror}); {_OFFER}") from None
    except SimError as error:
        raise RecordError(f"{error}; {_OFFER}") from None
    raise RecordError(f"{folder}: holds 99,999 records of this seed; tidy it up")


def title_of(header: Mapping[str, Any], path: Path) -> str:
    """Name the play of a record on one line."""
    return on_one_line(str(header["scenario"].get("title") or path.stem)[:_TITLE_MOST])


def read_play(path: Path) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Give the header of a played record and the line that ends it, {} if it goes on; else None."""
    try:
        first, tail = read_ends(path, _HEAD_BYTES_MOST, _TAIL_BYTES)
        header = json_data(first)
        end = len(tail) if tail.endswith(b"}") else tail.rfind(b"\n")
        last = tail[:end].rstrip().rpartition(b"\n")[2]
        ending = json_data(last) if last.startswith(b"{") else {}
    except (SimError, OSError, ValueError):
        return None
    if not _played(header):
        return None
    return header, ending if isinstance(ending, dict) and "ending" in ending else {}


def _played(header: object) -> bool:
    """Say whether a header is one of a play in which people sit."""
    if not isinstance(header, dict):
        return False
    kinds = {"record": int, "seed": int, "scenario": dict, "seats": dict}
    sound = all(type(header.get(key)) is kind for key, kind in kinds.items())
    sound = sound and header["seed"].bit_length() <= _SEED_BITS_MOST
    return sound and header.get("played") is True and "person" in header["seats"].values()
