"""The pages that follow the end: both accounts, orders, calls, promises, history."""

from __future__ import annotations

from collections import Counter
from itertools import zip_longest

from sim.columns import fit
from sim.play.seat import (
    HISTORY,
    LEFT_OUT,
    NEEDED,
    OUTCOMES,
    UNTOLD,
    WAKES,
    CallEnd,
    Debrief,
    SeatAccount,
    Sheet,
)
from sim.units import format_wait
from tui.base.text import Line, clip, ends, length, line, paragraphs, rule, wrap
from tui.panes.news import feed_lines
from tui.panes.words import CALLS, PROMISES


def across(debrief: Debrief, sheet: Sheet) -> SeatAccount | None:
    """Find the seat over there that answers to one's own: as high up on the side it faces."""
    mine = [a.seat for a in debrief.accounts if a.side == sheet.side]
    theirs = [a for a in debrief.accounts if a.side == sheet.faces]
    place = mine.index(sheet.seat) if sheet.seat in mine else 0
    others = [a for a in debrief.accounts if a.seat != sheet.seat]
    return theirs[min(place, len(theirs) - 1)] if theirs else next(iter(others), None)


def deeds(debrief: Debrief, width: int) -> list[Line]:
    """Write what one did, each with what came of it in truth: who reacted, and by how much."""
    if not debrief.wakes:
        return [line("You ordered and said nothing.")]
    lines: list[Line] = [rule(f" {WAKES} ", width)]
    for wake in debrief.wakes:
        lines += wrap(wake.text, width, "bold", first=f"{wake.clock} ", rest=" " * 6)
        for text in wake.came:
            role = "head" if text == NEEDED else ""
            lines += wrap(text, width, role, first="      - ", rest="        ")
    return lines


def accounts(debrief: Debrief, sheet: Sheet, width: int) -> list[Line]:
    """Put what two seats came to know side by side: what called for attention, by the clock."""
    mine = next((a for a in debrief.accounts if a.seat == sheet.seat), None)
    theirs = across(debrief, sheet)
    shown = [a for a in (mine, theirs) if a is not None]
    if not shown:
        return [line("No seat was there to be played.")]
    column = (width - 3 * (len(shown) - 1)) // len(shown)
    blocks: list[dict[int, list[Line]]] = []
    for account in shown:
        block: dict[int, list[Line]] = {}
        for item in account.main:
            block.setdefault(item.at_ms, []).extend(feed_lines(item, column))
        blocks.append(block)
    lines = [_beside([((f"{fit(a.title, column)}", "head"),) for a in shown], column)]
    for at in sorted({at for block in blocks for at in block}):
        cells = [block.get(at, []) for block in blocks]
        lines += [_beside(list(row), column) for row in zip_longest(*cells, fillvalue=())]
    return lines


def _beside(cells: list[Line], column: int) -> Line:
    found: Line = ()
    for index, cell in enumerate(cells):
        found += ends(clip(cell, column), (), column)
        found += ((" | ", "rule"),) if index < len(cells) - 1 else ()
    return found


def orders(debrief: Debrief, width: int) -> list[Line]:
    """Reveal which orders each seat held."""
    lines: list[Line] = []
    for seat in debrief.orders:
        lines.append(rule(f" {seat.title} ", width))
        for order in seat.candidates:
            drawn = order.id == seat.drawn
            mark, role = ("* ", "bold") if drawn else ("  ", "dim")
            lines += wrap(f"{order.title}: {order.text}", width, role, first=mark, rest="  ")
        lines.append(())
    if not lines:
        return [line("No seat held secret orders.")]
    return [*lines, line(("* held; the others might have been.", "dim"))]


def calls(debrief: Debrief, width: int) -> list[Line]:
    """Write the ledger of calls: who tried whom, on which line, and what came of it."""
    untold = debrief.outcome.untold
    after = [(), rule(f" {UNTOLD.upper()} ", width), *paragraphs(untold, width)]
    if not debrief.calls:
        return [line("Nobody tried any line."), *(after if untold else ())]
    tries = len(debrief.calls)
    answered = sum(call.outcome == "answered" for call in debrief.calls)
    lines = [line(f"Answered {answered} of {tries}."), ()]
    for call in debrief.calls:
        lines += _call(call, width)
    return [*lines, *(after if untold else ())]


def _call(call: CallEnd, width: int) -> list[Line]:
    sign, word, role = CALLS.get(call.outcome, ("?", call.outcome, ""))
    right = line((f"{sign} {word}", role), f" after {format_wait(call.wait_ms)}")
    who = f"{call.clock} {call.caller} to {call.callee}"
    room = width - length(right) - 1
    under = line((f"      {fit(f'{call.channel}: {call.form}', width - 6)}", "dim"))
    return [ends(line(fit(who, room)), right, width), under]


def promises(debrief: Debrief, width: int) -> list[Line]:
    """Write every promise: what truly became of it, and what each seat took it for."""
    found = debrief.promises
    if not found:
        return [line("Nobody bound itself by a word.")]
    count = Counter(promise.state for promise in found)
    counted = ", ".join(f"{number} {state}" for state, number in count.items())
    lines = [*wrap(f"{len(found)} promised: {counted}.", width), ()]
    for promise in found:
        sign, _, role = PROMISES[OUTCOMES.get(promise.outcome, "")]
        right = line((f"{sign} {promise.state}", role))
        who = f"{promise.made_clock} {promise.by} to {promise.to}"
        lines.append(ends(line((fit(who, width - length(right) - 1), "bold")), right, width))
        lines += wrap(promise.text, width, first="      ", rest="      ")
        lines += wrap(promise.fate, width, first="      ", rest="      ")
        taken = "; ".join(f"{t.title}: {t.outcome} {t.clock}" for t in promise.taken)
        heard = taken or "nobody learned what became of it"
        lines += wrap(f"taken for: {heard}", width, "dim", first="      ", rest="      ")
    return lines


def history(debrief: Debrief, width: int) -> list[Line]:
    """Write what happened in history, with sources, and what the scenario leaves out."""
    lines: list[Line] = []
    if debrief.history:
        lines.append(rule(f" {HISTORY.upper()} ", width))
        lines += paragraphs((f"{text} {source}" for text, source in debrief.history), width)
    if debrief.left_out:
        lines += [(), rule(f" {LEFT_OUT.upper()} ", width), *paragraphs(debrief.left_out, width)]
    return lines or [line("The scenario tells of no history.")]
