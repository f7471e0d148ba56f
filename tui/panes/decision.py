"""The decision: which is open, how long yet, its options by letter, and the marked one in full."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sim.columns import cells, fit, padded
from sim.play.seat import (
    KINDS,
    Mind,
    Option,
    SeatView,
    Sheet,
    Shown,
    able,
    blocked,
    kind_of,
    rung_name,
)
from sim.readings import countdown, lead
from tui.base.text import Line, ends, length, line, pad, rule, wrap
from tui.panes.echo import echoed
from tui.panes.price import price
from tui.panes.threats import telegraphed
from tui.panes.words import DIRECTIONS

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_GIVEN = "abcefghijklmnopqrstuvxyz"
"""Letters that options are given: hands are used to `d` for options and `w` for waiting."""
BAR = 16
"""Columns of the bar that shows how much of a decision's time is left."""
_SIDES_MOST = 2
"""Sides whose readings stand on the list; those of others stand with the marked option."""
_LEAD, _READ = 11, 11
"""Columns for how long an option takes, and for a side's reading of it."""
_ROOM_LEAST = 4
"""Rows that the list has before anything is said below it."""


@dataclass(frozen=True, slots=True)
class ListAt:
    """How the list of options stands: its letters, where the cursor is (-1: nowhere), the fold.

    `alone` says that the chart is not above it, and the threats below the chart neither; `since`
    what the seat thought as it last did something.
    """

    letters: Mapping[str, str]
    cursor: int = -1
    unfolded: bool = False
    alone: bool = True
    since: Mind | None = None


def listed(shown: Shown, *, unfolded: bool = True) -> list[Option]:
    """Put the options that may be chosen first, by their kinds; the others follow if unfolded."""
    return able(shown.options) + (blocked(shown.options) if unfolded else [])


def lettered(
    options: Sequence[Option], kept: Mapping[str, str], *, on_show: bool = False
) -> dict[str, str]:
    """Give every option that may be chosen its letter, by its move.

    An option keeps the letter that it had for as long as there are enough; what is new takes one
    that none had before. When there are none left, what may not be chosen now gives its letter
    up, but not while the list is `on_show`: nobody's finger should find another option there.
    """
    opened = {option.move for option in options if not option.blocked}
    letters = {move: letter for move, letter in kept.items() if letter}
    free = [each for each in _GIVEN if each not in letters.values()]
    new = [option.move for option in options if option.move in opened - set(letters)]
    if not on_show:
        spare = [move for move in letters if move not in opened]
        free += [letters.pop(move) for move in spare[: max(0, len(new) - len(free))]]
    return letters | {move: free.pop(0) if free else "" for move in new}


def head(sheet: Sheet, shown: Shown, width: int) -> list[Line]:
    """Write which decision is open, how long yet, what happens otherwise, and what that breaks."""
    view, window = shown.view, shown.view.window
    if window is None:
        return [rule(" OPTIONS ", width, " no decision is open; + may be done at any time ")]
    span = max(1, window.closes_ms - window.opened_ms)
    rest = max(0, window.closes_ms - view.at_ms)
    full = round(BAR * rest / span)
    bar = "#" * full + "." * (BAR - full)
    title = f" DECISION {window.number}  {countdown(rest)} [{bar}] "
    default = sheet.moves.get(window.default, "") if window.default else ""
    broken = default and any(o.breaks for o in shown.options if o.move == window.default)
    default += " (breaks your word)" if broken else ""
    otherwise = f" else: {default or 'nothing is done'} "
    if cells(title) + cells(otherwise) + 2 <= width:
        return [rule(title, width, otherwise)]
    return [rule(title, width), *wrap(otherwise.strip(), width, "head", first=" ", rest="   ")]


def decision(sheet: Sheet, shown: Shown, at: ListAt, size: tuple[int, int]) -> list[Line]:
    """Write the decision: its head, as many options as fit, the one under the cursor in full."""
    width, height = size
    top, body, below, spot = _parts(sheet, shown, at, width)
    below = below[: max(0, height - len(top) - _ROOM_LEAST)]
    room = max(1, height - len(top) - len(below))
    if not at.unfolded and at.cursor < 0:
        spot = (0, 0)
    return [*top, *_window(body, room, spot, width=width, letters=at.letters), *below][:height]


