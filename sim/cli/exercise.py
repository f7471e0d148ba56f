"""`channel16 exercise`: the list of events before an exercise, the report after it."""

from __future__ import annotations

import argparse
from pathlib import Path

from sim.cli import OK, Parser, complain
from sim.cli.options import add_record, add_scenario
from sim.cli.records import run_again
from sim.errors import UsageError
from sim.exercise.msel import BOM
from sim.play.record import log_digest
from sim.store import write_whole

_HTML = "<!DOCTYPE html>"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    verbs = parser.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=Parser)
    export = verbs.add_parser("export", help="write the list of events of a scenario (MSEL)")
    add_scenario(export)
    export.add_argument("--msel", type=Path, required=True, metavar="FILE.csv")
    export.set_defaults(do=_export)
    report = verbs.add_parser("report", help="write what happened in a record as one page")
    add_record(report)
    report.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.html")
    report.set_defaults(do=_report)


def main(args: argparse.Namespace) -> int:
    """Do what was asked."""
    return int(args.do(args))


def _export(args: argparse.Namespace) -> int:
    from sim.exercise.msel import text
    from sim.loader import load

    _may_write(args.msel, "--msel", BOM)
    write_whole(args.msel, text(load(args.scenario)))
    return OK


def _report(args: argparse.Namespace) -> int:
    from sim.exercise.aar.report import report
    from sim.exercise.evidence import Evidence

    _may_write(args.output, "-o", _HTML)
    again = run_again(args.record)
    engine, head = again.engine, again.record.header
    evidence = Evidence(
        engine,
        {seat: o.name for seat, o in again.occupants.items()},
        seed=head["seed"],
        replicate=head["replicate"],
        digest=log_digest(engine.log),
        scenario=head["scenario"],
        scenario_digest=str(head["scenario_digest"]),
        lines=len(again.record.lines),
    )
    write_whole(args.output, report(evidence))
    if not engine.state.run.ended:
        complain(f"{args.record}: is not finished; the report says so")
    return OK


def _may_write(path: Path, option: str, begins: str) -> None:
    """Refuse a path in no folder, and to replace what an earlier call did not write.

    Raises:
        UsageError: the folder is missing, or something else is there.
    """
    if not path.parent.is_dir():
        raise UsageError(f"{option} {path}: there is no folder “{path.parent}”; make it first")
    if not path.exists():
        return
    if not path.is_file():
        raise UsageError(f"{option} {path}: is no file; give another name")
    with path.open("rb") as file:
        found = file.read(len(begins.encode()))
    if found and found != begins.encode():
        raise UsageError(f"{option} {path}: is another kind of file and stays; give another name")
