"""`channel16 ledger`: what is known of the channels of 1998 to 2025, drawn, listed or as data."""

from __future__ import annotations

import argparse
from datetime import date

from sim.cli import OK, show_json
from sim.cli.options import add_json


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument(
        "channel", nargs="?", metavar="CHANNEL", help="one channel, or one pair such as us_prc"
    )
    parser.add_argument("--at", metavar="DATE", help="the board on a day, such as 2022-11-01")
    add_json(parser)


def main(args: argparse.Namespace) -> int:
    """Do what was asked."""
    from sim.cli import ledger_data, ledger_view
    from sim.ledger import shipped
    from sim.ledger.board import asked_day, chosen

    ledger = shipped()
    day: date | None = asked_day(args.at) if args.at else None
    histories = chosen(ledger, args.channel)
    if args.json:
        show_json(ledger_data.data(ledger, histories, day))
        return OK
    style = ledger_view.style_here()
    alone = args.channel in ledger.channels
    if day is not None:
        lines = ledger_view.board(histories, day)
    elif alone:
        lines = ledger_view.one(ledger, histories[0], style)
    else:
        lines = ledger_view.overview(ledger, histories, style)
    for line in lines:
        print(line)
    return OK
