"""Key moments on the screen: all of them by their titles, one laid open in full."""

from __future__ import annotations

from sim.columns import padded
from sim.play.seat import Debrief, KeyMoment
from tui.base.text import Line, beside, line, rule, wrap

SURE = "Enter again: play on from {clock}, as a new record; this play stays as it is."
MARK = "Up, Down: mark a moment. Enter on the mark: play on from there, on the same seed."
NEVER = "You could decide nothing before it; there is no way back to it."
_LABEL = 12
"""Columns of the words that say what a row of a moment is."""
_UNDER = " " * 8
"""What stands before a reason under a title."""
_REASONS = 2
"""How many sentences of the reasons stand under a title."""
_WIDE = 118
"""From so many columns on titles stand at the left and what is laid open at the right."""


def moments(debrief: Debrief, shown: int, *, marked: bool, width: int) -> tuple[list[Line], int]:
    """Write all moments, one laid open; give also the row at which that one begins."""
    found = debrief.moments
    if not found:
        return [line("Nothing that happened mattered much to this seat.")], 0
    head = [*wrap(MARK, width, "dim"), ()]
    if width >= _WIDE:
        column = (width - 3) * 2 // 5
        left: list[Line] = []
        for index, moment in enumerate(found):
            left += [*_title(moment, column, opened=index == shown, marked=marked), ()]
        right = in_full(found[shown], width - column - 3)
        return [*head, *beside(left, right, column)], 0
    lines, begins = head, 0
    for index, moment in enumerate(found):
        begins = len(lines) if index == shown else begins
        lines += _title(moment, width, opened=index == shown, marked=marked)
        if index == shown:
            lines += [*in_full(moment, width), ()]
    return lines, begins


def titles(debrief: Debrief, width: int, *, why: bool) -> list[Line]:
    """Write the moments by their titles, with the first reason of each if there is room for it."""
    lines: list[Line] = []
    for moment in debrief.moments:
        lines += _title(moment, width)
        if why:
            because = " ".join(moment.why[:_REASONS])
            lines += wrap(because, width, "dim", first=_UNDER, rest=_UNDER)
    return lines


def _title(
    moment: KeyMoment, width: int, *, opened: bool = False, marked: bool = False
) -> list[Line]:
    first = f"{'>' if opened and marked else ' '} {moment.clock} "
    role = ("cursor" if marked else "bold") if opened else ""
    rest = " " * len(first)
    return wrap(moment.title, width, role, first=first, rest=rest)


def in_full(moment: KeyMoment, width: int) -> list[Line]:
    """Write what a seat knew, what was true, why the other side acted, and what was open."""
    turn = f"At {moment.turn_clock}: " if moment.turn else ""
    could = turn + "; ".join(moment.could) if moment.could else ""
    parts = [
        ("You knew", moment.knew),
        ("In truth", moment.true),
        ("Why", moment.why),
        ("Open to you", (could,) if could else ()),
        ("", () if moment.turn else (NEVER,)),
    ]
    lines: list[Line] = []
    for label, texts in parts:
        for index, text in enumerate(texts):
            named = padded(label if index == 0 else "", _LABEL)
            rows = wrap(text, width - _LABEL - 2)
            lines.append((*line("  ", (named, "bold")), *rows[0]))
            lines += [(*line(" " * (_LABEL + 2)), *row) for row in rows[1:]]
    return [rule("", width), *lines] if width < _WIDE // 2 else lines
