"""Seats that are looked at: by the white cell beside its play, by who joined a host to look on."""

from __future__ import annotations

from sim.errors import Refusal
from sim.play.driver import Play
from sim.play.exchange import Look, Push, Refused, Request, Submit, Undo
from sim.play.seat import SeatSession, Session

LOOKS_ON = "You look on; only who sits in this seat decides."


class WatchedSeat(SeatSession):
    """A seat of a play in this process: time goes by without it, and it is only looked at."""

    def __init__(self, play: Play, seat: str) -> None:
        super().__init__(play, seat)
        self._seen: tuple[int, int, int] | None = None

    def handle(self, request: Request) -> list[Push]:
        """Show what is new since it was last looked; refuse whatever would change anything."""
        if isinstance(request, Submit | Undo):
            return [Refused(Refusal("watching", LOOKS_ON))]
        engine = self._play.engine
        stands = (len(engine.log), engine.now_ms, self._play.recording.branch)
        if stands == self._seen:
            return []
        self._seen = stands
        return super().handle(Look())


class WatchedSession(Session):
    """A play in this process with the one seat that is looked at; closing it leaves the play."""

    hosted = watched = True

    def __init__(self, play: Play, seat: str) -> None:
        super().__init__(play, (), fresh=True)
        self.seats = {seat: WatchedSeat(play, seat)}

    @property
    def pace_of_host(self) -> str:  # type: ignore[override]  # the base's never changes
        """Say how the clock goes."""
        white = self._play.engine.state.white_cell
        return f"x{white.pace:g} PAUSED" if white.paused else f"x{white.pace:g}"

    def close(self) -> str:
        """Leave it; say that nothing was to be saved."""
        return ""
