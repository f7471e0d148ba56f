"""The plays that are kept: what each came to, remembered beside them so that lists are quick.

What is remembered is a copy of what the records say, and scores, which they do not say. Whatever
of it is missing, broken or out of date is read from the records again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sim.cli import home
from sim.errors import SimError
from sim.jsontext import json_data
from sim.printable import json_text, on_one_line
from sim.store import read_text, write_whole
from tui.base.start import Kept

FILE = "results.json"
"""The file in the folder of saved plays."""
_BYTES_MOST, _WORD_MOST = 16_000_000, 200
_LISTED_MOST = 2_000
"""Records that are looked at; those touched last come first."""
_KINDS = {"int": (int,), "int | None": (int, type(None)), "str": (str,), "bool": (bool,)}
_LISTS = ("people", "seats")
_UNSTORED = ("record", "when")
"""What follows from the file itself."""


def kept(scores: Mapping[str, tuple[int, str]] = MappingProxyType({})) -> list[Kept]:
    """List the plays of people on disk, the one touched last first.

    What is no such record is passed over, whatever it is.

    Args:
        scores: Scores and signs of records that have ended since the last look.
    """
    try:
        folder = home.saves()
        paths = _by_change(folder)
    except (SimError, OSError):
        return []
    before = _remembered(folder)
    now: dict[str, Any] = {}
    found = []
    for path, size, changed in paths[:_LISTED_MOST]:
        old, stamp = before.get(path.name), [size, changed]
        known = isinstance(old, dict) and old.get("stamp") == stamp
        row = (_checked(before[path.name].get("play"), path) if known else None) or _read(path)
        if row is None:
            continue
        if row.ending and path.name in scores:
            row = replace(row, score=scores[path.name][0], signs=scores[path.name][1])
        now[path.name] = {"stamp": stamp, "play": _stored(row)}
        found.append(replace(row, when=_day(changed)))
    if now != before:
        with suppress(SimError, OSError):
            write_whole(folder / FILE, json_text(now) + "\n")
    return found


def unfinished(found: Iterable[Kept]) -> Kept | None:
    """Find the play that was touched last and has no end yet."""
    return next((play for play in found if not play.ending), None)


def _by_change(folder: Path) -> list[tuple[Path, int, int]]:
    """List the files that may be records with size and time, the one touched last first."""
    found = []
    for path in folder.glob("*.jsonl"):
        with suppress(OSError):
            stat = path.stat()
            found.append((path, stat.st_size, stat.st_mtime_ns))
    return sorted(found, key=lambda row: (-row[2], row[0].name))


def _remembered(folder: Path) -> dict[str, Any]:
    try:
        data = json_data(read_text(folder / FILE, _BYTES_MOST, "what plays came to"))
    except (SimError, OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _day(changed_ns: int) -> str:
    """Write the day on which a file was touched last."""
    try:
        return datetime.fromtimestamp(changed_ns / 1e9, UTC).astimezone().date().isoformat()
    except (OverflowError, ValueError, OSError):
        return ""


def _read(path: Path) -> Kept | None:
    """Read from a record what lists show of it."""
    found = home.read_play(path)
    if found is None:
        return None
    header, ending = found
    scenario, seats = header["scenario"], header["seats"]
    people = tuple(str(seat) for seat, who in seats.items() if who == "person")
    people += tuple(str(header[key]) for key in ("took_over",) if key in header)
    ended = _word(ending.get("ending", ""))
    return Kept(
        str(path),
        scenario=_word(scenario.get("id") or header.get("scenario_id") or ""),
        title=home.title_of(header, path),
        seed=header["seed"],
        people=tuple(map(_word, people)),
        seats=tuple(_title(scenario, "seats", seat) for seat in people),
        policies={_word(seat): _word(who) for seat, who in seats.items() if who != "person"},
        ending=ended,
        ending_title=_title(scenario, "endings", ended) if ended else "",
        daily=_word(header.get("daily", "")),
        taken_back=bool(ending.get("taken_back")),
    )


def _title(scenario: Mapping[str, Any], part: str, wanted: str) -> str:
    """Give the title of a seat or an ending of a scenario, whatever stands there."""
    listed = scenario.get(part)
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, dict) and each.get("id") == wanted:
            return _word(each.get("title") or wanted)
    return _word(wanted)


def _word(value: object) -> str:
    return on_one_line(str(value)[:_WORD_MOST])


def _stored(row: Kept) -> dict[str, Any]:
    data = {key: value for key, value in asdict(row).items() if key not in _UNSTORED}
    return {**data, **{name: list(data[name]) for name in _LISTS}}


def _checked(data: object, path: Path) -> Kept | None:
    """Read what was remembered of a record; None if it is not as it was written."""
    wanted = [each for each in fields(Kept) if each.name not in _UNSTORED]
    if not isinstance(data, dict) or set(data) != {each.name for each in wanted}:
        return None
    for each in wanted:
        value = data[each.name]
        if each.name in _LISTS:
            sound = isinstance(value, list) and all(isinstance(part, str) for part in value)
        elif each.name == "policies":
            sound = isinstance(value, dict) and all(isinstance(v, str) for v in value.values())
        else:
            sound = type(value) in _KINDS[str(each.type)]
        if not sound:
            return None
    lists = {name: tuple(data[name]) for name in _LISTS}
    return Kept(str(path), **{**data, **lists})
