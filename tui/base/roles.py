"""The looks that text can have on the screen; `tui/theme.tcss` says what each of them is.

They stand apart from what uses them, so that the menu need not wait for the chart.
"""

from __future__ import annotations

STYLES = (
    "sea",
    "ring",
    "land",
    "coast",
    "vector",
    "cpa",
    "place",
    "name",
    "scale",
    "outside",
    "lost",
    "side-a",
    "side-b",
    "side-c",
    "side-d",
    "flag",
)
"""Styles of the chart; where dots of two meet in a cell, the later one is shown."""

RANKS = {style: rank for rank, style in enumerate(STYLES)}
"""The place of each style among them."""

FILLED = ("press", "cursor")
"""Roles that stand out by the colour of their ground; where there is none, they are reversed."""

ROLES = (
    "dim",
    "bold",
    "head",
    "rule",
    "key",
    "time",
    "bar",
    "press",
    "cursor",
    "alert",
    "good",
    "warn",
    "bad",
    "own",
    "other",
    *STYLES,
)
"""Roles of text that have a look of their own."""
