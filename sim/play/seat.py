"""The protocol a screen speaks, one seat at a desk: requests in, pushes out, no I/O.

A screen, a plain terminal or a network host all talk to a desk and to nothing else of the
play. A desk never gives more than its seat knows; after the end it gives the outcome too.
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.knowledge import Known
from sim.engine.rules import Command, Option, options
from sim.engine.views import FeedLine, SeatView, feed, view
from sim.errors import Refusal
from sim.play.outcome import Outcome, outcome
from sim.play.play import Play


@dataclass(frozen=True, slots=True)
class Submit:
    """Ask for something; `verb` and the rest as in a command."""

    verb: str
    subject: str = ""
    to: str = ""
    form: str = ""
    text: str = ""
    clauses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """Go on until this seat notices something, or at most for so long."""

    ms: int | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """Go back to before this seat's last command."""


@dataclass(frozen=True, slots=True)
class Look:
    """Ask for the present view."""


Request = Submit | Wait | Undo | Look


@dataclass(frozen=True, slots=True)
class Shown:
    """The seat's view and options now, and what is new in its feed since the last push."""

    view: SeatView
    options: tuple[Option, ...]
    news: tuple[FeedLine, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A request was refused; nothing has changed."""

    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Ended:
    """The run is over: what it adds up to, and the truth about orders."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something is wrong outside the play, such as a full disk; play goes on."""

    text: str


Push = Shown | Refused | Ended | Trouble


class Desk:
    """One seat of a play held by a person."""

    def __init__(self, play: Play, seat: str) -> None:
        self._play = play
        self.seat = seat
        self._told = 0

    def handle(self, request: Request) -> list[Push]:
        """Serve one request."""
        match request:
            case Submit():
                command = Command(
                    self.seat,
                    request.verb,
                    request.subject,
                    request.to,
                    request.form,
                    request.text,
                    request.clauses,
                )
                done = self._play.submit(command)
                if isinstance(done, Refusal):
                    return [Refused(done)]
            case Wait():
                until = None if request.ms is None else self._play.engine.now_ms + request.ms
                self._play.looked(self.seat)
                self._play.advance(until)
            case Undo():
                if not self._play.undo(self.seat):
                    return [Refused(Refusal("no_undo", "There is nothing to undo."))]
                self._told = 0
            case Look():
                pass
        return self._pushes()

    def feed(self) -> tuple[FeedLine, ...]:
        """Give everything the seat has come to know, oldest first."""
        return feed(self._play.setup, self._known)

    @property
    def _known(self) -> Known:
        return self._play.engine.state.known[self.seat]

    def _pushes(self) -> list[Push]:
        play = self._play
        known, now = self._known, play.engine.now_ms
        seen = view(play.setup, known, now)
        news = tuple(line for line in feed(play.setup, known) if line.number > self._told)
        self._told = len(known.feed)
        pushes: list[Push] = [Shown(seen, tuple(options(play.setup, known, now)), news)]
        if play.trouble:
            pushes.append(Trouble(play.trouble))
        if play.ended:
            pushes.append(Ended(outcome(play.engine)))
        return pushes
