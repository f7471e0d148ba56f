"""A seat at a host as a session of the play: every screen speaks to it as to one at home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from sim.engine.kernel.knowledge import Known
from sim.errors import Refusal, UsageError
from sim.exercise.host.room import NOT_HERE
from sim.exercise.join.link import Link
from sim.exercise.protocol import wire
from sim.play.exchange import (
    NotSaved,
    Push,
    Refused,
    Request,
    Submit,
    Undo,
    Wait,
)
from sim.play.seat import (
    Debrief,
    FeedLine,
    Marked,
    SeatSession,
    Session,
    Sheet,
    TermLine,
    Turn,
    Wording,
)
from sim.store import LineFile

LOBBY_S = 3600.0 * 24
_GONE = "The connection to the host is cut; it is tried again."


class RemoteSeat(SeatSession):
    """The seat that somebody has joined.

    `patient` asks to wait until something is new, as play in lines does; a screen looks by itself.
    """

    def __init__(self, link: Link, *, patient: bool) -> None:
        assert link.peer.sheet is not None
        self._link, self._patient, self._sheet = link, patient, link.peer.sheet
        self.seat = link.peer.seat
        self.because = ""
        self.beside = ()
        self._taken = 0

    def handle(self, request: Request) -> list[Push]:
        """Serve one request: an order goes to the host, a look shows what came from there."""
        said: list[Push] = []
        match request:
            case Submit(verb=verb) if verb in NOT_HERE:
                return [Refused(Refusal("not_here", NOT_HERE[verb]))]
            case Submit():
                because = ""
                if request.verb != "note":
                    because, self.because = self.because, ""
                done = self._link.order(request, because)
                if isinstance(done, Refusal):
                    said = [Refused(done)]
                elif isinstance(done, str):
                    said = [Marked(done)]
            case Undo():
                return [Refused(Refusal("not_here", NOT_HERE["undo"]))]
            case Wait() if self._patient:
                self._wait(request.ms)
        return [*said, *self._new()]

    def _wait(self, ms: int | None) -> None:
        """Wait until the story has gone on for so long, or there is news."""
        peer = self._link.peer
        from_ms = peer.shown.view.at_ms if peer.shown else 0

        def due() -> bool:
            if peer.shown is None:
                return peer.gone is not None
            late = ms is not None and peer.shown.view.at_ms >= from_ms + ms
            return late or bool(peer.news or peer.notices or peer.ended or peer.gone)

        self._link.wait(due, LOBBY_S)

    def _new(self) -> list[Push]:
        """Give what came from the host since it was last looked."""
        peer = self._link.peer
        if peer.seat != self.seat:
            return []  # one looks elsewhere, or not any more
        lost = _GONE if self._link.cut else ""
        if peer.gone is not None:
            lost = peer.gone.sentence
        if peer.shown is None or (peer.pushes == self._taken and not peer.notices):
            return [NotSaved(lost)] if lost else []
        self._taken = peer.pushes
        news, notices = tuple(peer.news), tuple(peer.notices)
        peer.news.clear()
        peer.notices.clear()
        pushes: list[Push] = [replace(peer.shown, news=news)]
        pushes += [Marked(text) for text in notices]
        if peer.trouble or lost:
            pushes.append(NotSaved(peer.trouble or lost))
        if peer.ended is not None:
            pushes.append(peer.ended)
        return pushes

    @property
    def sheet(self) -> Sheet:
        """Give what the seat may read at any time."""
        return self._sheet

    def debrief(self) -> Debrief:
        """Ask for the truth about the run, which must have ended.

        Raises:
            UsageError: the host is gone.
        """
        found = self._link.query("debrief")
        if isinstance(found, Refusal):
            raise UsageError(found.sentence)
        return wire.back(wire.DEBRIEF, found)

    def feed(self) -> tuple[FeedLine, ...]:
        """Give everything the seat has come to know, oldest first."""
        return tuple(self._link.peer.feed)

    def why(self, number: int) -> tuple[FeedLine, ...]:
        """Ask what a line of the feed came of; nothing if the host does not answer."""
        found = self._link.query("why", number=number)
        return () if isinstance(found, Refusal) else wire.back(wire.FEED, found)

    def terms(self, channel: str, to: str, form: str) -> tuple[TermLine, ...]:
        """Ask what a form would bind whom to; nothing if the host does not answer."""
        found = self._link.query("terms", channel=channel, to=to, form=form)
        return () if isinstance(found, Refusal) else wire.back(wire.TERMS, found)

    def ahead(self, call: Submit) -> Wording | str:
        """Ask for a call as it will be said, or why it would be refused."""
        found = self._link.query("ahead", **asdict(call))
        return found.sentence if isinstance(found, Refusal) else wire.back(wire.AHEAD, found)

    def far_back(self) -> str:
        """Say that nothing is taken back."""
        return ""

    def may_be_advised(self) -> bool:
        """Say that there is no adviser."""
        return False

    def handed(self) -> tuple[Known, int]:
        """Hand over nothing: there is no adviser."""
        raise UsageError(NOT_HERE["advise"])


class RemoteSession(Session):
    """A play at a host with the one seat that was joined, or that is looked at.

    Who looks at seats closes the link by itself: it serves one seat after another.
    """

    hosted = True

    def __init__(self, link: Link, *, patient: bool = False) -> None:
        self.link = link
        self.seats = {link.peer.seat: RemoteSeat(link, patient=patient)}
        self.fresh = True
        self._closed = False
        self.watched = link.peer.welcome.get("role") not in ("seat", "cell")

    @property
    def pace_of_host(self) -> str:  # type: ignore[override]  # the base's never changes
        """Say how the host's clock goes."""
        if self.link.cut:
            return "HOST CUT OFF"
        clock = self.link.peer.clock
        pace = f"x{float(clock.get('pace', 1)):g}"
        return f"{pace} PAUSED" if clock.get("paused") else pace

    @property
    def scenario(self) -> str:
        """Give the id of the scenario."""
        return str(self.link.peer.welcome.get("scenario", ""))

    @property
    def scenario_data(self) -> Mapping[str, Any]:
        """Give nothing: a client never has the scenario."""
        return {}

    @property
    def seed(self) -> int:
        """Give no seed: it is the host's."""
        return 0

    @property
    def ended(self) -> bool:
        """Say whether the play is over."""
        return self.link.peer.ended is not None

    @property
    def daily(self) -> str:
        """Say that this is no game of a day."""
        return ""

    @property
    def went_on(self) -> bool:
        """Say that the play began at its begin."""
        return False

    @property
    def no_undo(self) -> bool:
        """Say that nothing is taken back."""
        return True

    def played_on(self, turn: Turn, file: LineFile | None) -> Session:
        """Refuse: the record is the host's."""
        raise UsageError("An exercise is not played on from its moments here.")

    @property
    def thinks(self) -> bool:
        """Say that answers come from elsewhere, so that a screen reacts meanwhile."""
        return True

    def leave_off(self) -> None:
        """Wait for nobody any more."""
        if not self.watched:
            self.link.close()

    @property
    def trouble(self) -> str:
        """Say what keeps the host's record from being written, "" if nothing does."""
        return self.link.peer.trouble

    @property
    def record(self) -> str:
        """Say that there is no record here."""
        return ""

    def close(self) -> str:
        """Leave the host, unless the end is still to be read; say that nothing was to be saved."""
        if not (self._closed or self.ended or self.watched):
            self._closed = True
            self.link.close()
        return ""
