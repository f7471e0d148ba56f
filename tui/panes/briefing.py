"""The briefing: who you are, which orders may be yours, what is known, what is not, what counts."""

from __future__ import annotations

from sim.play.seat import SeatView, Sheet, Shown, sentence
from tui.base.text import Line, aside, clip, line, paragraphs, rule, wrap
from tui.panes.words import WANTS

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
    if brief is not None:
        lines += [rule(" KNOWN ", room), *paragraphs(brief.known, room), ()]
        lines += [rule(" NOT KNOWN ", room), *paragraphs(brief.unknown, room, "? "), ()]
        lines.append(rule(" AT STAKE ", room))
        lines += [*wrap(brief.decision, room), *wrap(brief.stakes, room), ()]
        lines.append(rule(" FACTS ", room))
        lines += paragraphs((f"{text} {source}" for text, source in brief.facts), room)
    return [(*line(" "), *row) for row in lines]


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
