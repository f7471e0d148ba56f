"""A notice: a few paragraphs under a title, and perhaps lines of a pane; it can be scrolled."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tui.base.card import CardScreen
from tui.base.text import Line, cut_to, wrap


class Notice(CardScreen[None]):
    """A few paragraphs under a title, and lines below them.

    Attributes:
        top: The first line that is shown.
    """

    WIDTH = 78

    def __init__(
        self, title: str, texts: Iterable[str], below: Callable[[int], list[Line]] | None = None
    ) -> None:
        super().__init__()
        self.title_text, self.texts, self.below = title, tuple(texts), below
        self.top = 0

    def text(self, width: int) -> list[Line]:
        """Write what there is room for; the last row says how much follows."""
        lines: list[Line] = []
        for text in self.texts:
            lines += [*wrap(text, width), ()]
        lines = lines[:-1] + (self.below(width) if self.below else [])
        self.top = max(0, min(self.top, len(lines) - self.room))
        return cut_to(lines[self.top :], self.room, width, "Down")

    def move(self, by: int) -> None:
        self.top += by
        self.repaint()
