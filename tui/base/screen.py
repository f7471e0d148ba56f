"""Whole screens: a body of panes, a footer, a least size; and those with a text to be read."""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.app import ComposeResult

from tui.base import keymap
from tui.base.commanded import LEAST_HEIGHT, LEAST_WIDTH, Commanded
from tui.base.keycommand import KeyCommand
from tui.base.pane import Pane
from tui.base.text import Line, line, wrap


class BaseScreen(Commanded[None]):
    """A whole screen: a body of panes and a footer; too small a terminal is told so."""

    def compose(self) -> ComposeResult:
        """Put the body above the footer, and the card that asks for more room."""
        yield from self.body()
        yield Pane(self._footer, id="footer")
        yield Pane(self._small, id="small")

    def body(self) -> ComposeResult:
        """Give the panes of the screen."""
        yield from ()

    def hint_pane(self) -> Pane:
        """Give the pane of the hint line."""
        return Pane(lambda width, _: self.hint_line(width), id="hint")

    def on_resize(self, event: events.Resize) -> None:
        """Show the card instead of the body when there is too little room for it."""
        width, height = event.size
        self.set_class(width < LEAST_WIDTH or height < LEAST_HEIGHT, "-tiny")

    def on_key(self, event: events.Key) -> None:
        """Take a key, unless the screen is too small to show what it would do.

        No screen has a handler of its own: Textual calls those of all its classes, so a press
        that one has taken, and that has changed what keys mean, would be taken once more.
        """
        if self.has_class("-tiny"):
            return
        if self.pressed(event.key):
            event.stop()
        else:
            self.take(event)

    def pressed(self, key: str) -> bool:
        """Do what a key means to this screen alone; say whether it means anything."""
        return False

    def named(self) -> Iterable[str]:
        """List the commands that the footer may name."""
        return self.able()

    def keys_here(self) -> tuple[KeyCommand, ...]:
        """Give the table of commands with the keys that do something here now."""
        return self.game.keys

    def _footer(self, width: int, height: int) -> list[Line]:
        return [keymap.footer(self.where, self.keys_here(), self.named(), width)]

    def _small(self, width: int, height: int) -> list[Line]:
        size = self.app.size
        text = f"too small: {size.width}x{size.height}; needs {LEAST_WIDTH}x{LEAST_HEIGHT}"
        return [(), *wrap(text, max(8, width - 2), "alert", first=" ", rest=" ")]


class ReadScreen(BaseScreen):
    """A screen with a text that may be longer than its pane.

    Attributes:
        top: The first line that is shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.top = 0

    def part(self, lines: list[Line], height: int) -> list[Line]:
        """Cut out what is shown of a text; the last row says how much follows."""
        self.top = max(0, min(self.top, len(lines) - height))
        self.page_lines = max(1, height - 4)
        shown = lines[self.top : self.top + height]
        rest = len(lines) - self.top - height
        if rest > 0 and shown:
            shown[-1] = line((f" ... {rest + 1} more lines", "dim"))
        return shown

    def move(self, by: int) -> None:
        self.top = max(0, self.top + by)
        self.repaint()
