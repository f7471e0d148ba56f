"""Cards: a frame over the screen below, as large as its text, with the keys that act on it."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.base.commanded import LEAST_WIDTH, Commanded, R
from tui.base.pane import Pane
from tui.base.text import Line, clip, line, pad, rule


class CardScreen(ModalScreen[R], Commanded[R]):
    """A card over the screen below: a title, lines, and the keys that act on it."""

    where = "card"
    WIDTH: ClassVar[int] = 70
    title_text: str = ""

    def compose(self) -> ComposeResult:
        """Show one pane; what it holds decides its height. Below it stands the hint line."""
        yield Pane(self._framed, id="card")
        if self.game.hint_line(LEAST_WIDTH):
            yield Pane(lambda width, _: self.game.hint_line(width), id="hint")

    def on_mount(self) -> None:
        """Take the size that the text needs."""
        self.repaint()

    def on_resize(self, event: events.Resize) -> None:
        """Fit into the terminal again."""
        self.repaint()

    def on_key(self, event: events.Key) -> None:
        """Take a key; a card keeps all keys to itself."""
        if not self.pressed(event.key):
            self.take(event)
        event.stop()

    def pressed(self, key: str) -> bool:
        """Do what a key means to this card alone; say whether it means anything."""
        return False

    def text(self, width: int) -> list[Line]:
        """Write what the card says."""
        return []

    def keys(self) -> str:
        """Say which keys act on the card."""
        return "Esc back"

    @property
    def room(self) -> int:
        """Give how many lines of text there is room for."""
        return max(1, self.app.size.height - 1 - len(self.query("#hint")) - 4)

    def repaint(self) -> None:
        """Draw the card again at the size it needs now."""
        if not self.query("#card"):
            return  # not composed yet; it is drawn when it is
        pane = self.query_one("#card", Pane)
        size = self.app.size
        width = max(1, min(self.WIDTH, size.width - 2))
        lines = self.text(max(1, width - 4))
        pane.styles.width = width
        pane.styles.height = max(1, min(len(lines), self.room) + 4)
        super().repaint()

    def do_leave(self) -> None:
        """Put the card away."""
        self.dismiss(None)

    def _framed(self, width: int, height: int) -> list[Line]:
        inner = max(1, width - 4)
        lines = self.text(inner)
        room = max(0, height - 3)
        shown = lines[:room]
        side = ("|", "rule")
        body = [(side, (" ", ""), *pad(row, inner), (" ", ""), side) for row in shown]
        keys = clip(line((self.keys(), "dim")), inner)
        return [
            (("+", "rule"), *rule(f" {self.title_text} ", width - 2), ("+", "rule")),
            *body,
            (side, (" ", ""), *pad(keys, inner), (" ", ""), side),
            (("+", "rule"), ("─" * (width - 2), "rule"), ("+", "rule")),
        ]
