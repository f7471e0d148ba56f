"""The channel board: each channel's digit, sign and word, and the call that is on it."""

from __future__ import annotations

from sim.columns import cells, fit, padded
from sim.play.seat import BoardLine, CallLine, SeatView, Sheet, Shown
from tui.base.text import Line, aside, clip, ends, line, rule, wrap
from tui.panes.words import CHANNELS, SignedWord

BOARD_MOST = 7
"""Channels on the board, one for each digit that calls."""
_NO_CALLS = ("rules", "public", "meeting", "relay")
"""Kinds of channels of which the board says what they are rather than that they are open."""


def ordered(view: SeatView) -> list[BoardLine]:
    """Put the channels that carry words first; a channel's digit never changes."""

    def mute(row: BoardLine) -> bool:
        return row.kind not in ("radio", "line", "relay") or not row.forms

    return sorted(view.board, key=mute)


def call_on(view: SeatView, channel: str) -> CallLine | None:
    """Find a call of the seat on a channel: its own first."""
    calls = [c for c in view.calls if c.channel == channel]
    return min(calls, key=lambda c: (c.incoming, c.since_ms), default=None)


def board_word(row: BoardLine, call: CallLine | None) -> SignedWord:
    """Give the sign, the word and the role of a channel now.

    Who calls does not know whether it rings there: only where a call rings is that said.
    """
    if call is not None:
        if call.stage == "talking":
            return "*", "in use", "good"
        if call.incoming:
            return "<", "rings here", "press"
        return ">", "asks leave" if call.stage == "asking leave" else "calling", "warn"
    if row.word in ("open", "slow"):
        if row.kind in _NO_CALLS:
            return ".", row.kind, "dim"
        if not row.callable:
            return ".", "no desk", "dim"
    return CHANNELS[row.word]


def board(sheet: Sheet, shown: Shown, width: int, height: int, *, key: str = "c") -> list[Line]:
    """Write the channel board; a key lists what does not fit, "" for none that works now."""
    rows = ordered(shown.view)
    most = min(BOARD_MOST, max(0, height - 1))
    cut = f"+{len(rows) - most}" if len(rows) > most else ""
    lines = [rule(" CHANNELS ", width, aside(key, cut))]
    for number, row in enumerate(rows[:most], 1):
        sign, word, role = board_word(row, call_on(shown.view, row.channel))
        room = width - cells(word) - 5
        name = row.name if cells(row.name) <= room else row.name.split(",", maxsplit=1)[0]
        name = fit(name, room)
        able = "" if row.callable else "dim"
        head = line((f"{number} ", "key" if row.callable else "dim"), (f"{sign} ", role))
        lines.append(ends((*head, (name, able)), line((word, role)), width))
    return lines


def noted(shown: Shown, width: int) -> list[Line]:
    """List every channel of the seat with what is known of it."""
    lines: list[Line] = []
    for number, row in enumerate(ordered(shown.view), 1):
        sign, word, role = board_word(row, call_on(shown.view, row.channel))
        able = "" if row.callable else " (cannot be called from here)"
        head = line(
            (f"{number} ", "key"), (f"{sign} {padded(word, 11)}", role), f"{row.name}{able}"
        )
        lines.append(clip(head, width))
        lines += wrap(row.note, width, "dim", first=" " * 15, rest=" " * 15) if row.note else []
    return lines
