"""A list of events exported again: what planners wrote stays, the rest is brought up to date."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sim.exercise.msel_executed import ACTUAL
from sim.printable import cell, cell_text, csv_line

PLANNERS = ("status",)
"""A column that the tool fills once and leaves to planners from then on."""
PLACES = ("event_no", "control_no", "change", "written")
"""Columns about the row, not about the event."""
BEGIN = "begin."
"""How the own name of the first row begins; that of the scenario follows."""
GONE, BACK = "gone: no longer in the scenario", "back in the scenario"
_DELIMITERS = ",;\t"
_OURS = re.compile(r"(?:ADMIN|ORD|INJ)-\d+")
_WRITTEN = re.compile(r"(\S+) ((?:[0-9a-f]{6})+)")


class NoListError(ValueError):
    """A text is no list of these events, not even one that somebody edited; the words say what."""


def written(key: str, columns: Sequence[str], row: Mapping[str, str]) -> str:
    """Say what the tool writes in a row: the event's own name, and a short sum of each cell.

    By these a later export tells a cell that somebody edited from one that the scenario changed.
    """
    return f"{key} {''.join(_sum(row[name]) for name in _summed(columns))}"


def _summed(columns: Sequence[str]) -> list[str]:
    return [name for name in columns if name not in (*PLACES, *PLANNERS, *ACTUAL)]


def _sum(text: str) -> str:
    return hashlib.blake2b(_plain(text).encode(), digest_size=3).hexdigest()


def _plain(text: str) -> str:
    """Take from a cell what spreadsheet programs change by themselves."""
    return " ".join(cell_text(text).split())


def _name(head: str) -> str:
    return re.sub(r"[\s-]+", "_", head.strip().lower())


@dataclass(slots=True)
class Merged:
    """A list brought up to date, and how many rows became what."""

    text: str = ""
    same: bool = False
    added: int = 0
    changed: int = 0
    gone: int = 0
    kept: int = 0

    def __str__(self) -> str:
        return (
            f"{self.added} added, {self.changed} changed, {self.gone} gone, {self.kept} kept; "
            "what planners wrote stays, the column “change” tells the rest"
        )


@dataclass(slots=True, eq=False)
class _Line:
    """A row of the file that is there."""

    cells: list[str]
    key: str = ""
    sums: Mapping[str, str] = field(default_factory=dict)


class _Table:
    """The file that is there; columns are known by their heads, wherever they stand."""

    def __init__(self, text: str, columns: Sequence[str], lacking: Sequence[str] = ()) -> None:
        self.delimiter = max(_DELIMITERS, key=text.partition("\n")[0].count)
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=self.delimiter, strict=True)
        try:
            self.begun = list(reader)
            self.head, *rows = [list(row) for row in self.begun] or [[]]
        except csv.Error:
            raise NoListError("is another kind of file") from None
        names = [_name(head) for head in self.head]
        if "control_no" not in names:
            raise NoListError("is another kind of file")
        for name in (*lacking, "change", "written"):
            if name not in names:
                names.append(name)
                self.head.append(name)
        self.at = {name: names.index(name) for name in columns if name in names}
        self.columns = columns
        self.lines = [self._line(row) for row in rows]

    def _line(self, row: list[str]) -> _Line:
        line = _Line(row + [""] * (len(self.head) - len(row)))
        match = _WRITTEN.fullmatch(self[line, "written"].strip())
        if match:
            sums = re.findall("......", match[2])
            line.key = match[1]
            line.sums = dict(zip(_summed(self.columns), sums, strict=False))
        return line

    def __getitem__(self, where: tuple[_Line, str]) -> str:
        line, name = where
        return line.cells[self.at[name]] if name in self.at else ""

    def __setitem__(self, where: tuple[_Line, str], text: str) -> None:
        line, name = where
        if name in self.at:
            line.cells[self.at[name]] = text

    def matched(self, rows: Mapping[str, Mapping[str, str]]) -> dict[str, _Line]:
        """Find the line of each event: by its own name, else by its control number."""
        found: dict[str, _Line] = {}
        for line in self.lines:
            if line.key in rows:
                found.setdefault(line.key, line)
        by_number = {row["control_no"]: key for key, row in rows.items()}
        for line in self.lines:
            key = by_number.get(self[line, "control_no"].strip(), "")
            if key and not line.key:
                found.setdefault(key, line)
        return found

    def gone(self, line: _Line, rows: Mapping[str, Mapping[str, str]]) -> bool:
        """Say whether the tool wrote a line of an event that is no more; others are planners' own.

        A line that somebody copied has the name of an event that still is.
        """
        if any(each.key for each in self.lines):
            return bool(line.key) and line.key not in rows
        number = self[line, "control_no"].strip()
        known = {row["control_no"] for row in rows.values()}
        return _OURS.fullmatch(number) is not None and number not in known

    def rows(self) -> list[list[str]]:
        """List the cells as they are now, the heads first."""
        return [self.head, *(line.cells for line in self.lines)]

    def text(self) -> str:
        """Write the table as it is now."""
        rows = self.rows()
        return "".join(csv_line(row, end="\r\n", delimiter=self.delimiter) for row in rows)


def merged(
    text: str,
    columns: Sequence[str],
    rows: Mapping[str, Mapping[str, str]],
    actual: Mapping[str, Mapping[str, str]],
) -> Merged:
    """Bring a list that planners may have edited up to date.

    Args:
        text: What is there, without a mark at its begin.
        columns: The columns of the list.
        rows: What the scenario says now: each event's cells by its own name, in order.
        actual: What a run came to, by the event's own name or its control number; none before it.

    Raises:
        NoListError: what is there is no list of events.
    """
    table = _Table(text, columns, ACTUAL if actual else ())
    for line in table.lines:
        if line.key.startswith(BEGIN) and line.key not in rows:
            raise NoListError(f"is the list of the scenario “{line.key.removeprefix(BEGIN)}”")
    found, result = table.matched(rows), Merged()
    lines = {id(line) for line in found.values()}
    for line in table.lines:
        if id(line) not in lines and table.gone(line, rows) and GONE not in table[line, "change"]:
            table[line, "event_no"] = ""
            _note(table, line, GONE)
            result.gone += 1
        elif id(line) not in lines:
            result.kept += 1
    for key, line in found.items():
        if _updated(table, line, rows[key]):
            result.changed += 1
        else:
            result.kept += 1
    for key, before in _missing(rows, found):
        line = _Line([""] * len(table.head))
        for name in columns:
            table[line, name] = cell(rows[key][name])
        table[line, "control_no"] = _free(table, rows[key]["control_no"])
        place = table.lines.index(found[before]) + 1 if before else 0
        table.lines.insert(place, line)
        found[key] = line
        result.added += 1
    keys = {id(line): key for key, line in found.items()}
    for line in table.lines:
        name = keys.get(id(line), "") or table[line, "control_no"].strip()
        for column, came in actual.get(name, {}).items():
            table[line, column] = cell(came)
    result.text, result.same = table.text(), table.rows() == table.begun
    return result


def completed(text: str, before: str) -> str:
    """Add to a list the columns that it lacks and that an earlier one had, by control number.

    Args:
        text: The list as it came in, without a mark at its begin.
        before: The list as it was; what is no list adds nothing.
    """
    try:
        new, old = (_Table(each, ("control_no",)) for each in (text, before))
    except NoListError:
        return text
    (heads, *rows), (had, *_) = new.begun, old.begun
    names = {_name(head) for head in heads}
    lacking = [at for at, head in enumerate(had) if _name(head) not in names]
    kept = {
        old[line, "control_no"].strip(): [line.cells[at] for at in lacking] for line in old.lines
    }
    whole = [heads + [had[at] for at in lacking]]
    for row, line in zip(rows, new.lines, strict=True):
        own = row + [""] * (len(heads) - len(row))
        whole.append(own + kept.get(new[line, "control_no"].strip(), [""] * len(lacking)))
    return "".join(csv_line(row, end="\r\n") for row in whole)


def _missing(rows: Iterable[str], found: Mapping[str, _Line]) -> Iterator[tuple[str, str]]:
    """Yield each event that is not there yet, and the one after which it belongs."""
    before = ""
    for key in rows:
        if key not in found:
            yield key, before
        before = key


def _free(table: _Table, number: str) -> str:
    """Give a new row its control number, or the next that no row has."""
    taken = {table[line, "control_no"].strip() for line in table.lines}
    kind, _, count = number.partition("-")
    place = int(count)
    while f"{kind}-{place}" in taken:
        place += 1
    return f"{kind}-{place}"


def _updated(table: _Table, line: _Line, row: Mapping[str, str]) -> bool:
    """Bring a row up to date; say whether a cell had to give way, whose text is then noted.

    Where the scenario says what it said before, the cell is as somebody wanted it.
    """
    table[line, "event_no"] = row["event_no"]
    was = []
    for name in _summed(table.columns):
        old, new = table[line, name], row[name]
        if name in table.at and _plain(old) != _plain(new) and line.sums.get(name) != _sum(new):
            table[line, name] = cell(new)
            was.append(f"{name} was “{old}”")
    if GONE in table[line, "change"]:
        table[line, "change"] = table[line, "change"].replace(GONE, BACK)
    if was:
        _note(table, line, "; ".join(was))
    table[line, "written"] = row["written"]
    return bool(was)


def _note(table: _Table, line: _Line, text: str) -> None:
    """Note what happened to a row before what was noted earlier."""
    earlier = table[line, "change"]
    table[line, "change"] = cell(f"{text}; before: {earlier}" if earlier else text)
