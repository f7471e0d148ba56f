"""A notice: a few paragraphs under a title."""

from __future__ import annotations

from collections.abc import Iterable

from tui.base.card import CardScreen
from tui.base.text import Line, wrap


class Notice(CardScreen[None]):
    """A few paragraphs under a title."""

    def __init__(self, title: str, texts: Iterable[str]) -> None:
        super().__init__()
        self.title_text, self.texts = title, tuple(texts)

    def text(self, width: int) -> list[Line]:
        """Write the paragraphs."""
        lines: list[Line] = []
        for text in self.texts:
            lines += [*wrap(text, width), ()]
        return lines[:-1]
