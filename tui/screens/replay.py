"""The replay: a record scrubbed event by event, what a seat held beside what was so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from tui.base.pane import Pane
from tui.base.screen import ReadScreen
from tui.base.text import Line, line, rule
from tui.panes import replaying

if TYPE_CHECKING:  # the record is opened by whoever begins plays
    from sim.review.scrub import Scrub

_PAGE = 100
"""Events that a page key passes."""


class ReplayScreen(ReadScreen):
    """Left and right go an event back and on, up and down to the nearest the seat was told of.

    Attributes:
        scrub: The record, and the place in it.
        seat: Whose knowledge is shown.
    """

    where = "replay"

    def __init__(self, scrub: Scrub, seat: str, title: str) -> None:
        super().__init__()
        self.scrub, self.seat, self._title = scrub, seat, title

    def body(self) -> ComposeResult:
        """Give the name of the play, and the place in it."""
        yield Pane(self._head, id="menu-head")
        yield Pane(self._lines, id="replay-page")

    def _head(self, width: int, height: int) -> list[Line]:
        return [line((f" REPLAY  {self._title}", "head")), rule("", width)]

    def _lines(self, width: int, height: int) -> list[Line]:
        scrub, room = self.scrub, width - 2
        seat = scrub.seats[self.seat]
        lines = replaying.place(scrub.clock, scrub.place, scrub.length, seat=seat, width=room)
        lines += replaying.event(scrub.as_told(self.seat), scrub.true(), room)
        lines += replaying.table(scrub.rows(self.seat), room)
        self.top = 0
        return [(*line(" "), *row) for row in self.part(lines, height)]

    def move(self, by: int) -> None:
        if abs(by) == 1:
            self.scrub.to_told(self.seat, by)
            self.repaint()

    def _go(self, by: int) -> None:
        self.scrub.to(self.scrub.place + by)
        self.repaint()

    def do_left(self) -> None:
        """Go an event back."""
        self._go(-1)

    def do_right(self) -> None:
        """Go an event on."""
        self._go(1)

    def do_page_up(self) -> None:
        """Go many events back."""
        self._go(-_PAGE)

    def do_page_down(self) -> None:
        """Go many events on."""
        self._go(_PAGE)

    def do_seat(self) -> None:
        """Show the next seat's knowledge."""
        seats = list(self.scrub.seats)
        self.seat = seats[(seats.index(self.seat) + 1) % len(seats)]
        self.repaint()

    def do_leave(self) -> None:
        """Go back."""
        self.app.pop_screen()
