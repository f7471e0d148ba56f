"""`channel16 exercise evaluate`: an evaluator's notes and ratings, typed line by line."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli import OK, Parser, complain, say
from sim.errors import UsageError, quoted
from sim.store import LineFile, read_ends
from sim.units import clock, elapsed

if TYPE_CHECKING:
    from sim.exercise.evaluating import EntryForm
    from sim.exercise.folder import ExerciseFolder

_TAIL = 65_536


def arguments(verbs: Any) -> None:  # noqa: ANN401  # argparse keeps the type to itself
    """Declare the verb below `exercise`."""
    evaluate: Parser = verbs.add_parser("evaluate", help="note and rate tasks, line by line")
    evaluate.add_argument("folder", type=Path, metavar="DIR")
    evaluate.add_argument("--by", default="E1", metavar="PSEUDONYM", help="who writes (E1)")
    evaluate.set_defaults(do=_evaluate)


def _evaluate(args: argparse.Namespace) -> int:
    from sim.exercise.evaluating import HELP, EntryForm
    from sim.exercise.evaluation import is_pseudonym
    from sim.exercise.folder import EVALUATION, opened

    if not is_pseudonym(args.by):
        raise UsageError(f"--by {quoted(args.by)}: give a pseudonym of letters and digits, as E1")
    folder = opened(args.folder)
    tasks = list(folder.tasks())
    numbers = {f"INJ-{n}": i.id for n, i in enumerate(folder.scenario.injects, 1)}
    form = EntryForm(tuple(t.id for t in tasks), numbers, args.by, folder.clock())
    path = folder.path / EVALUATION
    file = LineFile(path, exists=path.exists())
    try:
        file.keep(path.stat().st_size)
        for number, task in enumerate(tasks, 1):
            who = folder.exercise.cells[task.cell].title if task.cell else ""
            seat = next((s.title for s in folder.scenario.seats if s.id == task.seat), "")
            say(f"{number:>3}  {who or seat}: {task.text}")
        say(f"\n{HELP}\nEmpty line or end of input: done.")
        for line in sys.stdin:
            if not line.strip():
                break
            _take(folder, form, file, line)
    finally:
        file.close()
    return OK


def _take(folder: ExerciseFolder, form: EntryForm, file: LineFile, line: str) -> None:
    from sim.exercise.evaluating import typed_entry
    from sim.exercise.evaluation import to_line

    wall = datetime.now().astimezone().isoformat(timespec="seconds")
    entry = typed_entry(form, line.strip(), wall=wall, story_ms=story_stands(folder.record))
    if isinstance(entry, str):
        complain(entry)
        return
    file.append([to_line(entry)], sync=True)
    if file.trouble:
        raise UsageError(file.trouble)
    at = clock(folder.scenario.begins, entry.story_ms)
    number = form.tasks.index(entry.task) + 1
    rating = entry.rating or entry.kind or "note"
    say(f"     {number} {rating}, story {at}, exercise {elapsed(entry.exercise_ms)}")


def story_stands(record: Path) -> int:
    """Give how far the story has come by the last lines of a record, 0 without one."""
    if not record.exists():
        return 0
    _, tail = read_ends(record, 0, _TAIL)
    for raw in reversed(tail.splitlines()):
        try:
            data = json.loads(raw)
        except ValueError:
            continue
        found = data.get("at_ms", data.get("clock")) if isinstance(data, dict) else None
        if type(found) is int:
            return max(found, 0)
    return 0
