"""What lies over a screen for a while: help, the log, channels, a prompt, the curtain."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Input

from tui.base import keymap
from tui.base.pane import Pane
from tui.base.screen import BaseScreen, CardScreen
from tui.base.text import Line, clip, line, rule, wrap
from tui.panes.decision import feed_lines
from tui.panes.situation import board_word, call_on, ordered

if TYPE_CHECKING:
    from sim.play.seat import FeedLine, SeatSession, Sheet, Shown

HELP: dict[str, str] = {
    "play": """\
Time stands still until you go on. Enter opens the decision or waits; w waits even if a decision
is open, and what is named after “else” is done when its time is up.

Options: v deconflicts, ^ escalates, = holds; + needs no open decision. What an option is stands
beside it, never what it will bring about: that hangs on how it is read.

Channels: + open, ~ slow, . dormant, ! unanswered, x refused or suspended, - not set up, > you
ring, < it rings here, * in use. A line that is down simply rings out.

Ladder: the highest rung of each side by what happened, | where a firebreak is crossed.""",
    "decide": """\
A letter marks an option; the same letter again, or Enter, does it. Undo takes it back.""",
    "menu": "Choose a scenario and press Enter. Every command is on disk when it is accepted.",
    "brief": "Read, take a seat, press Enter. The same seed gives the same morning again.",
    "card": "The card says which keys act on it.",
    "end": "Left and right turn the pages: first your guess, then the truth.",
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
        lines += keymap.page(self.about, self.game.table)
        return lines[min(self.top, max(0, len(lines) - 3)) :]

    def keys(self) -> str:
        """Say which keys act."""
        return "Up Down read   Esc back"

    def _scroll(self, by: int) -> None:
        self.top = max(0, self.top + by)
        self.repaint()

    def do_up(self) -> None:
        """Read one line up."""
        self._scroll(-1)

    def do_down(self) -> None:
        """Read one line down."""
        self._scroll(1)

    def do_page_up(self) -> None:
        """Read one page up."""
        self._scroll(-10)

    def do_page_down(self) -> None:
        """Read one page down."""
        self._scroll(10)


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


class Channels(CardScreen[None]):
    """Every channel the seat is on, with what is known of it."""

    WIDTH = 78
    title_text = "CHANNELS"

    def __init__(self, sheet: Sheet, shown: Shown) -> None:
        super().__init__()
        self.sheet, self.shown = sheet, shown

    def text(self, width: int) -> list[Line]:
        """Write the channels."""
        lines: list[Line] = []
        for number, row in enumerate(ordered(self.sheet, self.shown.view), 1):
            sign, word, role = board_word(row, call_on(self.shown.view, row.channel))
            able = "" if row.callable else " (cannot be called from here)"
            head = line((f"{number} ", "key"), (f"{sign} {word:<11}", role), f"{row.name}{able}")
            lines.append(clip(head, width))
            lines += wrap(row.note, width, "dim", first=" " * 15, rest=" " * 15) if row.note else []
        return lines


class LogScreen(BaseScreen):
    """Everything a seat has learned, and what each thing came of."""

    where = "log"

    def __init__(self, seat: SeatSession) -> None:
        super().__init__()
        self.learned: tuple[FeedLine, ...] = seat.feed()
        self.seat = seat
        self.cursor = max(0, len(self.learned) - 1)

    def body(self) -> Iterable[Pane]:
        """Give the lines and, below them, the causes of the marked one."""
        yield Pane(self._lines, id="log-lines")
        yield Pane(self._causes, id="log-causes")

    def _lines(self, width: int, height: int) -> list[Line]:
        rows: list[Line] = []
        first, used = self.cursor, 0
        while first > 0 and used < height * 2 // 3:
            first -= 1
            used += len(feed_lines(self.learned[first], width - 1))
        for index in range(first, len(self.learned)):
            mark = ">" if index == self.cursor else " "
            rows += [((mark, "key"), *row) for row in feed_lines(self.learned[index], width - 1)]
            if len(rows) >= height:
                break
        return [rule(" ALL YOU HAVE LEARNED ", width), *rows][:height]

    def _causes(self, width: int, height: int) -> list[Line]:
        lines: list[Line] = [rule(" IT CAME OF ", width)]
        if not self.learned:
            return lines
        causes = self.seat.why(self.learned[self.cursor].number)
        for depth, cause in enumerate(causes):
            indent = "  " * min(depth, 4) + "< "
            lines.append(clip(line(f" {indent}{cause.clock} {cause.text}"), width))
        if len(lines) == 1:
            lines.append(line((" nothing you know of", "dim")))
        return lines[:height]

    def _step(self, by: int) -> None:
        self.cursor = max(0, min(len(self.learned) - 1, self.cursor + by))
        self.repaint()

    def do_up(self) -> None:
        """Mark the line before."""
        self._step(-1)

    def do_down(self) -> None:
        """Mark the next line."""
        self._step(1)

    def do_page_up(self) -> None:
        """Go back ten lines."""
        self._step(-10)

    def do_page_down(self) -> None:
        """Go on ten lines."""
        self._step(10)

    def do_leave(self) -> None:
        """Go back to the play."""
        self.game.pop_screen()


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


class Curtain(ModalScreen["None"]):
    """Hides one person's picture until the next has sat down."""

    def __init__(self, title: str) -> None:
        super().__init__(id="curtain")
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
