"""A list of events that planners edited, read back: what they changed, and problems row by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from sim.engine.base.setup import Setup
from sim.errors import nearest, quoted
from sim.exercise import msel
from sim.exercise.adjustments import Adjustment, tried
from sim.exercise.msel_executed import IMPROVISED
from sim.printable import cell, cell_text, csv_line, hidden
from sim.units import MS_PER_MIN, elapsed, parse_duration

ROWS_MOST, CELLS_MOST = 5000, 200
_NEEDED = ("control_no", "exercise_time", "title", "description")
_TIME = re.compile(r"T\+(?:(\d{1,4})d)?(?:(\d{1,5})h)?(\d{1,7})?", re.IGNORECASE)
_FORMULA = "="
_BRINGS_NOTHING = ("expected action", IMPROVISED)
"""Kinds of rows for evaluators, and of those that a run has left."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in a row of the table (1 is the heads), and what to do."""

    row: int
    what: str
    hint: str

    def __str__(self) -> str:
        return f"row {self.row}: {self.what}; {self.hint}"


@dataclass(slots=True)
class Imported:
    """What a table asks for: adjustments that take effect, and what could not be taken."""

    adjustments: list[Adjustment] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    text: str = ""
    """The table as CSV under the tool's own names of columns, with those that planners added."""


def table_of(text: str) -> list[list[str]]:
    """Read CSV, whatever separates its cells.

    Raises:
        ValueError: it is none.
    """
    text = text.removeprefix(msel.BOM)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ValueError(f"is no CSV ({error})") from None


def imported(
    setup: Setup, table: Sequence[Sequence[str]], mapping: Mapping[str, str] | None = None
) -> Imported:
    """Read a table against what the scenario says.

    Args:
        setup: The exercise's scenario.
        table: Its rows of cells, the heads first.
        mapping: What columns are called in it, by the tool's own names; where it says nothing
            a column has its own name, in any case, with spaces or not.
    """
    found = Imported()
    heads = _heads(table[0] if table else (), mapping or {}, found)
    if found.problems:
        return found
    if len(table) > ROWS_MOST:
        found.problems.append(RowProblem(ROWS_MOST, "has too many rows", f"keep {ROWS_MOST}"))
        return found
    generated = msel.rows(setup.scenario)
    ours = {row["control_no"]: (key, row) for key, row in generated.items()}
    rows: dict[str, int] = {}
    for number, cells in enumerate(table[1:], 2):
        row = {name: _plain(cells[at]) if at < len(cells) else "" for name, at in heads.items()}
        if any(row.values()):
            problem = _formula(heads, cells) or _taken(
                setup, row, ours, found, rows=rows, number=number
            )
            if problem:
                found.problems.append(RowProblem(number, *problem))
    refused = {id(each): why for each, why in tried(setup, found.adjustments)}
    for each in found.adjustments:
        if id(each) in refused:
            what = f"{each.control_no}: {refused[id(each)]}"
            found.problems.append(RowProblem(rows[each.control_no], what, "change the row"))
    whole = [list(heads), *(_under(heads, cells) for cells in table[1:])]
    lines = (csv_line(map(cell, map(_plain, line)), end="\r\n") for line in whole)
    found.text = msel.BOM + "".join(lines)
    found.adjustments = [each for each in found.adjustments if id(each) not in refused]
    found.problems.sort(key=lambda problem: problem.row)
    return found


def _under(heads: Mapping[str, int], cells: Sequence[str]) -> list[str]:
    return [cells[at] if at < len(cells) else "" for at in heads.values()]


def _heads(cells: Sequence[str], mapping: Mapping[str, str], found: Imported) -> dict[str, int]:
    """Find each column by what it is called here."""
    named = {_name(theirs): ours for ours, theirs in mapping.items()}
    heads: dict[str, int] = {}
    for at, head in enumerate(cells[:CELLS_MOST]):
        name = named.get(_name(head), _name(head))
        if name in heads:
            what = f"the column {quoted(name)} stands twice"
            found.problems.append(RowProblem(1, what, "keep one, or rename one"))
        elif name:
            heads[name] = at
    for name in _NEEDED:
        if name not in heads:
            what = f"there is no column {quoted(name)}"
            like = nearest(name, heads)
            hint = f"{like}; say so in exercise.yaml: columns: {{{name}: ITS HEAD}}"
            found.problems.append(RowProblem(1, what, hint))
    return heads


def _name(head: str) -> str:
    return re.sub(r"[\s-]+", "_", head.strip().lower())


def _plain(text: str) -> str:
    """Take from a cell what spreadsheet programs, and the export, put in front of it."""
    return cell_text(text.strip().replace("\r\n", "\n")).strip()


