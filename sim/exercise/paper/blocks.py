"""What a paper is made of: headings, paragraphs, lists, tables, notes, figures, in their order.

Texts in blocks are *rich*: escaped as HTML, with `b`, `i`, `small`, `code` and `br` in them and
nothing else. Each way to write a paper reads the same blocks, so no text is written twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sim.pages import escape


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a part; level 2 begins a chapter, 3 and 4 a part of it."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list, numbered if its order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; `kind` “blank” is one to be filled in by hand.

    `widths` are the shares of the columns, whatever they add up to; without them all are alike.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    kind: str = ""
    widths: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Boxed:
    """What must not be overlooked."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing as SVG with its caption; tables beside it hold what it shows."""

    caption: str
    drawn: str


@dataclass(frozen=True, slots=True)
class NewPage:
    """The next block begins a page on paper."""


Block = Heading | Para | Bullets | Grid | Boxed | Figure | NewPage


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper; `title` and `handling`, which stands on every page, are plain text."""

    title: str
    blocks: tuple[Block, ...]
    handling: str = ""


def table(
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    kind: str = "",
    widths: Sequence[float] = (),
) -> Grid:
    """Make a table of rich cells."""
    return Grid(tuple(heads), tuple(map(tuple, rows)), kind, widths=tuple(widths))


def bullets(items: Iterable[str], *, numbered: bool = False) -> Bullets:
    """Make a list of rich items."""
    return Bullets(tuple(items), numbered)


def note(title: str, text: str) -> Boxed:
    """Make a boxed note; both are plain text."""
    return Boxed(escape(title), escape(text))


def plain(text: str) -> Para:
    """Make a paragraph of plain text; its lines stand below one another."""
    return Para(lines(text.strip().split("\n")))


def paragraphs(text: str) -> list[Block]:
    """Make plain text that somebody wrote into paragraphs; empty lines part them."""
    return [plain(part) for part in text.split("\n\n") if part.strip()]


def code(text: str) -> str:
    """Write a name, a digest or a command line."""
    return f"<code>{escape(text)}</code>"


def lines(texts: Iterable[str]) -> str:
    """Write texts below one another in a cell."""
    return "<br>".join(escape(text) for text in texts)
