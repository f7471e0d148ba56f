"""The one table of commands: keys, footer, palette and help are all made from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sim.columns import cells, padded
from tui.base.text import Line, line, wrap


@dataclass(frozen=True, slots=True)
class KeyCommand:
    """Something a player can ask of the screen.

    `where` lists the screens it belongs to; `word` is what the footer calls it, "" if the footer
    leaves it out; `keys` are what Textual calls them, the first of them is shown.
    """

    id: str
    keys: tuple[str, ...]
    where: tuple[str, ...]
    word: str
    help: str


PLAY = ("play",)
BOTH = ("play", "decide")
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
    KeyCommand("map", ("m",), where=PLAY, word="Map", help="next scale of the chart"),
    KeyCommand(
        "contacts",
        ("v",),
        where=PLAY,
        word="",
        help="vessels in numbers instead of the chart, and back",
    ),
    KeyCommand("orders", ("o",), where=PLAY, word="", help="your orders and who you are"),
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
        where=("menu", "brief", "card", "log", "end", "help"),
        word="",
        help="one line up",
    ),
    KeyCommand(
        "down",
        ("down", "j"),
        where=("menu", "brief", "card", "log", "end", "help"),
        word="",
        help="one line down",
    ),
    KeyCommand(
        "page_up", ("pageup",), where=("brief", "log", "end", "help"), word="", help="one page up"
    ),
    KeyCommand(
        "page_down",
        ("pagedown", "space"),
        where=("brief", "log", "end", "help"),
        word="",
        help="one page down",
    ),
    KeyCommand(
        "left",
        ("left", "h"),
        where=("brief", "card", "end"),
        word="",
        help="the value or page before",
    ),
    KeyCommand(
        "right",
        ("right", "l"),
        where=("brief", "card", "end"),
        word="Page",
        help="the value or page after",
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
        "choose", ("enter",), where=("menu", "card", "end"), word="Choose", help="do what is marked"
    ),
    KeyCommand("seat", ("s",), where=("brief",), word="Seat", help="take another seat"),
    KeyCommand(
        "hot_seat",
        ("b",),
        where=("brief",),
        word="Both",
        help="two people at one terminal, a seat each",
    ),
    KeyCommand("seed", ("r",), where=("brief",), word="Seed", help="draw another seed"),
    KeyCommand(
        "again", ("r",), where=("end",), word="Again", help="the same seed from the same seat"
    ),
    KeyCommand(
        "other", ("b",), where=("end",), word="Other bridge", help="the same seed from another seat"
    ),
    KeyCommand(
        "quit", ("q",), where=("menu",), word="Quit", help="leave; what was played is on disk"
    ),
    KeyCommand(
        "leave",
        ("escape",),
        where=("brief", "end", "card", "log", "help"),
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
        "palette",
        ("colon", "ctrl+p"),
        where=("menu", "brief", "play", "decide", "end"),
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
        where=("menu", "brief", "play", "decide", "card", "log", "end"),
        word="Help",
        help="this page",
    ),
)

_SHOWN = {
    "question_mark": "?",
    "escape": "Esc",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "colon": ":",
    "full_stop": ".",
    "comma": ",",
    "semicolon": ";",
    "slash": "/",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "f1": "F1",
    "f2": "F2",
    "ctrl+p": "Ctrl+P",
}
NAMED = {
    **{name: name for name in ("home", "end", "insert", "delete", "backspace")},
    **{f"f{number}": f"f{number}" for number in range(1, 25)},
    **{name: name for name in _SHOWN if "+" not in name},
    **{word.lower(): name for name, word in _SHOWN.items() if len(word) > 1 and "+" not in word},
}
"""Keys of more than one letter, by their names in small letters."""
KEYED = ("call", "step")
"""Commands whose several keys mean several things."""
_HELD = ("ctrl", "alt", "shift", "super")
"""Keys that are held while another is pressed."""
_MEANS = {"decide": "abcdefghijklmnopqrstuvwxyz", "card": "acrx123"}
"""Letters that mean something else where options are open, or on a card."""
FOOTER_MOST = 10
"""Commands the footer shows; more would not be read."""
_KEYS_MOST = 12
"""Columns in which the help names the keys of a command."""


def shown(key: str) -> str:
    """Write a key as it is on the keyboard."""
    return _SHOWN.get(key, key)


def keys_shown(command: KeyCommand) -> str:
    """Write the keys of a command for people."""
    if len(command.keys) > 2 and all(key.isdigit() for key in command.keys):
        return f"{command.keys[0]}-{command.keys[-1]}"
    return ", ".join(shown(key) for key in command.keys)


def named(text: str) -> str:
    """Give what Textual calls a key that is written as on the keyboard, "" if there is none.

    >>> named("w"), named("?"), named("Esc"), named("Ctrl+W"), named("shift"), named("Entr")
    ('w', 'question_mark', 'escape', 'ctrl+w', '', '')
    """
    from textual.keys import _character_to_key  # the name it has there

    *held, key = text.split("+") if len(text) > 1 else [text]
    if len(key) == 1:
        key = _character_to_key(key) if key.isprintable() else ""
    else:
        key = NAMED.get(key.lower(), "")
    held = [name.lower() for name in held]
    if not key or not set(held) <= set(_HELD) or ("shift" in held and len(key) == 1):
        return ""  # a letter with shift is another letter
    return "+".join([*held, key.lower() if held else key])


def fitting(
    given: Mapping[str, Sequence[str]], table: tuple[KeyCommand, ...] = TABLE
) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
    """Take as many of a player's own keys as go together.

    Returns:
        The commands whose keys are taken, and the others with what is wrong with their keys.
    """
    taken = {name: tuple(keys) for name, keys in given.items()}
    wrong: list[tuple[str, str]] = []
    while clash := _clash(taken, table):
        wrong.append(clash)
        del taken[clash[0]]
    return taken, wrong


def _clash(
    taken: Mapping[str, tuple[str, ...]], table: tuple[KeyCommand, ...]
) -> tuple[str, str] | None:
    """Find a command of a player's whose key means something else already."""
    meant: dict[tuple[str, str], str] = {}
    for command in sorted(table, key=lambda command: command.id in taken):
        for where in command.where:
            for key in taken.get(command.id, command.keys):
                other = meant.setdefault((where, key), command.id)
                if other != command.id:
                    return command.id, f"{shown(key)} is both “{other}” and “{command.id}”"
                if command.id in taken and key in _MEANS.get(where, ""):
                    return command.id, f"{shown(key)} is both an answer and “{command.id}”"
    return None


