"""Keys, footer, palette and help, all made from the one table of commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sim.columns import cells, padded
from tui.base.keycommand import KeyCommand
from tui.base.keytable import TABLE
from tui.base.text import Line, line, wrap

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
    "plus": "+",
    "minus": "-",
    "slash": "/",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "f1": "F1",
    "f9": "F9",
    "f2": "F2",
    "f3": "F3",
    "ctrl+p": "Ctrl+P",
}
NAMED = {
    **{name: name for name in ("home", "end", "insert", "delete", "backspace")},
    **{f"f{number}": f"f{number}" for number in range(1, 25)},
    **{name: name for name in _SHOWN if "+" not in name},
    **{word.lower(): name for name, word in _SHOWN.items() if len(word) > 1 and "+" not in word},
}
"""Keys of more than one letter, by their names in small letters."""
KEYED = ("call", "step", "rate")
"""Commands whose several keys mean several things."""
_HELD = ("ctrl", "alt", "shift", "super")
"""Keys that are held while another is pressed."""
_MEANS = {"decide": "abcdefghijklmnopqrstuvwxyz", "card": "acrtx123"}
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
                if command.id in taken and not _works(taken[command.id], where):
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


def _works(keys: Iterable[str], where: str) -> tuple[str, ...]:
    """Leave the keys that mean a command on a screen, not an option or an answer."""
    return tuple(key for key in keys if key not in _MEANS.get(where, ()))


def of(where: str, table: Iterable[KeyCommand]) -> list[KeyCommand]:
    """List the commands of a screen, each with the keys that work on it."""
    here = [command for command in table if where in command.where]
    works = [_works(c.keys, where) if where == "decide" else c.keys for c in here]
    return [c if c.keys == k else replace(c, keys=k) for c, k in zip(here, works, strict=True)]


def key_of(name: str, where: str, table: Iterable[KeyCommand]) -> str:
    """Say how the first key of a command is called on a screen."""
    return next((shown(c.keys[0]) for c in of(where, table) if c.id == name and c.keys), "")


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
        several = command.id in ("call", "rate")
        key = keys_shown(command) if several else shown(command.keys[0])
        size = cells(key) + cells(command.word) + 3
        if command.id != "help":
            if size > room:
                continue
            room -= size
        parts += [(f" {key}", "key"), (f" {command.word} ", "")]
    return line(*parts)


def key_at(row: Line, column: int) -> str:
    """Give the key that a place of a row is about: the last one shown to the left of it.

    Where the cursor stands, that is Enter.

    >>> row = line(" Go on: ", (" Enter", "key"), " Go on ", (" 1-7", "key"), " Call ")
    >>> key_at(row, 3), key_at(row, 9), key_at(row, 17), key_at(row, 24), key_at(row, 80)
    ('', 'enter', 'enter', '', '')
    >>> key_at(line((">a Hold", "cursor")), 2)
    'enter'
    """
    key, end = "", 0
    for text, role in row:
        end += cells(text)
        if role in ("key", "cursor"):
            key = "enter" if role == "cursor" else named(text.strip())
        if column < end:
            return key
    return ""


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
