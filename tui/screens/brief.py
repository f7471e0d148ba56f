"""The briefing: what is known, who you are, which orders may be yours; Enter begins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.play.seat import Sheet
from tui.base.pane import Pane
from tui.base.screen import BaseScreen, hint_line
from tui.base.start import Opening
from tui.base.text import Line, clip, fit, line, paragraphs, rule, wrap


def briefing(sheet: Sheet, width: int) -> list[Line]:
    """Write the briefing as one seat reads it; what happened in history is kept until the end."""
    room = min(width - 2, 96)
    lines = [*wrap(f"You are: {sheet.seat_title}. {sheet.you_are}", room, "bold"), ()]
    brief = sheet.brief
    if brief is not None:
        lines += [*wrap(brief.headline, room), ()]
    if sheet.orders:
        lines.append(rule(" ORDERS: one of these is yours ", room))
        for order in sheet.orders:
            lines += wrap(f"{order.title}: {order.text}", room, "", first="- ", rest="  ")
        lines.append(())
    if brief is not None:
        lines += [rule(" KNOWN ", room), *paragraphs(brief.known, room), ()]
        lines += [rule(" NOT KNOWN ", room), *paragraphs(brief.unknown, room, "? "), ()]
        lines.append(rule(" AT STAKE ", room))
        lines += [*wrap(brief.decision, room), *wrap(brief.stakes, room), ()]
        lines.append(rule(" FACTS ", room))
        lines += paragraphs((f"{text} {source}" for text, source in brief.facts), room)
    return [(*line(" "), *row) for row in lines]


class BriefScreen(BaseScreen):
    """Read, choose a seat or two, and begin."""

    where = "brief"

    def __init__(
        self, scenario: str, sheets: dict[str, Sheet], people: Sequence[str], opening: Opening
    ) -> None:
        super().__init__()
        self.scenario, self.sheets = scenario, sheets
        self.people = [seat for seat in people if seat in sheets] or list(sheets)[:1]
        self.seed = opening.seed
        self.top = 0

    def on_mount(self) -> None:
        """Draw a seed unless one was given."""
        if self.seed is None:
            self.seed = self.game.starter.draw()

    def body(self) -> Iterable[Pane]:
        """Give the head with what may be chosen, and the text."""
        yield Pane(self._head, id="brief-head")
        yield Pane(self._text, id="brief-text")
        if self.sheet.guided:
            yield Pane(lambda width, _: self.hint_line(width), id="hint")

    def hint_line(self, width: int) -> list[Line]:
        """Hint at the way on."""
        return hint_line("Enter", "begin", width)

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
        lines = briefing(self.sheet, width)
        self.top = max(0, min(self.top, len(lines) - height))
        shown = lines[self.top : self.top + height]
        if self.top + height < len(lines) and shown:
            shown[-1] = line((f" ... {len(lines) - self.top - height + 1} more lines", "dim"))
        return shown

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
        self._scroll(4 - self.query_one("#brief-text", Pane).size.height)

    def do_page_down(self) -> None:
        """Read one page down."""
        self._scroll(self.query_one("#brief-text", Pane).size.height - 4)

    def do_seat(self) -> None:
        """Take the next seat."""
        seats = list(self.sheets)
        self.people = [seats[(seats.index(self.people[0]) + 1) % len(seats)]]
        self._scroll(-self.top)

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
        self.game.pop_screen()
