"""The protocol a screen speaks to one seat of a play: requests in, pushes out, no I/O.

A screen, a plain terminal or a network host all talk to a seat's session and to nothing else of
the play. It never gives more than its seat knows; after the end it gives the outcome too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from sim.engine.base.wording import sentence
from sim.engine.facts.acts import FIREBREAKS
from sim.engine.facts.encounters import DUTIES
from sim.engine.facts.terms import OUTCOMES
from sim.engine.facts.windows import Window
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.feed_lines import FeedLine, came_of
from sim.engine.seat.handing import sealed
from sim.engine.seat.hearing import NOTE_MOST
from sim.engine.seat.hints import HintLine
from sim.engine.seat.news import feed
from sim.engine.seat.questions import question
from sim.engine.seat.rules import Option
from sim.engine.seat.sightings import VesselLine
from sim.engine.seat.views import (
    BoardLine,
    CallLine,
    OfferLine,
    SeatView,
)
from sim.engine.seat.words import (
    LimitLine,
    PromiseLine,
    ReplyLine,
    RequestLine,
    SaidLine,
    TermLine,
)
from sim.errors import Refusal
from sim.model.choice import Mind
from sim.model.rungs import RUNGS, rung_name, rung_said
from sim.play.ahead import Wording, ahead
from sim.play.choices import KINDS, able, blocked, by_use, kind_of
from sim.play.debrief import (
    HISTORY,
    LEFT_OUT,
    MOMENTS,
    NO_FORECAST,
    PROMISED,
    UNTOLD,
    WAKES,
    CallEnd,
    Debrief,
    OrdersEnd,
    SeatAccount,
    SideEnd,
    debrief,
)
from sim.play.driver import Play
from sim.play.echo import ECHOED, Echo
from sim.play.exchange import (
    Elsewhere,
    Ended,
    Look,
    NotSaved,
    Push,
    Refused,
    Request,
    SeatCalled,
    Shown,
    Submit,
    Undo,
    Wait,
    saying,
)
from sim.play.guide import Guide
from sim.play.lookback import KeyMoment
from sim.play.meanings import MEANINGS, meaning
from sim.play.midway import marks, played_on
from sim.play.moments import Turn
from sim.play.outcome import Outcome, ScoreLine, outcome
from sim.play.pacing import Pacing
from sim.play.pictured import shown_to
from sim.play.pledged import PromiseEnd, sayable
from sim.play.sheet import (
    Brief,
    ChannelSheet,
    CounterSheet,
    FormSheet,
    OrderSheet,
    PlaceSheet,
    Sheet,
    playable,
    sheet,
)
from sim.play.signs import signs
from sim.play.stops import Alarms, go_on
from sim.play.takeback import MARKED, NO_UNDO, Marked, far_back
from sim.play.threats import Threat, threats
from sim.play.waiting import NO, YES, Waiting, may_hang, must_decide, waiting, within_hail
from sim.play.wake import NEEDED
from sim.store import LineFile

__all__ = [
    "BoardLine",
    "Brief",
    "CallEnd",
    "CallLine",
    "ChannelSheet",
    "CounterSheet",
    "DUTIES",
    "Debrief",
    "ECHOED",
    "Echo",
    "Ended",
    "FIREBREAKS",
    "FeedLine",
    "FormSheet",
    "Guide",
    "HISTORY",
    "HintLine",
    "KINDS",
    "KeyMoment",
    "LEFT_OUT",
    "LimitLine",
    "Look",
    "MEANINGS",
    "MOMENTS",
    "Marked",
    "Mind",
    "NEEDED",
    "NO",
    "NOTE_MOST",
    "NO_FORECAST",
    "NotSaved",
    "OUTCOMES",
    "OfferLine",
    "Option",
    "OrderSheet",
    "OrdersEnd",
    "Outcome",
    "PROMISED",
    "Pacing",
    "PlaceSheet",
    "PromiseEnd",
    "PromiseLine",
    "Push",
    "RUNGS",
    "Refused",
    "ReplyLine",
    "Request",
    "RequestLine",
    "SaidLine",
    "ScoreLine",
    "SeatAccount",
    "SeatCalled",
    "SeatSession",
    "SeatView",
    "Session",
    "Sheet",
    "Shown",
    "SideEnd",
    "Submit",
    "TermLine",
    "Threat",
    "Turn",
    "UNTOLD",
    "Undo",
    "VesselLine",
    "WAKES",
    "Wait",
    "Waiting",
    "Window",
    "Wording",
    "YES",
    "able",
    "blocked",
    "by_use",
    "kind_of",
    "may_hang",
    "meaning",
    "must_decide",
    "playable",
    "rung_name",
    "rung_said",
    "saying",
    "sentence",
    "sheet",
    "threats",
    "waiting",
    "within_hail",
]


class SeatSession:
    """One seat of a play held by a person; `because` is why the next order is given at a host."""

    def __init__(self, play: Play, seat: str) -> None:
        self._play = play
        self.seat = seat
        self._pushed, self._alarms = 0, Alarms()
        self.beside: tuple[SeatSession, ...] = ()
        self.because = ""

    def handle(self, request: Request) -> list[Push]:
        """Serve one request."""
        called = stopped = ""
        match request:
            case Submit():
                done = self._play.submit(request.by(self.seat))
                if isinstance(done, Refusal):
                    return [Refused(done)]
            case Wait():
                until = None if request.ms is None else self._play.engine.now_ms + request.ms
                self._play.looked(self.seat)
                stop, stopped = go_on(self._play, self.seat, until, self._alarms)
                called = stop.seat if stop.seat != self.seat else ""
            case Undo():
                if self._play.no_undo:
                    return [Refused(Refusal("no_undo", NO_UNDO))]
                shown = {each.seat: each._pushed for each in (self, *self.beside)}
                was = self._play.taken_back
                if not self._play.undo(self.seat, shown):
                    return [Refused(Refusal("no_undo", "There is nothing to undo."))]
                self._pushed, self._alarms = 0, Alarms()
                for other in self.beside:
                    other._pushed = min(other._pushed, len(other._known.feed))
                if self._play.taken_back > was:
                    return [Marked(MARKED), *self._pushes("")]
            case Look():
                pass
        return [*self._pushes(stopped), *([SeatCalled(called)] if called else [])]

    @cached_property
    def sheet(self) -> Sheet:
        """Give what the seat may read at any time."""
        return sheet(self._play.setup, self.seat)

    def debrief(self) -> Debrief:
        """Tell the truth about the run, which must have ended."""
        assert self._play.ended, "the truth is kept until the end"
        return debrief(self._play.engine, self.seat, marks=marks(self._play))

    def feed(self) -> tuple[FeedLine, ...]:
        """Give everything the seat has come to know, oldest first."""
        return feed(self._play.setup, self._known)

    def why(self, number: int) -> tuple[FeedLine, ...]:
        """Tell what a line of the feed came of, nearest first, as far as the seat knows."""
        return came_of(self._known.feed, self.feed(), number)

    def terms(self, channel: str, to: str, form: str) -> tuple[TermLine, ...]:
        """Give what a form would bind whom to if the seat said it to somebody on a channel."""
        return sayable(self._play.setup, self._known, channel=channel, to=to, form=form)

    def ahead(self, call: Submit) -> Wording | str:
        """Give a call as it will be said, and what that does to the seat's own word.

        A sentence says why it would be refused.
        """
        return ahead(self._play.engine, self.seat, call)

    def far_back(self) -> str:
        """Say how far undo would go back, and before what; "" if it need not be asked twice."""
        play = self._play
        said = play.undoes(self.seat)
        if said is None:
            return ""
        several = len(self.beside) > 1
        return far_back(play.setup, said, play.engine.now_ms, several=several)

    def may_be_advised(self) -> bool:
        """Say whether there is anything to be advised on."""
        return question(self._known, "") is not None

    def handed(self) -> tuple[Known, int]:
        """Give what the seat knows, fit to be handed over to an adviser, and the time."""
        return sealed(self._known), self._play.engine.now_ms

    @property
    def _known(self) -> Known:
        return self._play.engine.state.known[self.seat]

    def _pushes(self, stopped: str) -> list[Push]:
        play = self._play
        since, self._pushed = self._pushed, len(self._known.feed)
        pushes: list[Push] = [shown_to(play, self.seat, since, stopped)]
        if play.recording.trouble:
            pushes.append(NotSaved(play.recording.trouble))
        if play.ended:
            pushes.append(Ended(outcome(play.engine)))
        return pushes


class Session:
    """A play with the people who sit at it, each in a seat; `fresh` if nothing was done yet."""

    hosted = False
    """Whether the play is at a host: its clock is the host's, and so is its record."""
    watched = False
    """Whether it is only looked at: whoever sees it decides nothing."""
    pace_of_host = ""

    def __init__(
        self, play: Play, people: Iterable[str], *, fresh: bool, thinks: Elsewhere | None = None
    ) -> None:
        """Let people sit down.

        Args:
            play: The play.
            people: Their seats.
            fresh: Whether nothing was done yet.
            thinks: Where seats think that look ahead, None if no seat does.
        """
        self._play, self._thinks = play, thinks
        self.seats = {seat: SeatSession(play, seat) for seat in people}
        self.fresh, self._closed = fresh, False
        for each in self.seats.values():
            each.beside = tuple(self.seats.values())

    @property
    def scenario(self) -> str:
        """Give the id of the scenario."""
        return self._play.setup.scenario.id

    @property
    def scenario_data(self) -> Mapping[str, Any]:
        """Give the scenario as its record carries it."""
        data: Mapping[str, Any] = self._play.header["scenario"]
        return data

    @property
    def seed(self) -> int:
        """Give the seed of all chance, which the people at the play may know."""
        return int(self._play.header["seed"])

    @property
    def ended(self) -> bool:
        """Say whether the play is over."""
        return bool(self._play.ended)

    @property
    def daily(self) -> str:
        """Say of which day this is the game, "" of none."""
        return str(self._play.header.get("daily", ""))

    def result(self) -> tuple[int, str]:
        """Give the score of the first person's side in a play that has ended, and its signs."""
        engine = self._play.engine
        side = self._play.setup.seats[next(iter(self.seats))].side
        return round(outcome(engine).scores[side]["score"]), signs(engine, side)

    @property
    def went_on(self) -> bool:
        """Say whether the play began in the midst of another, whose end told what was hidden."""
        return "from" in self._play.header

    @property
    def no_undo(self) -> bool:
        """Say whether nothing of this play is ever taken back."""
        return self._play.no_undo

    def played_on(self, turn: Turn, file: LineFile | None) -> Session:
        """Begin another play where this one stood at a turn, for the same people."""
        if self._thinks is not None:
            self._thinks.begin()
        play = played_on(self._play, turn, file)
        return Session(play, tuple(self.seats), fresh=False, thinks=self._thinks)

    @property
    def thinks(self) -> bool:
        """Say whether a seat without a person thinks for seconds."""
        return self._thinks is not None

    def leave_off(self) -> None:
        """Let nobody think any more; a request that waits for it comes back at once."""
        if self._thinks is not None:
            self._thinks.stop()

    @property
    def trouble(self) -> str:
        """Say what keeps the record from being written, "" if nothing does."""
        return self._play.recording.trouble

    @property
    def record(self) -> str:
        """Say where the record is, "" if there is none."""
        file = self._play.recording.file
        return str(file.path) if file and file.keeps else ""

    def close(self) -> str:
        """Write what is left and close the record; say what could not be saved that was to be."""
        if not self._closed:
            self._closed = True
            self.leave_off()
            self._play.close()
        return self.trouble if self.record else ""
