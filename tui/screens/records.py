"""The records: games that ended; their ends are read again, reported, shared, deleted."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.containers import Container

from sim.columns import cells, fit, padded
from sim.errors import SimError
from sim.printable import on_one_line
from tui.base.pane import Pane
from tui.base.screen import ReadScreen
from tui.base.start import Kept, Poster
from tui.base.text import Line, clip, ends, line, rule, wrap
from tui.cards.question import QuestionCard
from tui.panes import home
from tui.screens.menu import WIDE

_LIST_LEAST = 8
"""Rows of the list where what is marked stands below it."""


class RecordsScreen(ReadScreen):
    """A list of games, the last one first, and what the marked one came to.

    Attributes:
        marked: The record that is marked.
        said: What came of the last command.
    """

    where = "records"

    def __init__(self) -> None:
        super().__init__()
        self.plays: list[Kept] = []
        self.posters: dict[str, Poster] = {}
        self.marked, self.said = "", ""

    def body(self) -> ComposeResult:
        """Give the list and what is said of the marked game."""
        yield Pane(self._head, id="menu-head")
        with Container(id="menu-body"):
            yield Pane(self._list, id="records")
            yield Pane(self._about, id="menu-about")

    def on_screen_resume(self) -> None:
        """Look at the records anew; the mark stays on its game, or near where it was."""
        before = self._at()
        self.posters = {poster.id: poster for poster in self.game.starter.posters()}
        self.plays = [play for play in self.game.starter.kept() if play.ending]
        if self.plays and self.play is None:
            self.marked = self.plays[min(max(before, 0), len(self.plays) - 1)].record
        self.repaint()

    def on_resize(self, event: events.Resize) -> None:
        super().on_resize(event)
        self.repaint()

    @property
    def play(self) -> Kept | None:
        """Give the game that is marked."""
        return next((play for play in self.plays if play.record == self.marked), None)

    def _at(self) -> int:
        return next((at for at, play in enumerate(self.plays) if play.record == self.marked), -1)

    def repaint(self) -> None:
        """Draw again, with the titles of the frames."""
        self.query_one("#records").border_title = "Games that ended"
        self.query_one("#menu-about").border_title = "What it came to"
        super().repaint()

    def _head(self, width: int, height: int) -> list[Line]:
        right = line((f"{len(self.plays)} game{'s' * (len(self.plays) != 1)} ", "dim"))
        return [ends(line((" RECORDS", "head")), right, width), rule("", width)]

    def _list(self, width: int, height: int) -> list[Line]:
        if not self.plays:
            return [line((" No game has ended yet; what you play to its end stands here.", "dim"))]
        at = self._at()
        first = max(0, min(at - height // 2, len(self.plays) - height))
        shown = self.plays[first : first + height]
        return [_row(play, width, marked=play.record == self.marked) for play in shown]

    def _about(self, width: int, height: int) -> list[Line]:
        room = min(width - 2, 96)
        lines = wrap(on_one_line(self.said), room, "warn") if self.said else []
        play = self.play
        if play is not None:
            lines += [*self._facts(play, room)]
        narrow = self.app.size.width < WIDE
        rows = [(*line(" "), *row) for row in lines]
        if narrow:
            return [rule(" What it came to ", width), *self.part(rows, height - 1)]
        return self.part(rows, height)

    def _facts(self, play: Kept, width: int) -> list[Line]:
        poster = self.posters.get(play.scenario)
        day = f", the game of {play.daily}" if play.daily else ""
        lines = [
            *wrap(play.ending_title, width, "head"),
            *wrap(f"{play.title}, {' and '.join(play.seats)}{day}", width, "bold"),
        ]
        if play.score is None:
            lines += wrap("no score yet: open it once", width, "dim")
        else:
            lines.append(line((f"{play.score} of 100  {play.marks}", "good")))
            lines += home.signs_meaning(width)
        if play.taken_back:
            lines += wrap("taken back: commands were undone after they were heard", width, "warn")
        lines += [line((f"played {play.when}, seed {play.seed}", "dim")), ()]
        if poster is not None:
            chairs = [chair for chair in poster.seats if chair.id in play.policies]
            words = self.game.starter.policies()
            lines += home.opponents(chairs, play.policies, words, width)
            lines += [(), home.strip(poster, home.endings_found(poster.id, self.plays))]
        lines += [(), *wrap(on_one_line(play.record), width, "dim", rest="  ")]
        return lines

    def move(self, by: int) -> None:
        if self.plays:
            at = max(0, min(len(self.plays) - 1, self._at() + by))
            self.marked, self.top, self.said = self.plays[at].record, 0, ""
            self.repaint()

    def do_page_up(self) -> None:
        """Go a page up the list."""
        self.move(-_LIST_LEAST)

    def do_page_down(self) -> None:
        """Go a page down the list."""
        self.move(_LIST_LEAST)

    def do_choose(self) -> None:
        """Read the end of the marked game again."""
        if self.play is not None:
            self.game.reopen(self.play.record)

    def do_report(self) -> None:
        """Write the after-action report of the marked game."""
        if self.play is not None:
            try:
                self.said = f"Written: {self.game.starter.report(self.play.record)}"
            except SimError as error:
                self.said = str(error.faults[0])
            self.repaint()

    def do_replay(self) -> None:
        """Go through the marked game event by event."""
        if self.play is not None:
            self.game.open_replay(self.play.record, self.play.people[0], self.play.title)

    def do_review(self) -> None:
        """Say what each decision of the marked game was worth."""
        if self.play is not None:
            self.game.open_review(self.play.record, self.play.people[0], self.play.title)

    def do_copy(self) -> None:
        """Copy the line that can be shared."""
        if self.play is not None:
            self.app.copy_to_clipboard(self.play.shared)
            self.said = f"Copied: {self.play.shared}"
            self.repaint()

    def do_delete(self) -> None:
        """Ask whether to delete the marked game."""
        play = self.play
        if play is not None:
            what = f"{play.title}, {play.when}: {play.ending_title}"
            question = QuestionCard("DELETE", what, ("Keep it", "Delete this record"))
            self.app.push_screen(question, lambda answer: self._delete(play, answer))

    def _delete(self, play: Kept, answer: int | None) -> None:
        if answer != 1:
            return
        try:
            self.game.starter.delete(play.record)
            self.said = "Deleted."
        except SimError as error:
            self.said = str(error.faults[0])
        self.on_screen_resume()

    def do_leave(self) -> None:
        """Go back to the menu."""
        self.app.pop_screen()


def _row(play: Kept, width: int, *, marked: bool) -> Line:
    """Write a game on one row: date, title and seat, ending, score."""
    role = "cursor" if marked else ""
    score = "" if play.score is None else f"{play.score}"
    marks = play.marks if play.daily else ""
    back = "taken back " if play.taken_back else ""
    right = line((f" {back}{marks:>3} {score:>3} ", role or "good"))
    left = f" {'>' if marked else ' '} {play.when} "
    room = width - cells(left) - sum(cells(text) for text, _ in right)
    title = max(8, min(24, room // 2))
    spans = line(
        (left, role or "dim"),
        (padded(fit(play.title, title), title + 1), role or "bold"),
        (fit(play.ending_title, max(4, room - title - 1)), role),
    )
    return clip(ends(spans, right, width, role), width)
