"""A bitmap of two by four dots a cell, with characters over it and a style for each cell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

from sim.columns import graphemes, steady
from tui.base.text import Line

_DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
_BRAILLE = [" ", *map(chr, range(0x2801, 0x2900))]
_RUNS = re.compile(rb"(.)\1*", re.DOTALL)


def spread(text: str) -> list[str]:
    """Spread a text over cells: what takes two columns takes two cells, the second of them empty.

    >>> spread("A島")
    ['A', '島', '']
    """
    out: list[str] = []
    for sign, size in graphemes(steady(text)):
        if size:
            out += [sign, ""][:size]
        elif out:
            out[-1 if out[-1] else -2] += sign
    return out


@dataclass(slots=True)
class Raster:
    """Cells, row after row: dots, a rank each, and characters that stand over dots.

    A rank is a place in a list of styles; where dots meet, the higher rank gives the style.
    """

    width: int
    height: int
    dots: bytearray
    ranks: bytearray
    chars: dict[int, str] = field(default_factory=dict)

    @classmethod
    def blank(cls, width: int, height: int) -> Self:
        """Make an empty picture."""
        return cls(width, height, bytearray(width * height), bytearray(width * height))

    def copy(self) -> Raster:
        """Make a picture that may be drawn over."""
        return Raster(
            self.width, self.height, dots=self.dots[:], ranks=self.ranks[:], chars=dict(self.chars)
        )

    def dot(self, x: int, y: int, rank: int) -> int:
        """Set a dot and give its cell, or -1 outside."""
        if not (0 <= x < self.width * 2 and 0 <= y < self.height * 4):
            return -1
        cell = (y >> 2) * self.width + (x >> 1)
        self.dots[cell] |= _DOTS[y & 3][x & 1]
        self.ranks[cell] = max(self.ranks[cell], rank)
        return cell

    def line(
        self, start: tuple[float, float], end: tuple[float, float], rank: int, gap: int = 1
    ) -> set[int]:
        """Draw a line, every `gap`-th dot of it, and give the cells it touches."""
        cut = _clip(start, end, self.width * 2, self.height * 4)
        if cut is None:
            return set()
        (x0, y0), (x1, y1) = cut
        steps = int(max(abs(x1 - x0), abs(y1 - y0))) + 1
        dx, dy = (x1 - x0) / steps, (y1 - y0) / steps
        touched = {
            self.dot(int(x0 + dx * i), int(y0 + dy * i), rank) for i in range(0, steps + 1, gap)
        }
        touched.discard(-1)
        return touched

    def write(self, column: int, row: int, text: Sequence[str], rank: int) -> None:
        """Write cells of text over a row; what lies outside is cut off."""
        if not 0 <= row < self.height:
            return
        for place, char in enumerate(text, column):
            if 0 <= place < self.width:
                cell = row * self.width + place
                self.chars[cell] = char
                self.ranks[cell] = rank

    def lines(self, styles: Sequence[str], plain: Sequence[str] | None) -> list[Line]:
        """Give the rows; with `plain`, a character a rank instead of dots."""
        width = self.width
        if plain is None:
            signs = list(map(_BRAILLE.__getitem__, self.dots))
        else:
            signs = [
                plain[rank] if dots else " "
                for dots, rank in zip(self.dots, self.ranks, strict=True)
            ]
        for cell, char in self.chars.items():
            signs[cell] = char
        out: list[Line] = []
        for start in range(0, width * self.height, width):
            row = signs[start : start + width]
            out.append(
                tuple(
                    ("".join(row[run.start() : run.end()]), styles[run[0][0]])
                    for run in _RUNS.finditer(self.ranks[start : start + width])
                )
            )
        return out


def _clip(
    start: tuple[float, float], end: tuple[float, float], width: int, height: int
) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """Cut a line to a picture's dots; None if it passes by.

    Source:
        Liang and Barsky 1984. [derived]
    """
    (x0, y0), (x1, y1) = start, end
    dx, dy = x1 - x0, y1 - y0
    first, last = 0.0, 1.0
    for slope, room in ((-dx, x0), (dx, width - x0), (-dy, y0), (dy, height - y0)):
        if slope == 0:
            if room < 0:
                return None
        elif slope < 0:
            first = max(first, room / slope)
        else:
            last = min(last, room / slope)
    if first > last:
        return None
    return (x0 + dx * first, y0 + dy * first), (x0 + dx * last, y0 + dy * last)
