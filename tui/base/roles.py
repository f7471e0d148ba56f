"""The looks that text can have on the screen, in the names of colours that every theme has.

They stand apart from what uses them, so that the menu need not wait for the chart. A look also
has a sign or a word beside it: colour never stands alone.
"""

from __future__ import annotations

LOOKS = {
    "dim": "{grey}",
    "bold": "bold",
    "head": "bold {fine}",
    "rule": "{grey}",
    "key": "bold {amber}",
    "time": "{grey}",
    "bar": "{ink} on {dusk}",
    "press": "bold {night} on {amber}",
    "cursor": "bold {night} on {fine}",
    "alert": "bold {amber}",
    "good": "bold {fine}",
    "warn": "{amber}",
    "bad": "bold {vermilion}",
    "own": "bold {fine}",
    "other": "bold {vermilion}",
}
"""Roles of text that have a look of their own, as Rich reads it once the colours are put in."""

CHART = {
    "sea": "{ring}",
    "ring": "{ring}",
    "land": "{land}",
    "coast": "{coast}",
    "vector": "{grey}",
    "cpa": "bold {vermilion}",
    "place": "{grey}",
    "name": "{ink}",
    "scale": "{grey}",
    "outside": "{ring}",
    "lost": "italic {grey}",
    "side-a": "bold {fine}",
    "side-b": "bold {vermilion}",
    "side-c": "bold {amber}",
    "side-d": "bold {rose}",
    "flag": "bold reverse {fine}",
}
"""The same for the chart; where dots of two meet in a cell, the later one is shown."""

STYLES = tuple(CHART)
ROLES = (*LOOKS, *STYLES)
RANKS = {style: rank for rank, style in enumerate(STYLES)}
"""The place of each style of the chart among them."""

FILLED = ("press", "cursor")
"""Roles that stand out by the colour of their ground; where there is none, they are reversed."""
