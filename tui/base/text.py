"""Lines of text for the screen: pieces with a role, cut, wrapped and put side by side."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from sim.columns import CUT, cells, fit, graphemes, padded, split_at, wrapped

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
    "◆": "*",
    "◇": "o",
    "●": "*",
    "○": "o",
}


def line(*parts: str | Span) -> Line:
    """Make a line of texts and pieces with a role."""
    return tuple((part, "") if isinstance(part, str) else part for part in parts)


def length(spans: Line) -> int:
    """Count the columns of a line."""
    return sum(cells(text) for text, _ in spans)


def clip(spans: Line, width: int) -> Line:
    """Cut a line to a width; “…” stands for what is left out, unless that is but space."""
    if length(spans) <= width:
        return spans
    _, beyond = split_at("".join(text for text, _ in spans), width)
    mark = CUT if beyond.strip() and width > 0 else ""
    room = width - cells(mark)
    kept: list[Span] = []
    for text, role in spans:
        size = cells(text)
        if size > room:
            kept.append((split_at(text, room)[0] + mark, role))
            break
        kept.append((text, role))
        room -= size
    return tuple(span for span in kept if span[0])


def pad(spans: Line, width: int, role: str = "") -> Line:
    """Bring a line to a width."""
    cut = clip(spans, width)
    missing = width - length(cut)
    return (*cut, (" " * missing, role)) if missing > 0 else cut


def beside(left: Sequence[Line], right: Sequence[Line], column: int) -> list[Line]:
    """Put two texts side by side, a rule between them; the left one has so many columns."""
    both = zip_longest(left, right, fillvalue=())
    return [(*pad(a, column), (" | ", "rule"), *b) for a, b in both]


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


def aside(key: str, cut: str = "") -> str:
    """Write at the right of a rule which key shows the rest, and how much was cut, if any was.

    >>> aside("c", "+2"), aside("o"), aside("", "+2"), aside("")
    (' c +2 ', ' o ', ' +2 ', '')
    """
    said = " ".join(filter(None, (key, cut)))
    return f" {said} " if said else ""


def cut_to(lines: Sequence[Line], height: int, width: int, key: str = "") -> list[Line]:
    """Cut lines to a height; the last row says how many are not shown, and which key shows them."""
    if len(lines) <= height:
        return list(lines)
    more = f" ... {len(lines) - height + 1} more" + (f": {key}" if key else "")
    return [*lines[: max(0, height - 1)], line((fit(more, width), "head"))][: max(0, height)]


def wrap(text: str, width: int, role: str = "", first: str = "", rest: str = "") -> list[Line]:
    """Break a text into lines of a width."""
    found = wrapped(text, max(8, width), first, rest)
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
    return "".join(padded(_simple(sign), size) for sign, size in graphemes(text))


def _simple(sign: str) -> str:
    char = sign[0]
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
    return base if base.isascii() else "?" if cells(char) else ""
