"""Names beside what they name: each goes to the first free place, or is dropped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from sim.columns import cells, split_at
from tui.chart.raster import Raster, spread

_WORD_LEAST = 3
_CUT = "~"


@lru_cache(maxsize=512)
def shorter(name: str, *, from_end: bool = False) -> tuple[str, ...]:
    """Give a name and ever shorter forms of it.

    A vessel's last words tell it apart, a place's first words; what follows a comma goes first.

    >>> shorter("PCG boat B, 44 m")
    ('PCG boat B, 44 m', 'PCG boat B', 'boat B')
    """
    words = name.split(",", maxsplit=1)[0].split()
    parts = [
        " ".join(words[:count] if from_end else words[-count:])
        for count in range(len(words), 0, -1)
    ]
    return tuple(dict.fromkeys((name, *(part for part in parts if len(part) >= _WORD_LEAST))))


@lru_cache(maxsize=64)
def shared(names: tuple[str, ...]) -> frozenset[str]:
    """Find the short forms that more than one vessel could go by."""
    found = Counter(part for name in set(names) for part in shorter(name))
    return frozenset(part for part, count in found.items() if count > 1)


def fitting(parts: Iterable[str], tail: str, most: int) -> list[str]:
    """Give the forms of a name that are short enough with their tail; else the last, cut.

    >>> fitting(shorter("BRP Datu Gumbay Piang"), "+1", 16)
    ['Gumbay Piang +1', 'Piang +1']
    """
    room = most - cells(tail) - bool(tail)
    forms = list(parts)
    found = [part for part in forms if cells(part) <= room]
    found = found or [split_at(part, max(2, room - 1))[0] + _CUT for part in forms[-1:]]
    return [f"{part} {tail}".strip() for part in found]


class Labels:
    """Which cells of a chart are taken, and labels put among them without overlap.

    A cell is 0 free, 1 crossed by a line, 2 taken by a sign or a text.
    """

    def __init__(self, width: int, rows: int) -> None:
        self._width = width
        self._rows = rows
        self._taken = bytearray(width * rows)

    def free(self, column: int, row: int, length: int, *, over: bool = False) -> bool:
        """Say whether nothing stands there on the chart, and unless `over` nothing runs there."""
        if not (0 <= row < self._rows and column >= 0 and column + length <= self._width):
            return False
        start = row * self._width + column
        if over:
            return self._taken.find(2, start, start + length) < 0
        return self._taken.count(0, start, start + length) == length

    def signed(self, column: int, row: int) -> bool:
        """Say whether a sign or a text stands on a cell of the chart."""
        return self._taken[row * self._width + column] == 2

    def take(self, column: int, row: int, length: int) -> None:
        """Keep cells for a sign or a text."""
        start = row * self._width + column
        self._taken[start : start + length] = b"\2" * length

    def cross(self, found: Iterable[int]) -> None:
        """Keep names off the cells of a line."""
        for cell in found:
            self._taken[cell] = max(self._taken[cell], 1)

    def place(
        self,
        picture: Raster,
        cell: tuple[int, int],
        texts: Iterable[str],
        rank: int,
        *,
        over: bool = False,
    ) -> bool:
        """Write the first text that has room; any text beside a cell before one above or below.

        With `over`, a text may at last cover lines.
        """
        found = [spread(text) for text in texts]
        for covers in (False, True)[: 1 + over]:
            for spots in (_beside, _near):
                for each in found:
                    for spot in spots(cell, len(each)):
                        if self._put(picture, cell, spot, each, rank=rank, over=covers):
                            return True
        return False

    def place_on(
        self, picture: Raster, spots: Iterable[tuple[int, int]], text: str, rank: int
    ) -> bool:
        """Write a text with its middle on the first of some cells that has room."""
        found = spread(text)
        return any(
            self._put(picture, (-2, -2), (column - len(found) // 2, row), found, rank=rank)
            for column, row in spots
        )

    def _put(
        self,
        picture: Raster,
        cell: tuple[int, int],
        spot: tuple[int, int],
        found: list[str],
        *,
        rank: int,
        over: bool = False,
    ) -> bool:
        """Write a spread text where nothing stands, and apart from all but what it names."""
        column, row = spot
        able = self.free(column, row, len(found), over=over) and self._apart(
            cell, column, row, len(found)
        )
        if able:
            self.take(column, row, len(found))
            picture.write(column, row, found, rank)
        return able

    def _apart(self, cell: tuple[int, int], column: int, row: int, length: int) -> bool:
        """Say whether a text would touch no other text or sign but its own."""
        for place in (column - 1, column + length):
            own = row == cell[1] and abs(place - cell[0]) <= 1
            if not own and 0 <= place < self._width and self.signed(place, row):
                return False
        return True


def _beside(cell: tuple[int, int], length: int) -> tuple[tuple[int, int], ...]:
    """List where a label may stand in the row of what it names, best first."""
    column, row = cell
    return (column + 2, row), (column - 1 - length, row)


def _near(cell: tuple[int, int], length: int) -> tuple[tuple[int, int], ...]:
    """List where a label may stand in the rows around what it names, best first."""
    column, row = cell
    right, left, middle = column + 1, column - length, column - length // 2
    return (
        (right, row + 1),
        (right, row - 1),
        (middle, row + 1),
        (middle, row - 1),
        (left, row + 1),
        (left, row - 1),
    )
