"""Lines of text for the screen: pieces with a role, cut, wrapped and put side by side."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable

Span = tuple[str, str]
"""A piece of text and its role; what a role looks like stands in `tui/base/pane.py`."""
Line = tuple[Span, ...]

_SIMPLE = {
    "“": '"',
    "”": '"',
    "’": "'",
    "–": "-",
    "—": "-",
    "−": "-",
    "×": "x",
    "…": "~",
    "°": "'",
    "·": ".",
    "•": "*",
    "─": "-",
    "━": "=",
    "│": "|",
    "┃": "|",
    "█": "#",
    "▌": "|",
    "▎": "|",
}


def cells(text: str) -> int:
    """Count the columns a text takes on the screen."""
    if text.isascii():
        return len(text)
    return sum(_cells(c) for c in text)


def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def fit(text: str, width: int) -> str:
    """Cut a text to a width; “…” stands for what is left out."""
    if cells(text) <= width:
        return text
    if width <= 0:
        return ""
    kept, used = [], 0
    for char in text:
        used += _cells(char)
        if used > width - 1:
            break
        kept.append(char)
    return "".join(kept).rstrip() + "…"


def line(*parts: str | Span) -> Line:
    """Make a line of texts and pieces with a role."""
    return tuple((part, "") if isinstance(part, str) else part for part in parts)


def length(spans: Line) -> int:
    """Count the columns of a line."""
    return sum(cells(text) for text, _ in spans)


def clip(spans: Line, width: int) -> Line:
    """Cut a line to a width."""
    kept: list[Span] = []
    for text, role in spans:
        room = width - length(tuple(kept))
        if room <= 0:
            break
        kept.append((fit(text, room), role))
    return tuple(kept)


def pad(spans: Line, width: int, role: str = "") -> Line:
    """Bring a line to a width."""
    cut = clip(spans, width)
    missing = width - length(cut)
    return (*cut, (" " * missing, role)) if missing > 0 else cut


def ends(left: Line, right: Line, width: int, role: str = "") -> Line:
    """Put one line at the left and one at the right; the right one is kept whole."""
    room = width - length(right)
    return (*pad(left, room, role), *right) if room > 0 else clip(right, width)


def rule(title: str, width: int, right: str = "") -> Line:
    """Draw a rule with a title."""
    head = f"─{title}" if title else ""
    tail = f"{right}─" if right else ""
    room = max(0, width - cells(head) - cells(tail))
    return clip(line((head, "head"), ("─" * room, "rule"), (tail, "head")), width)


def wrap(text: str, width: int, role: str = "", first: str = "", rest: str = "") -> list[Line]:
    """Break a text into lines of a width."""
    found = textwrap.wrap(
        text, max(8, width), initial_indent=first, subsequent_indent=rest, break_long_words=True
    )
    return [((part, role),) for part in found] or [((first, role),)]


def paragraphs(texts: Iterable[str], width: int, mark: str = "- ") -> list[Line]:
    """Break texts into a list with marks."""
    indent = " " * len(mark)
    return [part for text in texts for part in wrap(text, width, "", first=mark, rest=indent)]


def plain(lines: Iterable[Line]) -> str:
    """Give lines as mere text."""
    return "\n".join("".join(text for text, _ in spans).rstrip() for spans in lines)


def simple(text: str) -> str:
    """Write a text with ASCII signs only, column by column the same width.

    >>> simple("“Bajo” — 3 × é…")
    '"Bajo" - 3 x e~'
    """
    if text.isascii():
        return text
    return "".join(_simple(c) for c in text)


def _simple(char: str) -> str:
    if char.isascii():
        return char
    if char in _SIMPLE:
        return _SIMPLE[char]
    code = ord(char)
    if 0x2500 <= code <= 0x257F:
        return "+"
    if 0x2580 <= code <= 0x259F:
        return "#"
    if 0x2800 <= code <= 0x28FF:
        dots = (code - 0x2800).bit_count()
        return " " if not dots else "." if dots < 4 else ":"
    base = unicodedata.normalize("NFKD", char)[0]
    return (base if base.isascii() else "?") * _cells(char)