def needs(sheet: Sheet, shown: Shown, at: ListAt, width: int) -> int:
    """Count the rows that the decision takes if all of it is shown."""
    top, body, below, _ = _parts(sheet, shown, at, width)
    return len(top) + len(body) + len(below)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the list, and the option that it belongs to, if to any."""

    text: Line
    option: Option | None = None


def _parts(
    sheet: Sheet, shown: Shown, at: ListAt, width: int
) -> tuple[list[Line], list[_Row], list[Line], tuple[int, int]]:
    """Write head, list and what stands below it; and in which rows the marked option stands."""
    rows = listed(shown, unfolded=at.unfolded)
    top = [*head(sheet, shown, width), *echoed(sheet, shown, at.since, width)]
    body, spot = _list(sheet, shown, at, width)
    below: list[Line] = []
    if rows and at.cursor >= 0:
        below = detail(sheet, rows[min(at.cursor, len(rows) - 1)], width)
    if at.cursor < 0 or not (rows and rows[min(at.cursor, len(rows) - 1)].blocked):
        below += _price(sheet, shown.view, width, near=at.alone)
    return top, body, below, spot


def _list(sheet: Sheet, shown: Shown, at: ListAt, width: int) -> tuple[list[_Row], tuple[int, int]]:
    """Write the whole list; and in which of its rows the marked option stands."""
    may, off = able(shown.options), blocked(shown.options)
    if not may and not off:
        return [_Row(line((" No option is open now.", "dim")))], (0, 0)
    sides = _readers(sheet, shown)
    body: list[_Row] = []
    spot, kind = (0, 0), ""
    cursor = min(at.cursor, len(may) + (len(off) if at.unfolded else 0) - 1)
    for number, option in enumerate([*may, *(off if at.unfolded else ())]):
        if option.blocked and (number == len(may)):
            body.append(_Row(_fold(len(off), width, unfolded=True)))
        elif not option.blocked and kind_of(option) != kind:
            kind = kind_of(option)
            body.append(_Row(_heading(kind, sides, width, first=not body)))
        begun = len(body)
        written = _option(option, at.letters, sides, width, marked=number == cursor)
        body += [_Row(text, option) for text in written]
        if number == cursor:
            spot = begun, len(body)
    if off and not at.unfolded:
        body.append(_Row(_fold(len(off), width, unfolded=False)))
    return body, spot


def _readers(sheet: Sheet, shown: Shown) -> list[str]:
    """List the sides whose readings stand on the list: the seat's own and the one it faces."""
    read = {side for option in shown.options for side, _ in option.read_as}
    near = [side for side in (shown.view.side, sheet.faces) if side in read]
    return near + [side for side in sorted(read) if side not in near][: _SIDES_MOST - len(near)]


def _heading(kind: str, sides: Sequence[str], width: int, *, first: bool) -> Line:
    """Write the heading of a kind; the first says what stands in the columns."""
    title, sign = KINDS[kind]
    _, word, role = DIRECTIONS[sign]
    right = ""
    if first:
        right = "".join([f"{'takes':>{_LEAD}}", *(f" {padded(_by(s), _READ - 1)}" for s in sides)])
    return ends(
        line((f" {title}", "head"), (f"  {sign} {word}", role)), line((right, "dim")), width
    )


def _by(side: str) -> str:
    said = f"{side} reads"
    return said if cells(said) < _READ else fit(side, _READ - 1)


def _fold(count: int, width: int, *, unfolded: bool) -> Line:
    """Write the line behind which what is not open now is folded."""
    text = f" - {count} not open now. " + (
        "Space: fold them away" if unfolded else "Space: show them, and why not"
    )
    return line((fit(text, width), "dim"))


