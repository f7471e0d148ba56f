"""The dated history of channels, 1998 to 2025: what is known of each, and what follows from it."""

from __future__ import annotations

from sim.ledger.entries import CHANNEL_KINDS, FIRST, LAST, ChannelRow, EventRow, ShockRow, SourceRow
from sim.ledger.read import ChannelHistory, Ledger, read, shipped
from sim.ledger.states import Freeze, Interval, freezes, intervals, tries, word_at

__all__ = [
    "CHANNEL_KINDS",
    "ChannelHistory",
    "ChannelRow",
    "EventRow",
    "FIRST",
    "Freeze",
    "Interval",
    "LAST",
    "Ledger",
    "ShockRow",
    "SourceRow",
    "freezes",
    "intervals",
    "read",
    "shipped",
    "tries",
    "word_at",
]
