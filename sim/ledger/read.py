"""Tables of text to a checked ledger, with every fault at its file and line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar

from pydantic import ValidationError

from sim.errors import Fault, LedgerError, nearest, quoted
from sim.ledger.entries import FIRST, LAST, ChannelRow, EventRow, Row, ShockRow, SourceRow

TABLES: dict[str, type[Row]] = {
    "sources.csv": SourceRow,
    "channels.csv": ChannelRow,
    "events.csv": EventRow,
    "shocks.csv": ShockRow,
}
RowT = TypeVar("RowT", bound=Row)


@dataclass(frozen=True, slots=True)
class ChannelHistory:
    """One channel with its events in the order in which they happened."""

    channel: ChannelRow
    events: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known of all channels, in the order of the tables."""

    channels: Mapping[str, ChannelHistory]
    sources: Mapping[str, SourceRow]
    shocks: tuple[ShockRow, ...]


@cache
def shipped() -> Ledger:
    """Read the ledger that the package carries."""
    folder = files("sim.ledger") / "data"
    return read({name: (folder / name).read_text("utf-8") for name in TABLES})


def read(tables: Mapping[str, str]) -> Ledger:
    """Check the texts of the four tables.

    Raises:
        LedgerError: with every fault of all tables.
    """
    faults: list[Fault] = []
    sources = _rows("sources.csv", tables, SourceRow, faults)
    channels = _rows("channels.csv", tables, ChannelRow, faults)
    events = _rows("events.csv", tables, EventRow, faults)
    shocks = _rows("shocks.csv", tables, ShockRow, faults)
    faults += _twice("sources.csv", sources)
    faults += _twice("channels.csv", channels)
    known = {row.id for _, row in channels}
    named = {row.id for _, row in sources}
    for file, rows in (("events.csv", events), ("shocks.csv", shocks)):
        faults += _dates(file, rows)
        for line, row in rows:
            if row.source and row.source not in named:
                faults.append(_unknown(file, line, "source", name=row.source, known=named))
    for line, event in events:
        if event.channel not in known:
            faults.append(_unknown("events.csv", line, "channel", name=event.channel, known=known))
    if faults:
        raise LedgerError(sorted(faults, key=lambda f: (f.file, f.line)))
    of_channel: dict[str, list[EventRow]] = {row.id: [] for _, row in channels}
    for _, event in events:
        of_channel[event.channel].append(event)
    return Ledger(
        {row.id: ChannelHistory(row, tuple(of_channel[row.id])) for _, row in channels},
        {row.id: row for _, row in sources},
        tuple(row for _, row in shocks),
    )


def _rows(
    file: str, tables: Mapping[str, str], model: type[RowT], faults: list[Fault]
) -> list[tuple[int, RowT]]:
    """Read one table; what is faulty is left out, and its faults are added to the list."""
    found: list[tuple[int, RowT]] = []
    reader = csv.DictReader(io.StringIO(tables[file]), strict=True)
    try:
        for cells in reader:
            line = reader.line_num
            if None in cells or None in cells.values():
                faults.append(Fault(file, line, 1, f"has not {len(model.model_fields)} cells"))
                continue
            try:
                found.append((line, model.model_validate(cells)))
            except ValidationError as error:
                faults += _row_faults(file, line, error)
    except csv.Error as error:
        faults.append(Fault(file, reader.line_num, 1, f"is not a table of cells: {error}"))
    return found


def _row_faults(file: str, line: int, error: ValidationError) -> Iterator[Fault]:
    """Say in our words what pydantic found in a row."""
    seen = set()
    for item in error.errors(include_url=False):
        column = str(item["loc"][0]) if item["loc"] else ""
        if column in seen:
            continue
        seen.add(column)
        context = item.get("ctx", {})
        match item["type"]:
            case "value_error":
                what = str(context["error"])
            case "literal_error":
                what = f"expected one of {context['expected'].replace(chr(39), '')}"
            case "missing":
                what = "the column is missing"
            case "extra_forbidden":
                what = "there is no such column"
            case _:
                what = "is not what may stand here"
        given = f"{quoted(item['input'])}: " if isinstance(item["input"], str) else ""
        yield Fault(file, line, 1, f"{column + ': ' if column else ''}{given}{what}")


def _unknown(file: str, line: int, kind: str, name: str, known: set[str]) -> Fault:
    return Fault(
        file, line, column=1, what=f"there is no {kind} {quoted(name)}", hint=nearest(name, known)
    )


def _twice(
    file: str, rows: list[tuple[int, SourceRow]] | list[tuple[int, ChannelRow]]
) -> list[Fault]:
    seen: set[str] = set()
    faults = []
    for line, row in rows:
        if row.id in seen:
            faults.append(
                Fault(file, line, column=1, what=f"“{row.id}” stands twice", hint="rename one")
            )
        seen.add(row.id)
    return faults


def _dates(
    file: str, rows: list[tuple[int, EventRow]] | list[tuple[int, ShockRow]]
) -> Iterator[Fault]:
    """Rows stand in the order of their days, within the years that the ledger covers."""
    before: date | None = None
    for line, row in rows:
        if not FIRST <= row.day <= LAST:
            what = f"{quoted(row.date)} lies outside {FIRST.year} to {LAST.year}"
            yield Fault(file, line, 1, what)
        if before is not None and row.day < before:
            yield Fault(
                file,
                line,
                column=1,
                what=f"{quoted(row.date)} stands after a later day",
                hint="move it up",
            )
        before = max(before, row.day) if before is not None else row.day
