"""A prompt that asks for a line of text."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Input


class Prompt(ModalScreen["str | None"]):
    """Asks for a line of text."""

    def __init__(self, question: str, most: int) -> None:
        super().__init__()
        self.question, self.most = question, most

    def compose(self) -> ComposeResult:
        """Show the question in the field's frame."""
        box = Input(max_length=self.most, id="ask")
        box.cursor_blink = False
        box.border_title = f"{self.question}; Esc leaves it"
        yield box

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give what was typed."""
        self.dismiss(event.value.strip() or None)

    def on_key(self, event: events.Key) -> None:
        """Leave on Escape."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
