"""The decision: which is open, how long yet, its options by letter, and the marked one in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.columns import cells, fit
from sim.play.seat import Option, SeatView, Sheet, Shown
from sim.readings import countdown, lead
from tui.base.text import Line, clip, ends, line, pad, rule, wrap
from tui.panes.price import price
from tui.panes.words import DIRECTIONS

LETTERS = "abcdefghijklmnopqrstuvwxyz"
BAR = 16
"""Columns of the bar that shows how much of a decision's time is left."""


def listed(shown: Shown) -> list[Option]:
    """Put the options that may be chosen first; the others follow with their reasons."""
    able = [option for option in shown.options if not option.blocked]
    return able + [option for option in shown.options if option.blocked]


def lettered(options: Sequence[Option], kept: Mapping[str, str]) -> dict[str, str]:
    """Give every option that may be chosen its letter, by its move.

    An option keeps the letter that it had; what is new takes one that none had before.
    """
    letters = dict(kept)
    free = iter([each for each in LETTERS if each not in kept.values()])
    for option in options:
        if not option.blocked and option.move not in letters:
            letters[option.move] = next(free, "")
    return letters


def readings(option: Option) -> str:
    """Write on which rung each side may read an option."""
    return " ".join(f"{side} {rung}" for side, rung in option.read_as)


def head(sheet: Sheet, view: SeatView, width: int) -> Line:
    """Write which decision is open, how long yet, and what happens otherwise."""
    window = view.window
    if window is None:
        return rule(" OPTIONS ", width, " no decision is open; + may be done at any time ")
    span = max(1, window.closes_ms - window.opened_ms)
    rest = max(0, window.closes_ms - view.at_ms)
    full = round(BAR * rest / span)
    bar = "#" * full + "." * (BAR - full)
    title = f" DECISION {window.number}  {countdown(rest)} [{bar}] "
    default = sheet.moves.get(window.default, "nothing is done") if window.default else ""
    otherwise = f" else: {default or 'nothing is done'} "
    return rule(title, width, fit(otherwise, max(0, width - cells(title) - 3)))


def decision(
    sheet: Sheet,
    shown: Shown,
    cursor: int,
    letters: Mapping[str, str],
    size: tuple[int, int],
) -> list[Line]:
    """Write the decision: its head, as many options as fit, the one under the cursor in full."""
    (width, height), rows = size, listed(shown)
    top = head(sheet, shown.view, width)
    if not rows:
        return [top, line((" No option is open now.", "dim"))]
    cursor = min(cursor, len(rows) - 1)
    below = detail(sheet, rows[cursor], width) if cursor >= 0 else []
    if cursor < 0 or not rows[cursor].blocked:
        below += _price(shown.view, width)
    room = max(1, height - 1 - len(below))
    ahead = 1 if room > 2 else 0
    first = min(max(0, cursor + ahead - room + 1), max(0, len(rows) - room))
    body = [
        _option(rows[i], letters, width, marked=i == cursor)
        for i in range(first, min(len(rows), first + room))
    ]
    hidden = rows[first + room :]
    if hidden and ahead:
        able = sum(not option.blocked for option in hidden)
        more = f" +{able} more" if able else f" +{len(hidden)} not now"
        body[-1] = ends(clip(body[-1], width - len(more) - 1), line((more, "warn")), width)
    body += [()] * (room - len(body))
    return [top, *body, *below][:height]


def _option(option: Option, letters: Mapping[str, str], width: int, *, marked: bool) -> Line:
    off = bool(option.blocked)
    base = "cursor" if marked else "dim" if off else ""
    key = ("" if off else letters.get(option.move, "")) or "-"
    free = "+" if option.free or option.asks_leave else " "
    right = f"{'' if off else lead(option.lead_ms):>9}  {readings(option):<11}"
    title = fit(option.title, width - cells(right) - 8)
    sign_role = base or DIRECTIONS[option.sign][2]
    name = (title + ("  asks leave" if option.asks_leave else ""), base)
    head = line(
        (">" if marked else " ", base),
        (key, base or "key"),
        (f"{free}", base),
        (f"{option.sign} ", sign_role),
        name,
    )
    return ends(pad(head, width - cells(right) - 1, base), line((f" {right}", base)), width, base)


def detail(sheet: Sheet, option: Option, width: int) -> list[Line]:
    """Say what an option is: what it takes and spends, how it may be read; or why not now."""
    if option.blocked:
        return wrap(f"Not now: {option.blocked}", width, "warn", first=" ", rest=" ")[:2]
    facts = [DIRECTIONS[option.sign][1]]
    if option.asks_leave:
        facts.append(f"asks leave of {sheet.seats[option.asks_leave]}")
    facts.append(f"spends {option.spends}" if option.spends else "spends nothing now")
    if option.read_as:
        read = ", ".join(f"{sheet.sides[side]} {rung}" for side, rung in option.read_as)
        facts.append(f"read as {read}")
    return wrap("; ".join(facts) + ".", width, "", first=" ", rest=" ")[:2]


def _price(view: SeatView, width: int) -> list[Line]:
    """Write what a minute of waiting costs, in one line."""
    cost = price(view)
    return [line((fit(f" Waiting: {cost}", width), "warn"))] if cost else []
