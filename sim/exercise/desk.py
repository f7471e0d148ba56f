"""The white cell's desk at a play: a line in, what came of it out; no sockets, no clock, no screen.

Several consoles may share a desk. Each line is read against the play as it stands then, so what
another console has just done is refused or taken into account, never overwritten unseen.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from sim.engine.seat.news import feed
from sim.engine.seat.rules import options
from sim.engine.seat.views import SeatView, view
from sim.errors import Refusal, SimError
from sim.exercise.console import ConsoleView, console, white_words
from sim.exercise.console import numbers as control_numbers
from sim.exercise.console_lines import ConsoleOrder, LineError, order_of
from sim.exercise.risk import Remaining, held_names, named
from sim.model.world import WHITE_CELL
from sim.play.driver import Play
from sim.play.white_cell import give, roll_back

LINE_MOST = 24_000
"""Characters of a line: an improvised inject with all its effects."""
_NEWS = 12
"""Lines of a seat's news that are shown of it."""


@dataclass(frozen=True, slots=True)
class LineDone:
    """What came of a line, in words; `refused` says that nothing did."""

    text: str
    refused: bool = False
    page: tuple[str, ...] = ()
    """What a seat sees, line by line, where that was asked for."""
    risk: str = ""
    """What is to be rolled out now, where that was asked for."""


class Desk:
    """Where the white cell's lines come in."""

    def __init__(self, play: Play, present: Callable[[], Mapping[str, str]] = dict) -> None:
        """Sit down at a play.

        Args:
            play: The play.
            present: Says who sits at each seat now, where that is known.
        """
        self.play, self._present = play, present

    def view(self) -> ConsoleView:
        """Show the play as it stands."""
        return console(self.play.engine, self._present(), self.play.recording.branch)

    def do(self, line: str, who: str = "") -> LineDone:
        """Do what a line asks for.

        Args:
            line: As it was typed.
            who: Who of the white cell typed it; the record keeps it of ENDEX and of going back.
        """
        if len(line) > LINE_MOST:
            return LineDone(f"A line has at most {LINE_MOST:,} characters.", refused=True)
        try:
            order = order_of(self.view(), line)
            return self._done(order, who)
        except (LineError, SimError) as error:
            return LineDone(str(error), refused=True)

    def _done(self, order: ConsoleOrder, who: str) -> LineDone:
        play = self.play
        if order.kind == "look":
            return LineDone("", page=tuple(self.look(order.text)))
        if order.kind in ("open", "shut"):
            return LineDone("Nobody looks on here: observers join a host.", refused=True)
        if order.kind == "risk":
            return LineDone(named(play.setup, order.text), risk=order.text)
        if order.kind == "back":
            done = roll_back(play, order.at_ms, who, order.text)
        else:
            end = order.command.seat == WHITE_CELL and order.command.verb == "end"
            done = give(play, replace(order.command, to=who) if end else order.command)
        if isinstance(done, Refusal):
            return LineDone(done.sentence, refused=True)
        number_of = control_numbers(play.engine)
        said = (white_words(play.engine, event, number_of) for event in done)
        return LineDone(next(filter(None, said), "") or _usual(order, self.view()))

    def remaining(self) -> Remaining:
        """Give the rest of the run as it is to be rolled out."""
        engine, draws = self.play.engine, self.play.draws
        held = held_names(self.play.given)
        return Remaining(engine.state.copy(), engine.now_ms, draws.seed, draws.replicate, held=held)

    def look(self, seat: str) -> Iterator[str]:
        """Show what a seat sees now, line by line: what it may do, its channels, its news."""
        engine = self.play.engine
        setup, known = engine.setup, engine.state.known[seat]
        seen = view(setup, known, engine.now_ms)
        yield f"{seen.title}, {seen.clock}"
        if known.windows.window is not None:
            yield "A decision is open."
        able = [o for o in options(setup, known, engine.now_ms) if not o.blocked]
        yield from (f"  may: {o.move}  {o.title}" for o in able)
        yield from _opened(seen)
        yield from (f"  channel: {row.channel}  {row.name}: {row.word}" for row in seen.board)
        for line in feed(setup, known)[-_NEWS:]:
            yield f"{line.clock} {line.text}"


def _opened(seen: SeatView) -> Iterator[str]:
    """Name what waits for an answer, as it is to be named in one."""
    yield from (f"  call: {call.call}" for call in seen.calls)
    yield from (f"  offer: {offer.offer}" for offer in seen.offers)
    yield from (f"  request: {request.request}" for request in seen.requests)
    yield from (f"  asks leave: {seat}:{move}" for seat, move in seen.asks)


_DONE = {"release": "is sent", "withdraw": "is taken back"}


def _usual(order: ConsoleOrder, view: ConsoleView) -> str:
    """Say that something was done that has no words of its own."""
    subject, verb = order.command.subject, order.command.verb
    for inject in view.injects:
        if verb in _DONE and inject.inject == subject:
            return f"{inject.number} “{inject.title}” {_DONE[verb]}."
    seat = order.command.seat
    return f"Done: {verb}." if seat == WHITE_CELL else f"Done for {seat}: {verb}."


class Rehearsal:
    """A desk whose clock goes by itself: the white cell alone, with doctrines in the seats.

    `passed_s` is how long it has gone in the room, standing still left out.
    """

    STEP_MOST_S = 5.0
    """No more of the room's time counts at once: a laptop that slept does not leap ahead."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.passed_s = 0.0
        self._at_s: float | None = None
        self._owed_ms = 0.0

    def tick(self, now_s: float) -> bool:
        """Let the story go on by what has passed in the room; say whether anything happened.

        Args:
            now_s: The time of any monotonic clock.
        """
        play, before = self.desk.play, len(self.desk.play.engine.log)
        passed = 0.0 if self._at_s is None else now_s - self._at_s
        self._at_s = now_s
        state = play.engine.state
        if state.white_cell.paused or play.ended:
            return False
        passed = min(max(0.0, passed), self.STEP_MOST_S)
        self.passed_s += passed
        self._owed_ms += passed * 1000 * state.white_cell.pace
        whole = math.floor(self._owed_ms)
        self._owed_ms -= whole
        until = play.engine.now_ms + whole
        while not play.ended and play.engine.now_ms < until:
            for seat in play.setup.seats:
                play.looked(seat)
            play.advance(until)
        return len(play.engine.log) != before
