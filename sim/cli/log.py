"""`channel16 log`: ask a record why something happened."""

from __future__ import annotations

import argparse

from sim.cli import OK, Parser, say, show_json
from sim.cli.options import add_json, add_record, whole
from sim.cli.records import run_again
from sim.columns import wrapped
from sim.engine.base.log import to_data
from sim.engine.kernel.ancestry import chain
from sim.errors import RecordError
from sim.play.causes import explained

_COLUMNS = 100

_EVENT_MOST = 10**9


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    verbs = parser.add_subparsers(dest="what", metavar="WHAT", required=True, parser_class=Parser)
    why = verbs.add_parser("why", help="tell the causes of an event, back to the first")
    add_record(why)
    why.add_argument("event", type=whole(_EVENT_MOST), help="number of the event")
    add_json(why)


def main(args: argparse.Namespace) -> int:
    """Tell the causes of an event."""
    engine = run_again(args.record).engine
    if not 1 <= args.event <= len(engine.log):
        raise RecordError(f"{args.record}: has events 1 to {len(engine.log)}, not {args.event}")
    event = engine.log[args.event - 1]
    events = [event, *chain(engine.log, event)]
    if args.json:
        show_json([to_data(e) for e in events])
        return OK
    for place, cause in enumerate(events):
        line = f"{'because ' if place else ''}{explained(engine.setup, cause, engine.log)}"
        for part in wrapped(line, _COLUMNS, rest=" " * 8):
            say(part)
    return OK
