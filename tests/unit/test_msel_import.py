"""The list of events read back: what planners changed takes effect; problems name their row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.cli import main
from sim.cli.records import header
from sim.engine import Setup
from sim.engine.facts.injects import InjectGiven, InjectReleased
from sim.exercise import msel
from sim.exercise.adjustments import adjusted, kept
from sim.exercise.folder import opened
from sim.exercise.host.opening import WallClocks, open_host, quick
from sim.exercise.msel_import import imported, table_of
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.store import LineFile

TINY = "_tiny/two_desks.yaml"
SETUP = Setup(load(TINY))
TABLE = table_of(msel.text(SETUP.scenario))
HEADS = TABLE[0]
Row = dict[str, str]


def edited(change: Callable[[list[Row]], None]) -> list[list[str]]:
    """Change the list as a planner would."""
    rows = [dict(zip(HEADS, row, strict=True)) for row in TABLE[1:]]
    change(rows)
    return [HEADS, *([row.get(head, "") for head in HEADS] for row in rows)]


def row_of(rows: list[Row], control: str) -> Row:
    """Find a row by its control number."""
    return next(row for row in rows if row["control_no"] == control)


def test_a_list_that_nobody_changed_asks_for_nothing() -> None:
    """Every import would make edits that nobody made."""
    found = imported(SETUP, TABLE)

    assert (found.adjustments, found.problems) == ([], [])
    assert table_of(found.text) == TABLE


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_was_changed_takes_effect(tmp_path: Path, suffix: str) -> None:
    """A planner's change would stand in the list and never come."""
    folder, file = tmp_path / "ex", tmp_path / f"list{suffix}"
    assert main(["exercise", "new", TINY, str(folder)]) == 0
    if suffix == ".xlsx":
        pytest.importorskip("openpyxl")
    assert main(["exercise", "export", str(folder), "--msel", str(file)]) == 0

    def change(rows: list[Row]) -> None:
        row_of(rows, "INJ-1").update(exercise_time="T+9", title="Renamed", description="New text.")
        new = {"control_no": "NEW-1", "exercise_time": "12 min", "title": "Extra"}
        rows.append(new | {"description": "Rain.", "from": "Weather", "to": "all"})

    table = edited(change)
    if suffix == ".xlsx":
        from sim.exercise.msel_xlsx import table_of as sheet
        from sim.exercise.msel_xlsx import workbook

        there = (folder / "msel.csv").read_text("utf-8")
        assert sheet(file.read_bytes()) == table_of(there)
        file.write_bytes(workbook(table))
    else:
        file.write_text("\n".join(";".join(f'"{c}"' for c in row) for row in table), "utf-8")
    assert main(["exercise", "import", str(folder), str(file)]) == 0

    exercise = opened(folder)
    setup = Setup(exercise.scenario)
    filled = {seat: occupant(setup, seat, "standing-orders") for seat in setup.seats}
    play = Play(setup, 1, filled)
    assert adjusted(play, kept(folder)) == []
    play.advance(13 * 60_000)
    facts = (InjectReleased, InjectGiven)
    came = {e.fact.inject: e.at_ms for e in play.engine.log if isinstance(e.fact, facts)}
    assert came == {"sighting": 9 * 60_000, "white-1": 12 * 60_000}
    assert play.engine.state.injects.words["sighting"] == ("Renamed", "New text.")


@pytest.mark.parametrize(
    ("control", "cells", "what"),
    [
        ("INJ-1", {"exercise_time": "soon"}, "“soon” is no time since the begin, such as T+4h10"),
        ("INJ-1", {"exercise_time": "T+9d0h"}, "give an earlier time"),
        ("INJ-1", {"title": "=1+1"}, "the cell “title” holds a formula; write what it comes to"),
        ("INJ-1", {"title": ""}, "an inject needs its title and text"),
        ("INJ-1", {"title": "x" * 300}, "title: is longer than 200 characters"),
        ("INJ-1", {"control_no": "INJ-2"}, "“INJ-2” stands in row"),
        ("INJ-1", {"control_no": ""}, "has no control number; give it one"),
        ("INJ-1", {"control_no": "NEW-1", "to": "nobody"}, "there is no seat “nobody”"),
        ("ADMIN-2", {"exercise_time": "T+5"}, "is part of the scenario and stays"),
    ],
)
def test_a_problem_names_its_row(control: str, cells: Row, what: str) -> None:
    """A planner would look through hundreds of rows."""
    found = imported(SETUP, edited(lambda rows: row_of(rows, control).update(cells)))

    said = [str(problem) for problem in found.problems]
    assert any(what in line for line in said), said
    assert all(line.startswith("row ") for line in said)


