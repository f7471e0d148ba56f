"""The folder of an exercise: its plan with every fault, and the two clocks."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli import main
from sim.errors import ExerciseError
from sim.exercise.clock_map import ClockMap, clock_map
from sim.exercise.drafting import draft
from sim.exercise.folder import PLAN, examined, opened
from sim.exercise.plan import ClockPiece
from sim.loader import load
from sim.loader.library import shipped

HOUR = 3_600_000


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make an exercise; tests that change it copy it first."""
    path = tmp_path_factory.mktemp("exercise") / "talks"
    assert main(["exercise", "new", "two-captains", str(path)]) == 0
    return path


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """Give an exercise that may be changed."""
    return Path(shutil.copytree(made, tmp_path / "talks"))


def changed(folder: Path, old: str, new: str) -> list[str]:
    """Change the plan; list what is wrong then, without the file's name."""
    file = folder / PLAN
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    return [str(fault).removeprefix(f"{file}:") for fault in examined(folder)]


@pytest.mark.parametrize("name", shipped())
def test_a_new_exercise_is_sound(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first thing a planner sees would be faults that are not theirs."""
    path = tmp_path / "new"

    assert main(["exercise", "new", name, str(path)]) == 0
    said = capsys.readouterr().out
    assert f"channel16 exercise check {path}" in said
    assert main(["exercise", "check", str(path)]) == 0
    assert capsys.readouterr().out == ""

    exercise = opened(path)
    people = [seat.id for seat in exercise.scenario.seats if seat.playable]
    assert sorted(s for seats in exercise.cell_seats().values() for s in seats) == sorted(people)
    assert {task.cell for task in exercise.tasks()} == set(exercise.exercise.cells)
    assert (path / "msel.csv").is_file()
    end = exercise.clock().exercise_ms(exercise.scenario.horizon)
    assert end <= 95 * 60_000


def test_the_same_scenario_gives_the_same_plan() -> None:
    """Two planners would not talk of the same thing."""
    scenario = load("handshake")

    assert draft(scenario) == draft(scenario)
    assert "vocabulary: nato" in draft(scenario, "nato")


def test_nothing_that_is_there_is_mixed_up(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Somebody's plan would be overwritten."""
    before = (folder / PLAN).read_text("utf-8")

    assert main(["exercise", "new", "handshake", str(folder)]) == 2
    assert "exists and is not empty" in capsys.readouterr().err
    assert main(["exercise", "new", "handshake", str(folder / "no" / "way")]) == 2
    assert "make it first" in capsys.readouterr().err
    assert main(["exercise", "new", "nowhere", str(folder / "x")]) == 2
    assert (folder / PLAN).read_text("utf-8") == before


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("title:", "titel:", "unknown key “titel”; did you mean “title”?"),
        ("cell: north", "cell: nort", "there is no cell “nort”; did you mean “north”?"),
        ("cell: north", "seat: north_captin", "there is no seat “north_captin” in the scenario"),
        (
            "  cell: north\n",
            "  cell: north\n      seat: north_captain\n",
            "one of them: whose task",
        ),
        ("id: word_south", "id: word_north", "the task “word_north” stands twice; rename one"),
        ("        at_least: 1\n", "\n", "a value needs “at_least”, “at_most” or both"),
        ("answered:", "reply:", "unknown goal “reply”"),
        ("  pace: ", "  pace: -", "expected a number from 0.01 to 100000"),
        ("- at: 0 s", "- at: 900 d", "lies after the horizon of the scenario"),
        ("- at: 0 s", "- on: nothing", "there is no inject “nothing” in the scenario"),
        ("scenario: scenario", "scenario: ..", "lies outside the exercise's folder"),
        ("scenario: scenario", "scenario: away", "there is no scenario.yaml in that folder"),
        ("vocabulary: hseep", "vocabulary: hsep", "expected one of hseep or nato"),
        ("doctrines: {}", "doctrines: {north_captain: firm}", "is held by the cell “north”"),
        ("objective: north.", "objective: nort.", "no side of the scenario has the objective"),
    ],
)
def test_a_fault_is_found_at_its_place(folder: Path, old: str, new: str, what: str) -> None:
    """A planner would be sent to the wrong line, or to none."""
    text = (folder / PLAN).read_text("utf-8")
    faults = changed(folder, old, new)

    assert any(what in fault for fault in faults), faults
    fault = next(fault for fault in faults if what in fault)
    line, column, _ = fault.split(":", 2)
    assert int(column) >= 1
    at = text[: text.index(old)].count("\n") + 1
    assert at - 9 <= int(line) <= at + 1, fault


