"""A prompt that asks for a line of text."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Input


class Field(Input):
    """A line of text that keeps what is typed or pasted up to its limit, and says what it left out.

    Textual's own leaves out all of a paste that is too long.
    """

    def replace(self, text: str, start: int, end: int) -> None:
        """Put a text in the place of a part, as much of it as there is room for."""
        kept = len(self.value) - abs(end - start)
        room = max(0, self.max_length - kept) if self.max_length else len(text)
        super().replace(text[:room], start, end)
        out = len(text) - room
        self.border_subtitle = f"{self.max_length} at most; {out} left out" if out > 0 else ""


class Prompt(ModalScreen["str | None"]):
    """Asks for a line of text; None is given for a line left empty, unless it may be `blank`."""

    def __init__(self, question: str, most: int, *, blank: bool = False) -> None:
        super().__init__()
        self.question, self.most, self.blank = question, most, blank

    def compose(self) -> ComposeResult:
        """Show the question in the field's frame."""
        box = Field(max_length=self.most, id="ask")
        box.cursor_blink = False
        box.border_title = f"{self.question}; Esc leaves it"
        yield box

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give what was typed."""
        self.dismiss(event.value.strip() or ("" if self.blank else None))

    def on_key(self, event: events.Key) -> None:
        """Leave on Escape."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