def test_renamed_and_reordered_columns_are_found() -> None:
    """A list from another tool would have to be typed again."""
    names = {"control_no": "Inject #", "description": "Full text"}
    heads = [names.get(head, head.replace("_", " ").title()) for head in HEADS]
    table = [list(reversed(row)) for row in [heads, *TABLE[1:]]]

    found = imported(SETUP, table, names)
    assert (found.adjustments, found.problems) == ([], [])
    lost = imported(SETUP, table)
    assert {problem.row for problem in lost.problems} == {1}
    assert "exercise.yaml: columns" in str(lost.problems[0])


def test_nothing_is_taken_where_a_row_has_a_problem(tmp_path: Path) -> None:
    """Half of a list would take effect, and nobody would know which."""
    folder, file = tmp_path / "ex", tmp_path / "list.csv"
    assert main(["exercise", "new", TINY, str(folder)]) == 0
    before = (folder / "msel.csv").read_bytes()
    file.write_text("control_no,exercise_time,title,description\nNEW-1,later,a,b\n", "utf-8")

    assert main(["exercise", "import", str(folder), str(file)]) == 1
    assert kept(folder) == []
    assert (folder / "msel.csv").read_bytes() == before


@settings(max_examples=30)
@given(st.permutations(range(len(HEADS))), st.randoms(use_true_random=False))
def test_order_does_not_matter(columns: list[int], dice: object) -> None:
    """A sorted list would ask for other things than the list itself."""

    def change(rows: list[Row]) -> None:
        row_of(rows, "INJ-2")["title"] = "Other"
        dice.shuffle(rows)  # type: ignore[attr-defined]

    found = imported(SETUP, [[row[at] for at in columns] for row in edited(change)])

    assert found.problems == []
    assert [(each.inject, each.title) for each in found.adjustments] == [("second", "Other")]


@given(st.lists(st.lists(st.text(max_size=8), max_size=6), max_size=5))
def test_any_table_has_an_answer(rows: list[list[str]]) -> None:
    """A traceback for somebody's file, or a problem that nobody could find in it."""
    for table in ([HEADS[:6], *rows], rows):
        found = imported(SETUP, table)
        assert all(1 <= problem.row <= max(1, len(table)) for problem in found.problems)
        assert all(problem.what and problem.hint for problem in found.problems)
        assert len(found.adjustments) <= max(0, len(table) - 1)


def test_a_hosted_exercise_begins_with_what_planners_changed(tmp_path: Path) -> None:
    """The list would say one thing, and the day bring another."""
    folder, file = tmp_path / "ex", tmp_path / "list.csv"
    assert main(["exercise", "new", TINY, str(folder)]) == 0
    table = edited(lambda rows: row_of(rows, "INJ-1").update(title="Renamed"))
    file.write_text("\n".join(";".join(f'"{c}"' for c in row) for row in table), "utf-8")
    assert main(["exercise", "import", str(folder), str(file)]) == 0

    def begin(setup: Setup, given: Mapping[str, str], record: LineFile) -> Play:
        filled = {s: occupant(setup, s, given.get(s, "standing-orders")) for s in setup.seats}
        head = header(setup.scenario, 1, 0, filled, played=True)
        return Play(setup, 1, filled, header=head, file=record)

    hosted = quick(SETUP, ["watch"], 1.0, {})
    clocks = WallClocks(0.0, 3600, lambda: "2026-01-01T00:00:00Z")
    host = open_host(hosted, folder, begin, lambda path: pytest.fail(str(path)), clocks=clocks)
    host.room.begin(0.0, host.room.table.seats)
    host.close()

    text = (folder / "record.jsonl").read_text("utf-8")
    assert '"command":"edit"' in text
    assert '{"wall":' in text
    assert main(["rerun", str(folder / "record.jsonl")]) == 0
