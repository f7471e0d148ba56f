"""The protocol a screen speaks, one seat at a desk: requests in, pushes out, no I/O.

A screen, a plain terminal or a network host all talk to a desk and to nothing else of the
play. A desk never gives more than its seat knows; after the end it gives the outcome too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from sim.engine.facts.windows import Window
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.hints import HintLine
from sim.engine.seat.rules import NOTE_MOST, Command, Option, options
from sim.engine.seat.sightings import VesselLine
from sim.engine.seat.views import (
    BoardLine,
    CallLine,
    FeedLine,
    OfferLine,
    SeatView,
    feed,
    view,
)
from sim.errors import Refusal
from sim.model.choice import Mind
from sim.play.driver import Play
from sim.play.guide import Guide
from sim.play.outcome import Outcome, outcome
from sim.play.pacing import Pacing
from sim.play.sheet import (
    FIREBREAKS,
    RUNGS,
    Account,
    Brief,
    CallEnd,
    Card,
    ChannelSheet,
    Closing,
    CounterSheet,
    FormSheet,
    OrdersEnd,
    PlaceSheet,
    Sheet,
    SideEnd,
    closing,
    names,
    playable,
    sheet,
)

__all__ = [
    "Account",
    "BoardLine",
    "Brief",
    "CallEnd",
    "CallLine",
    "Called",
    "Card",
    "ChannelSheet",
    "Closing",
    "CounterSheet",
    "Desk",
    "Ended",
    "FIREBREAKS",
    "FeedLine",
    "FormSheet",
    "Guide",
    "HintLine",
    "Look",
    "Mind",
    "NOTE_MOST",
    "OfferLine",
    "Option",
    "OrdersEnd",
    "Outcome",
    "Pacing",
    "PlaceSheet",
    "Push",
    "RUNGS",
    "Refused",
    "Request",
    "SeatView",
    "Sheet",
    "Shown",
    "SideEnd",
    "Submit",
    "Table",
    "Trouble",
    "Undo",
    "VesselLine",
    "Wait",
    "Window",
    "playable",
    "sheet",
]


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
    names: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Called:
    """Waiting stopped because something came to another person's seat at the same table."""

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
class Trouble:
    """Something is wrong outside the play, such as a full disk; play goes on."""

    text: str


Push = Shown | Called | Refused | Ended | Trouble


class Desk:
    """One seat of a play held by a person."""

    def __init__(self, play: Play, seat: str) -> None:
        self._play = play
        self.seat = seat
        self._told = 0
        self.beside: tuple[Desk, ...] = ()

    def handle(self, request: Request) -> list[Push]:
        """Serve one request."""
        called = ""
        match request:
            case Submit():
                command = Command(
                    self.seat,
                    request.verb,
                    subject=request.subject,
                    to=request.to,
                    form=request.form,
                    text=request.text,
                    clauses=request.clauses,
                )
                done = self._play.submit(command)
                if isinstance(done, Refusal):
                    return [Refused(done)]
            case Wait():
                until = None if request.ms is None else self._play.engine.now_ms + request.ms
                self._play.looked(self.seat)
                stop = self._play.advance(until)
                called = stop.seat if stop.seat != self.seat else ""
            case Undo():
                if not self._play.undo(self.seat):
                    return [Refused(Refusal("no_undo", "There is nothing to undo."))]
                self._told = 0
                for desk in self.beside:
                    desk._told = min(desk._told, len(desk._known.feed))
            case Look():
                pass
        return [*self._pushes(), *([Called(called)] if called else [])]

    @cached_property
    def sheet(self) -> Sheet:
        """Give what the seat may read at any time."""
        return sheet(self._play.setup, self.seat)

    def closing(self) -> Closing:
        """Tell the truth about the run, which must have ended."""
        assert self._play.ended, "the truth is kept until the end"
        return closing(self._play.engine)

    def feed(self) -> tuple[FeedLine, ...]:
        """Give everything the seat has come to know, oldest first."""
        return feed(self._play.setup, self._known)

    def why(self, number: int) -> tuple[FeedLine, ...]:
        """Tell what a line of the feed came of, nearest first, as far as the seat knows."""
        events = self._known.feed
        place = {event.seq: at for at, event in enumerate(events, 1)}
        told = {line.number: line for line in self.feed()}
        causes = []
        while number and events[number - 1].cause is not None:
            number = place.get(events[number - 1].cause or 0, 0)
            if number in told:
                causes.append(told[number])
        return tuple(causes)

    @property
    def _known(self) -> Known:
        return self._play.engine.state.known[self.seat]

    def _pushes(self) -> list[Push]:
        play = self._play
        known, now = self._known, play.engine.now_ms
        seen = view(play.setup, known, now)
        news = tuple(line for line in feed(play.setup, known) if line.number > self._told)
        self._told = len(known.feed)
        open_to_it = tuple(options(play.setup, known, now))
        pushes: list[Push] = [Shown(seen, open_to_it, news, names(play.setup, known))]
        if play.trouble:
            pushes.append(Trouble(play.trouble))
        if play.ended:
            pushes.append(Ended(outcome(play.engine)))
        return pushes


class Table:
    """A play with the desks of the people who sit at it; `fresh` if nothing was played yet."""

    def __init__(self, play: Play, people: Iterable[str], *, fresh: bool) -> None:
        self._play = play
        self.desks = {seat: Desk(play, seat) for seat in people}
        self.fresh = fresh
        for desk in self.desks.values():
            desk.beside = tuple(self.desks.values())

    @property
    def scenario(self) -> str:
        """Give the id of the scenario."""
        return self._play.setup.scenario.id

    @property
    def seed(self) -> int:
        """Give the seed of all chance, which the people at the table may know."""
        return int(self._play.header["seed"])

    @property
    def record(self) -> str:
        """Say where the record is, "" if there is none."""
        return str(self._play.file.path) if self._play.file else ""

    def close(self) -> str:
        """Write what is left and close the record; say what could not be saved."""
        self._play.close()
        return self._play.trouble
