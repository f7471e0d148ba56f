"""What a seat reads and decides, in lines: news, the decision, its options, what waiting costs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sim.play.seat import FeedLine, Option, SeatView, Sheet, Shown, VesselLine
from sim.units import format_duration
from tui.base.text import Line, cells, clip, ends, fit, line, pad, rule, wrap
from tui.panes.situation import distance, left

LETTERS = "abcdefghijklmnopqrstuvwxyz"
BAR = 16
"""Columns of the bar that shows how much of a decision's time is left."""
CLOSES_LEAST_M = 50.0
"""Metres a minute from which on a contact is said to close."""
_MIN_MS, _LOOK_AHEAD_S = 60_000, 60
_SIGNS = {"v": "good", "^": "bad", "=": "dim"}


def news(
    lines: Sequence[FeedLine], fresh: int, width: int, height: int, *, title: str = " NEWS "
) -> list[Line]:
    """Write the newest lines of the feed, the last at the bottom; `fresh` of them are new."""
    body: list[Line] = []
    whole, since = 0, len(lines) - fresh
    for number in range(len(lines) - 1, -1, -1):
        room = height - 1 - len(body)
        if room <= 0:
            break
        block = feed_lines(lines[number], width, old=number < since)
        whole += len(block) <= room
        body = block[-room:] + body
    more = f", {fresh - whole} above: l" if fresh > whole else ""
    return [rule(title, width, f" {fresh} new{more} " if fresh else ""), *body]


def feed_lines(item: FeedLine, width: int, *, old: bool = False) -> list[Line]:
    """Write one line of the feed; what calls for attention is marked with “!”."""
    stamp = f"{item.clock:>5} "
    indent = len(stamp) + 2
    role = "dim" if old else "alert" if item.alert else ""
    texts = wrap(item.text, width - indent, role)
    mark = ("! ", "alert") if item.alert else ("  ", "")
    head: Line = ((stamp, "dim" if old else "time"), mark, *texts[0])
    rest: list[Line] = [((" " * indent, ""), *part) for part in texts[1:]]
    return [clip(row, width) for row in (head, *rest)]


def listed(shown: Shown) -> list[Option]:
    """Put the options that may be chosen first; the others follow with their reasons."""
    able = [option for option in shown.options if not option.blocked]
    return able + [option for option in shown.options if option.blocked]


def letter(index: int, option: Option) -> str:
    """Give the letter that marks an option, "" if it has none."""
    return LETTERS[index] if index < len(LETTERS) and not option.blocked else ""


def lead(option: Option) -> str:
    """Write how long an option takes to carry out."""
    return format_duration(option.lead_ms) if option.lead_ms else "at once"


def readings(option: Option) -> str:
    """Write on which rung each side may read an option."""
    return " ".join(f"{side} {rung}" for side, rung in option.read_as)


def decision_head(sheet: Sheet, view: SeatView, width: int) -> Line:
    """Write which decision is open, how long yet, and what happens otherwise."""
    window = view.window
    if window is None:
        return rule(" OPTIONS ", width, " no decision is open; + may be done at any time ")
    span = max(1, window.closes_ms - window.opened_ms)
    rest = max(0, window.closes_ms - view.at_ms)
    full = round(BAR * rest / span)
    bar = "#" * full + "." * (BAR - full)
    head = f" DECISION {window.number}  {left(rest)} [{bar}] "
    default = sheet.moves.get(window.default, "nothing is done") if window.default else ""
    otherwise = f" else: {default or 'nothing is done'} "
    return rule(head, width, fit(otherwise, max(0, width - cells(head) - 3)))


