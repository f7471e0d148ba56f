"""Text in columns of a terminal: measured, cut, wrapped and padded as it is shown there.

The screen and play in lines share it, so that both agree with each other and with the library
that draws the screen: wide characters take two columns, marks that combine none. What is not to
be read stands there as an escape, and its columns count (`sim.printable`).
"""

from __future__ import annotations

import textwrap
import unicodedata
from functools import lru_cache

from rich.cells import cell_len, split_graphemes

from sim.printable import on_one_line

CUT = "…"
"""Stands for what a text that was cut has lost."""
_AS_PICTURE = "\N{VARIATION SELECTOR-16}"
_SKINS = "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"
_CLOSING = ("Pe", "Pf", "Po", "Lm")
"""Kinds of signs that no line begins with: brackets that close, stops, marks of length."""
_OPENING = ("Ps", "Pi")
"""Kinds of signs that no line ends with."""


def cells(text: str) -> int:
    """Count the columns a text takes where it is shown.

    >>> cells("AB"), cells("島"), cells("e\N{COMBINING ACUTE ACCENT}")
    (2, 2, 1)
    """
    if text.isascii() and text.isprintable():
        return len(text)
    return cell_len(on_one_line(text))


def graphemes(text: str) -> list[tuple[str, int]]:
    """Split a text into what is drawn as one sign, each with its columns."""
    text = on_one_line(text)
    if text.isascii():
        return [(char, 1) for char in text]
    return [(text[start:end], size) for start, end, size in split_graphemes(text)[0]]


def fit(text: str, columns: int) -> str:
    """Cut a text to so many columns; `CUT` stands for what is left out.

    >>> fit("Scarborough", 6), fit("黄岩島", 4)
    ('Scarb…', '黄…')
    """
    if cells(text) <= columns:
        return on_one_line(text)
    if columns <= 0:
        return ""
    return split_at(text, columns - cells(CUT))[0].rstrip() + CUT


def split_at(text: str, columns: int) -> tuple[str, str]:
    """Part a text where so many columns end; a sign that stands across the place goes after it."""
    kept, used = [], 0
    parts = graphemes(text)
    for sign, size in parts:
        if used + size > columns:
            break
        kept.append(sign)
        used += size
    return "".join(kept), "".join(sign for sign, _ in parts[len(kept) :])


def padded(text: str, columns: int) -> str:
    """Fill a text up to so many columns; a longer one is left as it is."""
    return on_one_line(text) + " " * max(0, columns - cells(text))


def wrapped(text: str, columns: int, first: str = "", rest: str = "") -> list[str]:
    """Break a text into lines of so many columns; nothing of it is lost but space at the breaks.

    Args:
        text: What is broken, at spaces and hyphens, and between wide signs.
        columns: How wide a line may be, with what stands before it.
        first: Stands before the first line.
        rest: Stands before every other line.
    """
    text = on_one_line(text)
    kind = textwrap.TextWrapper if text.isascii() else _Columns
    return kind(columns, initial_indent=first, subsequent_indent=rest).wrap(text)


class _Columns(textwrap.TextWrapper):
    """Counts columns where its base counts characters."""

    def _split(self, text: str) -> list[str]:
        return [part for chunk in super()._split(text) for part in _breakable(chunk)]

    def _wrap_chunks(self, chunks: list[str]) -> list[str]:
        lines: list[str] = []
        waiting = chunks[::-1]
        while waiting:
            indent = self.subsequent_indent if lines else self.initial_indent
            room = max(1, self.width - cells(indent))
            row: list[str] = []
            if lines and not waiting[-1].strip():
                waiting.pop()
            while waiting and cells(waiting[-1]) <= room:
                room -= cells(waiting[-1])
                row.append(waiting.pop())
            if waiting and cells(waiting[-1]) > self.width - cells(indent):
                row += _broken(waiting, room, must=not row)
            if row and not row[-1].strip():
                row.pop()
            if row:
                lines.append(indent + "".join(row))
        return lines


def _broken(waiting: list[str], room: int, *, must: bool) -> list[str]:
    """Take as much of a chunk that fits on no line as there is room for; `must` at least a sign."""
    head, tail = split_at(waiting[-1], room)
    if not head and must:
        head = graphemes(tail)[0][0]
        tail = tail[len(head) :]
    if head:
        waiting.pop()
        waiting += [tail] if tail else []
    return [head] if head else []


def _breakable(chunk: str) -> list[str]:
    """Part a word before and after each wide sign, but not from punctuation that belongs to it."""
    parts: list[str] = []
    was_wide, opens = False, True
    for sign, size in graphemes(chunk):
        closes = unicodedata.category(sign[0]) in _CLOSING
        if opens or closes or not (was_wide or size > 1):
            parts = [*parts[:-1], "".join([*parts[-1:], sign])]
        else:
            parts.append(sign)
        was_wide, opens = size > 1, unicodedata.category(sign[0]) in _OPENING
    return parts


@lru_cache(maxsize=4096)
def steady(text: str) -> str:
    """Write signs whose columns terminals do not agree on so that all of them keep to `cells`.

    A sign that is only made wide by being shown as a picture is followed by a space instead, and
    the colour of a skin is left out.

    >>> steady("\N{HEAVY BLACK HEART}\N{VARIATION SELECTOR-16}!")
    '❤ !'
    """
    if text.isascii() and text.isprintable():
        return text
    found = []
    for sign, size in graphemes(text):
        bare = sign.replace(_AS_PICTURE, "")
        bare = "".join(c for at, c in enumerate(bare) if not at or c not in _SKINS)
        found.append(bare + " " * (size - cell_len(bare)))
    return "".join(found)