def remapped(
    keys: object, table: tuple[KeyCommand, ...] = TABLE
) -> tuple[tuple[KeyCommand, ...], list[str]]:
    """Give the table with a player's own keys, and what of them cannot be taken."""
    if not isinstance(keys, Mapping):
        return table, ["“keys” names no commands"] if keys is not None else []
    known = {command.id for command in table}
    unknown = [f"there is no command “{name}”" for name in keys if name not in known]
    given = {
        name: tuple(str(key) for key in (value if isinstance(value, list | tuple) else [value]))
        for name, value in keys.items()
        if name in known and value
    }
    taken, wrong = fitting(given, table)
    changed = (replace(c, keys=taken[c.id]) if c.id in taken else c for c in table)
    return tuple(changed), [*unknown, *(what for _, what in wrong)]


def of(where: str, table: Iterable[KeyCommand]) -> list[KeyCommand]:
    """List the commands of a screen."""
    return [command for command in table if where in command.where]


def find(key: str, where: str, table: Iterable[KeyCommand]) -> KeyCommand | None:
    """Find what a key means on a screen."""
    return next((c for c in of(where, table) if key in c.keys), None)


def footer(where: str, table: Iterable[KeyCommand], able: Iterable[str], width: int) -> Line:
    """Write the footer: what can be done now, as much as fits; help comes last and always."""
    possible = set(able)
    words = [c for c in of(where, table) if c.word and c.id in possible]
    last = [c for c in words if c.id == "help"]
    parts: list[tuple[str, str]] = []
    room = width - sum(cells(keys_shown(c)) + cells(c.word) + 3 for c in last) - 1
    for command in [c for c in words if c.id != "help"][: FOOTER_MOST - 1] + last:
        key = shown(command.keys[0]) if command.id != "call" else keys_shown(command)
        size = cells(key) + cells(command.word) + 3
        if command.id != "help":
            if size > room:
                continue
            room -= size
        parts += [(f" {key}", "key"), (f" {command.word} ", "")]
    return line(*parts)


def page(where: str, table: Iterable[KeyCommand], width: int = 100) -> list[Line]:
    """Write the help: every command of a screen with its keys."""
    lines: list[Line] = []
    for command in of(where, table):
        keys = keys_shown(command)
        if cells(keys) > _KEYS_MOST:
            lines += wrap(keys, width, "key", first="  ", rest="  ")
            keys = ""
        head, *rest = wrap(command.help, width - _KEYS_MOST - 3)
        lines.append((*line((f"  {padded(keys, _KEYS_MOST)} ", "key")), *head))
        lines += [(*line(" " * (_KEYS_MOST + 3)), *part) for part in rest]
    return lines
