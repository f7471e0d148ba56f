"""`channel16 scenario`: list, show, check, schema, lines."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.cli import NO, OK, WRONG, Parser, complain
from sim.cli.common import show_json
from sim.errors import Fault, PolicyError, ScenarioError
from sim.loader import check, library, load, notes
from sim.loader.sources import Sources, sources
from sim.loader.yamltext import parse, read_text
from sim.model.moves import SIGNS
from sim.play.sheet import Brief, brief_of
from sim.units import format_duration


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    verbs = parser.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=Parser)
    listing = verbs.add_parser("list", help="list the shipped scenarios")
    listing.add_argument("--json", action="store_true")
    show = verbs.add_parser("show", help="show a scenario: briefing, seats, moves")
    show.add_argument("scenario")
    checking = verbs.add_parser("check", help="find every fault; none given: all shipped")
    checking.add_argument("scenarios", nargs="*", metavar="ID|PATH")
    checking.add_argument(
        "--sources", action="store_true", help="count sources, list what is assumed"
    )
    checking.add_argument("--json", action="store_true")
    verbs.add_parser("schema", help="print the JSON Schema of a scenario")
    lines = verbs.add_parser("lines", help="count every line of play of a small scenario")
    lines.add_argument("scenario")
    lines.add_argument("--split", action="store_true", help="count by first decision")


def main(args: argparse.Namespace) -> int:
    """Do what was asked."""
    return {"list": _list, "show": _show, "check": _check, "schema": _schema, "lines": _lines}[
        args.what
    ](args)


def _list(args: argparse.Namespace) -> int:
    rows = []
    for name in library.shipped():
        scenario = load(name)
        rows.append(
            {
                "id": scenario.id,
                "title": scenario.title,
                "date": scenario.begins.date().isoformat(),
                "place": scenario.place,
                "seats": [seat.id for seat in scenario.seats if seat.playable],
                "minutes": scenario.minutes,
                "articles": list(scenario.articles),
            }
        )
    if args.json:
        show_json(rows)
    else:
        for row in rows:
            when = f"{row['date']}  {row['minutes']:>3} min"
            print(f"{row['id']:<24} {when}  {row['title']}; {row['place']}")
    return OK


def _show(args: argparse.Namespace) -> int:
    scenario = load(args.scenario)
    print(f"{scenario.title}\n{scenario.place}, {scenario.begins:%d %B %Y %H:%M}\n")
    brief = brief_of(scenario)
    for line in briefing_lines(brief) if brief else ():
        print(line)
    print("\nSeats")
    for seat in scenario.seats:
        mark = "*" if seat.playable else " "
        print(f" {mark} {seat.id:<14} {seat.title} ({seat.side}); otherwise {seat.occupant}")
    print("\nMoves")
    for move in scenario.moves:
        lead = format_duration(round(move.lead.typical_ms())) if move.lead else "at once"
        seats = " ".join(move.seats)
        print(f" {SIGNS[move.direction]} {move.id:<28} {move.title} [{lead}; {seats}]")
    return OK


def briefing_lines(brief: Brief) -> list[str]:
    """Write the briefing; what happened in history is kept until the end."""
    lines = [brief.headline, "", "Known"]
    lines += [f"  - {text}" for text in brief.known]
    lines += ["", "Unknown", *(f"  - {text}" for text in brief.unknown)]
    lines += ["", f"The decision: {brief.decision}", f"The stakes: {brief.stakes}", "", "Facts"]
    lines += [f"  - {text} {source}" for text, source in brief.facts]
    return lines


def _check(args: argparse.Namespace) -> int:
    faults: list[Fault] = []
    unreadable: list[Fault] = []
    names = args.scenarios or library.shipped()
    for name in names:
        try:
            faults += check(name) or _occupants(name)
        except ScenarioError as error:
            unreadable += error.faults
    for fault in unreadable:
        complain(str(fault))
    if not unreadable:
        for note in (note for name in names for note in notes(name)):
            complain(f"note: {note}")
    if args.sources and not unreadable:
        return _sources(names, args, found_faults=bool(faults))
    if args.json and not (unreadable and not faults):
        show_json(
            [
                {"file": f.file, "line": f.line, "column": f.column, "what": f.what, "hint": f.hint}
                for f in faults
            ]
        )
    elif not args.json:
        for fault in faults:
            print(f"channel16: {fault}")
    if unreadable:
        return WRONG
    return NO if faults else OK


def _occupants(name: str) -> list[Fault]:
    """Find default occupants that nobody knows."""
    from sim.cli.common import occupants  # the other verbs need no engine
    from sim.engine import Setup

    path = library.find(name)
    try:
        occupants(Setup(load(path)), {})
    except PolicyError as error:
        return [
            replace(fault, file=library.shown(path), line=1, column=1) for fault in error.faults
        ]
    return []


def _sources(names: list[str], args: argparse.Namespace, *, found_faults: bool) -> int:
    tables: list[dict[str, Any]] = []
    for name in names:
        path = library.find(name)
        document = parse(read_text(path, shown=library.shown(path)), library.shown(path))
        if document.faults or not isinstance(document.data, dict):
            raise ScenarioError(document.faults or [document.fault((), "holds no keys")])
        counted = sources(document)
        tables.append(_table(name, counted))
        if not args.json:
            _print_sources(name, counted)
    if args.json:
        show_json(tables)
    return NO if found_faults else OK


def _table(name: str, counted: Sources) -> dict[str, Any]:
    def rows(numbers: list[Any]) -> list[dict[str, Any]]:
        return [
            {"path": n.path, "line": n.line, "value": n.value, "source": n.source} for n in numbers
        ]

    return {
        "scenario": name,
        "numbers": counted.total,
        "counts": counted.counts,
        "assumed_share": round(counted.assumed_share, 4),
        "dated_statements": len(counted.statements),
        "dated_statements_not_data": rows([s for s in counted.statements if s.tag != "data"]),
        "assumed": rows(counted.assumed),
        "untagged": rows(counted.untagged),
    }


def _print_sources(name: str, counted: Sources) -> None:
    shares = ", ".join(f"{tag} {count}" for tag, count in counted.counts.items())
    print(f"{name}: {counted.total} numbers ({shares}); {counted.assumed_share:.0%} assumed")
    data = sum(s.tag == "data" for s in counted.statements)
    print(f"  dated statements: {len(counted.statements)}, of which [data] {data}")
    for number in [*counted.untagged, *counted.assumed]:
        said = number.source or "[no source]"
        print(f"  line {number.line:>5}  {number.path} = {number.value}  {said}")


def _schema(args: argparse.Namespace) -> int:
    from sim.loader.schema import schema  # slow to build, needed here only

    json.dump(schema(), sys.stdout, indent=2, ensure_ascii=False)
    print()
    return OK


def _lines(args: argparse.Namespace) -> int:
    from sim.engine import Setup  # the other verbs need no engine
    from sim.play.line_counts import count

    path = library.find(args.scenario)
    counted = count(Setup(load(path)))
    print(f"scenario  {Path(path).name if path.name != library.FILE else path.parent.name}")
    for depth, number in counted.by_depth.items():
        print(f"lines {depth:<3} {number}")
    print("endings   " + " ".join(f"{k}={v}" for k, v in sorted(counted.endings.items())))
    kinds = ("chance", "decision", "ending")
    print("nodes     " + " ".join(f"{k}={counted.nodes[k]}" for k in kinds))
    if args.split:
        for name, number in sorted(counted.split.items()):
            print(f"first     {name}: {number}")
    return OK
