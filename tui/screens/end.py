"""The end screen: a guess first, then the truth, page by page."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from textual.app import ComposeResult

from sim.play.seat import Session
from tui.base import keymap
from tui.base.commanded import hint_row
from tui.base.pane import Pane
from tui.base.screen import ReadScreen
from tui.base.start import Kept, Poster
from tui.base.text import Line, line
from tui.panes import ending, home


class EndScreen(ReadScreen):
    """What happened and whose account of it, scores, orders, calls, history; then once more."""

    where = "end"

    def __init__(self, session: Session, seat: str) -> None:
        super().__init__()
        self.session, self.seat = session, seat
        self.debrief = session.seats[seat].debrief()
        self.sheet = session.seats[seat].sheet
        self.asked = ending.other_orders(self.debrief, self.sheet, tuple(session.seats))
        self.guess, self.mark, self.page = -1, 0, 0

    def body(self) -> ComposeResult:
        """Give the names of the pages, and the page."""
        yield Pane(self._tabs, id="end-tabs")
        yield Pane(self._lines, id="end-page")
        if self.sheet.guided:
            yield self.hint_pane()
        if self.session.daily:
            yield Pane(self._shared, id="share")

    def hint_line(self, width: int) -> list[Line]:
        """Hint at the guess, at the pages, and at last at the other bridge."""
        if self.guessing:
            return hint_row("Enter", "guess their orders", width)
        if self.page < len(ending.PAGES) - 1:
            return hint_row("Enter", ending.PAGES[self.page + 1].lower(), width)
        after, whole = self._next_game
        if after is not None and whole:
            return hint_row("Esc", f"the menu, where {after.title} comes next", width)
        return hint_row("b", "now sit on the other bridge", width)

    @cached_property
    def _kept(self) -> Kept | None:
        """Give the record of this play, as lists show it."""
        kept = self.game.starter.kept()
        return next((play for play in kept if play.record == self.session.record), None)

    def _shared(self, width: int, height: int) -> list[Line]:
        """Say how the game of a day went, without its story, and how to share that."""
        key = keymap.key_of("copy", self.where, self.game.keys)
        return home.to_share(self._kept, key, width) if self._kept is not None else []

    @cached_property
    def _next_game(self) -> tuple[Poster | None, bool]:
        starter = self.game.starter
        return home.next_game(self.session.scenario, starter.posters(), starter.kept())

    def _tabs(self, width: int, height: int) -> list[Line]:
        spans = [
            (f" {name} ", "cursor" if index == self.page else "dim")
            for index, name in enumerate(ending.PAGES)
        ]
        return [line(*spans), ()]

    def _text(self, width: int) -> list[Line]:
        debrief = self.debrief
        match self.page:
            case 0:
                return ending.happened(debrief, self.asked, self.guess, mark=self.mark, width=width)
            case 1:
                return ending.accounts(debrief, self.sheet, width)
            case 2:
                return ending.scores(debrief, width)
            case 3:
                return ending.orders(debrief, width)
            case 4:
                return ending.calls(debrief, width)
            case 5:
                return ending.promises(debrief, width)
        return ending.history(debrief, width)

    def _lines(self, width: int, height: int) -> list[Line]:
        lines = self._text(min(width - 2, 110))
        return self.part([(*line(" "), *row) for row in lines], height)

    @property
    def guessing(self) -> bool:
        """Say whether the player is still to guess the other side's orders."""
        return self.asked is not None and self.guess < 0

    def _turn(self, by: int) -> None:
        self.page, self.top = (self.page + by) % len(ending.PAGES), 0
        self.repaint()

    def move(self, by: int) -> None:
        if self.guessing and self.page == 0 and self.asked is not None:
            self.mark = max(0, min(len(self.asked.candidates) - 1, self.mark + by))
            self.repaint()
        else:
            super().move(by)

    def do_left(self) -> None:
        """Turn back."""
        self._turn(-1)

    def do_right(self) -> None:
        """Turn to the next page."""
        self._turn(1)

    def do_choose(self) -> None:
        """Guess; once the truth is shown, turn to the next page."""
        if self.guessing and self.page == 0:
            self.guess = self.mark
            self.repaint()
        else:
            self._turn(1)

    def do_again(self) -> None:
        """Play the same morning again."""
        self.game.begin(self.session.scenario, tuple(self.session.seats), self.session.seed)

    def do_other(self) -> None:
        """Play the same morning from the seat across."""
        other = ending.across(self.debrief, self.sheet)
        if other is not None:
            self.game.begin(self.session.scenario, (other.seat,), self.session.seed)

    def able(self) -> Iterable[str]:
        """List what can be done now: a play that is kept nowhere has no line to share."""
        return [name for name in super().able() if name != "copy" or self.session.record]

    def named(self) -> Iterable[str]:
        """Leave to the line itself the key that copies it."""
        return [name for name in self.able() if name != "copy"]

    def do_copy(self) -> None:
        """Copy the line that can be shared."""
        if self._kept is not None:
            self.app.copy_to_clipboard(self._kept.shared)
            self.notify(self._kept.shared, title="Copied", markup=False)

    def do_leave(self) -> None:
        """Go back to the menu."""
        self.app.pop_screen()
