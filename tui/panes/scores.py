"""Scores as accounts: the rows that a side's score adds up from, and the score below them."""

from __future__ import annotations

from sim.play.seat import NO_FORECAST, Debrief, ScoreLine, SideEnd
from sim.readings import share
from tui.base.text import Line, ends, line, rule, wrap
from tui.panes.words import MEANT

_MISSED_MOST = 3
_NUMBERS = 21
"""Columns of how far something was reached, what it brought, and what all of it would bring."""


def account(side: SideEnd, width: int) -> list[Line]:
    """Write where a score starts, what it earned and what bounds it; the rows add up to it."""
    lines: list[Line] = []
    for item in side.account:
        titles = wrap(item.title, width - _NUMBERS, "", first="  ", rest="  ")
        value = "" if item.value is None else share(item.value)
        most = "" if item.full is None else f"of {item.full:+.0f}"
        numbers = line(f"{value:>4} {item.points:+4.0f} ", (f"{most:<6}", "dim"))
        lines.append(ends(titles[0], numbers, width))
        lines += titles[1:]
    return lines


def scored(side: SideEnd, width: int) -> list[Line]:
    """Write a side's account under its score, as the first page shows one's own."""
    head = rule(f" {side.name}: {side.score:.0f} of 100 ", width)
    return [head, *account(side, width), *missed(side, width)]


def missed(side: SideEnd, width: int) -> list[Line]:
    """Say where most points were missed or lost, so that a score explains itself."""
    found = [(_short_of(item), item.title) for item in side.account if item.full is not None]
    most = sorted((row for row in found if row[0] >= 1), key=lambda row: -row[0])[:_MISSED_MOST]
    said = "; ".join(f"{title} (-{points:.0f})" for points, title in most)
    return (
        wrap(f"Most was missed by: {said}.", width, "warn", first="  ", rest="  ") if said else []
    )


def _short_of(item: ScoreLine) -> float:
    """Give how many points a row stayed below the best that it could have brought."""
    return max(0.0, item.full or 0.0) - item.points


def scores(debrief: Debrief, width: int) -> list[Line]:
    """Write what each side's objectives came to."""
    lines: list[Line] = []
    for side in debrief.sides:
        total = line((f"{side.score:.0f} of 100", "bold"))
        lines.append(ends(line((side.name, "head")), total, width))
        lines += account(side, width)
        if side.intent in MEANT:
            lines.append(line((f"  {MEANT[side.intent]}", "dim")))
        lines.append(())
    return [*lines, *wrap(NO_FORECAST, width, "dim")]
