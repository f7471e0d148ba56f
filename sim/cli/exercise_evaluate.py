"""`channel16 exercise evaluate`: an evaluator's notes and ratings, in a folder or at a host."""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli import OK, Parser, complain, home, say
from sim.errors import UsageError, quoted
from sim.store import LineFile, read_ends
from sim.units import clock, elapsed

if TYPE_CHECKING:
    from sim.exercise.evaluating import EntryForm
    from sim.exercise.folder import ExerciseFolder
    from sim.exercise.join.entries import EntryDesk
    from sim.exercise.join.link import Link

_TAIL = 65_536
ACKNOWLEDGED_S = 2.0
"""How long a line waits for its acknowledgement before the next may be typed."""
WAITING = "{} of your entries wait on this machine; the same command sends them"


def arguments(verbs: Any) -> None:  # noqa: ANN401  # argparse keeps the type to itself
    """Declare the verb below `exercise`."""
    evaluate: Parser = verbs.add_parser("evaluate", help="note and rate tasks")
    add = evaluate.add_argument
    add("where", metavar="DIR|URL", help="an exercise's folder, or a host: ws://127.0.0.1:8017")
    add("--by", default="E1", metavar="PSEUDONYM", help="who writes (E1)")
    add("--code", default="", help="the evaluator's join code at a host")
    add("--trust", type=Path, metavar="CERT", help="the host's own certificate")
    add("--plain", action="store_true", help="in lines at a host too, not on the screen")
    evaluate.set_defaults(do=_evaluate)


def _evaluate(args: argparse.Namespace) -> int:
    from sim.exercise.evaluation import is_pseudonym

    if not is_pseudonym(args.by):
        raise UsageError(f"--by {quoted(args.by)}: give a pseudonym of letters and digits, as E1")
    if args.where.startswith(("ws://", "wss://")):
        return _at_host(args)
    return _in_folder(args)


def _at_host(args: argparse.Namespace) -> int:
    from sim.cli import exercise_join

    args.url, args.name, args.seat = args.where, args.by, ""
    return exercise_join.main(args)


def desk_at(link: Link) -> EntryDesk:
    """Sit down as an evaluator at a host; what an earlier program could not send is sent now.

    Raises:
        RecordError: another program with this code and name is at it on this machine.
    """
    from sim.exercise.join.entries import EntryDesk

    peer = link.peer
    whose = hashlib.sha256(f"{link.url} {peer.code} {peer.name}".encode()).hexdigest()[:16]
    return EntryDesk(link, home.saves() / "entries" / f"{whose}.jsonl")


def converse(link: Link, typed: Iterable[str]) -> Iterator[str]:
    """Yield what an evaluator in lines is told; each line is sent, and kept until it is there."""
    from sim.exercise.evaluating import HELP

    desk = desk_at(link)
    try:
        desk.look()
        yield from (f"{n:>3}  {words}" for n, words in enumerate(desk.tasks.values(), 1))
        yield f"\n{HELP}\nEmpty line or end of input: done."
        for line in typed:
            if not line.strip():
                break
            wrong = desk.write(line.strip())
            if wrong:
                yield f"! {wrong}"
                continue
            entry = desk.entries[-1]
            link.wait(lambda entry=entry: link.peer.came(entry.token), ACKNOWLEDGED_S)  # type: ignore[misc]
            desk.look()
            said = (
                f"     {desk.number(entry)} {entry.said['rating'] or entry.said['kind'] or 'note'}"
            )
            how = {"kept": entry.time, "waits": "waits here; it is sent once the host is back"}
            yield f"{said}, {how.get(entry.became, f'refused: {entry.became}')}"
        desk.look()
    finally:
        waiting = desk.close()
        if waiting:
            complain(WAITING.format(waiting))


def _in_folder(args: argparse.Namespace) -> int:
    from sim.exercise.evaluating import HELP, EntryForm
    from sim.exercise.folder import EVALUATION, opened

    folder = opened(Path(args.where))
    tasks = list(folder.tasks())
    numbers = {f"INJ-{n}": i.id for n, i in enumerate(folder.scenario.injects, 1)}
    form = EntryForm(tuple(t.id for t in tasks), numbers, args.by, folder.clock())
    path = folder.path / EVALUATION
    file = LineFile(path, exists=path.exists())
    try:
        file.keep(path.stat().st_size)
        for number, task in enumerate(tasks, 1):
            say(f"{number:>3}  {folder.whose(task)}: {task.text}")
        say(f"\n{HELP}\nEmpty line or end of input: done.")
        for line in sys.stdin:
            if not line.strip():
                break
            _take(folder, form, file, line)
    finally:
        file.close()
    return OK


def _take(folder: ExerciseFolder, form: EntryForm, file: LineFile, line: str) -> None:
    from sim.cli.exercise import journal_of
    from sim.exercise.evaluating import typed_entry
    from sim.exercise.evaluation import to_line
    from sim.exercise.journalled import ran_clock

    ran = ran_clock(journal_of(folder.record))  # read anew: the exercise may go on meanwhile
    form = replace(form, clock=ran) if ran else form
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
    how = "" if ran else " (planned)"
    rating = entry.rating or entry.kind or "note"
    say(f"     {number} {rating}, story {at}, exercise {elapsed(entry.exercise_ms)}{how}")


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
