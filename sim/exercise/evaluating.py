"""An evaluator's line as it is typed: task, rating by number or letter, note, event."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sim.errors import nearest, quoted
from sim.exercise.evaluation import NOTE_MOST, RATINGS, EvaluatorEntry, Rating, entry_from, to_line
from sim.exercise.journalled import StoryClock
from sim.units import MS_PER_MIN

_TIME = re.compile(r"[Tt]\+(\d{1,7})")
_EVENT = re.compile(r"\s*@(\S+)\s*$")
_KINDS: dict[str, Literal["", "strength", "improvement"]] = {
    "+": "strength",
    "-": "improvement",
    "0": "",
}
HELP = (
    "T+MINUTES (if not now), number of the task, then 1 P, 2 S, 3 M, 4 U (or + strength, "
    "- to improve, 0 neither), a note, @EVENT; such as:  3 2 asked twice before acting @INJ-4"
)
"""How a line is written."""


@dataclass(frozen=True, slots=True)
class EntryForm:
    """What a typed line is read by: the tasks by their numbers from 1, injects by theirs."""

    tasks: tuple[str, ...]
    injects: dict[str, str]
    by: str
    clock: StoryClock


@dataclass(frozen=True, slots=True)
class TypedEntry:
    """What a typed line says; `story_ms` is None where it is about now."""

    task: str
    rating: Rating | None
    note: str
    inject: str
    kind: Literal["", "strength", "improvement"]
    story_ms: int | None = None


def typed_entry(form: EntryForm, text: str, *, wall: str, story_ms: int) -> EvaluatorEntry | str:
    """Read a typed line; what is wrong with it is said in a sentence.

    Args:
        form: The tasks and injects, who writes, and the clocks.
        text: What was typed, as `HELP` says.
        wall: Now, as an instant with its offset.
        story_ms: Where the story stands; another time stands at the begin of the line.
    """
    said = typed(form.tasks, form.injects, text)
    if isinstance(said, str):
        return said
    at_ms = story_ms if said.story_ms is None else said.story_ms
    made = EvaluatorEntry.model_construct(
        wall=wall,
        story_ms=at_ms,
        exercise_ms=form.clock.exercise_ms(at_ms),
        task=said.task,
        rating=said.rating,
        note=said.note,
        inject=said.inject,
        by=form.by,
        kind=said.kind,
    )
    return entry_from(to_line(made), form.tasks, tuple(form.injects.values()))


def typed(tasks: Sequence[str], injects: Mapping[str, str], text: str) -> TypedEntry | str:
    """Read a typed line by the tasks and the events by number; a sentence says what is wrong."""
    story_ms: int | None = None
    words = text.split(maxsplit=1)
    at = _TIME.fullmatch(words[0]) if words else None
    if at:
        story_ms = int(at[1]) * MS_PER_MIN
        words = (words[1] if len(words) > 1 else "").split(maxsplit=1)
    if not words:
        return "nothing is typed; begin with the number of a task"
    task = _numbered(tasks, words[0])
    if not task:
        return f"there is no task {quoted(words[0])}; give a number from 1 to {len(tasks)}"
    mark, _, note = (words[1] if len(words) > 1 else "").partition(" ")
    rating = _rating(mark)
    if rating is None and mark not in _KINDS:
        return f"{quoted(mark)} is no rating; give 1 P, 2 S, 3 M, 4 U, or +, -, 0 for a note only"
    linked, inject = _EVENT.search(note), ""
    if linked:
        note, name = note[: linked.start()], linked[1].upper()
        if name not in injects:
            return f"there is no event {quoted(name)}; {nearest(name, injects)}"
        inject = injects[name]
    if len(note) > NOTE_MOST:
        return f"the note is longer than {NOTE_MOST} characters; make two of it"
    kind, note = _KINDS.get(mark, ""), note.strip()
    if rating is None and not note:
        return "has neither a rating nor a note; give one of them"
    return TypedEntry(task, rating, note, inject=inject, kind=kind, story_ms=story_ms)


def _numbered(tasks: Sequence[str], word: str) -> str:
    number = int(word) if word.isascii() and word.isdigit() and len(word) < 6 else 0
    return tasks[number - 1] if 1 <= number <= len(tasks) else ""


def _rating(mark: str) -> Rating | None:
    """Read a rating by its key, 1 to 4, or its letter.

    >>> _rating("3"), _rating("m"), _rating("5")
    ('M', 'M', None)
    """
    if mark in ("1", "2", "3", "4"):
        return RATINGS[int(mark) - 1]
    return next((letter for letter in RATINGS if letter == mark.upper()), None)
