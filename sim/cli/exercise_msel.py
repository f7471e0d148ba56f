"""`channel16 exercise export` and `import`: the list of events, out for planners and in again."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import NO, OK, Parser, complain, say
from sim.cli.outputs import stays, there_already
from sim.errors import UsageError
from sim.printable import csv_line
from sim.store import put_in_place, read_bytes, write_whole

if TYPE_CHECKING:
    from types import ModuleType

    from sim.exercise.msel_executed import Executed
    from sim.exercise.plan import Exercise
    from sim.model.scenario import Scenario

_BYTES_MOST = 64_000_000
_XLSX = ".xlsx"


def arguments(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Declare the two verbs below `exercise`."""
    export = verbs.add_parser("export", help="write the list of events (MSEL), or bring it up")
    export.add_argument("scenario", metavar="DIR|SCENARIO", help="an exercise, or a scenario")
    export.add_argument("--msel", type=Path, required=True, metavar="FILE.csv|.xlsx")
    export.set_defaults(do=_export)
    bring = verbs.add_parser("import", help="take what planners changed in a list of events")
    bring.add_argument("folder", type=Path, metavar="DIR")
    bring.add_argument("file", type=Path, metavar="FILE.csv|.xlsx")
    bring.set_defaults(do=_import)


def _export(args: argparse.Namespace) -> int:
    from sim.exercise.msel import again, text
    from sim.exercise.msel_merge import NoListError

    plan, path = _planned(args.scenario), args.msel
    there, where = _there(path), path
    if not there and plan.before is not None:
        there, where = _there(plan.before), plan.before
    if not there:
        _write(path, text(plan.scenario, plan.exercise, plan.ran))
        return OK
    try:
        found = again(plan.scenario, there, plan.exercise, plan.ran)
    except NoListError as error:
        raise stays(where, "--msel", str(error)) from None
    if not found.same or where != path:
        _write(path, found.text)
    complain(f"{path}: {found}")
    return OK


@dataclass(frozen=True, slots=True)
class _Planned:
    """What a list is made from: a scenario, and of an exercise its plan, its run, its last list."""

    scenario: Scenario
    exercise: Exercise | None = None
    ran: Executed | None = None
    before: Path | None = None


def _planned(name: str) -> _Planned:
    """Load a scenario, or an exercise with its run if there was one."""
    from sim.cli.exercise_papers import source_of
    from sim.exercise.adjustments import kept
    from sim.exercise.folder import is_folder, opened
    from sim.exercise.msel import begin_key
    from sim.exercise.msel_executed import executed
    from sim.loader import load

    if not is_folder(Path(name)):
        return _Planned(load(name))
    folder = opened(Path(name))
    source, scenario = source_of(folder), folder.scenario
    ran = None
    if source.evidence is not None:
        begin = begin_key(scenario)
        ran = executed(source.evidence, source.clock, begin, kept(folder.path))
    before = folder.msel if folder.msel.exists() else None
    return _Planned(scenario, folder.exercise, ran, before)


def _there(path: Path) -> str:
    """Read the list that is there already, as CSV; "" if nothing is."""
    if path.suffix.lower() != _XLSX:
        return there_already(path, "--msel", ".csv", _XLSX)
    _workbooks(path)
    if not path.exists():
        there_already(path, "--msel", _XLSX)
        return ""
    try:
        return _csv(_table(path))
    except ValueError as error:
        raise stays(path, "--msel", str(error)) from None


def _write(path: Path, text: str) -> None:
    from sim.exercise.msel_import import table_of

    if path.suffix.lower() != _XLSX:
        write_whole(path, text)
        return
    raw = _workbooks(path).workbook(table_of(text))
    put_in_place(path, lambda file: file.write(raw))


def _workbooks(path: Path) -> ModuleType:
    """Load what reads and writes workbooks; it is an extra."""
    try:
        from sim.exercise import msel_xlsx
    except ModuleNotFoundError:
        what = f"{path}: for .xlsx install the extra “exercise” (pip install 'channel16[exercise]')"
        raise UsageError(f"{what}, or give a name that ends in .csv") from None
    return msel_xlsx


def _csv(table: Sequence[Sequence[str]]) -> str:
    return "".join(csv_line(row, end="\r\n") for row in table)


def _table(path: Path) -> list[list[str]]:
    """Read a table; raise ValueError if it is none."""
    from sim.exercise.msel_import import table_of
    from sim.store import decoded

    raw = read_bytes(path, _BYTES_MOST, "a list of events")
    if path.suffix.lower() == _XLSX:
        found: list[list[str]] = _workbooks(path).table_of(raw)
        return found
    return table_of(decoded(raw, str(path)))


def _import(args: argparse.Namespace) -> int:
    from sim.engine import Setup
    from sim.exercise.adjustments import ADJUSTMENTS, keep
    from sim.exercise.folder import opened
    from sim.exercise.msel import BOM
    from sim.exercise.msel_import import imported
    from sim.exercise.msel_merge import completed

    exercise = opened(args.folder)
    try:
        table = _table(args.file)
    except ValueError as error:
        raise UsageError(f"{args.file}: {error}; give a .csv or .xlsx that was exported") from None
    found = imported(Setup(exercise.scenario), table, exercise.exercise.columns)
    for problem in found.problems:
        complain(f"{args.file}: {problem}")
    if found.problems:
        complain("nothing was taken; repair these rows and import again")
        return NO
    keep(args.folder, found.adjustments)
    if args.file.resolve() != exercise.msel.resolve():
        before = _there(exercise.msel)
        write_whole(exercise.msel, BOM + completed(found.text.removeprefix(BOM), before))
    edits = sum(1 for each in found.adjustments if each.inject)
    new = len(found.adjustments) - edits
    say(f"{args.folder / ADJUSTMENTS}: {edits} injects changed, {new} added")
    return OK
