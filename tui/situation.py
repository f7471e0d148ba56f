"""What is around a seat, in lines: time, channels, ladder, minds, vessels; from its view alone."""

from __future__ import annotations

from sim.play.seat import (
    FIREBREAKS,
    RUNGS,
    BoardLine,
    CallLine,
    Mind,
    SeatView,
    Sheet,
    Shown,
    VesselLine,
)
from sim.units import M_PER_NM, MPS_PER_KN, clock, so_far
from tui.text import Line, Span, cells, clip, ends, fit, line, rule

BOARD_MOST = 7
"""Channels on the board, one for each digit that calls."""
WORDS: dict[str, tuple[str, str, str]] = {
    "open": ("+", "open", "good"),
    "slow": ("~", "slow", "warn"),
    "dormant": (".", "dormant", "dim"),
    "unanswered": ("!", "unanswered", "warn"),
    "refused": ("x", "refused", "bad"),
    "suspended": ("x", "suspended", "bad"),
    "not_established": ("-", "not set up", "dim"),
    "radio_dead": ("x", "radio dead", "bad"),
}
"""Board words with their sign and role: never colour alone."""
_KINDS = {"rules": "rules", "public": "public", "meeting": "meeting", "relay": "relay"}
_MEANT_LEAST = 0.5


def left(ms: int) -> str:
    """Write how long something lasts yet: ``4:00``, ``2h15``, ``3d4h``.

    >>> left(240_000), left(8_100_000), left(273_600_000)
    ('4:00', '2h15', '3d4h')
    """
    seconds = max(0, ms) // 1000
    if seconds < 3600:
        return f"{seconds // 60}:{seconds % 60:02d}"
    hours = seconds // 3600
    if hours < 48:
        return f"{hours}h{seconds // 60 % 60:02d}"
    return f"{hours // 24}d{hours % 24}h"


def status(sheet: Sheet, shown: Shown, seed: int, mode: str, width: int) -> Line:
    """Write time, what is banked, the seed, and at the right what presses now."""
    view = shown.view
    banked = [
        f"{sheet.counters[c].title} {n}/{sheet.counters[c].most}"
        for c, n in view.counters
        if c in sheet.counters and sheet.counters[c].banked
    ]
    parts = [f" {view.clock} {so_far(sheet.begins, view.at_ms)}", *banked, f"seed {seed}", mode]
    right = f"{waiting(shown) or 'nothing waits'} "
    text = fit("   ".join(part for part in parts if part), max(0, width - cells(right) - 1))
    role = "press" if waiting(shown) else "bar"
    return ends(line((text, "bar")), line((right, role)), width, "bar")


def waiting(shown: Shown) -> str:
    """Say what waits for the seat now, the most pressing first; "" if nothing does."""
    view = shown.view
    rings = sum(c.incoming and c.stage == "ringing" for c in view.calls)
    words = [f"{rings} RING" if rings > 1 else "RINGS"] if rings else []
    words += ["OFFER"] if any(o.incoming for o in view.offers) else []
    words += ["LEAVE ASKED"] if view.asks else []
    if view.window is not None:
        words.append(f"DECISION {left(view.window.closes_ms - view.at_ms)}")
    return " ".join(words)


def ordered(sheet: Sheet, view: SeatView) -> list[BoardLine]:
    """Put the channels that carry words first; a channel's digit never changes."""

    def carries(row: BoardLine) -> bool:
        return row.kind in ("radio", "line", "relay") and bool(row.forms)

    return [r for r in view.board if carries(r)] + [r for r in view.board if not carries(r)]


def call_on(view: SeatView, channel: str) -> CallLine | None:
    """Find a call of the seat on a channel: its own first."""
    calls = [c for c in view.calls if c.channel == channel]
    return min(calls, key=lambda c: (c.incoming, c.since_ms), default=None)


def board_word(row: BoardLine, call: CallLine | None) -> tuple[str, str, str]:
    """Give the sign, the word and the role of a channel now."""
    if call is not None:
        if call.stage == "talking":
            return "*", "in use", "good"
        if call.incoming:
            return "<", "rings here", "press"
        return ">", "asks leave" if call.stage == "asking leave" else "ringing", "warn"
    if row.word in ("open", "slow") and (row.kind in _KINDS or not row.callable):
        return ".", _KINDS.get(row.kind, "no desk"), "dim"
    return WORDS[row.word]


def board(sheet: Sheet, view: SeatView, width: int, height: int) -> list[Line]:
    """Write the channel board; `c` lists what does not fit."""
    rows = ordered(sheet, view)
    most = min(BOARD_MOST, max(0, height - 1))
    more = f"c +{len(rows) - most}" if len(rows) > most else "c"
    lines = [rule(" CHANNELS ", width, f" {more} ")]
    for number, row in enumerate(rows[:most], 1):
        sign, word, role = board_word(row, call_on(view, row.channel))
        name = fit(row.name, width - cells(word) - 5)
        able = "" if row.callable else "dim"
        head = line((f"{number} ", "key" if row.callable else "dim"), (f"{sign} ", role))
        lines.append(ends((*head, (name, able)), line((word, role)), width))
    return lines


