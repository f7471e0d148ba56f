"""The briefing: who you are, which orders may be yours, what is known, what is not, what counts."""

from __future__ import annotations

from sim.play.seat import SeatView, Sheet, Shown, sentence
from tui.base.text import Line, aside, clip, line, paragraphs, rule, wrap
from tui.panes.words import WANTS

_FULL = 100
_ORDERS_LEAST = 3
"""Rows from which on a seat's orders stand beside the chart."""


def briefing(sheet: Sheet, width: int) -> list[Line]:
    """Write the briefing as one seat reads it; what happened in history is kept until the end."""
    room = min(width - 2, 96)
    lines = [*wrap(f"{sentence(f'You are: {sheet.seat_title}')} {sheet.you_are}", room, "bold"), ()]
    brief = sheet.brief
    if brief is not None:
        lines += [*wrap(brief.headline, room), ()]
    if sheet.orders:
        lines.append(rule(" ORDERS: one of these is yours ", room))
        for order in sheet.orders:
            lines += wrap(f"{order.title}: {order.text}", room, "", first="- ", rest="  ")
        lines.append(())
    lines += [*counting(sheet, room), ()] if sheet.goals else []
    if brief is not None:
        lines += [rule(" KNOWN ", room), *paragraphs(brief.known, room), ()]
        lines += [rule(" NOT KNOWN ", room), *paragraphs(brief.unknown, room, "? "), ()]
        lines.append(rule(" AT STAKE ", room))
        lines += [*wrap(brief.decision, room), *wrap(brief.stakes, room), ()]
        lines.append(rule(" FACTS ", room))
        lines += paragraphs((f"{text} {source}" for text, source in brief.facts), room)
    return [(*line(" "), *row) for row in lines]


def counting(sheet: Sheet, width: int) -> list[Line]:
    """Write what the seat's own side is scored on, and how much each is worth at most."""
    lines = [rule(" WHAT COUNTS ", width, " at most, of 100 points ")]
    lines.append(line(f" {sheet.base:+4.0f}  where your side starts from"))
    for goal in sheet.goals:
        role = "bold" if goal.main else ""
        first = f" {goal.points:+4.0f}  "
        lines += wrap(goal.title, width, role, first=first, rest=" " * len(first))
    points = sorted({order.points for order in sheet.orders})
    if points:
        first = f" {points[-1]:+4.0f}  "
        lines += wrap("your orders, if they are met", width, first=first, rest=" " * len(first))
    death, shots = sheet.caps
    bounds = [f"a death to {death:.0f}"] if death < _FULL else []
    bounds += [f"gunfire to {shots:.0f}"] if shots < _FULL else []
    said = sentence(f"Bounds every side: {', '.join(bounds)}") if bounds else ""
    return [*lines, *(wrap(said, width, "warn", first=" ", rest=" ") if said else [])]


def own_orders(sheet: Sheet, view: SeatView) -> list[str]:
    """Say who the seat is, which orders it holds, and what its side is after."""
    held = next((order for order in sheet.orders if order.id == view.card), None)
    texts = [f"{sentence(sheet.seat_title)} {sheet.you_are}"]
    texts += [f"{sentence(f'Your orders: {held.title}')} {held.text}"] if held else []
    return texts + ([WANTS[view.intent]] if view.intent in WANTS else [])


def orders(sheet: Sheet, shown: Shown, width: int, height: int, *, key: str = "o") -> list[Line]:
    """Write the orders that the seat holds, as far as there is room; a key shows them whole."""
    held = next((order for order in sheet.orders if order.id == shown.view.card), None)
    if held is None or height < _ORDERS_LEAST:
        return []
    rows = [rule(" YOUR ORDERS ", width, aside(key)), *wrap(sentence(held.title), width, "bold")]
    rows += wrap(held.text, width)
    if len(rows) > height:
        rows = [*rows[: height - 1], clip((*rows[height - 1], (" ...", "")), width)]
    return rows
