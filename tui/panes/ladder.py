"""The ladder: how far each side has gone by what happened, as a bar with the firebreaks."""

from __future__ import annotations

from sim.columns import fit, padded
from sim.play.seat import FIREBREAKS, RUNGS, Sheet, Shown
from tui.base.text import Line, clip, line, rule

_NAME, _NAME_MOST, _REST = 10, 20, 26
"""Columns of a side's name, the fewest and the most, and of what follows it."""


def steps(rung: int) -> str:
    """Draw a rung as a bar with the two firebreaks.

    >>> steps(5), steps(7)
    ('#####.|..|...', '######|##|...')
    """
    drawn = "".join("#" if step <= rung and rung else "." for step in range(1, len(RUNGS)))
    return "".join(("|" if n in FIREBREAKS else "") + mark for n, mark in enumerate(drawn, 1))


def ladder(sheet: Sheet, shown: Shown, width: int, height: int, *, key: str = "o") -> list[Line]:
    """Write the highest rung of each side by what happened, its own first; a key shows them all."""
    view = shown.view
    breaks = ", ".join(f"{what} {rung}" for rung, what in FIREBREAKS.items())
    rungs = dict(view.rungs)
    sides = [view.side, sheet.faces]
    sides += [side for side, rung in view.rungs if rung and side not in sides]
    sides = [side for side in sides if side]
    cut = len(sides) - max(0, height - 1)
    more = f"{key} +{cut}, ".lstrip() if cut > 0 else ""
    lines = [rule(" LADDER ", width, f" {more}{breaks} ")]
    for side in sides[: max(0, height - 1)]:
        rung = rungs.get(side, 0)
        room = max(_NAME, min(_NAME_MOST, width - _REST))
        name = padded(fit(sheet.sides[side], room), room)
        role = "own" if side == view.side else "other"
        past = "bad" if rung >= min(FIREBREAKS) else ""
        text = f"{rung:>2} {RUNGS[rung]}"
        lines.append(clip(line((f"{name} ", role), (steps(rung), past), text), width))
    return lines
