"""`channel16 exercise documents` and the report of a folder: papers from plan, run and ratings."""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli import NO, OK, Parser, complain, say
from sim.cli.outputs import may_write_paper, write_paper
from sim.errors import ExerciseError, Fault, UsageError
from sim.printable import cell_text
from sim.store import read_text, write_whole

if TYPE_CHECKING:
    from sim.exercise.evaluation import EvaluatorEntry
    from sim.exercise.folder import ExerciseFolder
    from sim.exercise.paper.source import PaperSource

IMPROVEMENT = "improvement.csv"
_MOST = 16_000_000
_FORMATS = {"docx": (".docx",), "html": (".html",), "both": (".docx", ".html")}


def arguments(verbs: Any) -> None:  # noqa: ANN401  # argparse keeps the type to itself
    """Declare the verb below `exercise`."""
    documents: Parser = verbs.add_parser("documents", help="write the papers of an exercise")
    documents.add_argument("folder", type=Path, metavar="DIR")
    documents.add_argument("--format", choices=tuple(_FORMATS), default="both", help="both if not")
    documents.add_argument("--final", action="store_true", help=FINAL_HELP)
    documents.set_defaults(do=_documents)


FINAL_HELP = "call the report final; refused while its plan lacks an action, owner or date"


def _documents(args: argparse.Namespace) -> int:
    from sim.exercise.folder import DOCUMENTS, opened
    from sim.exercise.papers import papers

    source = source_of(opened(args.folder))
    plan = improvement_plan(source, final=args.final)
    into = args.folder / DOCUMENTS
    _make(into)
    stayed = 0
    for name, paper in papers(source, plan, final=args.final):
        for suffix in _FORMATS[args.format]:
            path = into / f"{name}{suffix}"
            try:
                may_write_paper(path, "documents")
            except UsageError as error:
                complain(str(error))
                stayed += 1
                continue
            write_paper(path, paper)
            say(str(path))
    return NO if stayed else OK


def _make(into: Path) -> None:
    try:
        into.mkdir(exist_ok=True)
    except OSError as error:
        raise UsageError(f"{into}: cannot be made ({error.strerror}); move it away") from None


def report_of_folder(folder: Path, output: Path, *, final: bool) -> bool:
    """Write the report and improvement plan of an exercise; say whether its run is finished.

    Raises:
        UsageError: it was not run yet, or what is there already stays.
        ExerciseError: the folder has faults, or the plan is not complete and was to be final.
    """
    from sim.exercise.folder import RECORD, opened
    from sim.exercise.paper.after import after_action

    may_write_paper(output, "-o")
    source = source_of(opened(folder))
    if source.evidence is None:
        what = f"{folder}: holds no {RECORD}: the exercise was not run yet"
        raise UsageError(f"{what}; see channel16 exercise documents")
    plan = improvement_plan(source, final=final)
    write_paper(output, after_action(source, plan, final=final))
    return source.evidence.ended


def source_of(folder: ExerciseFolder) -> PaperSource:
    """Read what an exercise's folder holds beside its plan; faulty entries are named and left out.

    Raises:
        RecordError: its record cannot be read, or does not re-run.
        UsageError: its record is of another scenario.
    """
    from sim.cli.exercise import evidence_of
    from sim.exercise.paper.source import PaperSource
    from sim.loader import digest

    evidence = evidence_of(folder.record) if folder.record.exists() else None
    if evidence and evidence.scenario_digest != digest(folder.scenario):
        what = f"{folder.record}: is a run of another scenario than the folder holds"
        raise UsageError(f"{what}; put back the scenario that was run")
    rows = _msel(folder.msel) if folder.msel.exists() else ()
    return PaperSource(folder, rows, evidence, entries_of(folder))


def entries_of(folder: ExerciseFolder) -> tuple[EvaluatorEntry, ...]:
    """Read the evaluators' entries; each faulty line is named on standard error."""
    from sim.exercise.evaluation import merged, read_entries
    from sim.exercise.folder import EVALUATION

    path = folder.path / EVALUATION
    if not path.exists():
        return ()
    lines = read_text(path, _MOST, "what evaluators write").split("\n")
    tasks = [task.id for task in folder.tasks()]
    injects = [inject.id for inject in folder.scenario.injects]
    found, faults = read_entries(lines, str(path), tasks, injects)
    for fault in faults:
        complain(f"{fault}; the line is left out")
    return tuple(merged(found))


def _msel(path: Path) -> tuple[dict[str, str], ...]:
    """Read the list of events as it lies there; its columns are known by their heads."""
    text = read_text(path, _MOST, "a list of events")
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    heads, *lines = list(reader) or [[]]
    names = [head.strip().lower().replace(" ", "_").replace("-", "_") for head in heads]
    rows = (dict(zip(names, (cell_text(c) for c in line), strict=False)) for line in lines)
    return tuple(row for row in rows if row.get("event_no") or row.get("control_no"))


def improvement_plan(source: PaperSource, *, final: bool) -> list[dict[str, str]]:
    """Bring the improvement plan in the folder up to date; what people wrote in it stays.

    Raises:
        ExerciseError: it cannot be understood, or was to be final and is not complete.
    """
    from sim.exercise.improvement import blanks, brought_up_to_date, plan_text, read_plan
    from sim.exercise.paper.after import areas

    path = source.folder.path / IMPROVEMENT
    if source.evidence is None:
        if final:
            raise UsageError(f"{source.folder.path}: was not run yet; nothing of it is final")
        return []
    there: list[dict[str, str]] = []
    before = ""
    if path.exists():
        before = read_text(path, _MOST, "an improvement plan")
        there, faults = read_plan(before, str(path))
        if faults:
            raise ExerciseError(faults)
    rows = brought_up_to_date(areas(source), there)
    text = plan_text(rows)
    if text.removeprefix("\ufeff") != before.removeprefix("\ufeff"):
        write_whole(path, text)
    if final:
        _may_be_final(source, blanks(rows, str(path)))
    return rows


def _may_be_final(source: PaperSource, lacking: list[Fault]) -> None:
    from sim.exercise.folder import EVALUATION
    from sim.exercise.paper.after import unrated

    entries, hint = str(source.folder.path / EVALUATION), "channel16 exercise evaluate DIR"
    open_ = [
        Fault(entries, 1, column=1, what=f"“{task}”: {lack}", hint=hint)
        for task, lack in unrated(source)
    ]
    if not source.evidence or not source.evidence.ended:
        open_.append(Fault(str(source.folder.record), 1, column=1, what="is not finished"))
    if lacking or open_:
        raise ExerciseError([*lacking, *open_])
