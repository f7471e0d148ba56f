"""The one widget of the screen: a pane of lines, drawn for its size and repainted row by row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import cast

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.color import Color
from textual.filter import LineFilter
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from sim.columns import steady
from tui.base import keymap
from tui.base.game import Game
from tui.base.roles import ROLES
from tui.base.text import Line, pad, simple

Draw = Callable[[int, int], Sequence[Line]]
"""Draws lines for a width and a height."""


class Pane(Widget):
    """Shows the lines that `draw` gives for the pane's size."""

    ALLOW_SELECT = False
    can_focus = False

    def __init__(self, draw: Draw, id: str | None = None) -> None:  # noqa: A002  # Textual's name
        super().__init__(id=id)
        self._draw = draw
        self.lines: list[Line] = []

    def repaint(self) -> None:
        """Draw again; only rows that changed go to the terminal."""
        width, height = self.size
        if not width or not height:
            return
        lines = list(self._draw(width, height))[:height]
        for row in range(max(len(lines), len(self.lines))):
            old = self.lines[row] if row < len(self.lines) else None
            new = lines[row] if row < len(lines) else None
            if old != new:
                self.refresh(Region(0, row, width, 1))
        self.lines = lines

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new size."""
        self.lines = []
        self.repaint()
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """Press the key that is shown where somebody clicks."""
        row = self.lines[event.y] if event.y < len(self.lines) else ()
        key = keymap.key_at(row, event.x)
        if key:
            self.app.post_message(events.Key(key, key if len(key) == 1 else None))

    def render_line(self, y: int) -> Strip:
        """Give one row to Textual; every cell has a style, which its filters rely on."""
        base = self.rich_style
        row = self.lines[y] if y < len(self.lines) else ()
        spans = pad(row, self.size.width)
        return Strip(
            [Segment(steady(text), self._style(role, base)) for text, role in spans],
            self.size.width,
        )

    def _style(self, role: str, base: Style) -> Style:
        if role not in ROLES:
            return base
        return base + cast("Game", self.app).look(role)


class Bare(LineFilter):
    """Takes all colour from what goes to the terminal."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Transform a row."""
        return [
            Segment(text, style and style.without_color, control)
            for text, style, control in segments
        ]


class Simple(LineFilter):
    """Writes everything that goes to the terminal with ASCII signs only."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Transform a row."""
        return [Segment(simple(text), style, control) for text, style, control in segments]
