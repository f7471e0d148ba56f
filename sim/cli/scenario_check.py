"""`channel16 scenario check`: faults and warnings of scenarios, and sources of their numbers."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import Any

from sim.cli import NO, OK, WRONG, complain, say, show_json
from sim.cli.options import add_json
from sim.errors import Fault, PolicyError, ScenarioError
from sim.loader import examine, library, load
from sim.loader.sources import Sources, sources
from sim.loader.yamltext import parse, read_text


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("scenarios", nargs="*", metavar="ID|PATH")
    parser.add_argument(
        "--sources", action="store_true", help="count sources, list what is assumed"
    )
    parser.add_argument("--strict", action="store_true", help="count warnings as faults")
    add_json(parser)


def main(args: argparse.Namespace) -> int:
    """Say what is wrong with scenarios, or where their numbers come from."""
    found: list[Fault] = []
    unreadable: list[Fault] = []
    names = args.scenarios or library.shipped()
    for name in names:
        try:
            found += _examined(name, strict=args.strict)
        except ScenarioError as error:
            unreadable += error.faults
    for fault in unreadable:
        complain(str(fault))
    if not unreadable:
        for note in (each for each in found if each.level == "note"):
            complain(str(note))
    faults = [each for each in found if each.level == "fault"]
    if args.sources and not unreadable:
        return _sources(names, args, found_faults=bool(faults))
    listed = [*faults, *(each for each in found if each.level == "warning")]
    if args.json and not (unreadable and not listed):
        show_json([as_data(each) for each in listed])
    elif not args.json:
        for each in listed:
            say(f"channel16: {each}")
    if unreadable:
        return WRONG
    return NO if faults else OK


def _examined(name: str, *, strict: bool) -> list[Fault]:
    """List what is to be said of a scenario; where it is read strictly, warnings are faults."""
    found = examine(name)
    if all(each.level != "fault" for each in found):
        found += _occupants(name)
    if strict:
        found = [replace(f, level="fault") if f.level == "warning" else f for f in found]
    return found


def as_data(found: Fault) -> dict[str, Any]:
    """Give one thing that was found as data for programs."""
    named = {key: getattr(found, key) for key in ("file", "line", "column", "what", "hint")}
    return {**named, "level": found.level}


def _occupants(name: str) -> list[Fault]:
    """Find default occupants that nobody knows."""
    from sim.cli.seats import occupants  # `scenario list` needs no engine
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
        tables.append(_counts(name, counted))
        if not args.json:
            _print_sources(name, counted)
    if args.json:
        show_json(tables)
    return NO if found_faults else OK


def _counts(name: str, counted: Sources) -> dict[str, Any]:
    def rows(numbers: list[Any]) -> list[dict[str, Any]]:
        return [
            {"path": n.path, "line": n.line, "value": n.value, "source": n.source} for n in numbers
        ]

    return {
        "scenario": name,
        "numbers": counted.total,
        "counts": counted.counts,
        "kinds": counted.kinds,
        "assumed_share": round(counted.assumed_share, 4),
        "dated_statements": len(counted.statements),
        "dated_statements_not_data": rows([s for s in counted.statements if s.tag != "data"]),
        "assumed": rows(counted.assumed),
        "untagged": rows(counted.untagged),
    }


def _print_sources(name: str, counted: Sources) -> None:
    shares = ", ".join(f"{tag} {count}" for tag, count in counted.counts.items())
    say(f"{name}: {counted.total} numbers ({shares}); {counted.assumed_share:.0%} assumed")
    kinds = counted.kinds
    say(
        f"  {kinds['team']} of {counted.total} numbers are the team’s judgement; outside experts "
        f"{kinds['outside']}, measured {kinds['measured']}, by rule {kinds['rule']}"
    )
    data = sum(s.tag == "data" for s in counted.statements)
    say(f"  dated statements: {len(counted.statements)}, of which [data] {data}")
    for number in [*counted.untagged, *counted.assumed]:
        source = number.source or "[no source]"
        say(f"  line {number.line:>5}  {number.path} = {number.value}  {source}")
