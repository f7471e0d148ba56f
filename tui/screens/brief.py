"""The briefing: what is known, who you are, who decides elsewhere; Enter begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Container

from sim.columns import fit
from sim.play.seat import Sheet
from tui.base import keymap
from tui.base.commanded import hint_row
from tui.base.pane import Pane
from tui.base.screen import ReadScreen
from tui.base.start import Chair, Poster
from tui.base.text import Line, clip, ends, line, rule, wrap
from tui.cards.opponents import OpponentsCard
from tui.cards.question import QuestionCard
from tui.panes.briefing import briefing
from tui.panes.home import opponents, short
from tui.panes.opening import opening_chart


class BriefScreen(ReadScreen):
    """Read, choose a seat or two, and begin.

    Attributes:
        faults: What is wrong with the settings, if nobody was informed on the menu.
        daily: The day of which this is the game; nothing of it is chosen.
    """

    where = "brief"
    FIXED = frozenset(("seat", "hot_seat", "seed", "opponents"))
    """What cannot be chosen in the game of a day."""

    def __init__(
        self, scenario: str, sheets: dict[str, Sheet], people: Sequence[str], seed: int | None
    ) -> None:
        super().__init__()
        self.scenario, self.sheets = scenario, sheets
        self.people = [seat for seat in people if seat in sheets] or list(sheets)[:1]
        self.seed = seed
        self.faults: tuple[str, ...] = ()
        self.daily = ""
        self.poster: Poster | None = None

    def on_mount(self) -> None:
        """Draw a seed unless one was given; find what is known of the scenario elsewhere."""
        if self.seed is None:
            self.seed = self.game.starter.draw()
        posters = self.game.starter.posters()
        self.poster = next((each for each in posters if each.id == self.scenario), None)
        self.repaint()

    def body(self) -> ComposeResult:
        """Give the head with what may be chosen, the text, and beside it seats and chart."""
        yield Pane(self._head, id="brief-head")
        with Container(id="brief-body"):
            yield Pane(self._text, id="brief-text")
            with Container(id="brief-side"):
                yield Pane(self._seats, id="brief-seats")
                yield Pane(self._chart, id="brief-chart")
        if self.sheet.guided:
            yield self.hint_pane()

    def able(self) -> Iterable[str]:
        """List what can be done; of the game of a day nothing is chosen."""
        out = self.FIXED if self.daily else frozenset[str]()
        out |= {"opponents"} if self.poster is None else set()
        return [name for name in super().able() if name not in out]

    def repaint(self) -> None:
        """Draw again, with the titles of the frames."""
        titles = {"text": "Briefing", "seats": "Seats", "chart": "As you begin"}
        for name, title in titles.items():
            self.query_one(f"#brief-{name}").border_title = title
        super().repaint()

    def hint_line(self, width: int) -> list[Line]:
        """Hint at the way on."""
        return hint_row("Enter", "begin", width) if self.sheet.guided else []

    @property
    def sheet(self) -> Sheet:
        """Give the sheet of the seat that is read."""
        return self.sheets[self.people[0]]

    def _head(self, width: int, height: int) -> list[Line]:
        sheet = self.sheet
        titles = " and ".join(self.sheets[seat].seat_title for seat in self.people)
        when = f"{sheet.begins:%d %B %Y %H:%M}"
        day = f"the game of {self.daily}; one try" if self.daily else ""
        chair = self._chair()
        time = f", {chair.decides} for a decision" if chair is not None and chair.decides else ""
        return [
            clip(line((f" {sheet.title}", "head"), (f"  {sheet.place}, {when}", "dim")), width),
            clip(line((" Seat: ", "dim"), (fit(titles, width - 40), "bold"), (time, "dim")), width),
            clip(line((" Opponents: ", "dim"), fit(self._opponents(), width - 14)), width),
            clip(
                line(
                    (f" Seed: {'of the day' if self.daily else self.seed}   ", "dim"),
                    ("Enter begins", "press"),
                    (f"   {sheet.minutes} minutes  {day}", "dim"),
                ),
                width,
            ),
            rule("", width),
        ]

    def _chair(self) -> Chair | None:
        chairs = self.poster.seats if self.poster else ()
        return next((chair for chair in chairs if chair.id == self.people[0]), None)

    def _others(self) -> list[Chair]:
        chairs = self.poster.seats if self.poster else ()
        return [chair for chair in chairs if chair.id not in self.people]

    def _chosen(self) -> Mapping[str, str]:
        return {} if self.daily else self.game.starter.seating(self.scenario)

    def _opponents(self) -> str:
        """Name who decides elsewhere: each policy once."""
        chosen = self._chosen()
        held = [chosen.get(c.id, c.occupant) for c in self._others() if c.decides]
        names = ", ".join(dict.fromkeys(short(spec) for spec in held))
        key = keymap.key_of("opponents", self.where, self.game.keys)
        return f"{names}; {key} changes them" if names and not self.daily else names or "-"

    def _seats(self, width: int, height: int) -> list[Line]:
        """Write who sits where, and in words who decides elsewhere."""
        poster, words = self.poster, self.game.starter.policies()
        if poster is None:
            return [line(f" {title}") for title in self.sheet.seats.values()]
        lines: list[Line] = []
        for chair in poster.seats:
            if chair.id in self.people:
                who = line((f"{chair.decides} to decide ", "dim"))
                left = line((f" > {fit(chair.title, width - 24)}", "own"))
                lines.append(ends(left, who, width))
        said = opponents(self._others(), self._chosen(), words, width - 3)
        lines += [(), line((" Who decides elsewhere", "head"))]
        return [*lines, *((*line(" "), *row) for row in said)]

    def _chart(self, width: int, height: int) -> list[Line]:
        if self.poster is None:
            return []
        seat = self.people[0]
        return opening_chart(self.poster, seat, width, height, simple=self.game.simple)

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

    def do_opponents(self) -> None:
        """Choose who decides in the seats that nobody sits in."""
        assert self.poster is not None
        card = OpponentsCard(self.poster, self.people, self.game.starter)
        if card.chairs:
            self.app.push_screen(card, lambda _: self.repaint())

    def do_begin(self) -> None:
        """Begin; the game of a day, which cannot be begun twice, asks first."""
        if self.daily:
            what = "There is one try a day; a try that is left is gone on with."
            card = QuestionCard("The game of the day", what, ("Not yet", "Begin"))
            self.app.push_screen(card, lambda answer: self._begin() if answer == 1 else None)
        else:
            self._begin()

    def _begin(self) -> None:
        assert self.seed is not None
        self.game.begin(self.scenario, tuple(self.people), self.seed, self.daily)

    def do_leave(self) -> None:
        """Go back to the menu."""
        self.app.pop_screen()
