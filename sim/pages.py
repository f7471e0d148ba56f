"""Pages and figures that need nothing beside them, for screen and paper: HTML, and SVG in it."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Iterable, Sequence

from sim.printable import shown

_SUM = re.compile(r"<!-- channel16 (sha256:[0-9a-f]{64}) -->\n")


def escape(text: str) -> str:
    """Write plain text as HTML or SVG: no tag, nothing that hides or turns what follows."""
    return html.escape(shown(text))


def page(title: str, style: str, parts: Iterable[str]) -> str:
    """Write a whole page; the title is plain text, the style CSS, the parts HTML already.

    Its last line is a sum over all before it, by which `untouched` knows it again.
    """
    text = (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n"
        + "\n".join(parts)
        + "\n</body>\n</html>\n"
    )
    return f"{text}<!-- channel16 {_sum(text)} -->\n"


def untouched(text: str) -> bool:
    """Say whether a text is a page as it was written here, to the byte."""
    at = text.rfind("<!--")
    written = _SUM.fullmatch(text, max(at, 0))
    return written is not None and written[1] == _sum(text[:at])


def _sum(text: str) -> str:
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "", first: str = ""
) -> str:
    """Write a table; the cells are HTML already.

    Args:
        heads: What stands above the columns, nothing if all are empty.
        rows: The cells of each row.
        kind: The class of the table, if it has a look of its own.
        first: The class of the first cell of each row.
    """
    head = "".join(f"<th>{cell}</th>" for cell in heads)
    head = f"<thead><tr>{head}</tr></thead>\n" if any(heads) else ""
    body = "\n".join(f"<tr>{_cells(row, first)}</tr>" for row in rows)
    return f"<table{_class(kind)}>\n{head}<tbody>\n{body}\n</tbody>\n</table>"


def _cells(row: Sequence[str], first: str) -> str:
    """Write the cells of a row."""
    return "".join(f"<td{_class('' if n else first)}>{cell}</td>" for n, cell in enumerate(row))


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def figure(title: str, width: int, height: float, drawn: Iterable[str], *, font_size: int) -> str:
    """Write a figure as inline SVG, its text in serifs of one size; sizes are in pixels."""
    look = f'role="img" font-size="{font_size}" font-family="serif" stroke-width="1.3"'
    return "\n".join(
        [
            f'<svg viewBox="0 0 {width} {height:g}" width="{width}" height="{height:g}" {look}>',
            f"<title>{escape(title)}</title>",
            *drawn,
            "</svg>",
        ]
    )


def shortened(text: str, most: int) -> str:
    """Cut a label to so many characters.

    >>> shortened("Minister of defence", 12)
    'Minister of…'
    """
    return text if len(text) <= most else text[: most - 1] + "…"
