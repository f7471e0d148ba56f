"""The log: everything a seat has learned, and what each thing came of."""

from __future__ import annotations

from textual.app import ComposeResult

from sim.play.seat import SeatSession
from tui.base.pane import Pane
from tui.base.screen import BaseScreen
from tui.base.text import Line, line, rule, wrap
from tui.panes.news import feed_lines


class LogScreen(BaseScreen):
    """Everything a seat has learned, and what each thing came of."""

    where = "log"

    def __init__(self, seat: SeatSession) -> None:
        super().__init__()
        self.learned = seat.feed()
        self.seat = seat
        self.cursor = max(0, len(self.learned) - 1)

    def body(self) -> ComposeResult:
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
            indent = " " + "  " * min(depth, 4)
            text = f"{cause.clock} {cause.text}"
            lines += wrap(text, width, first=f"{indent}< ", rest=f"{indent}  ")
        if len(lines) == 1:
            lines.append(line((" nothing you know of", "dim")))
        if len(lines) > height:
            lines[height - 1] = line((f" ... {len(lines) - height + 1} more lines", "dim"))
        return lines[:height]

    def move(self, by: int) -> None:
        self.cursor = max(0, min(len(self.learned) - 1, self.cursor + by))
        self.repaint()

    def do_leave(self) -> None:
        """Go back to the play."""
        self.app.pop_screen()
