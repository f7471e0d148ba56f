"""`channel16 exercise`: the list of events before an exercise, the report after it."""

from __future__ import annotations

import argparse
from pathlib import Path

from sim.cli import OK, Parser, complain
from sim.cli.options import add_record, add_scenario
from sim.cli.records import run_again
from sim.errors import RecordError, UsageError
from sim.pages import untouched
from sim.play.record import log_digest
from sim.store import read_text, write_whole

_HTML, _ANOTHER = "<!DOCTYPE html>", "is another kind of file"
_EDITED = "is a page that was not written here, or edited since,"
_THERE_BYTES_MOST = 64_000_000
"""A list or page that is there already; larger ones were not written here."""


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
    from sim.exercise.msel import again, text
    from sim.exercise.msel_merge import NoListError
    from sim.loader import load

    scenario, there = load(args.scenario), _there(args.msel, "--msel", ".csv")
    if not there:
        write_whole(args.msel, text(scenario))
        return OK
    try:
        found = again(scenario, there)
    except NoListError as error:
        raise _stays(args.msel, "--msel", str(error)) from None
    if not found.same:
        write_whole(args.msel, found.text)
    complain(f"{args.msel}: {found}")
    return OK


def _report(args: argparse.Namespace) -> int:
    if not write_report(args.record, args.output):
        complain(f"{args.record}: is not finished; the report says so")
    return OK


def write_report(record: Path, output: Path) -> bool:
    """Write what happened in a record as one page; say whether it has ended.

    Raises:
        SimError: no record, or what is there already was not written here.
    """
    from sim.exercise.aar.report import report
    from sim.exercise.evidence import Evidence

    there = _there(output, "-o", ".html", ".htm")
    if there and not untouched(there):
        raise _stays(output, "-o", _EDITED if there.startswith(_HTML) else _ANOTHER)
    again = run_again(record)
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
    write_whole(output, report(evidence))
    return bool(engine.state.run.ended)


def _there(path: Path, option: str, *suffixes: str) -> str:
    """Read what is there already, "" if nothing is; refuse what cannot be written.

    Raises:
        UsageError: the folder is missing, or what is there or asked for is another kind of file.
    """
    if not path.parent.is_dir():
        raise UsageError(f"{option} {path}: there is no folder “{path.parent}”; make it first")
    there = ""
    if path.exists():
        if not path.is_file():
            raise UsageError(f"{option} {path}: is no file; give another name")
        try:
            there = read_text(path, _THERE_BYTES_MOST, "what was written there")
        except RecordError:
            raise _stays(path, option) from None
    if not there and path.suffix.lower() not in ("", *suffixes):
        raise UsageError(
            f"{option} {path}: “{path.suffix}” is another kind of file; give {suffixes[0]}"
        )
    return there


def _stays(path: Path, option: str, why: str = _ANOTHER) -> UsageError:
    return UsageError(f"{option} {path}: {why} and stays; give another name")
