"""The review: what each decision of a play was worth; it is worked out while one reads."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.worker import get_current_worker

from sim.errors import SimError
from sim.play.seat import Turn
from tui.base.pane import Pane
from tui.base.screen import ReadScreen
from tui.base.start import Reviewing
from tui.base.text import Line, beside, ends, line, rule
from tui.panes import reviewing

_WIDE = 118
_LIST_LEAST = 8


class ReviewScreen(ReadScreen):
    """The decisions of a seat and their marks, which tighten as roll-outs come in.

    Attributes:
        review: What is known so far, None before the first marks.
        at: Which decision is laid open.
        complaint: What went wrong, "" if nothing did.
        done: Whether no more roll-outs come.
        armed: Whether the same key again plays on from the decision that is laid open.
    """

    where = "review"

    def __init__(self, record: str, seat: str, title: str) -> None:
        super().__init__()
        self._record, self._seat, self._title = record, seat, title
        self.review: reviewing.Review | None = None
        self.at, self.complaint, self.done, self.armed = 0, "", False, False
        self._since_s = 0.0
        self._reviewing: Reviewing | None = None

    def body(self) -> ComposeResult:
        """Give the name of the play, and the review."""
        yield Pane(self._head, id="menu-head")
        yield Pane(self._lines, id="review-page")

    def on_mount(self) -> None:
        """Begin to work it out, beside the screen, and say each second for how long."""
        self._since_s = self.game.clock()
        self.set_interval(1, self._tick)
        self.run_worker(self._work_out, thread=True)

    def _tick(self) -> None:
        if self.review is None and not self.done:
            self.repaint()

    def on_unmount(self) -> None:
        """Leave off; what was rolled out is kept beside the record."""
        if self._reviewing is not None:
            self._reviewing.stop()

    def _work_out(self) -> None:
        worker = get_current_worker()
        try:
            self._reviewing = self.game.starter.review(self._record, self._seat)
            for found in self._reviewing.results():
                if worker.is_cancelled:
                    return
                self.app.call_from_thread(self._take, found)
            if not worker.is_cancelled:
                self.app.call_from_thread(self._finish, "")
        except SimError as error:
            if not worker.is_cancelled:
                self.app.call_from_thread(self._finish, str(error.faults[0]))

    def _take(self, found: reviewing.Review) -> None:
        numbers = [each["number"] for each in found["decisions"]]
        marked = self.review["decisions"][self.at]["number"] if self.review and self.at else 0
        self.at = numbers.index(marked) if marked in numbers else 0
        self.review = found
        self.repaint()

    def _finish(self, complaint: str) -> None:
        self.complaint, self.done = complaint, True
        self.repaint()

    def _head(self, width: int, height: int) -> list[Line]:
        state = "" if self.done else "working "
        title = line((f" REVIEW  {self._title}", "head"))
        return [ends(title, line((state, "warn")), width), rule("", width)]

    def _lines(self, width: int, height: int) -> list[Line]:
        room = width - 2
        review = self.review
        if review is None or self.complaint:
            passed_s = self.game.clock() - self._since_s
            lines = reviewing.waiting(room, self.complaint, passed_s)
            return [(*line(" "), *row) for row in lines]
        lines = reviewing.head(review, room, done=self.done)
        if self.armed:
            lines += [*reviewing.asked(review["decisions"][self.at], room), ()]
        found = review["decisions"]
        opened = reviewing.in_full(found[self.at], self._column(room)) if found else []
        left = height - len(lines)
        if room >= _WIDE:
            listed = reviewing.rows(review, self.at, room - self._column(room) - 3, left)
            lines += beside(listed, opened, room - self._column(room) - 3)
        else:
            lines += reviewing.rows(review, self.at, room, max(_LIST_LEAST, left // 2))
            lines += opened
        return [(*line(" "), *row) for row in self.part(lines, height)]

    def _column(self, room: int) -> int:
        """Give how wide the decision is that is laid open."""
        return (room - 3) // 2 if room >= _WIDE else room

    def move(self, by: int) -> None:
        if self.review is not None and self.review["decisions"]:
            self.at = max(0, min(len(self.review["decisions"]) - 1, self.at + by))
            self.armed = False
            self.repaint()

    def do_choose(self) -> None:
        """Play on from the decision that is laid open, asked for twice; this play stays."""
        if self.review is None or not self.review["decisions"]:
            return
        if self.game.confirm and not self.armed:
            self.armed = True
            self.repaint()
            return
        decision = self.review["decisions"][self.at]
        turn = Turn(decision["events"], decision["at_ms"])
        try:
            ended = self.game.starter.resume(self._record)
            ended.close()
            session = self.game.starter.play_on(ended, turn)
        except SimError as error:
            self._finish(str(error.faults[0]))
        else:
            self.game.open_play(session)

    def do_leave(self) -> None:
        """Go back."""
        self.app.pop_screen()
