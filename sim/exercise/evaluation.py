"""What evaluators write: one line a note, with both clocks, a task, a rating and who wrote it.

The file `evaluation.jsonl` of an exercise's folder holds one JSON object a line. Who evaluates at
the host, beside it or afterwards from paper writes lines of the same form, and they are put
together by `merged`.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, ValidationError

from sim.errors import Fault, nearest, quoted
from sim.jsontext import json_data
from sim.model.fields import string, whole
from sim.model.words import Entry

Rating = Literal["P", "S", "M", "U"]
RATINGS: tuple[Rating, ...] = ("P", "S", "M", "U")
"""From done without trouble to not done; three of the four are done."""
NOTE_MOST, BY_MOST = 2000, 40
_MS_MOST = 3650 * 86_400_000
_BY = r"[A-Za-z0-9][A-Za-z0-9 _.-]*"


def _instant(text: str) -> str:
    """See that a text is an instant that everybody means the same by."""
    try:
        if datetime.fromisoformat(text).tzinfo is not None:
            return text
    except ValueError:
        pass
    raise ValueError("expected a time such as 2026-05-04T09:30:00Z")


class EvaluatorEntry(Entry):
    """One note of an evaluator.

    `wall` is when it was written; `story_ms` and `exercise_ms` are the instant that it is about on
    both clocks; `by` is a pseudonym. Without a rating it is an observation; with one it says how
    the task was done, whatever the log says, and `note` why.
    """

    wall: Annotated[str, *string(40), AfterValidator(_instant)]
    story_ms: Annotated[int, *whole(0, _MS_MOST)]
    exercise_ms: Annotated[int, *whole(0, _MS_MOST)]
    task: Annotated[str, *string(100)]
    rating: Rating | None = None
    note: Annotated[str, *string(NOTE_MOST, 0)] = ""
    inject: Annotated[str, *string(100, 0)] = ""
    by: Annotated[
        str, *string(BY_MOST, 1, _BY, "expected a pseudonym of letters, digits, spaces, “_.-”")
    ]
    kind: Annotated[
        Literal["", "strength", "improvement"],
        Field(description="what an observation shows, if the evaluator says so"),
    ] = ""
    id: Annotated[
        str, *string(100, 0), Field(description="by which the host took it; it counts once")
    ] = ""

    @property
    def written(self) -> datetime:
        """Give when it was written."""
        return datetime.fromisoformat(self.wall)


@dataclass(frozen=True, slots=True)
class TaskRating:
    """How evaluators left a task: everybody's last rating, and the one that counts.

    Where they differ the worst counts, until they agree.
    """

    rating: Rating | None
    by: tuple[tuple[str, Rating], ...] = ()

    @property
    def differ(self) -> bool:
        """Say whether evaluators rated the task differently."""
        return len({rating for _, rating in self.by}) > 1


def is_pseudonym(text: str) -> bool:
    """Say whether an evaluator may be called so.

    >>> is_pseudonym("E1"), is_pseudonym("=1+1")
    (True, False)
    """
    return re.fullmatch(_BY, text) is not None and len(text) <= BY_MOST


def to_line(entry: EvaluatorEntry) -> str:
    """Write an entry as a line, without its end; what is empty is left out."""
    data = {key: value for key, value in entry.model_dump().items() if value not in ("", None)}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def entry_from(
    text: str, tasks: Collection[str], injects: Collection[str] = ()
) -> EvaluatorEntry | str:
    """Read one line; what is wrong with it is said in a sentence.

    Args:
        text: One JSON object.
        tasks: The ids of the exercise's critical tasks.
        injects: The ids that an entry may link to.
    """
    try:
        data = json_data(text)
    except ValueError as error:
        return f"is not one JSON object ({error})"
    if not isinstance(data, dict):
        return "is not one JSON object"
    try:
        entry = EvaluatorEntry.model_validate(data)
    except ValidationError as error:
        return _complaint(error)
    if entry.task not in tasks:
        return f"there is no task {quoted(entry.task)}; {nearest(entry.task, tasks)}"
    if entry.inject and entry.inject not in injects:
        return f"there is no inject {quoted(entry.inject)}; {nearest(entry.inject, injects)}"
    if entry.rating is None and not entry.note.strip():
        return "has neither a rating nor a note; give one of them"
    return entry


def _complaint(error: ValidationError) -> str:
    """Say in our words what the first fault is."""
    item = error.errors(include_url=False)[0]
    key = quoted(".".join(map(str, item["loc"])))
    match item["type"]:
        case "extra_forbidden":
            return f"there is no {key} in an entry; {nearest(str(item['loc'][-1]), _KEYS)}"
        case "missing":
            return f"lacks {key}; add it"
        case "literal_error":
            return f"{key}: expected one of {item['ctx']['expected']}"
    return f"{key}: {item['msg'].removeprefix('Value error, ')}"


_KEYS = tuple(EvaluatorEntry.model_fields)


def read_entries(
    lines: Sequence[str], name: str, tasks: Collection[str], injects: Collection[str] = ()
) -> tuple[list[EvaluatorEntry], list[Fault]]:
    """Read a file of entries: those that are sound, and a fault for each line that is not."""
    found: list[EvaluatorEntry] = []
    faults: list[Fault] = []
    for row, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        entry = entry_from(text.removeprefix("\ufeff"), tasks, injects)
        if isinstance(entry, str):
            faults.append(Fault(name, row, column=1, what=entry))
        else:
            found.append(entry)
    return found, faults


def ids(lines: Iterable[str]) -> set[str]:
    """Give the ids of the entries of a file; of a line that is none, nothing."""
    found = set()
    for text in lines:
        with contextlib.suppress(ValueError, AttributeError):
            found.add(str(json_data(text).get("id", "")))
    return found - {""}


def merged(*several: Iterable[EvaluatorEntry]) -> list[EvaluatorEntry]:
    """Put entries of several files together, each once, in the order of the story."""
    kept = dict.fromkeys(entry for entries in several for entry in entries)
    return sorted(kept, key=lambda entry: (entry.story_ms, entry.written, entry.by))


def standing(entries: Iterable[EvaluatorEntry], task: str) -> TaskRating:
    """Say how evaluators left a task: of each the rating written last, and the worst of those."""
    last: dict[str, tuple[datetime, Rating]] = {}
    for entry in entries:
        if entry.task != task or entry.rating is None:
            continue
        if entry.by not in last or last[entry.by][0] <= entry.written:
            last[entry.by] = (entry.written, entry.rating)
    by = tuple((who, rating) for who, (_, rating) in sorted(last.items()))
    return TaskRating(worst(rating for _, rating in by), by)


def worst(ratings: Iterable[Rating | None]) -> Rating | None:
    """Give the worst of some ratings, None if there is none.

    >>> worst(["P", None, "M", "S"])
    'M'
    """
    return max((r for r in ratings if r is not None), key=RATINGS.index, default=None)
