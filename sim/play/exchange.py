"""What a screen asks of a seat's session, and what it is told: requests in, pushes out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from sim.engine.seat.feed_lines import FeedLine
from sim.engine.seat.rules import Command, Option
from sim.engine.seat.views import SeatView
from sim.errors import Refusal
from sim.play.echo import Echo
from sim.play.outcome import Outcome
from sim.play.takeback import Marked
from sim.play.waiting import Waiting


@dataclass(frozen=True, slots=True)
class Submit:
    """Ask for something; `verb` and the rest as in a command."""

    verb: str
    subject: str = ""
    to: str = ""
    form: str = ""
    text: str = ""
    clauses: tuple[str, ...] = ()
    limits: tuple[float, ...] = ()

    def by(self, seat: str) -> Command:
        """Give the command by which a seat asks for it."""
        return Command(
            seat,
            self.verb,
            subject=self.subject,
            to=self.to,
            form=self.form,
            text=self.text,
            clauses=self.clauses,
            limits=self.limits,
        )


def saying(item: Waiting, *, yes: bool) -> Submit:
    """Give the command that says yes or no to what waits; words have replies of their own."""
    return Submit(item.yes if yes else item.no, item.id)


@dataclass(frozen=True, slots=True)
class Wait:
    """Go on until this seat notices something or its picture changes, or at most for so long."""

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
    """The seat's view and options now, and what is new in its feed since the last push.

    `stopped` says what changed the picture if waiting stopped for that; `echo` what came of what
    the seat asked for last, as far as it knows.
    """

    view: SeatView
    options: tuple[Option, ...]
    news: tuple[FeedLine, ...]
    names: dict[str, str] = field(default_factory=dict)
    stopped: str = ""
    echo: Echo | None = None


@dataclass(frozen=True, slots=True)
class SeatCalled:
    """Waiting stopped because something came to the seat of another person at this play."""

    seat: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A request was refused; nothing has changed."""

    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Ended:
    """The run is over: what it adds up to, and the truth about orders."""

    outcome: Outcome


@dataclass(frozen=True, slots=True)
class NotSaved:
    """Something is wrong outside the play, such as a full disk; play goes on."""

    text: str


Push = Shown | SeatCalled | Refused | Ended | NotSaved | Marked


class Elsewhere(Protocol):
    """Where seats think that look ahead."""

    def stop(self) -> None:
        """Leave off at once; whoever waits for it is told so."""

    def begin(self) -> None:
        """Think again when asked."""
