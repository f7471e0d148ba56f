"""The curtain between two people who take turns at one terminal."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from tui.base.pane import Pane
from tui.base.text import Line, clip, line


class Curtain(ModalScreen["None"]):
    """Hides one person's picture until the next has sat down."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.next_title = title

    def compose(self) -> ComposeResult:
        """Cover everything."""
        yield Pane(self._lines, id="cloth")

    def _lines(self, width: int, height: int) -> list[Line]:
        texts = ["Hand over to:", self.next_title, "", "Enter when seated; nobody else looks."]
        top: list[Line] = [()] * max(0, (height - len(texts)) // 2)
        return [*top, *(clip(line(f"  {text}"), width) for text in texts)]

    def on_key(self, event: events.Key) -> None:
        """Rise on Enter."""
        event.stop()
        if event.key == "enter":
            self.dismiss(None)