def _window(
    body: Sequence[_Row], room: int, spot: tuple[int, int], width: int, letters: Mapping[str, str]
) -> list[Line]:
    """Cut out of the list what fits around the marked option.

    Where its top is cut off, the first row names the letters of all that stands above: so a way
    down that is not on the screen is named on it whenever a way up is.
    """
    beside = 1 if room > 2 else 0  # rows above and below that say what is not shown
    first = max(0, min(spot[1] + beside - room, len(body) - room))
    first = max(0, min(first, spot[0] - beside))
    shown = [row.text for row in body[first : first + room]]
    if first and beside:
        above = [row.option for row in body[: first + 1] if row.option is not None]
        shown[0] = _above(above, letters, width)
    hidden = {row.option.move: row.option for row in body[first + room :] if row.option}
    if hidden and beside:
        more = sum(not option.blocked for option in hidden.values()) or len(hidden)
        shown[-1] = line((fit(f" ... {more} more below", width), "warn"))
    return shown + [()] * (room - len(shown))


def _above(above: Sequence[Option], letters: Mapping[str, str], width: int) -> Line:
    """Name what stands above the first row that is shown, by its signs and letters."""
    named: dict[str, str] = {}
    for option in dict.fromkeys(above):
        if not option.blocked and letters.get(option.move, "") not in named.get(option.sign, ""):
            named[option.sign] = named.get(option.sign, "") + letters.get(option.move, "")
    texts = [f"{sign} {letter}" for sign, letter in named.items()]
    return line((fit(f" above: {'   '.join(texts)}", width), "warn"))


def _option(
    option: Option, letters: Mapping[str, str], sides: Sequence[str], width: int, *, marked: bool
) -> list[Line]:
    """Write an option on as many lines as its name needs; its name is never cut."""
    off = bool(option.blocked)
    base = "cursor" if marked else "dim" if off else ""
    key = ("" if off else letters.get(option.move, "")) or "-"
    free = "+" if option.free or option.asks_leave else " "
    takes = "" if off else "asks leave" if option.asks_leave else lead(option.lead_ms)
    read = dict(option.read_as)
    right = line((f"{takes:>{_LEAD}}", base))
    for side in sides:
        mark = rung_name(read[side]) if side in read else ""
        right += line((f" {padded(mark, _READ - 1)}", base or ("" if read.get(side) else "dim")))
    indent, room = 5, width - length(right)
    texts = wrap(option.title, room - indent, base)
    start = line(
        (">" if marked else " ", base),
        (key, base or "key"),
        (free, base),
        (f"{option.sign} ", base or DIRECTIONS[option.sign][2]),
    )
    lines = [ends(pad((*start, *texts[0]), room, base), right, width, base)]
    lines += [pad((*line((" " * indent, base)), *text), width, base) for text in texts[1:]]
    for warning, look in _warnings(option):
        lines += wrap(warning, width - 1, look, first=" " * indent, rest=" " * (indent + 2))
    return lines


def _warnings(option: Option) -> list[tuple[str, str]]:
    """Say what of the seat's own an option would undo, each with its look."""
    found = [(f"! breaks your word: {word}", "bad") for word in option.breaks]
    return found + ([(f"! {option.ends}", "warn")] if option.ends else [])


def detail(sheet: Sheet, option: Option, width: int) -> list[Line]:
    """Say what an option is: what it takes and spends, how it may be read; or why not now."""
    if option.blocked:
        return wrap(f"Not now: {option.blocked}", width, "warn", first=" ", rest=" ")
    facts = [DIRECTIONS[option.sign][1]]
    if option.asks_leave:
        facts.append(f"asks leave of {sheet.seats[option.asks_leave]}")
    facts.append(f"spends {option.spends}" if option.spends else "spends nothing now")
    if option.read_as:
        read = ", ".join(f"{sheet.sides[side]} {rung_name(rung)}" for side, rung in option.read_as)
        facts.append(f"read as {read}")
    lines = wrap(
        f"Breaks your word: {'; '.join(option.breaks)}.", width, "bad", first=" ", rest=" "
    )
    return [
        *(lines if option.breaks else []),
        *wrap("; ".join(facts) + ".", width, "", first=" ", rest=" "),
    ]


def _price(sheet: Sheet, view: SeatView, width: int, *, near: bool) -> list[Line]:
    """Write who is about to be too near, if asked for; else what a minute of waiting costs."""
    threat = telegraphed(sheet, view, width, 1) if near else []
    cost = "" if threat else price(view, sheet.unsafe_m)
    return threat or (wrap(f"Waiting: {cost}", width, "warn", first=" ", rest=" ") if cost else [])
