"""The keys of an evaluator's screen."""

from __future__ import annotations

from tui.base.keycommand import KeyCommand

EVALUATE = ("evaluate",)
EVALUATE_KEYS: tuple[KeyCommand, ...] = (
    KeyCommand(
        "rate",
        ("1", "2", "3", "4"),
        where=EVALUATE,
        word="Rate P S M U",
        help="rate the marked task: 1 P, 2 S, 3 M, 4 U; then a note, and @INJ-4 for an event",
    ),
    KeyCommand(
        "strength", ("plus",), where=EVALUATE, word="Strength", help="note something done well"
    ),
    KeyCommand(
        "improve", ("minus",), where=EVALUATE, word="Improve", help="note something to improve"
    ),
    KeyCommand("remark", ("n",), where=EVALUATE, word="Note", help="note something else"),
    KeyCommand(
        "line",
        ("colon",),
        where=EVALUATE,
        word="",
        help="type a whole line, as in lines: T+30 3 2 what was seen @INJ-4",
    ),
    KeyCommand("seats", ("v",), where=EVALUATE, word="Seats", help="look at a seat's own screen"),
    KeyCommand("go", ("q",), where=EVALUATE, word="Leave", help="leave; what still waits is kept"),
)
"""Each key asks for the rest of a line and sends it."""