def _formula(heads: Mapping[str, int], cells: Sequence[str]) -> tuple[str, str] | None:
    """Refuse a formula that is needed; text that begins like one is marked by an apostrophe."""
    raw = dict(zip(heads, _under(heads, cells), strict=True))
    name = next((n for n in _NEEDED if raw[n].lstrip().startswith(_FORMULA)), "")
    if not name:
        return None
    what = f"the cell {quoted(name)} holds a formula"
    return what, "write what it comes to, or an apostrophe before what is text"


_Ours = Mapping[str, tuple[str, Mapping[str, str]]]


def _taken(
    setup: Setup,
    row: dict[str, str],
    ours: _Ours,
    found: Imported,
    *,
    rows: dict[str, int],
    number: int,
) -> tuple[str, str] | None:
    """Take a row; give what is wrong with it and what to do, None if nothing is."""
    control = row["control_no"]
    if not control:
        return "has no control number", "give it one that no other row has, such as NEW-1"
    if control in rows:
        return f"{quoted(control)} stands in row {rows[control]} already", "give it another number"
    rows[control] = number
    odd = next((name for name, text in row.items() if hidden(text)), "")
    if odd:
        return f"the cell {quoted(odd)} holds a control character", "type it again"
    key, was = ours.get(control, ("", {}))
    try:
        if key.startswith("injects."):
            adjustment = _edited(control, key.removeprefix("injects."), row, was)
        elif key or row.get("kind", "").lower() in _BRINGS_NOTHING:
            return _unchangeable(control, row, was) if key else None
        else:
            adjustment = _added(setup, control, row)
    except ValidationError as error:
        wrong = error.errors(include_url=False)[0]
        what = str(wrong.get("ctx", {}).get("error", "is not what may stand there"))
        return f"{control}: {wrong['loc'][0]}: {what}", "change the cell"
    except ValueError as error:
        return f"{control}: {error}", "change the cell"
    found.adjustments += [adjustment] if adjustment else []
    return None


def _edited(
    control: str, inject: str, row: Mapping[str, str], was: Mapping[str, str]
) -> Adjustment | None:
    """Say what planners changed of an inject of the scenario, None if nothing."""
    title = row["title"] if not _same(row["title"], was["title"]) else ""
    text = row["description"] if not _same(row["description"], was["description"]) else ""
    if not row["title"] or (was["description"] and not row["description"]):
        raise ValueError("an inject needs its title and text; to leave one out, skip it on the day")
    moved = not _same(row["exercise_time"], was["exercise_time"])
    at_ms = _instant(row["exercise_time"]) if moved else None
    if not (title or text or moved):
        return None
    return Adjustment(control_no=control, inject=inject, title=title, text=text, at_ms=at_ms)


def _unchangeable(
    control: str, row: Mapping[str, str], was: Mapping[str, str]
) -> tuple[str, str] | None:
    """Say that begin, end and orders are the scenario's."""
    changed = [n for n in ("exercise_time", "title", "description") if not _same(row[n], was[n])]
    if not changed:
        return None
    what = f"{control}: its {changed[0]} is part of the scenario and stays"
    return what, "change it in scenario/scenario.yaml"


def _added(setup: Setup, control: str, row: Mapping[str, str]) -> Adjustment:
    """Make an inject of a row that planners added."""
    to = tuple(_seats(setup, row.get("to", "")))
    return Adjustment(
        control_no=control[:60],
        title=row["title"],
        text=row["description"],
        sender=row.get("from", ""),
        to=to,
        at_ms=_instant(row["exercise_time"]),
    )


def _seats(setup: Setup, text: str) -> Iterator[str]:
    """Find the seats that a cell names by title or id."""
    by_name = {spec.title.lower(): seat for seat, spec in setup.seats.items()}
    by_name |= {seat.lower(): seat for seat in setup.seats}
    if text.strip().lower() in ("all", "everybody"):
        yield from setup.seats
        return
    for name in filter(None, (part.strip() for part in re.split(r"[;\n]", text))):
        if name.lower() not in by_name:
            titles = [spec.title for spec in setup.seats.values()]
            raise ValueError(f"there is no seat {quoted(name)}; {nearest(name, titles)}")
        yield by_name[name.lower()]


def _instant(text: str) -> int:
    """Read a time of the story: ``T+17``, ``T+4h10``, ``T+2d3h``, or a duration, in ms."""
    match = _TIME.fullmatch(text.replace(" ", ""))
    if match and any(match.groups()):
        days, hours, minutes = (int(part or 0) for part in match.groups())
        return ((days * 24 + hours) * 60 + minutes) * MS_PER_MIN
    try:
        return parse_duration(text)
    except ValueError:
        example = elapsed(250 * MS_PER_MIN)
        raise ValueError(f"{quoted(text)} is no time since the begin, such as {example}") from None


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()