def options(sheet: Sheet, shown: Shown, cursor: int, width: int, height: int) -> list[Line]:
    """Write the decision: its head, as many options as fit, and the marked one in full."""
    rows = listed(shown)
    head = decision_head(sheet, shown.view, width)
    if not rows:
        return [head, line((" No option is open now.", "dim"))]
    cursor = min(cursor, len(rows) - 1)
    told = detail(sheet, shown, rows[cursor], width) if cursor >= 0 else waiting(shown, width)
    room = max(1, height - 1 - len(told))
    ahead = 1 if room > 2 else 0
    first = min(max(0, cursor + ahead - room + 1), max(0, len(rows) - room))
    body = [
        _option(rows[i], i, width, marked=i == cursor)
        for i in range(first, min(len(rows), first + room))
    ]
    hidden = rows[first + room :]
    if hidden and ahead:
        able = sum(not option.blocked for option in hidden)
        more = f" +{able} more" if able else f" +{len(hidden)} not now"
        body[-1] = ends(clip(body[-1], width - len(more) - 1), line((more, "warn")), width)
    body += [()] * (room - len(body))
    return [head, *body, *told][:height]


def _option(option: Option, index: int, width: int, *, marked: bool) -> Line:
    off = bool(option.blocked)
    base = "cursor" if marked else "dim" if off else ""
    key = letter(index, option) or "-"
    free = "+" if option.free or option.asks_leave else " "
    right = f"{'' if off else lead(option):>9}  {readings(option):<11}"
    title = fit(option.title, width - cells(right) - 8)
    sign_role = base or _SIGNS.get(option.sign, "")
    name = (title + ("  asks leave" if option.asks_leave else ""), base)
    head = line(
        (">" if marked else " ", base),
        (key, base or "key"),
        (f"{free}", base),
        (f"{option.sign} ", sign_role),
        name,
    )
    return ends(pad(head, width - cells(right) - 1, base), line((f" {right}", base)), width, base)


def detail(sheet: Sheet, shown: Shown, option: Option, width: int) -> list[Line]:
    """Say what an option is: what it takes and spends, how it may be read; or why not now."""
    if option.blocked:
        return wrap(f"Not now: {option.blocked}", width, "warn", first=" ", rest=" ")[:2]
    word = {"v": "deconflicts", "^": "escalates", "=": "holds"}[option.sign]
    facts = [word]
    if option.asks_leave:
        facts.append(f"asks leave of {sheet.seats[option.asks_leave]}")
    facts.append(f"spends {option.spends}" if option.spends else "spends nothing now")
    if option.read_as:
        read = ", ".join(f"{sheet.sides[side]} {rung}" for side, rung in option.read_as)
        facts.append(f"read as {read}")
    told = wrap("; ".join(facts) + ".", width, "", first=" ", rest=" ")[:2]
    return [*told, *waiting(shown, width)]


def waiting(shown: Shown, width: int) -> list[Line]:
    """Write what a minute of waiting costs, if it costs anything that can be seen."""
    cost = price(shown.view)
    return [line((fit(f" Waiting: {cost}", width), "warn"))] if cost else []


def price(view: SeatView) -> str:
    """Say what a minute of waiting costs: how much nearer the nearest contact comes."""
    parts = []
    closing = nearest(view)
    if closing is not None:
        row, now_m, then_m = closing
        parts.append(f"{row.name} {distance(now_m)} > {distance(then_m)} in a minute")
        if row.cpa_m is not None and row.tcpa_ms:
            parts.append(f"CPA {distance(row.cpa_m)} in {max(1, row.tcpa_ms // _MIN_MS)} min")
    return "; ".join(parts)


def nearest(view: SeatView) -> tuple[VesselLine, float, float] | None:
    """Find the contact that closes and is nearest, with its range now and a minute on."""
    if not view.own:
        return None
    own, found = view.own[0], []
    for row in view.contacts:
        if row.lost_ms is None and row.range_m is not None:
            then = math.dist(_ahead(own), _ahead(row))
            if then < row.range_m - CLOSES_LEAST_M:
                found.append((row.range_m, row, then))
    if not found:
        return None
    now_m, row, then_m = min(found, key=lambda item: item[0])
    return row, now_m, then_m


def _ahead(row: VesselLine) -> tuple[float, float]:
    course = math.radians(row.course_deg)
    way = row.speed_mps * _LOOK_AHEAD_S
    return row.x_m + way * math.sin(course), row.y_m + way * math.cos(course)
