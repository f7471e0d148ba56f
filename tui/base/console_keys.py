"""The keys of the white cell's console."""

from __future__ import annotations

from tui.base.keycommand import KeyCommand

CONSOLE = ("console",)
CONSOLE_KEYS: tuple[KeyCommand, ...] = (
    KeyCommand(
        "release",
        ("enter",),
        where=CONSOLE,
        word="Send",
        help="send the marked inject now; of a seat, show what it sees",
    ),
    KeyCommand(
        "console_hold",
        ("h",),
        where=CONSOLE,
        word="Hold",
        help="hold the marked inject back, or no longer",
    ),
    KeyCommand(
        "edit",
        ("e",),
        where=CONSOLE,
        word="Text",
        help="give the marked inject another text",
    ),
    KeyCommand(
        "entitle",
        ("E",),
        where=CONSOLE,
        word="",
        help="give the marked inject another title",
    ),
    KeyCommand(
        "retime",
        ("t",),
        where=CONSOLE,
        word="Time",
        help="give the marked inject another time",
    ),
    KeyCommand(
        "skip",
        ("k",),
        where=CONSOLE,
        word="",
        help="leave the marked inject out",
    ),
    KeyCommand(
        "withdraw",
        ("w",),
        where=CONSOLE,
        word="",
        help="take back the marked inject, which was read",
    ),
    KeyCommand(
        "shift",
        ("f",),
        where=CONSOLE,
        word="",
        help="move the marked inject and all that come after it",
    ),
    KeyCommand(
        "improvise",
        ("i",),
        where=CONSOLE,
        word="Improvise",
        help="write an inject: a title, seats, a text",
    ),
    KeyCommand(
        "clock",
        ("space",),
        where=CONSOLE,
        word="Clock",
        help="let the clock go, or stop it",
    ),
    KeyCommand(
        "pace_down",
        ("left_square_bracket",),
        where=CONSOLE,
        word="",
        help="half the pace",
    ),
    KeyCommand(
        "pace_up",
        ("right_square_bracket",),
        where=CONSOLE,
        word="",
        help="twice the pace",
    ),
    KeyCommand(
        "jump",
        ("j",),
        where=CONSOLE,
        word="Jump",
        help="move the clock on",
    ),
    KeyCommand(
        "roll_back",
        ("b",),
        where=CONSOLE,
        word="Back",
        help="go back to an earlier time; the record keeps what is left, and why",
    ),
    KeyCommand(
        "other_list",
        ("tab",),
        where=CONSOLE,
        word="Seats",
        help="mark seats instead of injects, or injects again",
    ),
    KeyCommand(
        "take_over",
        ("o",),
        where=CONSOLE,
        word="",
        help="take the marked seat over, or give it back",
    ),
    KeyCommand(
        "speak",
        ("a",),
        where=CONSOLE,
        word="",
        help="speak as the marked seat",
    ),
    KeyCommand(
        "risk",
        ("r",),
        where=CONSOLE,
        word="Risk",
        help="how likely something is in what is left",
    ),
    KeyCommand(
        "console_note",
        ("n",),
        where=CONSOLE,
        word="",
        help="write something down in the record",
    ),
    KeyCommand(
        "type",
        ("colon",),
        where=CONSOLE,
        word="",
        help="type a whole line",
    ),
    KeyCommand("console_up", ("up",), where=CONSOLE, word="", help="mark the row above"),
    KeyCommand("console_down", ("down",), where=CONSOLE, word="", help="mark the row below"),
    KeyCommand("leave_console", ("q",), where=CONSOLE, word="Leave", help="leave the console"),
)
"""Each key writes a line, or asks for the rest of one."""
