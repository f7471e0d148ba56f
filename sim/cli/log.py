"""`channel16 log`: ask a record why something happened."""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path

from sim.cli import OK, Parser
from sim.cli.causes import said
from sim.cli.common import read_run, show_json
from sim.engine.base.log import to_data
from sim.engine.kernel.ancestry import chain
from sim.errors import RecordError


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    verbs = parser.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=Parser)
    why = verbs.add_parser("why", help="tell the causes of an event, back to the first")
    why.add_argument("record", type=Path)
    why.add_argument("event", type=int, help="number of the event")
    why.add_argument("--json", action="store_true")


def main(args: argparse.Namespace) -> int:
    """Tell the causes of an event."""
    _, _, engine = read_run(args.record)
    setup = engine.setup
    if not 1 <= args.event <= len(engine.log):
        raise RecordError(f"{args.record}: has events 1 to {len(engine.log)}, not {args.event}")
    event = engine.log[args.event - 1]
    told = [event, *chain(engine.log, event)]
    if args.json:
        show_json([to_data(e) for e in told])
        return OK
    for place, cause in enumerate(told):
        line = f"{'because ' if place else ''}{said(setup, cause)}"
        print(textwrap.fill(line, 100, subsequent_indent="        ", break_on_hyphens=False))
    return OK
