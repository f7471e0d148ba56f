"""The board of promises: one's own, those made to one, those heard of; and how each stands."""

from __future__ import annotations

from sim.columns import cells, padded
from sim.play.seat import PromiseLine, SeatView, Sheet
from sim.readings import countdown
from sim.units import clock
from tui.base.text import Line, line, rule, wrap
from tui.panes.words import PROMISES

GROUPS = {
    "mine": "MINE: what binds this seat, not the rest of its side",
    "theirs": "THEIRS: what others promised me",
    "heard": "HEARD OF: what others promised one another",
}
"""The parts of the board, in their order."""
STATE = 18
"""Columns of the sign and the word for how a promise stands."""


def grouped(view: SeatView) -> list[PromiseLine]:
    """Put promises as the board shows them: by part, open ones first, then the latest."""
    order = list(GROUPS)
    return sorted(
        view.promises,
        key=lambda p: (order.index(p.whose), bool(p.outcome), -p.closed_ms, p.due_ms),
    )


def promises(sheet: Sheet, view: SeatView, cursor: int, width: int, height: int) -> list[Line]:
    """Write the board around the promise that is marked, as much of it as fits."""
    rows = grouped(view)
    if not rows:
        return wrap("No promise has been made that you know of.", width, "dim")
    lines: list[Line] = []
    first = last = 0
    for whose, title in GROUPS.items():
        part = [(n, row) for n, row in enumerate(rows) if row.whose == whose]
        count = sum(not row.outcome for _, row in part)
        lines += [()] if lines else []
        lines.append(rule(f" {title} ", width, f" {count} open "))
        lines += [] if part else [line(("  none", "dim"))]
        for number, row in part:
            block = _promise(sheet, view, row, width, marked=number == cursor)
            if number == cursor:
                first, last = len(lines), len(lines) + len(block)
            lines += block
    if len(lines) <= height:
        return lines
    top = 0 if last < height else max(0, min(first - 2, len(lines) - height))
    shown = lines[top : top + height]
    if top + height < len(lines):
        shown[-1] = line((f" ... {len(lines) - top - height + 1} more lines", "dim"))
    return shown


def _promise(
    sheet: Sheet, view: SeatView, row: PromiseLine, width: int, *, marked: bool
) -> list[Line]:
    sign, word, role = PROMISES[row.outcome]
    if not row.outcome:
        word = f"open {countdown(row.due_ms - view.at_ms)}"
    state = padded(f"{sign} {word}", STATE)
    head = (">" if marked else " ", "key" if marked else "")
    indent = cells(state) + 2
    texts = wrap(row.text, width - indent, "cursor" if marked else "")
    texts += wrap(f"{row.beside}.", width - indent, "") if row.beside else []
    lines = [(head, (" ", ""), (state, role), *texts[0])]
    lines += [(*line(" " * indent), *part) for part in texts[1:]]
    made = clock(sheet.begins, row.made_ms)
    who = f"to {sheet.seats[row.to]}" if row.whose == "mine" else f"by {sheet.seats[row.other]}"
    who += f" to {sheet.seats[row.to]}" if row.whose == "heard" else ""
    under = f"{who}, {made} on {sheet.channels[row.channel].name}"
    if row.outcome:
        under += f"; since {clock(sheet.begins, row.closed_ms)}"
    pad = " " * indent
    return [*lines, *wrap(under, width, "dim", first=pad, rest=pad)]
