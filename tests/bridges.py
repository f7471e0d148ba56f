"""Two people on two bridges who talk by radio: what tests of words that bind share."""

from __future__ import annotations

from sim.cli.starter import Starter
from sim.play.driver import Play
from sim.play.seat import (
    Look,
    Refused,
    SeatSession,
    SeatView,
    Shown,
    Submit,
    saying,
    waiting,
)

MIN = 60_000
SCENARIO = "two-captains"
PEOPLE = ("north_captain", "south_captain")


class Bridges:
    """Two people, one on each bridge of two-captains, who talk by radio."""

    def __init__(self, seed: int = 29) -> None:
        self.session = Starter(SCENARIO, PEOPLE).begin(SCENARIO, PEOPLE, seed)
        self.north, self.south = self.session.seats.values()
        self.play: Play = self.north._play
        self.passes(5 * MIN)

    def does(self, seat: SeatSession, submit: Submit) -> None:
        """Give a command that is accepted."""
        refused = [p.refusal.sentence for p in seat.handle(submit) if isinstance(p, Refused)]
        assert not refused, refused

    def refused(self, seat: SeatSession, submit: Submit) -> str:
        """Give a command that is refused, and why."""
        before = len(self.play.engine.log)
        (push,) = seat.handle(submit)
        assert isinstance(push, Refused)
        assert len(self.play.engine.log) == before
        return push.refusal.code

    def view(self, seat: SeatSession) -> SeatView:
        """Give what a seat is shown."""
        return next(p for p in seat.handle(Look()) if isinstance(p, Shown)).view

    def passes(self, ms: int) -> None:
        """Let time pass, whatever is noticed."""
        until = self.play.engine.now_ms + ms
        while self.play.engine.now_ms < until and not self.play.ended:
            for seat in (self.north, self.south):
                self.play.looked(seat.seat)
            self.play.advance(until)

    def says(self, form: str, *limits: float) -> None:
        """Let north call south by radio, who answers, or say it in their talk; a minute passes."""
        call = Submit("call", "bridge_radio", to="south_destroyer", form=form, limits=limits)
        self.does(self.north, call)
        for each in waiting(self.view(self.south)):
            if each.kind == "call":
                self.does(self.south, saying(each, yes=True))
        self.passes(MIN)

    def breaks(self) -> None:
        """Let north promise restraint, and break its word."""
        self.says("assure")
        self.does(self.south, Submit("choose", "u01_south_close_pass"))
        self.passes(30 * MIN)
        self.does(self.north, Submit("choose", "u01_north_close_pass"))
        self.passes(30 * MIN)

    def ends(self) -> None:
        """Let the run come to its end."""
        while not self.play.ended:
            self.passes(24 * 60 * MIN)
