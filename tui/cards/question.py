"""A question with a few answers, of which the harmless one is marked first."""

from __future__ import annotations

from collections.abc import Sequence

from tui.base.card import CardScreen
from tui.base.text import Line, line, wrap


class QuestionCard(CardScreen[int]):
    """Asks; gives the place of the answer that was marked when Enter came."""

    def __init__(self, title: str, what: str, answers: Sequence[str]) -> None:
        super().__init__()
        self.title_text, self.what, self.answers = title, what, answers
        self.at = 0

    def text(self, width: int) -> list[Line]:
        """Write the question and its answers."""
        lines = [*wrap(self.what, width), ()]
        for index, answer in enumerate(self.answers):
            marked = index == self.at
            role = "cursor" if marked else ""
            lines.append(line((f" {'>' if marked else ' '} {answer} ", role)))
        return lines

    def keys(self) -> str:
        """Say which keys act."""
        return "Up Down mark   Enter do it   Esc back"

    def move(self, by: int) -> None:
        self.at = max(0, min(len(self.answers) - 1, self.at + by))
        self.repaint()

    def do_choose(self) -> None:
        """Give the answer that is marked."""
        self.dismiss(self.at)
