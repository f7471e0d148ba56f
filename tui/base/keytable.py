"""The table of commands: every key of the screen is a row of it."""

from __future__ import annotations

from tui.base.console_keys import CONSOLE_KEYS
from tui.base.evaluate_keys import EVALUATE_KEYS
from tui.base.keycommand import KeyCommand

PLAY = ("play",)
BOTH = ("play", "decide")
HOME = ("menu", "records", "manual")
LISTS = (*HOME, "brief", "card", "log", "end", "review", "replay", "seats", "evaluate", "help")
PAGES = (*HOME, "brief", "log", "end", "review", "replay", "help")
TABLE: tuple[KeyCommand, ...] = (
    KeyCommand(
        "go_on",
        ("enter",),
        where=PLAY,
        word="Go on",
        help="open the decision; if none is open, wait",
    ),
    KeyCommand("decide", ("d", "tab"), where=PLAY, word="Options", help="open the list of options"),
    KeyCommand(
        "wait",
        ("w",),
        where=PLAY,
        word="Wait",
        help="go on until you notice something, or the picture changes",
    ),
    KeyCommand(
        "step",
        ("full_stop", "comma", "semicolon"),
        where=PLAY,
        word="+1 min",
        help="go on for one, five or ten minutes; less if you notice something",
    ),
    KeyCommand(
        "wait_for", ("W",), where=PLAY, word="", help="wait for as long as you say, such as 10 min"
    ),
    KeyCommand(
        "call",
        ("1", "2", "3", "4", "5", "6", "7"),
        where=BOTH,
        word="Call",
        help="call on that channel of the board, or see how your call stands",
    ),
    KeyCommand(
        "orders",
        ("o", "f3"),
        where=BOTH,
        word="Orders",
        help="your orders and who you are; below, how far all went and what your staff thinks",
    ),
    KeyCommand(
        "channels",
        ("c",),
        where=PLAY,
        word="Channels",
        help="all channels with what is known of them",
    ),
    KeyCommand(
        "inbox",
        ("i",),
        where=PLAY,
        word="Inbox",
        help="what waits for your answer: calls, requests, offers, leave",
    ),
    KeyCommand(
        "promises",
        ("p",),
        where=PLAY,
        word="Promises",
        help="what binds you and others, what became of it; release others from theirs",
    ),
    KeyCommand("hang", ("x",), where=PLAY, word="Hang up", help="end your own call"),
    KeyCommand("undo", ("u",), where=PLAY, word="Undo", help="take your last command back"),
    KeyCommand(
        "log", ("l",), where=PLAY, word="Log", help="all you have learned, and what came of what"
    ),
    KeyCommand(
        "advice",
        ("A",),
        where=BOTH,
        word="Advice",
        help="what looking ahead would do, what speaks against it, what is risked; it is counted",
    ),
    KeyCommand("map", ("m",), where=PLAY, word="Map", help="next scale of the chart"),
    KeyCommand(
        "contacts",
        ("v",),
        where=PLAY,
        word="",
        help="vessels in numbers instead of the chart; all that are cut off; and back",
    ),
    KeyCommand(
        "reason",
        ("plus",),
        where=BOTH,
        word="Reason",
        help="in a hosted exercise: say why, and the next order carries it; nobody has to",
    ),
    KeyCommand("note", ("n",), where=PLAY, word="", help="write something down in the record"),
    KeyCommand(
        "pause", ("space",), where=PLAY, word="", help="stop the clock or let it run, at a pace"
    ),
    KeyCommand("slower", ("left_square_bracket",), where=PLAY, word="", help="half the pace"),
    KeyCommand("faster", ("right_square_bracket",), where=PLAY, word="", help="twice the pace"),
    KeyCommand(
        "hold",
        ("t",),
        where=PLAY,
        word="",
        help="stop the clock while something waits for you, or let it run",
    ),
    KeyCommand("mark_up", ("up",), where=("decide",), word="", help="mark the option above"),
    KeyCommand("mark_down", ("down",), where=("decide",), word="", help="mark the option below"),
    KeyCommand(
        "pick", ("enter",), where=("decide",), word="Choose", help="do the option that is marked"
    ),
    KeyCommand(
        "fold",
        ("space",),
        where=("decide",),
        word="",
        help="show what is not open now and why not, or fold it away",
    ),
    KeyCommand(
        "news",
        ("tab", "escape"),
        where=("decide",),
        word="News",
        help="back to the news; the decision stays open",
    ),
    KeyCommand(
        "up",
        ("up", "k"),
        where=LISTS,
        word="",
        help="one line up",
    ),
    KeyCommand(
        "down",
        ("down", "j"),
        where=LISTS,
        word="",
        help="one line down",
    ),
    KeyCommand("page_up", ("pageup",), where=PAGES, word="", help="one page up"),
    KeyCommand(
        "page_down",
        ("pagedown", "space"),
        where=PAGES,
        word="",
        help="one page down",
    ),
    KeyCommand(
        "left",
        ("left", "h"),
        where=("card", "end", "manual", "replay"),
        word="",
        help="the value, page or event before",
    ),
    KeyCommand(
        "right",
        ("right", "l"),
        where=("card", "end", "manual", "replay"),
        word="Next",
        help="the value, page or event after",
    ),
    KeyCommand(
        "mark",
        ("space",),
        where=("card",),
        word="",
        help="mark a clause, or take the mark away; the next term",
    ),
    KeyCommand("begin", ("enter",), where=("brief",), word="Begin", help="begin to play"),
    KeyCommand(
        "choose",
        ("enter",),
        where=(*HOME, "card", "end", "review", "seats"),
        word="Choose",
        help="do what is marked",
    ),
    KeyCommand("seat", ("s",), where=("brief", "replay"), word="Seat", help="another seat"),
    KeyCommand(
        "hot_seat",
        ("b",),
        where=("brief",),
        word="Both",
        help="two people at one terminal, a seat each",
    ),
    KeyCommand("seed", ("r",), where=("brief",), word="Seed", help="draw another seed"),
    KeyCommand(
        "opponents",
        ("o",),
        where=("menu", "brief"),
        word="Opponents",
        help="who decides in the seats that nobody sits in",
    ),
    KeyCommand(
        "report",
        ("e",),
        where=("records", "end"),
        word="Report",
        help="write the after-action report beside the record, and open it",
    ),
    KeyCommand(
        "replay",
        ("t",),
        where=("records", "end"),
        word="Replay",
        help="go through it event by event: what a seat held beside what was true",
    ),
    KeyCommand(
        "review",
        ("v",),
        where=("records", "end"),
        word="Review",
        help="say what each decision was worth, by what else could have been done",
    ),
    KeyCommand(
        "copy", ("y",), where=("records", "end"), word="Copy", help="copy a line that can be shared"
    ),
    KeyCommand(
        "delete",
        ("x", "delete"),
        where=("records",),
        word="Delete",
        help="delete the record, after a question",
    ),
    KeyCommand(
        "again", ("r",), where=("end",), word="Again", help="the same seed from the same seat"
    ),
    KeyCommand(
        "other", ("b",), where=("end",), word="Across", help="the same seed from the seat across"
    ),
    KeyCommand(
        "quit", ("q",), where=("menu",), word="Quit", help="leave; what was played is on disk"
    ),
    KeyCommand(
        "leave",
        ("escape",),
        where=(
            *("records", "manual", "brief", "end", "review", "replay", "card", "log", "help"),
            "seats",
        ),
        word="Back",
        help="go back",
    ),
    KeyCommand(
        "stand_up",
        ("q",),
        where=PLAY,
        word="Menu",
        help="back to the menu; “continue” goes on from here",
    ),
    KeyCommand(
        "look_away",
        ("escape",),
        where=PLAY,
        word="Back",
        help="look at another seat, where one only looks on",
    ),
    KeyCommand(
        "theme",
        ("f9",),
        where=(*PAGES, "play", "decide", "card", "console", "seats", "evaluate"),
        word="",
        help="the next theme: dark, light, high contrast",
    ),
    KeyCommand(
        "palette",
        ("colon", "ctrl+p"),
        where=(*HOME, "brief", "play", "decide", "end", "review", "replay"),
        word="",
        help="find a command",
    ),
    KeyCommand(
        "words",
        ("slash", "f2"),
        where=("play", "decide", "card", "log", "end"),
        word="Words",
        help="what the words on the screen mean: rungs, tension, “wants change”, promises",
    ),
    KeyCommand(
        "help",
        ("question_mark", "f1"),
        where=(
            *(*HOME, "brief", "play", "decide", "card", "log", "end", "review", "replay"),
            *("console", "seats", "evaluate"),
        ),
        word="Help",
        help="this page",
    ),
    *CONSOLE_KEYS,
    *EVALUATE_KEYS,
)
