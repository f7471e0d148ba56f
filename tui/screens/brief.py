"""The briefing: what is known, who you are, which orders may be yours; Enter begins."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult

from sim.columns import fit
from sim.play.seat import Sheet
from tui.base.commanded import hint_row
from tui.base.pane import Pane
from tui.base.screen import ReadScreen
from tui.base.text import Line, clip, line, rule, wrap
from tui.panes.briefing import briefing


class BriefScreen(ReadScreen):
    """Read, choose a seat or two, and begin.

    Attributes:
        faults: What is wrong with the settings, if nobody has been told on the menu.
    """

    where = "brief"

    def __init__(
        self, scenario: str, sheets: dict[str, Sheet], people: Sequence[str], seed: int | None
    ) -> None:
        super().__init__()
        self.scenario, self.sheets = scenario, sheets
        self.people = [seat for seat in people if seat in sheets] or list(sheets)[:1]
        self.seed = seed
        self.faults: tuple[str, ...] = ()

    def on_mount(self) -> None:
        """Draw a seed unless one was given."""
        if self.seed is None:
            self.seed = self.game.starter.draw()

    def body(self) -> ComposeResult:
        """Give the head with what may be chosen, and the text."""
        yield Pane(self._head, id="brief-head")
        yield Pane(self._text, id="brief-text")
        if self.sheet.guided:
            yield self.hint_pane()

    def hint_line(self, width: int) -> list[Line]:
        """Hint at the way on."""
        return hint_row("Enter", "begin", width)

    @property
    def sheet(self) -> Sheet:
        """Give the sheet of the seat that is read."""
        return self.sheets[self.people[0]]

    def _head(self, width: int, height: int) -> list[Line]:
        sheet = self.sheet
        titles = " and ".join(self.sheets[seat].seat_title for seat in self.people)
        when = f"{sheet.begins:%d %B %Y %H:%M}"
        return [
            clip(line((f" {sheet.title}", "head"), f"  {sheet.place}, {when}"), width),
            clip(line(" Seat: ", (fit(titles, width - 30), "bold")), width),
            clip(line(f" Seed: {self.seed}   ", ("Enter begins", "press")), width),
            rule("", width),
        ]

    def _text(self, width: int, height: int) -> list[Line]:
        complaints: list[Line] = []
        for fault in self.faults:
            complaints += wrap(fault, width - 2, "alert", first=" ! ", rest="   ")
        complaints += [()] if complaints else []
        return self.part([*complaints, *briefing(self.sheet, width)], height)

    def do_seat(self) -> None:
        """Take the next seat."""
        seats = list(self.sheets)
        self.people = [seats[(seats.index(self.people[0]) + 1) % len(seats)]]
        self.move(-self.top)

    def do_hot_seat(self) -> None:
        """Let a second person take the next seat, or send them away again."""
        seats = list(self.sheets)
        if len(self.people) > 1 or len(seats) < 2:
            self.people = self.people[:1]
        else:
            self.people.append(seats[(seats.index(self.people[0]) + 1) % len(seats)])
        self.repaint()

    def do_seed(self) -> None:
        """Draw another seed."""
        self.seed = self.game.starter.draw()
        self.repaint()

    def do_begin(self) -> None:
        """Begin."""
        assert self.seed is not None
        self.game.begin(self.scenario, tuple(self.people), self.seed)

    def do_leave(self) -> None:
        """Go back to the menu."""
        self.app.pop_screen()
