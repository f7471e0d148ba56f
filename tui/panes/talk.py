"""A talk in lines: what both sides said, the time left for a reply, and the replies by number."""

from __future__ import annotations

from collections.abc import Sequence

from sim.columns import fit, padded
from sim.play.seat import (
    FormSheet,
    ReplyLine,
    RequestLine,
    SaidLine,
    SeatView,
    Sheet,
    TermLine,
    Wording,
    rung_said,
    sentence,
)
from sim.readings import countdown
from sim.units import clock
from tui.base.text import Line, line, wrap

BAR = 16
"""Columns of the bar that shows how much of a turn is left."""
_WHO = 9
"""Columns in which the exchange names who speaks."""


def request_of(view: SeatView, request: str) -> RequestLine:
    """Find a request that waits."""
    return next(each for each in view.requests if each.request == request)


def exchange(said: Sequence[SaidLine], width: int, most: int) -> list[Line]:
    """Write what was said last by both sides, as much as fits, the newest at the bottom."""
    blocks: list[list[Line]] = []
    used = 0
    for item in reversed(said):
        who, role = ("we", "own") if item.mine else ("they", "other")
        head = f"{item.clock:>5} "
        texts = wrap(item.text, width - len(head) - _WHO + 4)
        block = [((head, "time"), (padded(who, _WHO - 4), role), *texts[0])]
        block += [(*line(" " * (len(head) + _WHO - 4)), *text) for text in texts[1:]]
        used += len(block)
        if used > most and blocks:
            break
        blocks.append(block)
    return [row for block in reversed(blocks) for row in block]


def turn_left(view: SeatView, sheet: Sheet, request: RequestLine) -> Line:
    """Write how long a reply is waited for still."""
    span, left = max(1, request.due_ms - request.made_ms), max(0, request.due_ms - view.at_ms)
    full = round(BAR * left / span)
    bar = "#" * full + "." * (BAR - full)
    until = clock(sheet.begins, request.due_ms)
    return line(("Reply by ", "dim"), until, ("  ", ""), (f"{countdown(left)} [{bar}]", "warn"))


def replies(found: Sequence[ReplyLine], chosen: Sequence[int], at: int, width: int) -> list[Line]:
    """Write the replies by number, each with what it would bind."""
    lines: list[Line] = []
    for number, reply in enumerate(found, 1):
        nobody = "" if reply.binds or reply.terms else "  (binds nobody)"
        text = f"“{reply.sentence}”{nobody}"
        lines += wrap(text, width, "bold", first=f"{number} ", rest="  ")
        if reply.against:
            why = f"! breaks your word, so it cannot be said: {reply.against}"
            lines += wrap(why, width, "bad", first="    ", rest="    ")
        if reply.terms:
            for index, term in enumerate(reply.terms):
                several = len(reply.terms) > 1
                lines += term_lines(term, chosen[index], width, marked=several and index == at)
        elif reply.binds:
            lines += wrap(f"binds us: {reply.binds}", width, "dim", first="    ", rest="    ")
        if reply.returns:
            lines += wrap(f"in return: {reply.returns}", width, "dim", first="    ", rest="    ")
    return lines


def term_lines(term: TermLine, place: int, width: int, *, marked: bool) -> list[Line]:
    """Write a term with the limit that is chosen, and that it has others."""
    said, many = term.lines[place], len(term.lines) > 1
    whose = "binds us" if term.binds_us else "asks them"
    role = "cursor" if marked else "dim"
    lines = wrap(f"{whose}: {said.text}", width - 16, role, first="    ", rest="    ")
    if many:
        key = "key" if marked or term.binds_us else "dim"
        arrows = line(("  < ", key), (fit(said.name, 10), role), (" >", key))
        lines[0] = (*lines[0], *arrows)
    return lines


def does(spec: FormSheet, *, breaks: bool) -> tuple[str, str]:
    """Say in a word what a message does, with its look."""
    if breaks:
        return "! breaks your word", "bad"
    if spec.rung:
        return f"^ act on {rung_said(spec.rung)}", "bad"
    if spec.asks:
        return ("asks, binds both" if spec.binds else "asks them"), "good"
    return ("binds us", "warn") if spec.binds else ("", "dim")


def said_ahead(found: Wording, width: int) -> list[Line]:
    """Write a message as it will be said, after what it does to one's word and what cuts it."""
    lines: list[Line] = []
    for word in found.breaks:
        lines += wrap(f"! Breaks your word: {word}.", width, "bad", rest="  ")
    for order in found.undone:
        lines += wrap(f"! Will be broken by an order of yours: {order}.", width, "bad", rest="  ")
    if found.ends:
        lines += wrap(f"! {sentence(found.ends)}", width, "warn", rest="  ")
    for text, first in zip(found.said, ("Says: ", "Then: "), strict=False):
        lines += wrap(text, width, "", first=first, rest="      ")
    return lines
