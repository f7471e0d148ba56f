"""The end screen: a guess first, then the truth, page by page; and on from its moments."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from textual.app import ComposeResult
from textual.worker import Worker

from sim.errors import SimError
from sim.play.seat import Session
from tui.base import keymap
from tui.base.commanded import hint_row
from tui.base.pane import Pane
from tui.base.screen import ReadScreen
from tui.base.start import Kept, Poster
from tui.base.text import Line, line, wrap
from tui.panes import debriefing, ending, home
from tui.panes.moments import SURE, moments
from tui.panes.scores import scores

_FIRST, _MOMENTS = range(2)
"""The pages on which something can be marked."""
_READ_MOST = 110
"""How wide a page of mere text becomes."""
_WRITING = "The report is being written."


class EndScreen(ReadScreen):
    """What happened, key moments, whose account of it, scores, orders, calls; then once more.

    Attributes:
        guess: Which orders the player guessed, below 0 if that is asked or is told unasked.
        mark: Which orders are marked, until one is guessed.
        moment: Which key moment is laid open.
        marked: Whether the player marked it, so that Enter means it.
        armed: Whether the same key again plays on from there.
        note: What the last command came to, if that has to be said.
    """

    where = "end"

    def __init__(self, session: Session, seat: str) -> None:
        super().__init__()
        self.session, self.seat = session, seat
        self.debrief = session.seats[seat].debrief()
        self.sheet = session.seats[seat].sheet
        self.asked = ending.other_orders(self.debrief, self.sheet, tuple(session.seats))
        self.guess = ending.TOLD if session.went_on else ending.ASK
        self.mark = self.page = self.moment = 0
        self.marked = self.armed = self._follow = False
        self.note = ""
        self._writer: Worker[None] | None = None

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
            return hint_row("Right", ending.PAGES[self.page + 1].lower(), width)
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
        """Write the page that is open."""
        debrief, read = self.debrief, min(width, _READ_MOST)
        match self.page:
            case 0:
                return ending.happened(
                    debrief, self.sheet, self.asked, self.guess, mark=self.mark, width=width
                )
            case 1:
                if self.guessing:
                    return ending.question(self.asked, self.guess, self.mark, read)
                lines, begins = moments(debrief, self.moment, marked=self.marked, width=width)
                self.top = max(0, begins - 2) if self._follow else self.top
                return lines
            case 2:
                return debriefing.deeds(debrief, read)
            case 3:
                return debriefing.accounts(debrief, self.sheet, width)
            case 4:
                return scores(debrief, read)
            case 5:
                return debriefing.orders(debrief, read)
            case 6:
                return debriefing.calls(debrief, read)
            case 7:
                return debriefing.promises(debrief, read)
        return debriefing.history(debrief, read)

    def _lines(self, width: int, height: int) -> list[Line]:
        room = width - 2
        said = self.note
        if self.armed:
            said = SURE.format(clock=self.debrief.moments[self.moment].turn_clock)
        note = [*wrap(said, room, "warn"), ()] if said else []
        text = self._text(room)
        self._follow = False
        page = self.part([(*line(" "), *row) for row in text], max(1, height - len(note)))
        return [*((*line(" "), *row) for row in note), *page]

    @property
    def guessing(self) -> bool:
        """Say whether the player is still to guess the other side's orders."""
        return self.asked is not None and self.guess == ending.ASK

    def _turn(self, by: int) -> None:
        self.page, self.top = (self.page + by) % len(ending.PAGES), 0
        self.marked = self.armed = False
        self.note = ""
        self.repaint()

    def move(self, by: int) -> None:
        asks = self.guessing and self.page <= _MOMENTS and abs(by) == 1
        if asks and self.asked is not None:
            self.mark = max(0, min(len(self.asked.candidates) - 1, self.mark + by))
            self.repaint()
        elif self.page == _MOMENTS and abs(by) == 1 and self.debrief.moments:
            step = by if self.marked else 0  # the first key marks what is laid open
            self.moment = max(0, min(len(self.debrief.moments) - 1, self.moment + step))
            self.marked, self.armed, self._follow = True, False, True
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
        """Guess; play on from a marked moment, asked for twice; else turn to the next page."""
        if self.guessing and self.page <= _MOMENTS:
            self.guess = self.mark
            self.repaint()
        elif self.page == _MOMENTS and self.marked:
            self._play_on()
        else:
            self._turn(1)

    def _play_on(self) -> None:
        """Play on from the moment that is laid open, once that is sure."""
        turn = self.debrief.moments[self.moment].turn
        if turn is None:
            return
        if self.game.confirm and not self.armed:
            self.armed = True
            self.repaint()
            return
        try:
            session = self.game.starter.play_on(self.session, turn)
        except SimError as error:
            self._say(str(error.faults[0]))
        else:
            self.game.open_play(session)

    def do_report(self) -> None:
        """Write the report of this play as a page, and open it where that can be."""
        if self._writer is None or self._writer.is_finished:
            self._say(_WRITING)
            self._writer = self.run_worker(self._written, thread=True)

    def _written(self) -> None:
        try:
            note = f"Written: {self.game.starter.report(self.session.record)}."
        except SimError as error:
            note = str(error.faults[0])
        except OSError as error:
            note = f"The report cannot be written: {error.strerror or error}."
        self.app.call_from_thread(self._say, note)

    def _say(self, note: str) -> None:
        self.note, self.armed = note, False
        self.repaint()

    def do_replay(self) -> None:
        """Go through this play event by event."""
        self.game.open_replay(self.session.record, self.seat, self.sheet.title)

    def do_review(self) -> None:
        """Say what each decision of this play was worth."""
        self.game.open_review(self.session.record, self.seat, self.sheet.title)

    def do_again(self) -> None:
        """Play the same morning again."""
        self.game.begin(self.session.scenario, tuple(self.session.seats), self.session.seed)

    def do_other(self) -> None:
        """Play the same morning from the seat across."""
        other = debriefing.across(self.debrief, self.sheet)
        if other is not None:
            self.game.begin(self.session.scenario, (other.seat,), self.session.seed)

    def able(self) -> Iterable[str]:
        """List what can be done now: what is kept nowhere has no report, review, or line."""
        kept = ("report", "review", "replay", "copy")
        off = set[str]() if self.session.record else set(kept)
        if self.session.hosted:
            off |= {"again", "other", "play_on"}
        return [name for name in super().able() if name not in off]

    def named(self) -> Iterable[str]:
        """Leave to the line itself the key that copies it."""
        return [name for name in self.able() if name != "copy"]

    def do_copy(self) -> None:
        """Copy the line that can be shared."""
        if self._kept is not None:
            self.app.copy_to_clipboard(self._kept.shared)
            self.notify(self._kept.shared, title="Copied", markup=False)

    def do_leave(self) -> None:
        """Go back to the menu; from a host's play, out."""
        if self.session.hosted:
            self.game.open_menu("")
        else:
            self.app.pop_screen()
