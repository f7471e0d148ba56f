"""Text that stays text: what drives a terminal, hides, or counts as a formula is shown instead."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable

HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
"""Unicode's categories of what orders about instead of being read: control and format characters,
private ones, halves of a pair, separators of lines and of paragraphs."""
_JOINER, _AS_PICTURE = "\u200d", "\ufe0f"
_BREAKS = re.compile("[\t\n\r]+")
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""How a cell begins that spreadsheet programs take for a formula, in both widths."""


def hidden(text: str, kept: str = "\n\t") -> str:
    r"""Give the first character of a text that is not to be read, "" if there is none.

    What joins two pictures into one, as of a family, is read with them.

    >>> hidden("line\nline"), hidden("a\u202eb") == "\u202e"
    ('', True)
    """
    if text.isprintable():
        return ""
    return next((c for at, c in enumerate(text) if _is_hidden(text, at, kept)), "")


def shown(text: str, kept: str = "\n\t") -> str:
    r"""Write what is not to be read as an escape; the ends of lines and tabs are text.

    >>> print(shown("red: \x1b[31m, turned: \u202e"))
    red: \x1b[31m, turned: \u202e
    """
    if not hidden(text, kept):
        return text
    found = enumerate(text)
    return "".join(_escaped(c) if _is_hidden(text, at, kept) else c for at, c in found)


def _is_hidden(text: str, at: int, kept: str) -> bool:
    char = text[at]
    if char == _JOINER:
        before = text[max(0, at - 2) : at].removesuffix(_AS_PICTURE)[-1:]
        return not (_is_picture(before) and _is_picture(text[at + 1 : at + 2]))
    return unicodedata.category(char) in HIDDEN and char not in kept


def _is_picture(char: str) -> bool:
    """Say whether a character is a picture, or the colour of one's skin."""
    return char != "" and (
        unicodedata.category(char) == "So" or "\U0001f3fb" <= char <= "\U0001f3ff"
    )


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode()


def on_one_line(text: str) -> str:
    r"""Write a text for a line of a terminal: its own ends of lines become spaces.

    >>> print(on_one_line("one\ntwo\r\n\x07"))
    one two \x07
    """
    return shown(_BREAKS.sub(" ", text), "")


def cell(text: str) -> str:
    """Write a text for a cell: no spreadsheet program takes it for a formula.

    >>> cell("=1+1"), cell("1-1")
    ("'=1+1", '1-1')
    """
    text = shown(text)
    return f"'{text}" if _as_formula(text) else text


def cell_text(written: str) -> str:
    """Read a cell that `cell` wrote: the text, without the sign that it is one.

    >>> cell_text("'=1+1"), cell_text("''=1+1"), cell_text("'quoted'")
    ('=1+1', "'=1+1", "'quoted'")
    """
    marked = written.startswith("'") and _as_formula(written[1:])
    return written[1:] if marked else written


def _as_formula(text: str) -> bool:
    """Say whether a cell would count as a formula, or as the sign that it is none."""
    begin = text.lstrip("'")
    return begin.lstrip().startswith(_FORMULA) or begin.startswith(("\t", "\n"))


def csv_line(cells: Iterable[str], *, end: str = "\n", delimiter: str = ",") -> str:
    """Write a line of a table (RFC 4180); what came from people has gone through `cell`."""
    line = io.StringIO()
    csv.writer(line, lineterminator=end, delimiter=delimiter).writerow(cells)
    return line.getvalue()


def json_text(data: object, indent: int | None = None) -> str:
    r"""Write data as JSON that reads the same and drives no terminal.

    >>> json_text({"note": "\x9b31m"})
    '{"note": "\\u009b31m"}'
    """
    text = json.dumps(data, indent=indent, ensure_ascii=False, allow_nan=False)
    if not hidden(text):
        return text
    # Between values stand spaces and ends of lines only, so what is hidden stands in a string.
    kept = "\n\t"
    found = enumerate(text)
    return "".join(json.dumps(c)[1:-1] if _is_hidden(text, at, kept) else c for at, c in found)
