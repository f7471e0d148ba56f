"""`channel16 scenario`: list, show, check, schema, lines, coverage."""

from __future__ import annotations

import argparse
from pathlib import Path

from sim.cli import OK, Parser, say, scenario_check, scenario_coverage, show_json
from sim.cli.options import add_json
from sim.loader import library, load
from sim.model.moves import SIGNS
from sim.play.sheet import Brief, brief_of
from sim.units import format_duration


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    verbs = parser.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=Parser)
    listing = verbs.add_parser("list", help="list the shipped scenarios")
    add_json(listing)
    listing.set_defaults(do=_list)
    show = verbs.add_parser("show", help="show a scenario: briefing, seats, moves")
    show.add_argument("scenario")
    show.set_defaults(do=_show)
    checking = verbs.add_parser("check", help="find every fault; none given: all shipped")
    scenario_check.arguments(checking)
    checking.set_defaults(do=scenario_check.main)
    printing = verbs.add_parser("schema", help="print the JSON Schema of a scenario")
    printing.set_defaults(do=_schema)
    lines = verbs.add_parser("lines", help="count every line of play of a small scenario")
    lines.add_argument("scenario")
    lines.add_argument("--split", action="store_true", help="count by first decision")
    lines.set_defaults(do=_lines)
    coverage = verbs.add_parser("coverage", help="what is ever used, over policies and seeds")
    scenario_coverage.arguments(coverage)
    coverage.set_defaults(do=scenario_coverage.main)


def main(args: argparse.Namespace) -> int:
    """Do what was asked."""
    return int(args.do(args))


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
            say(f"{row['id']:<24} {when}  {row['title']}; {row['place']}")
    return OK


def _show(args: argparse.Namespace) -> int:
    scenario = load(args.scenario)
    say(f"{scenario.title}\n{scenario.place}, {scenario.begins:%d %B %Y %H:%M}\n")
    brief = brief_of(scenario)
    for line in briefing_lines(brief) if brief else ():
        say(line)
    say("\nSeats")
    for seat in scenario.seats:
        mark = "*" if seat.playable else " "
        say(f" {mark} {seat.id:<14} {seat.title} ({seat.side}); otherwise {seat.occupant}")
    say("\nMoves")
    for move in scenario.moves:
        lead = format_duration(round(move.lead.typical_ms())) if move.lead else "at once"
        seats = " ".join(move.seats)
        say(f" {SIGNS[move.direction]} {move.id:<28} {move.title} [{lead}; {seats}]")
    return OK


def briefing_lines(brief: Brief) -> list[str]:
    """Write the briefing; what happened in history is kept until the end."""
    lines = [brief.headline, "", "Known"]
    lines += [f"  - {text}" for text in brief.known]
    lines += ["", "Unknown", *(f"  - {text}" for text in brief.unknown)]
    lines += ["", f"The decision: {brief.decision}", f"The stakes: {brief.stakes}", "", "Facts"]
    lines += [f"  - {text} {source}" for text, source in brief.facts]
    return lines


def _schema(args: argparse.Namespace) -> int:
    from sim.loader.schema import schema  # slow to build, needed here only

    show_json(schema())
    return OK


def _lines(args: argparse.Namespace) -> int:
    from sim.engine import Setup  # the other verbs need no engine
    from sim.play.line_counts import count

    path = library.find(args.scenario)
    counted = count(Setup(load(path)))
    say(f"scenario  {Path(path).name if path.name != library.FILE else path.parent.name}")
    for depth, number in counted.by_depth.items():
        say(f"lines {depth:<3} {number}")
    say("endings   " + " ".join(f"{k}={v}" for k, v in sorted(counted.endings.items())))
    kinds = ("chance", "decision", "ending")
    say("nodes     " + " ".join(f"{k}={counted.nodes[k]}" for k in kinds))
    if args.split:
        for name, number in sorted(counted.split.items()):
            say(f"first     {name}: {number}")
    return OK
