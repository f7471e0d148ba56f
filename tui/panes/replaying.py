"""A record scrubbed on the screen: an event as it was told and as it was, and what a seat held."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from sim.columns import fit, padded
from tui.base.text import Line, ends, line, rule, wrap

_NOT_TOLD = "(not told)"
_OTHERWISE = "*"


class HeldRow(Protocol):
    """One thing as a seat held it, and as it was."""

    @property
    def what(self) -> str:
        """Name it."""

    @property
    def held(self) -> str:
        """Give what the seat held, "" if nothing."""

    @property
    def true(self) -> str:
        """Give what was so."""

    @property
    def differs(self) -> bool:
        """Say whether the two differ."""


def place(clock: str, at: int, of: int, *, seat: str, width: int) -> list[Line]:
    """Write where the record stands, as a bar and in words, and whose knowledge is shown."""
    done = round((width - 2) * at / of)
    bar = line(("[" + "#" * done, "dim"), ("." * (width - 2 - done) + "]", "dim"))
    left = line((f"{clock}  event {at:,} of {of:,}", "bold"))
    return [ends(left, line((seat, "head")), width), bar]


def event(heard: str, true: str, width: int) -> list[Line]:
    """Write an event as the seat was told it, and as it was."""
    return [
        rule(" As it was told ", width),
        *wrap(heard or _NOT_TOLD, width, "" if heard else "dim"),
        rule(" As it was ", width),
        *wrap(true, width, ""),
    ]


def table(rows: Sequence[HeldRow], width: int) -> list[Line]:
    """Set what the seat held beside what was so; what it held otherwise comes first."""
    column = (width - 4) // 3
    names = [padded(text, column + 1) for text in ("", "held", "was so")]
    lines = [rule(" What it held, and what was so ", width), line(("  " + "".join(names), "dim"))]
    for row in sorted(rows, key=lambda row: not row.differs):
        sign, role = (_OTHERWISE, "warn") if row.differs else (" ", "")
        cells = [padded(fit(text or "-", column), column + 1) for text in (row.what, row.held)]
        lines.append(line((f"{sign} {''.join(cells)}{fit(row.true, column)}", role)))
    return lines
