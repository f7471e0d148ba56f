"""`channel16 exercise`: folder and list of events before, host and console during, report after."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import (
    OK,
    Parser,
    complain,
    exercise_console,
    exercise_evaluate,
    exercise_folder,
    exercise_host,
    exercise_join,
    exercise_msel,
    exercise_papers,
    exercise_ready,
)
from sim.cli.options import add_record
from sim.cli.outputs import may_write_paper, write_paper
from sim.cli.records import run_again
from sim.errors import UsageError
from sim.play.record import log_digest
from sim.store import read_lines

if TYPE_CHECKING:
    from sim.exercise.evidence import Evidence


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    verbs = parser.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=Parser)
    exercise_console.arguments(verbs)
    exercise_folder.arguments(verbs)
    exercise_msel.arguments(verbs)
    report = verbs.add_parser("report", help="write what happened in a record or an exercise")
    add_record(report)
    report.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.html|.docx")
    report.add_argument("--final", action="store_true", help=exercise_papers.FINAL_HELP)
    report.set_defaults(do=_report)
    exercise_papers.arguments(verbs)
    exercise_evaluate.arguments(verbs)
    exercise_ready.arguments(verbs)
    host = verbs.add_parser("host", help="host a play for people on many machines")
    exercise_host.arguments(host)
    host.set_defaults(do=exercise_host.main)
    join = verbs.add_parser("join", help="take a seat at a host")
    exercise_join.arguments(join)
    join.set_defaults(do=exercise_join.main)


def main(args: argparse.Namespace) -> int:
    """Do what was asked."""
    return int(args.do(args))


def _report(args: argparse.Namespace) -> int:
    if args.record.is_dir():
        whole = exercise_papers.report_of_folder(args.record, args.output, final=args.final)
    elif args.final:
        raise UsageError("--final: give the folder of an exercise, which has an improvement plan")
    else:
        whole = write_report(args.record, args.output)
    if not whole:
        complain(f"{args.record}: is not finished; the report says so")
    return OK


def write_report(record: Path, output: Path) -> bool:
    """Write what happened in a record as one paper; say whether the run is finished.

    Raises:
        UsageError: what is there already is no paper, or was edited since; an extra is missing.
        RecordError: the record cannot be read, or does not re-run.
    """
    from sim.exercise.aar.report import report

    may_write_paper(output, "-o")
    evidence = evidence_of(record)
    write_paper(output, report(evidence))
    return evidence.ended


def journal_of(record: Path) -> list[str]:
    """Read the journal that a host kept beside its record; nothing where there is none.

    Raises:
        RecordError: it cannot be read.
    """
    from sim.exercise.folder import JOURNAL, RECORD

    beside = record.with_name(JOURNAL)
    return read_lines(beside)[0] if record.name == RECORD and beside.is_file() else []


def evidence_of(record: Path) -> Evidence:
    """Run a record again, as what papers are made from.

    Raises:
        RecordError: the record cannot be read, or does not re-run.
    """
    from sim.exercise.evidence import Evidence
    from sim.exercise.journalled import ran_clock, reasons

    again = run_again(record)
    lines = journal_of(record)
    head = again.record.header
    return Evidence(
        again.engine,
        {seat: o.name for seat, o in again.occupants.items()},
        seed=head["seed"],
        replicate=head["replicate"],
        digest=log_digest(again.engine.log),
        scenario=head["scenario"],
        scenario_digest=str(head["scenario_digest"]),
        lines=len(again.record.lines),
        taken_back=again.record.taken_back,
        walls=again.record.line.walls,
        ran=ran_clock(lines),
        reasons=reasons(lines, again.engine.log),
    )
