"""A person sitting at a play: what is asked of the seat, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from sim.play.seat import (
    ECHOED,
    Ended,
    HintLine,
    Look,
    Marked,
    Mind,
    NotSaved,
    Option,
    Push,
    Refused,
    Request,
    SeatCalled,
    SeatSession,
    SeatView,
    Session,
    Sheet,
    Shown,
    Submit,
    Undo,
    Wait,
    Waiting,
    may_hang,
    must_decide,
    waiting,
)
from tui.base.pane import Pane
from tui.base.screen import BaseScreen
from tui.cards.curtain import Curtain
from tui.cards.view_card import ViewCard
from tui.panes.decision import ListAt, lettered, listed
from tui.screens.pace import PlayClock
from tui.screens.person import Person
from tui.screens.thinking import MEANWHILE, Thinking

TAKEN_BACK = "Time was taken back; what you had ordered or read since is undone."
TICK_S = 0.1
"""How often the screen looks at the clock when a play runs at a pace."""
NUDGE_S = 1.0
"""How often a guided game looks whether somebody is stuck."""
_LOOKS = {"vessels": "contacts", "options": "decide"}
"""The commands that show what a hint asks to look at, where they are called otherwise."""
_GLANCES = {command: verb for verb, command in _LOOKS.items()}


class SeatScreen(BaseScreen):
    """Speaks to one seat at a time; several people take turns behind a curtain.

    Attributes:
        seat: Whose picture is on the screen.
        shown: What that seat was shown last; None until somebody has sat down.
        before: What it thought before that.
        own_mind: What it thought as it last did something; None if nothing was done yet.
        fresh: How many lines of its feed are new to the person.
        message: What the last key came to, if that has to be said.
        stopped: What changed the picture, if waiting stopped for that.
        trouble: What keeps the record from being written.
        offered: What waited when it was last looked: shown once by itself, then on demand.
        hidden: Whether the curtain is down.
        deciding: Whether the options are open; while they are, letters mean options.
        unfolded: Whether the list also shows what is not open now.
        marked: The move that this person marked on the list as it stands, so that the same key, or
            Enter, orders it; "" if none.
        letters: Move → its letter, kept for as long as the options are open.
    """

    where = "play"

    def __init__(self, session: Session, pace: float | None) -> None:
        super().__init__()
        self.session = session
        self.people = {seat: Person() for seat in session.seats}
        self.seat = next(iter(session.seats))
        self.begun = not session.fresh
        self.shown: Shown | None = None
        self.before: Mind | None = None
        self.own_mind: Mind | None = None
        self.pace, self.thinking = PlayClock(pace), Thinking(self, session)
        self.deciding = self.over = self.hidden = self.unfolded = False
        self.cursor = self.fresh = 0
        self.message = self.trouble = self.marked = self.stopped = ""
        self.letters: dict[str, str] = {}
        self.offered: list[Waiting] = []

    @property
    def own(self) -> SeatSession:
        """Give the session of the person who looks at the screen."""
        return self.session.seats[self.seat]

    @property
    def person(self) -> Person:
        """Give what is remembered of that person."""
        return self.people[self.seat]

    @property
    def sheet(self) -> Sheet:
        """Give what that person may read at any time."""
        return self.own.sheet

    @property
    def view(self) -> SeatView:
        """Give what that person is shown; somebody must have sat down."""
        assert self.shown is not None
        return self.shown.view

    @property
    def guided(self) -> bool:
        """Say whether anybody at this play is given hints."""
        return any(seat.sheet.guided for seat in self.session.seats.values())

    def hint(self) -> HintLine | None:
        """Give the hint that is due now."""
        if self.shown is None or self.hidden or self.over:
            return None
        return self.person.guide.hint(self.view, self.game.clock())

    def perform(self, name: str, key: str = "") -> None:
        """Do a command; hints that ask to look at what it shows are followed by it."""
        self._followed(name)
        super().perform(name, key)

    def _followed(self, name: str) -> None:
        if self.shown is not None:
            self.person.guide.looked(self.view, [_GLANCES.get(name, name)])

    def on_mount(self) -> None:
        """Begin, or let the first of several people sit down."""
        if self.guided:
            self.set_interval(NUDGE_S, self.nudge)
        if len(self.people) > 1:
            self._curtain(self.seat)
        else:
            self._sit_down()
        if self.pace.paced or self.session.hosted:
            self.set_interval(TICK_S, self.tick)

    def on_unmount(self) -> None:
        """Close the record, however the screen was left."""
        self.thinking.leave()
        self.session.close()

    @property
    def _play_of(self) -> tuple[str, int, str]:
        """Name the morning and the seat, alike for what is played on from its midst."""
        return self.session.scenario, self.session.seed, self.seat

    def _sit_down(self) -> None:
        self.hidden = False
        self.letters = dict(self.game.letters.get(self._play_of, {}))
        first = Wait(0) if self.pace.paced or self.session.hosted else Wait()
        begun, self.begun = self.begun, True
        self.ask(Look() if begun else first)
        if not (begun or self.message or self.guided or self.over):
            self.message = self.welcome()
            self.repaint()
        if self.person.taken_back:
            self.person.taken_back = False
            self.message = TAKEN_BACK
            self.repaint()

    def ask(self, request: Request, *, by_clock: bool = False) -> None:
        """Ask something for the seat; if somebody thinks for it, the screen goes on reacting."""
        if self.thinking.busy:
            self.message = f"{self.thinking.words}: wait"
            self.repaint()
            return
        had_to, self.message = self._must_decide(), ""
        if not by_clock and self.shown is not None and self.view.feed:
            self.person.read = self.view.feed[-1].number
        if isinstance(request, Submit) and self.shown is not None and request.verb in ECHOED:
            self.own_mind = self.view.mind
        take = partial(self._answer, request, had_to=had_to, by_clock=by_clock)
        if self.session.thinks:
            self.thinking.answer(partial(self.own.handle, request), take)
        else:
            take(self.own.handle(request))

    def _answer(
        self, request: Request, pushes: Sequence[Push], *, had_to: bool, by_clock: bool
    ) -> None:
        """Take in what a request came to; go on by itself until what was ordered is carried out."""
        known_trouble, called, refused = self.trouble, "", False
        for push in pushes:
            match push:
                case Refused():
                    self.message, refused = push.refusal.sentence, True
                case Marked():
                    self.message = push.text
                case NotSaved():
                    self.trouble = push.text
                    if not by_clock or push.text != known_trouble:
                        self.message = self.message or f"! Saving: {push.text}"
                case SeatCalled():
                    called = push.seat
                case Ended():
                    self.over = True
                case Shown():
                    if self.trouble and self.message.endswith(self.trouble):
                        self.message = ""
                    self.trouble = ""
                    self._take_in(push)
                    if push.stopped or not by_clock:
                        self.stopped = push.stopped
        if isinstance(request, Undo) and not refused:
            self._forget_what_is_undone()
        echo = self.shown.echo if self.shown is not None else None
        settled = isinstance(request, Submit) and not refused and not self._must_decide()
        settled = settled and echo is not None and echo.under_way
        if self.over:
            self.finish()
        elif called:
            self._curtain(called)
        elif had_to and settled and not (self.pace.paced or self.session.hosted):
            self.ask(Wait())
        else:
            self._open_what_waits()
            self.repaint()

    def finish(self) -> None:
        """Show the end."""
        self.trouble = self.session.close()
        self.game.open_end(self.session, self.seat)

    def _forget_what_is_undone(self) -> None:
        """Let nobody count as having read what is no longer so; who had read it is told."""
        self.own_mind = None
        for seat, person in self.people.items():
            lines = self.session.seats[seat].feed()
            last = lines[-1].number if lines else 0
            if person.read > last:
                person.read = last
                person.taken_back = seat != self.seat

    def _take_in(self, push: Shown) -> None:
        opened, before = self.shown is None or self.view.window is None, self._able()
        self.before = self.view.mind if self.shown else None
        if self.sheet.guided:  # one new thing at a time: not what is not open yet
            push = replace(push, options=tuple(o for o in push.options if not o.blocked))
        self.shown = push
        self.person.guide.take_in(push.view, self.game.clock())
        self.fresh = sum(item.number > self.person.read for item in push.view.feed)
        self.cursor = min(self.cursor, max(0, len(self.rows()) - 1))
        if push.view.window is None:
            self.show_options(on=False)
        elif opened:
            self.cursor, self.marked = 0, ""
        self._new_options(before)
        if isinstance(self.app.screen, ViewCard):
            self.app.screen.renew(push)

    def rows(self) -> list[Option]:
        """List the options as they stand on the list: by kind, what may be chosen first."""
        return listed(self.shown, unfolded=self.unfolded) if self.shown else []

    @property
    def list_at(self) -> ListAt:
        """Say how the list stands."""
        cursor = self.cursor if self.deciding else -1
        alone = self.has_class("-listing")
        return ListAt(self.letters, cursor, self.unfolded, alone=alone, since=self.own_mind)

    def _able(self) -> list[str]:
        """List what may be chosen now, as it stands on the list."""
        return [option.move for option in self.rows() if not option.blocked]

    def _new_options(self, before: list[str]) -> None:
        """Let nothing be marked any more on a list that has changed, and say so if it is open."""
        if self.shown is None or self._able() == before:
            return
        if self.deciding and self.marked:
            self.message = "the options have changed: mark again"
        self.marked = ""
        self.letters = lettered(self.rows(), self.letters, on_show=self.deciding)
        self.game.letters[self._play_of] = self.letters

    def _must_decide(self) -> bool:
        """Say whether something waits for this person now."""
        return self.shown is not None and must_decide(self.view)

    def _open_what_waits(self) -> None:
        """Show a call, an offer or a request for leave that has not been shown yet."""
        items = waiting(self.view)
        fresh = [item for item in items if item not in self.offered]
        self.offered = items
        if fresh and self.app.screen is self:
            self.open_inbox(fresh[0])

    def open_inbox(self, first: Waiting) -> None:
        """Show what waits for an answer."""

    def welcome(self) -> str:
        """Say to whoever has just sat down what there is to do."""
        return ""

    def show_options(self, *, on: bool) -> None:
        """Open or close the options; while they are open, letters mean options."""
        if on:
            self._followed("decide")
        if self.deciding != on:
            self.marked, self.unfolded = "", False
            self.letters = lettered(self.rows(), self.letters)
            self.cursor = min(self.cursor, max(0, len(self.rows()) - 1))
        self.deciding = on
        self.where = "decide" if on else "play"
        self.set_class(on, "-deciding")
        self.call_after_refresh(self.repaint)

    def _curtain(self, seat: str) -> None:
        """Hide everything until the person of another seat has sat down."""
        self.hidden = True
        self.pace.pause(self.game.clock())
        self.show_options(on=False)
        self.repaint()

        def seated(_: object) -> None:
            self.seat, self.shown, self.before, self.offered = seat, None, None, []
            self.own_mind = None
            self.cursor, self.marked = 0, ""
            self.pace.go(self.game.clock())
            self._sit_down()

        while self.app.screen is not self:
            self.app.pop_screen()
        self.app.push_screen(Curtain(self.session.seats[seat].sheet.seat_title), seated)

    def mode(self) -> str:
        """Say how time passes, "" if it jumps from notice to notice."""
        return (
            self.thinking.say()
            or self.session.pace_of_host
            or self.pace.mode(stopped=self._stopped())
        )

    def _stopped(self) -> bool:
        return self.game.hold and self._must_decide()

    def nudge(self) -> None:
        """Draw the hint line again, wherever it stands: a hint for somebody stuck may be due."""
        for pane in (*self.query("#hint"), *self.app.screen.query("#hint")):
            if isinstance(pane, Pane):
                pane.repaint()

    def on_screen_resume(self) -> None:
        """Hint at what comes next once nothing lies over the play any more."""
        self.nudge()

    def tick(self) -> None:
        """Let as much simulated time pass as the pace asks for by now."""
        if self.over or self.hidden or self.thinking.busy:
            return
        if self.session.hosted:
            pushes = self.own.handle(Look())
            if pushes:
                self._answer(Look(), pushes, had_to=False, by_clock=True)
            return
        if self.shown is None:
            return
        at = self.view.at_ms
        due = self.pace.due(self.game.clock(), at, stopped=self._stopped())
        if due > at:
            message = self.message
            self.ask(Wait(due - at), by_clock=True)
            self.message = self.message or message

    def able(self) -> Iterable[str]:
        """List what can be done now."""
        if self.shown is None or self.over:
            return ["help"]
        if self.thinking.busy:
            return [name for name in super().able() if name in MEANWHILE]
        off = set[str]()
        if not self.own.may_be_advised():
            off.add("advice")
        if not any(may_hang(call) for call in self.view.calls):
            off.add("hang")
        if not waiting(self.view):
            off.add("inbox")
        if not self.pace.paced:
            off |= {"pause", "slower", "faster", "hold"}
        off |= {"wait", "step", "undo", "advice"} if self.session.hosted else {"reason"}
        return [name for name in super().able() if name not in off]

    def named(self) -> Iterable[str]:
        """List what the footer may name: the board of promises once there is any."""
        bare = self.shown is None or not self.view.promises
        return [name for name in self.able() if name != "promises" or not bare]


def look_of(hint: HintLine) -> str:
    """Name the command of the screen that does what a hint asks for."""
    return _LOOKS.get(hint.verb, hint.verb)
