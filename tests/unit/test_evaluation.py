"""Evaluators' entries: read with a fault a line, put together, and what they add up to."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest

from sim.exercise.clock_map import ClockMap, ClockStep
from sim.exercise.evaluating import EntryForm, typed_entry
from sim.exercise.evaluation import (
    EvaluatorEntry,
    entry_from,
    merged,
    read_entries,
    standing,
    to_line,
)

TASKS, INJECTS = ("hail_first", "answer_offer"), ("press_film",)
WALL = "2026-05-04T09:30:00Z"


def entry(task: str = "hail_first", rating: str | None = "P", **more: object) -> EvaluatorEntry:
    """Make an entry."""
    data = {"wall": WALL, "story_ms": 1, "exercise_ms": 2, "by": "E1", **more}
    return EvaluatorEntry.model_validate({**data, "task": task, "rating": rating})


def test_an_entry_comes_back_as_it_was_written() -> None:
    """A note would change between the evaluator and the report."""
    written = entry(note="“Standing by”, line 1\u2028?".replace("\u2028", " "), inject="press_film")

    assert entry_from(to_line(written), TASKS, INJECTS) == written
    assert json.loads(to_line(entry(rating=None, note="n"))).keys() == {
        *("wall", "story_ms", "exercise_ms", "task", "note", "by")
    }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"task": "hail_frist"}, "there is no task “hail_frist”; did you mean “hail_first”?"),
        ({"inject": "press"}, "there is no inject “press”; did you mean “press_film”?"),
        ({"rating": "X"}, "“rating”: expected one of 'P', 'S', 'M' or 'U'"),
        ({"rating": None}, "has neither a rating nor a note; give one of them"),
        ({"wall": "2026-13-01T00:00:00Z"}, "“wall”: expected a time such as 2026-05-04T09:30:00Z"),
        ({"story_ms": True}, "“story_ms”: expected a whole number from 0 to 315360000000"),
        ({"by": "=1"}, "“by”: expected a pseudonym of letters, digits, spaces, “_.-”"),
        ({"note": "\x1b[2J"}, "“note”: holds a control character (U+001B)"),
        ({"ratng": "P"}, "there is no “ratng” in an entry; did you mean “rating”?"),
    ],
)
def test_a_faulty_line_is_named_and_the_others_are_read(
    change: dict[str, object], said: str
) -> None:
    """One slip would throw away an evaluator's whole afternoon."""
    good = json.loads(to_line(entry()))
    lines = [json.dumps(good), "", json.dumps({**good, **change}), "{", json.dumps(good)]

    found, faults = read_entries(lines, "e.jsonl", TASKS, INJECTS)

    assert len(found) == 2
    assert str(faults[0]) == f"e.jsonl:3:1: {said}"
    assert str(faults[1]).startswith("e.jsonl:4:1: is not one JSON object")


def test_a_missing_key_is_named() -> None:
    """An evaluator would have to guess what the line lacks."""
    assert entry_from("{}", TASKS) == "lacks “wall”; add it"


def test_files_are_put_together_in_the_order_of_the_story() -> None:
    """The same note copied twice would count twice, and times would jump."""
    late, early = entry(story_ms=9), entry(story_ms=3, by="E2")

    assert merged([late], [early, late]) == [early, late]


def test_an_evaluator_may_change_his_mind_and_two_may_differ() -> None:
    """A slip of the first minute would stand in the report for ever."""
    later = "2026-05-04T10:40:00+01:00"
    notes = [entry(rating="U"), entry(rating="S", wall=later), entry(rating="M", by="E2")]

    found = standing(notes, "hail_first")

    assert (found.rating, found.by, found.differ) == ("M", (("E1", "S"), ("E2", "M")), True)
    assert standing(notes, "answer_offer").rating is None


FORM = EntryForm(TASKS, {"INJ-1": "press_film"}, "E1", ClockMap((ClockStep(0, 0, Fraction(10)),)))


def typed(text: str) -> EvaluatorEntry | str:
    """Type a line while the story stands at one hour."""
    return typed_entry(FORM, text, wall=WALL, story_ms=3_600_000)


def test_a_typed_line_becomes_an_entry_on_both_clocks() -> None:
    """An evaluator would have to look up times and names while people speak."""
    found = typed("2 3 asked twice, then acted @inj-1")

    assert isinstance(found, EvaluatorEntry)
    assert (found.task, found.rating, found.inject) == ("answer_offer", "M", "press_film")
    assert (found.note, found.by) == ("asked twice, then acted", "E1")
    assert (found.story_ms, found.exercise_ms) == (3_600_000, 360_000)


def test_paper_notes_may_be_typed_afterwards() -> None:
    """What was noted by hand would get the time of the typing."""
    found = typed("T+30 1 + calm voice")

    assert isinstance(found, EvaluatorEntry)
    assert (found.story_ms, found.exercise_ms) == (1_800_000, 180_000)
    assert (found.rating, found.kind) == (None, "strength")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("T+3", "nothing is typed"),
        ("3 1", "there is no task “3”; give a number from 1 to 2"),
        ("1 5", "“5” is no rating; give 1 P, 2 S, 3 M, 4 U"),
        ("1", "“” is no rating"),
        ("1 0", "has neither a rating nor a note"),
        ("1 p late @INJ-9", "there is no event “INJ-9”; did you mean “INJ-1”?"),
        (f"1 p {'x' * 2001}", "the note is longer than 2000 characters"),
        ("1 p \x07", "“note”: holds a control character"),
        ("T+99999999 1 p", "there is no task “T+99999999”"),
    ],
)
def test_a_slip_is_said_and_nothing_is_written(text: str, said: str) -> None:
    """A rating would land on another task, or nowhere."""
    found = typed(text)

    assert isinstance(found, str)
    assert found.startswith(said)
