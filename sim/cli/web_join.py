"""One tab of a hosted exercise, run by its host as a process of its own: it asks for the code.

Its streams carry packets, not lines: nothing else may be printed.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path

from sim.cli import Parser


def main() -> int:
    """Join with the code that is typed, and stay until the tab is closed; give the exit code."""
    from sim.cli.exercise_join import ask_on_the_screen, link_with
    from tui.app import run_in_tab

    parser = Parser(prog="channel16 exercise join", description="A seat in a tab.")
    parser.add_argument("url")
    parser.add_argument("--own", type=Path, help="the certificate of the host on this machine")
    args = parser.parse_args()
    link = partial(link_with, args.url, trust=args.own, own=args.own is not None)
    return ask_on_the_screen(link, run_in_tab)


if __name__ == "__main__":
    sys.exit(main())