def steps(rung: int) -> str:
    """Draw a rung as a bar with the two firebreaks.

    >>> steps(5), steps(7)
    ('#####.|..|...', '######|##|...')
    """
    drawn = "".join("#" if step <= rung and rung else "." for step in range(1, 11))
    return "".join(("|" if n in FIREBREAKS else "") + mark for n, mark in enumerate(drawn, 1))


def ladder(sheet: Sheet, view: SeatView, width: int, height: int) -> list[Line]:
    """Write the highest rung of each side by what happened, its own first."""
    breaks = ", ".join(f"{what} {rung}" for rung, what in FIREBREAKS.items())
    lines = [rule(" LADDER ", width, f" {breaks} ")]
    rungs = dict(view.rungs)
    sides = [view.side, sheet.faces]
    sides += [side for side, rung in view.rungs if rung and side not in sides]
    for side in [side for side in sides if side][: max(0, height - 1)]:
        rung = rungs.get(side, 0)
        name = fit(sheet.sides[side], 10)
        role = "own" if side == view.side else "other"
        past = "bad" if rung >= min(FIREBREAKS) else ""
        text = f"{rung:>2} {RUNGS[rung]}"
        lines.append(clip(line((f"{name:<10} ", role), (steps(rung), past), text), width))
    return lines


def _trend(now: float, before: float | None) -> str:
    if before is None or round(now, 2) == round(before, 2):
        return " "
    return "^" if now > before else "v"


def minds(sheet: Sheet, view: SeatView, before: Mind | None, width: int, height: int) -> list[Line]:
    """Write what the seat thinks of the other side, and how it stands with its own nerves."""
    mind = view.mind
    if not sheet.faces:
        return []
    other = fit(sheet.sides[sheet.faces], 11)
    belief = f"{mind.p:.0%}{_trend(mind.p, before.p if before else None)}"
    lines = [ends(line((other, "other"), " wants change"), line((belief, "bold")), width)]
    tension = (
        f"tension {mind.tension:.0%}{_trend(mind.tension, before.tension if before else None)}"
    )
    home = (
        f"pressure {mind.pressure:.0%}{_trend(mind.pressure, before.pressure if before else None)}"
    )
    lines.append(ends(line(tension), line(home), width))
    if mind.provoked:
        act = f"last act on rung {mind.provoked:.0f}"
        meant = "meant" if mind.q >= _MEANT_LEAST else "in doubt"
        lines.append(ends(line(act), line(f"{meant} {mind.q:.0%}"), width))
    if mind.committed:
        lines.append(clip(line(f"in public, committed to rung {mind.committed:.0f}"), width))
    return lines[:height]


def steering(row: VesselLine) -> str:
    """Write course and speed."""
    if row.speed_mps == 0:
        return "stopped"
    return f"{round(row.course_deg) % 360:03d} {row.speed_mps / MPS_PER_KN:.0f}kn"


def where(row: VesselLine) -> str:
    """Write bearing and range from the seat's own vessel."""
    if row.range_m is None or row.bearing_deg is None:
        return ""
    return f"{round(row.bearing_deg) % 360:03d} {distance(row.range_m)}"


def distance(metres: float) -> str:
    """Write a distance: metres when near, else miles.

    >>> distance(420), distance(14_000)
    ('420m', '7.6nm')
    """
    return f"{metres:.0f}m" if metres < M_PER_NM / 2 else f"{metres / M_PER_NM:.1f}nm"


def nearness(sheet: Sheet, row: VesselLine) -> str:
    """Write the closest approach ahead, or when the vessel was last seen."""
    if row.lost_ms is not None:
        return f"seen {clock(sheet.begins, row.lost_ms)}"
    if row.steady:
        return "steady"
    if row.cpa_m is None or not row.tcpa_ms:
        return ""
    return f"CPA {distance(row.cpa_m)} {max(1, row.tcpa_ms // 60_000)}min"


def contacts(sheet: Sheet, view: SeatView, width: int, height: int) -> list[Line]:
    """List own vessels and contacts in numbers."""
    lines = [rule(" VESSELS ", width, " bearing range, course, approach ")]
    near = sorted(view.contacts, key=lambda v: v.range_m or 0.0)
    for row in [*near, *view.own]:
        head, role = ("=", "own") if row.own else ("?" if row.lost_ms else "x", "other")
        facts = f"{where(row):<11} {steering(row):<8}"
        tail = f"{nearness(sheet, row):<14}" if width >= 60 else ""
        danger = "warn" if not row.own and row.cpa_m is not None and row.cpa_m < 460 else ""
        name = fit(row.name, max(4, width - cells(facts) - cells(tail) - 5))
        lines.append(ends(line((f" {head} ", role), name), line(facts, " ", (tail, danger)), width))
    if len(lines) == 1:
        lines.append(line((fit(" No vessel is in sight of this desk.", width), "dim")))
    return lines[:height]


def doing(sheet: Sheet, shown: Shown) -> list[Span]:
    """Name what is under way: preparations of this seat, and activities it knows of."""
    view = shown.view
    parts: list[Span] = [(f"preparing: {sheet.moves.get(m, m)}", "warn") for m, _ in view.pending]
    parts += [(shown.names.get(f"activity:{a}", a), "warn") for a, _ in view.doing]
    return parts
