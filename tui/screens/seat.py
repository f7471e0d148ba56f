"""A person sitting at a play: what is asked of the seat, and what becomes of the answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sim.play.seat import (
    Ended,
    Guide,
    HintLine,
    Look,
    Mind,
    NotSaved,
    Refused,
    Request,
    SeatCalled,
    SeatSession,
    Session,
    Sheet,
    Shown,
    Submit,
    Undo,
    Wait,
)
from tui.base.pane import Pane
from tui.base.screen import BaseScreen
from tui.cards.answers import ViewCard
from tui.cards.overlays import Curtain
from tui.panes.waiting import Waiting, matters
from tui.screens import guide
from tui.screens.pace import Clock

TAKEN_BACK = "Time was taken back; what you had ordered or read since is undone."
TICK_S = 0.1
"""How often the screen looks at the clock when a play runs at a pace."""
NUDGE_S = 1.0
"""How often a guided game looks whether somebody is stuck."""


class SeatScreen(BaseScreen):
    """Speaks to one seat at a time; several people take turns behind a curtain."""

    where = "play"

    def __init__(self, session: Session, pace: float | None) -> None:
        super().__init__()
        self.session = session
        self.seat = next(iter(session.seats))
        self.shown: Shown | None = None
        self.before: Mind | None = None
        self.pace = Clock(pace)
        self.deciding = self.marked = self.over = self.hidden = self.numbers = False
        self.cursor = self.zoom = self.fresh = 0
        self.message = self.trouble = ""
        self.met: set[Waiting] = set()
        self.read: dict[str, int] = {}
        self.guides = {seat: Guide() for seat in session.seats}
        self.taken_back: set[str] = set()

    @property
    def own(self) -> SeatSession:
        """Give the session of the person who looks at the screen."""
        return self.session.seats[self.seat]

    @property
    def sheet(self) -> Sheet:
        """Give what that person may read at any time."""
        return self.own.sheet

    @property
    def guided(self) -> bool:
        """Say whether anybody at this play is given hints."""
        return any(seat.sheet.guided for seat in self.session.seats.values())

    def hint(self) -> HintLine | None:
        """Give the hint that is due now."""
        if self.shown is None or self.hidden or self.over:
            return None
        return self.guides[self.seat].hint(self.shown.view, self.game.clock())

    def perform(self, name: str, key: str = "") -> None:
        """Do a command; a hint that asked to look at something is followed by it."""
        hint = self.hint()
        if hint is not None and name == guide.command(hint):
            self.guides[self.seat].looked(hint)
        super().perform(name, key)

    def on_mount(self) -> None:
        """Begin, or let the first of several people sit down."""
        if self.guided:
            self.set_interval(NUDGE_S, self.nudge)
        if len(self.session.seats) > 1:
            self._curtain(self.seat)
        else:
            self._sit_down()
        if self.pace.paced:
            self.set_interval(TICK_S, self.tick)

    def on_unmount(self) -> None:
        """Close the record, however the screen was left."""
        self.session.close()

    def _sit_down(self) -> None:
        self.hidden = False
        begin = Wait(0) if self.pace.paced else Wait()
        self.ask(begin if self.session.fresh else Look())
        self.session.fresh = False
        if self.seat in self.taken_back:
            self.taken_back.discard(self.seat)
            self.message = TAKEN_BACK
            self.repaint()

    def ask(self, request: Request, *, by_clock: bool = False) -> None:
        """Ask something for the seat; go on by itself once nothing is left to decide here."""
        had_to = self.must_decide()
        self.message, called, refused, before = "", "", False, ""
        if not by_clock and self.shown is not None and self.shown.view.feed:
            self.read[self.seat] = self.shown.view.feed[-1].number
        for push in self.own.handle(request):
            match push:
                case Refused():
                    self.message, refused = push.refusal.sentence, True
                case NotSaved():
                    news = not by_clock or push.text != before
                    self.trouble = push.text
                    self.message = self.message or (f"! Saving: {push.text}" if news else "")
                case SeatCalled():
                    called = push.seat
                case Ended():
                    self.over = True
                case Shown():
                    before, self.trouble = self.trouble, ""
                    self._take_in(push)
        if isinstance(request, Undo) and not refused:
            self._forget_what_is_undone()
        settled = isinstance(request, Submit) and not refused and not self.must_decide()
        if self.over:
            self._end()
        elif called:
            self._curtain(called)
        elif had_to and settled and not self.pace.paced:
            self.ask(Wait())
        else:
            self._open_what_waits()
            self.repaint()

    def _forget_what_is_undone(self) -> None:
        """Let nobody count as having read what is no longer so; who had read it is told."""
        for seat, session in self.session.seats.items():
            lines = session.feed()
            last = lines[-1].number if lines else 0
            if self.read.get(seat, 0) > last:
                self.read[seat] = last
                if seat != self.seat:
                    self.taken_back.add(seat)

    def _take_in(self, push: Shown) -> None:
        opened = self.shown is None or self.shown.view.window is None
        self.before = self.shown.view.mind if self.shown else None
        if self.sheet.guided:  # one new thing at a time: not what is not open yet
            push = replace(push, options=tuple(o for o in push.options if not o.blocked))
        self.shown = push
        self.guides[self.seat].told(push.view, self.game.clock())
        read = self.read.get(self.seat, 0)
        self.fresh = sum(item.number > read for item in push.view.feed)
        self.cursor = min(self.cursor, max(0, len(push.options) - 1))
        if push.view.window is None:
            self.show_options(on=False)
        elif opened:
            self.cursor, self.marked = 0, False
        if isinstance(self.game.screen, ViewCard):
            self.game.screen.renew(push)

    def must_decide(self) -> bool:
        """Say whether something waits for this person now."""
        view = self.shown.view if self.shown else None
        return view is not None and (view.window is not None or bool(matters(view)))

    def _open_what_waits(self) -> None:
        """Show a call, an offer or a request for leave that has not been shown yet."""
        assert self.shown is not None
        waiting = matters(self.shown.view)
        fresh = [matter for matter in waiting if matter not in self.met]
        self.met = set(waiting)
        if fresh and self.game.screen is self:
            self.open_inbox(fresh[0])

    def open_inbox(self, first: Waiting) -> None:
        """Show what waits for an answer."""

    def show_options(self, *, on: bool) -> None:
        """Open or close the options; while they are open, letters mean options."""
        hint = self.hint()
        if on and hint is not None and guide.command(hint) == "decide":
            self.guides[self.seat].looked(hint)
        self.deciding = on
        self.where = "decide" if on else "play"
        self.set_class(on, "-deciding")
        self.call_after_refresh(self.repaint)

    def _end(self) -> None:
        from tui.screens.end import EndScreen

        self.trouble = self.session.close()
        while self.game.screen is not self:
            self.game.pop_screen()
        self.game.switch_screen(EndScreen(self.session, self.seat))

    def _curtain(self, seat: str) -> None:
        """Hide everything until the person of another seat has sat down."""
        self.hidden = True
        self.pace.pause(self.game.clock())
        self.show_options(on=False)
        self.repaint()

        def seated(_: object) -> None:
            self.seat, self.shown, self.before, self.met = seat, None, None, set()
            self.cursor = 0
            self.pace.go(self.game.clock())
            self._sit_down()

        while self.game.screen is not self:
            self.game.pop_screen()
        self.game.push_screen(Curtain(self.session.seats[seat].sheet.seat_title), seated)

    def mode(self) -> str:
        """Say how time passes, "" if it jumps from notice to notice."""
        stopped = self.game.hold and self.must_decide()
        return self.pace.said(stopped=stopped)

    def nudge(self) -> None:
        """Draw the hint line again, wherever it stands: a hint for somebody stuck may be due."""
        for pane in (*self.query("#hint"), *self.game.screen.query("#hint")):
            if isinstance(pane, Pane):
                pane.repaint()

    def on_screen_resume(self) -> None:
        """Hint at what comes next once nothing lies over the play any more."""
        self.nudge()

    def tick(self) -> None:
        """Let as much simulated time pass as the pace asks for by now."""
        if self.over or self.hidden or self.shown is None:
            return
        at = self.shown.view.at_ms
        stopped = self.game.hold and self.must_decide()
        due = self.pace.due(self.game.clock(), at, stopped=stopped)
        if due > at:
            message = self.message
            self.ask(Wait(due - at), by_clock=True)
            self.message = self.message or message

    def able(self) -> Iterable[str]:
        """List what can be done now."""
        if self.shown is None or self.over:
            return ["help"]
        view, off = self.shown.view, set()
        if not any(not c.incoming and c.stage != "talking" for c in view.calls):
            off.add("hang")
        if not matters(view):
            off.add("inbox")
        if not self.pace.paced:
            off |= {"pause", "slower", "faster", "hold"}
        return [name for name in super().able() if name not in off]

    def do_pause(self) -> None:
        """Stop the clock or let it run."""
        self.pace.toggle(self.game.clock())
        self.repaint()

    def do_slower(self) -> None:
        """Halve the pace."""
        self.pace.change(self.game.clock(), 0.5)
        self.repaint()

    def do_faster(self) -> None:
        """Double the pace."""
        self.pace.change(self.game.clock(), 2.0)
        self.repaint()

    def do_hold(self) -> None:
        """Stop the clock while something waits, or let it run."""
        self.game.hold = not self.game.hold
        self.repaint()

    def do_stand_up(self) -> None:
        """Go back to the menu; the record holds everything."""
        self.over = True
        self.trouble = self.session.close()
        self.game.complaint = f"not all is saved: {self.trouble}" if self.trouble else ""
        self.game.pop_screen()
