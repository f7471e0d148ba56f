"""Columns of the list of events that come from a plan, and from a run."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from sim.cli import main
from sim.cli.records import header
from sim.engine import Setup
from sim.engine.seat.rules import Command
from sim.exercise import msel
from sim.exercise.adjustments import adjusted, kept
from sim.exercise.folder import opened
from sim.exercise.msel_executed import ACTUAL
from sim.exercise.msel_staff import STAFF
from sim.loader import load
from sim.model.world import WHITE_CELL
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.play.white_cell import give
from sim.store import LineFile

TINY = "_tiny/two_desks.yaml"
NOON_MS = 1_767_268_800_000
Row = dict[str, str]


def read(path: Path) -> dict[str, Row]:
    """Read a list of events, by control number."""
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    return {row["control_no"]: row for row in rows}


def write(path: Path, rows: list[Row]) -> None:
    """Write a list as another program would."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*rows[0]])
        writer.writeheader()
        writer.writerows(rows)


def test_a_plan_fills_its_columns(tmp_path: Path) -> None:
    """A controller would not know by which task a cell is rated, or when it is by the room."""
    assert main(["exercise", "new", "the-reboot", str(tmp_path / "ex")]) == 0
    rows = read(tmp_path / "ex" / "msel.csv")

    asked = rows["INJ-3"]
    assert asked["exercise_time"] == "T+8h00"
    assert asked["exercise_clock"] == "T+9"  # six hours at 60, then two at 36
    assert asked["player_action"].startswith("Washington: Show Manila the draft before")
    assert asked["capability"] == "Operational Coordination"
    assert asked["task"].startswith("14 Show Manila the draft before it is signed; 15 Ask")
    assert asked["eeg_reference"] == "4.1.1; 4.1.2"
    assert (asked["controller"], rows["ADMIN-1"]["controller"]) == (
        "Sea and press",
        "Exercise director",
    )
    assert asked["evaluator"] == "With Washington; With Manila"
    assert not any(row[name] for row in rows.values() for name in ACTUAL)
    bare = msel.rows(load("the-reboot")).values()
    assert not any(row[name] for row in bare for name in STAFF)


def test_what_only_changes_the_scene_says_so() -> None:
    """A controller would wait for somebody to read it."""
    scenario = load(TINY)
    first = scenario.injects[0].model_copy(update={"to": (), "alert": False})
    silent = scenario.model_copy(update={"injects": (first, *scenario.injects[1:])})

    was, now = (msel.rows(each)[f"injects.{first.id}"] for each in (scenario, silent))
    assert (was["scene_only"], now["scene_only"]) == ("", "yes: nobody reads it")
    assert now["delivery_method"] == "none"


def test_an_import_keeps_what_planners_wrote(tmp_path: Path) -> None:
    """Names typed into the list would be gone after the next round."""
    folder, file = tmp_path / "ex", tmp_path / "list.csv"
    assert main(["exercise", "new", TINY, str(folder)]) == 0
    rows = read(folder / "msel.csv")
    rows["INJ-1"]["controller"] = "Night desk"
    write(file, list(rows.values()))
    assert main(["exercise", "import", str(folder), str(file)]) == 0
    assert kept(folder) == []
    few = ("control_no", "exercise_time", "title", "description")
    write(file, [{name: row[name] for name in few} for row in rows.values()])
    assert main(["exercise", "import", str(folder), str(file)]) == 0
    assert main(["exercise", "export", str(folder), "--msel", str(tmp_path / "new.csv")]) == 0

    again = read(tmp_path / "new.csv")
    assert again["INJ-1"]["controller"] == "Night desk"
    assert again["INJ-2"] == rows["INJ-2"]


def test_after_a_run_the_list_says_when_each_came(tmp_path: Path) -> None:
    """Nobody could lay what came beside what was planned."""
    folder, file = tmp_path / "ex", tmp_path / "list.csv"
    assert main(["exercise", "new", TINY, str(folder)]) == 0
    rows = list(read(folder / "msel.csv").values())
    new = {"control_no": "NEW-1", "exercise_time": "12 min", "title": "Extra", "to": "all"}
    write(file, [*rows, dict.fromkeys(rows[0], "") | new | {"description": "Rain."}])
    assert main(["exercise", "import", str(folder), str(file)]) == 0
    assert run(folder) == []
    for _ in range(2):  # a second time nothing is left to change
        assert main(["exercise", "export", str(folder), "--msel", str(tmp_path / "ran.csv")]) == 0

    ran = read(tmp_path / "ran.csv")
    assert ran["NEW-1"]["outcome"] == "came, improvised by the white cell"
    assert "(T+12)" in ran["NEW-1"]["actual_story_time"]
    assert (ran["W-2"]["kind"], ran["W-2"]["title"]) == ("improvised", "Storm")
    assert ran["INJ-2"]["outcome"] == "given up at T+0"
    assert ran["ADMIN-1"]["actual_wall_time"].startswith("2026-01-01 12:00:")
    assert ran["ADMIN-1"]["actual_exercise_clock"] == "T+0 (planned)"
    assert ran["ADMIN-2"]["outcome"] == "came"
    assert not any(row["change"] for row in ran.values())
    assert main(["exercise", "import", str(folder), str(tmp_path / "ran.csv")]) == 0
    assert [each.control_no for each in kept(folder)] == ["NEW-1"]
    assert main(["exercise", "documents", str(folder), "--format", "html"]) == 0
    report = (folder / "documents" / "after-action-report.html").read_text("utf-8")
    assert "Storm" in report
    assert "improvised by the white cell" in report


def run(folder: Path) -> list[str]:
    """Run an exercise with a white cell, its wall clock a second further at each event."""
    exercise = opened(folder)
    setup = Setup(exercise.scenario)
    ticks = iter(range(NOON_MS, NOON_MS + 10_000_000, 1000))
    filled = {seat: occupant(setup, seat, "standing-orders") for seat in setup.seats}
    head = header(setup.scenario, 1, 0, filled, played=True)
    file = LineFile(exercise.record, wall=lambda: next(ticks))
    play = Play(setup, 1, filled, header=head, file=file)
    refused = adjusted(play, kept(folder))
    give(play, Command(WHITE_CELL, "skip", subject="second"))
    seats = tuple(setup.seats)
    give(play, Command(WHITE_CELL, "improvise", form="Storm", text="Hail.", clauses=seats))
    play.advance()
    play.close()
    return refused
