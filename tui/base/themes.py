"""The themes of the screen, the only place with colours; `tui/base/roles.py` says what wears which.

Each theme keeps its colours apart for whoever lacks a kind of cone, and every text at a contrast
that WCAG 2.2 asks for (4.5, in the third 7). A test measures both.
"""

from __future__ import annotations

from textual.theme import Theme

PALETTES: dict[str, dict[str, str]] = {
    "dark": {
        "night": "#0b1a2b",
        "dusk": "#16283d",
        "ink": "#e6edf3",
        "grey": "#9aa5b1",
        "fine": "#56b4e9",
        "amber": "#f0e442",
        "vermilion": "#ff8a4c",
        "rose": "#f2b5d9",
        "ring": "#7b93ad",
        "land": "#3c4a38",
        "coast": "#8fa37f",
    },
    "light": {
        "night": "#f7f9fb",
        "dusk": "#e6ebf0",
        "ink": "#0b1a2b",
        "grey": "#5a6570",
        "fine": "#0046d8",
        "amber": "#7f5d00",
        "vermilion": "#731010",
        "rose": "#6e0d74",
        "ring": "#566676",
        "land": "#cfd8c4",
        "coast": "#4f6b3a",
    },
    "contrast": {
        "night": "#000000",
        "dusk": "#14181c",
        "ink": "#ffffff",
        "grey": "#b4bcc4",
        "fine": "#52aeff",
        "amber": "#f2e905",
        "vermilion": "#ff9955",
        "rose": "#fdbaf5",
        "ring": "#a0b0c0",
        "land": "#4a5a48",
        "coast": "#b8d0a0",
    },
}
"""The colours of each theme by their names in the style sheet; the first theme is the usual one.

`night` and `dusk` are the grounds that text stands on, `ink` is plain text.
"""

USUAL = next(iter(PALETTES))


def theme(name: str) -> Theme:
    """Make a theme; what Textual's own widgets wear follows from the same colours."""
    palette = PALETTES[name]
    return Theme(
        name=name,
        primary=palette["fine"],
        secondary=palette["grey"],
        warning=palette["amber"],
        error=palette["vermilion"],
        success=palette["fine"],
        accent=palette["fine"],
        foreground=palette["ink"],
        background=palette["night"],
        surface=palette["dusk"],
        panel=palette["dusk"],
        dark=name != "light",
        variables=palette,
    )


def after(name: str) -> str:
    """Give the theme that comes next.

    >>> after("dark"), after("contrast")
    ('light', 'dark')
    """
    names = list(PALETTES)
    return names[(names.index(name) + 1) % len(names)]
