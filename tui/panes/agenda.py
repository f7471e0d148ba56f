"""What a seat without a sea has before it: dates, requests, counters, and what stands else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sim.columns import fit
from sim.play.seat import Sheet, Shown
from sim.units import MS_PER_D, rounded
from tui.base.text import Line, aside, clip, cut_to, line, rule, wrap

BAR = 10
"""Cells of a counter's bar."""
_REQUEST_ROWS, _WHOLE = 3, 2
"""Rows of a request, and of how many requests each has as many."""


def ashore(shown: Shown) -> bool:
    """Say whether a seat sees no vessel, so that a chart would be empty."""
    return not shown.view.own and not shown.view.contacts


def agenda(sheet: Sheet, shown: Shown, width: int, height: int, *, key: str = "v") -> list[Line]:
    """Write dates, requests, counters and what stands, in this order; a key shows what is cut."""
    right = aside(key)
    head = rule(fit(f" {sheet.seat_title} ", max(0, width - 3 - len(right))), width, right)
    rows = [*_dates(sheet, shown), *_asked(shown, width - 1)]
    rows += [*_counters(sheet, shown), *_standing(shown)]
    return cut_to([head, *(clip(row, width - 1) for row in rows)], height, width, key)


def so_far(sheet: Sheet, shown: Shown, width: int) -> list[Line]:
    """Write how far what is counted has come, under a head; nothing if nothing is counted."""
    rows = [clip(row, width) for row in _counters(sheet, shown)]
    return [rule(" SO FAR ", width), *rows] if rows else []


def _dates(sheet: Sheet, shown: Shown) -> Iterator[Line]:
    view = shown.view
    for title, at_ms in view.dates:
        day = sheet.begins + timedelta(milliseconds=at_ms)
        days = rounded((at_ms - view.at_ms) / MS_PER_D)
        yield line((f" {day:%d %b %y}", "time"), (f" {days:>3} d  ", "dim"), title)


def _asked(shown: Shown, width: int) -> Iterator[Line]:
    """Write the requests that stand, whole where there is room for few of them."""
    most = _REQUEST_ROWS if len(shown.view.asked) <= _WHOLE else 1
    for text in shown.view.asked:
        rows = wrap(text, width, first=" ? ", rest="   ")
        yield from rows[:most]


def _counters(sheet: Sheet, shown: Shown) -> Iterator[Line]:
    for counter, value in shown.view.counters:
        spec = sheet.counters[counter]
        filled = round(BAR * max(0, min(value, spec.most)) / spec.most) if spec.most > 0 else 0
        bar = " " * BAR if spec.tally else "#" * filled + "." * (BAR - filled)
        of = "    " if spec.tally else f"/{spec.most:<3}"
        yield line((f" {bar} ", "own"), (f"{value:>3}{of} ", "bold"), spec.title)


def _standing(shown: Shown) -> Iterator[Line]:
    for title in shown.view.standing:
        yield line((" - ", "dim"), title)