def test_all_faults_come_at_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One would have to repair and check again, fault by fault."""
    changed(folder, "title:", "titel:")
    changed(folder, "  pace: ", "  pacing: ")
    scenario = folder / "scenario" / "scenario.yaml"
    scenario.write_text(scenario.read_text("utf-8").replace("horizon:", "horizont:", 1), "utf-8")

    assert main(["exercise", "check", str(folder), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)

    assert {Path(each["file"]).name for each in found} == {"exercise.yaml", "scenario.yaml"}
    assert sum("titel" in each["what"] or "pacing" in each["what"] for each in found) == 2
    with pytest.raises(ExerciseError) as caught:
        opened(folder)
    assert len(caught.value.faults) == len(found)


def test_a_seat_that_nobody_was_given_is_told(folder: Path) -> None:
    """A seat would be empty on the day, and no one had meant it."""
    found = changed(folder, "cells:", "cells: {all: {title: All, seats: [north_captain]}}\n\nold:")

    assert any("unknown key “old”" in fault for fault in found)


def test_what_is_no_exercise_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A traceback, or a yes, for something that is none."""
    assert main(["exercise", "check", str(tmp_path)]) == 2
    assert "holds no exercise.yaml; make one" in capsys.readouterr().err
    (tmp_path / PLAN).write_text("- 1\n", "utf-8")
    assert main(["exercise", "check", str(tmp_path)]) == 1
    assert "expected keys and values" in capsys.readouterr().out
    (tmp_path / PLAN).write_text("a: [\n", "utf-8")
    assert main(["exercise", "check", str(tmp_path)]) == 1
    assert "is not YAML" in capsys.readouterr().out
    assert main(["exercise", "check"]) == 2


def test_the_schema_is_published(capsys: pytest.CaptureFixture[str]) -> None:
    """An editor could not complete a plan."""
    assert main(["exercise", "check", "--schema"]) == 0
    made = json.loads(capsys.readouterr().out)

    assert made["title"] == "Channel 16 exercise"
    assert {"objectives", "cells", "clock", "doctrines"} <= set(made["properties"])
    assert "goal" in made["$defs"]


# The two clocks


def test_three_days_in_ninety_minutes() -> None:
    """Counted by hand: 30 min at pace 8 (4 h), a jump of 20 h, then 48 h in 60 min."""
    pieces = [ClockPiece(at="0 s", pace=8), ClockPiece(at="4 h", jump="24 h", pace=48)]
    made = clock_map(pieces, {})

    assert made.exercise_ms(4 * HOUR) == HOUR // 2
    assert made.exercise_ms(14 * HOUR) == HOUR // 2
    assert made.story_ms(HOUR // 2) == 24 * HOUR
    assert made.story_ms(HOUR // 2 - 1) < 4 * HOUR
    assert made.exercise_ms(72 * HOUR) == HOUR * 3 // 2
    assert made.pace(0) == 8.0


def test_a_piece_that_waits_for_an_inject_has_its_place_when_it_came() -> None:
    """The clock would jump before the news that makes it jump."""
    pieces = [ClockPiece(at="0 s", pace=10), ClockPiece(on="storm", jump="10 h")]

    assert clock_map(pieces, {}).exercise_ms(20 * HOUR) == 2 * HOUR
    assert clock_map(pieces, {"storm": 5 * HOUR}).exercise_ms(20 * HOUR) == HOUR * 3 // 2
    assert clock_map(pieces, {"storm": 12 * HOUR}).exercise_ms(20 * HOUR) == 2 * HOUR


@st.composite
def maps(draw: st.DrawFn) -> ClockMap:
    """Draw maps with jumps, also into and inside one another."""
    ms = st.integers(0, 10**9)
    pieces = []
    for _ in range(draw(st.integers(0, 6))):
        at, by = draw(ms), draw(st.integers(1, 10**8))
        jump = f"{at + by} ms" if draw(st.booleans()) else None
        pace = draw(st.sampled_from([0.01, 0.5, 1, 3, 7.25, 48, 1000]))
        pieces.append(ClockPiece(at=f"{at} ms", pace=pace, jump=jump))
    return clock_map(pieces, {})


@given(maps(), st.integers(0, 2 * 10**9), st.integers(0, 10**6))
def test_neither_clock_goes_back(made: ClockMap, at: int, more: int) -> None:
    """Events would come before those that caused them."""
    assert made.exercise_ms(0) == 0
    assert made.exercise_ms(at) <= made.exercise_ms(at + more)
    assert made.story_ms(at) <= made.story_ms(at + more)


@given(maps(), st.integers(0, 2 * 10**9))
def test_one_clock_gives_the_other_back(made: ClockMap, at: int) -> None:
    """A stamp with both clocks would name two moments."""
    pace = made.pace(at)

    assert 0 <= made.exercise_ms(made.story_ms(at)) - at <= (1 / pace if pace < 1 else 0)
    assert made.exercise_ms(made.story_ms(made.exercise_ms(at))) >= made.exercise_ms(at)
