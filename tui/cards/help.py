"""The help: how a screen works, and all its keys."""

from __future__ import annotations

from tui.base import keymap
from tui.base.card import CardScreen
from tui.base.text import Line, wrap

HELP: dict[str, str] = {
    "play": """\
Time stands still until you go on. Enter opens the decision or waits; w waits even if a decision
is open, and stops at what changes the picture. What is named after “else” is done when a
decision's time is up.

Options: v deconflicts, ^ escalates, = holds; + needs no open decision. Below the chart: !! danger,
! near, . ahead. Channels: > you ring, < it rings here, * in use. / says what words mean.""",
    "decide": """\
A letter marks an option; the same letter again, or Enter, does it. Undo takes it back. The list
is by kinds, every way down before every way up; what is not open now is folded below it.""",
    "menu": "Choose a scenario and press Enter. Every command is on disk when it is accepted.",
    "brief": "Read, take a seat, press Enter. The same seed gives the same morning again.",
    "card": "The card says which keys act on it.",
    "end": "Left and right turn the pages: first your guess, then the truth.",
    "seats": "Mark a seat and press Enter: its own screen opens, and nothing can be done there.",
    "evaluate": """\
Mark a task, press a rating, write what you saw and end with @INJ-4 if it belongs to an event. Both
clocks are stamped by the host. An entry is kept once the host has it on disk; what is written while
the host cannot be reached is sent once it can.""",
    "log": "Up and down mark a line; below stands what it came of, as far as you know.",
}
"""What is worth knowing on each screen; the keys are added from the table."""


class Help(CardScreen[None]):
    """How a screen works, and all its keys."""

    where = "help"
    WIDTH = 78
    title_text = "HELP"

    def __init__(self, about: str) -> None:
        super().__init__()
        self.about, self.top = about, 0

    def text(self, width: int) -> list[Line]:
        """Write the help."""
        lines: list[Line] = []
        for text in HELP.get(self.about, "").split("\n\n"):
            lines += [*wrap(text, width), ()]
        lines += keymap.page(self.about, self.game.keys, width)
        return lines[min(self.top, max(0, len(lines) - 3)) :]

    def keys(self) -> str:
        """Say which keys act."""
        return "Up Down read   Esc back"

    def move(self, by: int) -> None:
        self.top = max(0, self.top + by)
        self.repaint()
