"""One tab's play, run by the server of `channel16 web` as a process of its own.

Its streams carry packets, not lines: nothing else may be printed.
"""

from __future__ import annotations

import sys

from sim.cli import WRONG, Parser, complain
from sim.cli.play import add_opening, on_the_screen, starter_of
from sim.errors import SimError


def main() -> int:
    """Play until the tab is closed or the player leaves; give the exit code."""
    from tui.app import run_in_tab

    parser = Parser(prog="channel16 web", description="A play in a tab.")
    add_opening(parser)
    args = parser.parse_args()
    try:
        return on_the_screen(args, starter_of(args), run_in_tab)
    except SimError as error:
        for fault in error.faults:
            complain(str(fault))
        return WRONG


if __name__ == "__main__":
    sys.exit(main())
