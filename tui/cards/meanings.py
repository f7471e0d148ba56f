"""What the words on the screen mean, the words of the place it was asked from first."""

from __future__ import annotations

from sim.columns import padded
from sim.play.seat import MEANINGS
from tui.base.card import CardScreen
from tui.base.text import Line, line, rule, wrap

_FIRST = {
    "play": ("MINDS", "THE LADDER", "AT SEA", "CHANNELS"),
    "decide": ("DECISIONS", "THE LADDER"),
    "card": ("WORDS THAT BIND", "CHANNELS"),
}
"""Which subjects come first, by where it was asked."""
_WORD = 22
"""Columns for a word."""


class Meanings(CardScreen[None]):
    """Every word of the screen with what it means."""

    WIDTH = 100
    title_text = "WHAT THE WORDS MEAN"

    def __init__(self, about: str) -> None:
        super().__init__()
        first = _FIRST.get(about, ())
        self.subjects = [*first, *(each for each in MEANINGS if each not in first)]
        self.top = 0

    def text(self, width: int) -> list[Line]:
        """Write the words by their subjects, from the first line that is shown on."""
        lines = self._lines(width)
        self.top = max(0, min(self.top, len(lines) - self.room))
        return lines[self.top : self.top + self.room]

    def _lines(self, width: int) -> list[Line]:
        lines: list[Line] = []
        for subject in self.subjects:
            lines += [()] if lines else []
            lines.append(rule(f" {subject} ", width))
            for word, text in MEANINGS[subject].items():
                names = wrap(word, _WORD, "bold")
                texts = wrap(text, width - _WORD - 1)
                for at in range(max(len(names), len(texts))):
                    name = names[at] if at < len(names) else ()
                    rest = texts[at] if at < len(texts) else ()
                    lines.append((*_padded(name), *rest))
        return lines

    def keys(self) -> str:
        """Say which keys act."""
        return "Up Down PgUp PgDn read   Esc back"

    def move(self, by: int) -> None:
        """Go down by so many lines."""
        self.top += by
        self.repaint()

    def pressed(self, key: str) -> bool:
        """Turn a page, or put the card away by the key that opened it."""
        if key in ("pagedown", "space"):
            self.move(self.room - 1)
        elif key == "pageup":
            self.move(1 - self.room)
        else:
            return False
        return True

    def do_words(self) -> None:
        """Put the card away."""
        self.do_leave()


def _padded(name: Line) -> Line:
    """Fill a word up to its column."""
    said = "".join(text for text, _ in name)
    return (*name, *line(padded("", _WORD + 1 - len(said))))
