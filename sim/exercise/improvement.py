"""The improvement plan: one row for each thing to improve, which people complete in a table.

`improvement.csv` in an exercise's folder holds it. The areas come from the ratings; action, owner
and dates from people, and what they wrote stays when the papers are made again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from sim.errors import Fault
from sim.printable import cell, cell_text, csv_line

COLUMNS = (
    *("area_of", "capability", "area", "corrective_action", "element", "owner", "contact"),
    *("begin", "done_by"),
)
"""The columns; `area_of` is the task or note by which a row is known again."""
WANTED = ("corrective_action", "owner", "done_by")
"""What a plan needs before it may be called final."""
_MOST = 200


def read_plan(text: str, name: str) -> tuple[list[dict[str, str]], list[Fault]]:
    """Read a plan; rows that cannot be understood are named and left out."""
    found: list[dict[str, str]] = []
    faults: list[Fault] = []
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        what = f"lacks the column “{missing[0]}”"
        return [], [Fault(name, 1, column=1, what=what, hint="put it back, or remove the file")]
    try:
        for row in reader:
            if len(found) >= _MOST:
                break
            if None in row or None in row.values():
                what = "has more or fewer cells than the head"
                faults.append(Fault(name, reader.line_num, column=1, what=what, hint="mend it"))
            else:
                found.append({column: cell_text(row[column].strip()) for column in COLUMNS})
    except csv.Error as error:
        faults.append(Fault(name, reader.line_num, column=1, what=f"is no CSV ({error})"))
    return found, faults


def plan_text(rows: Sequence[Mapping[str, str]]) -> str:
    """Write a plan as CSV, the way spreadsheet programs read it."""
    lines = [COLUMNS, *([cell(row[name]) for name in COLUMNS] for row in rows)]
    return "\ufeff" + "".join(csv_line(line, end="\r\n") for line in lines)


def brought_up_to_date(
    areas: Sequence[Mapping[str, str]], there: Sequence[Mapping[str, str]]
) -> list[dict[str, str]]:
    """Put the areas of today in, keep what people wrote, and keep rows that they added."""
    written = {row["area_of"]: row for row in there if row["area_of"]}
    found = []
    for area in areas:
        kept = written.pop(area["area_of"], {})
        own = {key: value for key, value in kept.items() if key not in ("capability", "area")}
        found.append({**dict.fromkeys(COLUMNS, ""), **own, **area})
    rest = [row for row in there if not row["area_of"] or row["area_of"] in written]
    return [*found, *(dict(row) for row in rest if not row["area_of"] or _worked_on(row))]


def _worked_on(row: Mapping[str, str]) -> bool:
    return any(row[column] for column in COLUMNS[3:])


def blanks(rows: Sequence[Mapping[str, str]], name: str) -> list[Fault]:
    """List what a plan lacks to be final, one fault a row; the head is row 1."""
    found = []
    for number, row in enumerate(rows, 2):
        lacks = [column for column in WANTED if not row[column].strip()]
        if lacks:
            words = ", ".join(f"“{column}”" for column in lacks)
            what, hint = f"{words} blank", "complete it, then ask for the final report again"
            found.append(Fault(name, number, column=1, what=what, hint=hint))
    return found
