"""One play: it owns an engine and the commands so far; it goes forward, back and sideways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.base.log import Event, to_line
from sim.engine.facts.run import CommandAccepted
from sim.engine.kernel.state import State
from sim.engine.seat.rules import Command
from sim.errors import RecordError, Refusal, SimError
from sim.play import record as rec
from sim.play.cast import Cast
from sim.play.occupants import Occupant, prevailing
from sim.play.rerun import LATE_CLOCK, first_difference, say_again, wrong_ending
from sim.store import LineFile

_FOREVER = 2**62
"""An instant after every horizon."""
UNDO_MOST = 500
"""Snapshots kept for undo; the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Why play stopped: notice (for `seat`), time, or ended."""

    why: str
    seat: str = ""


@dataclass(frozen=True, slots=True)
class _Before:
    """Where a person's command found the play."""

    seat: str
    state: State
    cast: Cast
    now_ms: int
    events: int
    said: int
    seen: dict[str, int]


class Play:
    """A run driven by occupants, recorded as it goes."""

    def __init__(
        self,
        setup: Setup,
        seed: int,
        occupants: Mapping[str, Occupant],
        *,
        header: Mapping[str, Any] | None = None,
        replicate: int = 0,
        file: LineFile | None = None,
        line: rec.Line | None = None,
    ) -> None:
        """Begin a play.

        Args:
            setup: The scenario.
            seed: Seed of all chance.
            occupants: One for every seat.
            header: The record's header; needed only if the play is recorded.
            replicate: Which replicate of the seed.
            file: Where the record grows, command by command; None keeps it in memory.
            line: What was played already; see `restore`.
        """
        self.setup = setup
        self.draws = Draws(seed, replicate)
        self.occupants = prevailing(occupants, self.draws)
        self.engine = Engine(setup, self.draws)
        self.cast = Cast(setup, self.draws, self.occupants)
        self.said: list[rec.Said] = []
        self._counted: Counter[str] = Counter()
        self._persons = [seat for seat, o in occupants.items() if o.control == "person"]
        self.header = dict(header or {})
        self._texts: list[str] = []
        self._lines: list[str] = []
        self._branch = 0
        self._undo: list[_Before] = []
        self._seen = dict.fromkeys(setup.seats, 0)
        self._closed = False
        self._clock_ms = 0
        self.file = file
        self._write([rec.header_line(self.header)])
        begin(self.engine, {seat: (o.name, o.control) for seat, o in self.occupants.items()})
        if line is None:
            self._act()
        else:
            self._again(line)
        self._keep(sync=True)

    @classmethod
    def restore(
        cls,
        setup: Setup,
        record: rec.Record,
        occupants: Mapping[str, Occupant],
        file: LineFile | None,
    ) -> Play:
        """Go on with a record: its last line of play is re-run and the file grows from there.

        Raises:
            RecordError: its commands do not lead to its events, or to the ending it claims.
        """
        header, line = record.header, record.line
        seed, replicate = header["seed"], header["replicate"]
        play = cls(setup, seed, occupants, header=header, replicate=replicate, line=line)
        differs = first_difference(play.engine.log, line.events)
        if differs <= len(line.events) or len(play.said) < len(line.said):
            what = f"cannot be gone on with: event {differs} comes out otherwise"
            raise RecordError([record.fault(differs, what, "see channel16 rerun")])
        wrong = wrong_ending(play.engine, line)
        if wrong or not play._reaches(line.clock_ms):
            wrong = wrong or LATE_CLOCK
            what = f"cannot be gone on with: {wrong}"
            raise RecordError([record.fault(len(line.events) + 1, what, "the record was changed")])
        play._branch = len(record.lines) - 1
        play._closed = bool(line.ending)
        play._lines = list(record.raw)
        play._clock_ms = line.clock_ms
        if file is not None:
            file.keep(record.bytes)
            play.file = file
        play._write(play._unwritten(line))
        return play

    def _again(self, line: rec.Line) -> None:
        """Say a line's commands again; live its last instant through once more.

        What was put to occupants at that instant without any of them acting on it stands in no
        event: so they act anew there, and what came from outside is said in between.
        """
        last_ms = line.last_ms
        before = [said for said in line.said if said.at_ms < last_ms]
        if not say_again(self.engine, before):
            return
        self.said = before
        self._counted = Counter(said.command.seat for said in before)
        if last_ms:
            self._drain_to(last_ms)
        self._act()
        for said in line.said[len(before) :]:
            if said.command.seat not in self.cast.seats:
                self._submit(said.command)
                self._act()

    def _reaches(self, clock_ms: int) -> bool:
        """Let time go on to where a clock stood; say whether nothing happens on the way."""
        before = len(self.engine.log)
        while not self.ended and self.engine.now_ms < clock_ms:
            at = self._scripted_ms()
            self._drain_to(clock_ms if at is None else min(at, clock_ms), self._pause)
            self._act()
        return len(self.engine.log) == before

    def _unwritten(self, line: rec.Line) -> list[str]:
        """Give the lines that a record lacks after those of its last line of play."""
        said, written = iter(self.said), len(line.said)
        lines = []
        for event, text in zip(self.engine.log, self._texts, strict=True):
            if isinstance(event.fact, CommandAccepted):
                command = next(said)
                written -= 1
                lines += [rec.command_line(command)] if written < 0 else []
            lines += [text] if event.seq > len(line.events) else []
        return lines

    @property
    def ended(self) -> str:
        """Give the ending's id, "" while the run goes on."""
        return self.engine.state.run.ended

    @property
    def trouble(self) -> str:
        """Say what keeps the record from being written, "" if nothing does."""
        return self.file.trouble if self.file else ""

    def advance(self, until_ms: int | None = None) -> Stop:
        """Go on until a person should look, an instant is reached, or the run ends."""
        while True:
            if self.ended:
                return Stop("ended")
            seat = self._noticed()
            if seat:
                return Stop("notice", seat)
            at = self._scripted_ms()
            if until_ms is None or (at is not None and at <= until_ms):
                self._drain_to(_FOREVER if at is None else at, self._pause)
                assert self.engine.now_ms < _FOREVER, "a run has its horizon ahead"
            elif self._drain_to(max(until_ms, self.engine.now_ms), self._pause):
                self._keep(sync=False)
                return Stop("time")
            self._act()

    def submit(self, command: Command) -> Refusal | list[Event]:
        """Ask for something on behalf of a person; when it returns, it is on disk."""
        before = _Before(
            command.seat,
            self.engine.state.copy(),
            self.cast.copy(),
            now_ms=self.engine.now_ms,
            events=len(self.engine.log),
            said=len(self.said),
            seen=dict(self._seen),
        )
        done = self._submit(command)
        if not isinstance(done, Refusal):
            self._undo = [*self._undo[-UNDO_MOST + 1 :], before]
            self._act()
            self._keep(sync=True)
        return done

    def looked(self, seat: str) -> None:
        """Say that a person has seen everything that has come to the seat so far."""
        self._seen[seat] = self.engine.state.known[seat].alerts

    def undo(self, seat: str) -> bool:
        """Go back to before this seat's last command; the undone line stays in the record.

        Returns:
            False if there is nothing to undo.
        """
        at = next((i for i in range(len(self._undo) - 1, -1, -1) if self._undo[i].seat == seat), -1)
        if at < 0:
            return False
        before = self._undo[at]
        del self._undo[at:]
        self._keep(sync=False)
        self.engine = Engine.resume(
            self.setup,
            self.draws,
            before.state.copy(),
            now_ms=before.now_ms,
            log=self.engine.log[: before.events],
        )
        del self.said[before.said :]
        self._counted = Counter(said.command.seat for said in self.said)
        del self._texts[before.events :]
        self._branch += 1
        self._closed = False
        self._clock_ms = 0
        self.cast = before.cast.copy()
        self._seen = dict(before.seen)  # who had not looked by then is called once more
        self._write([rec.branch_line(self._branch, before.events)], sync=True)
        return True

    def fork(self) -> Play:
        """Copy the play at this instant; the copy keeps no record file."""
        copy = Play.__new__(Play)
        copy.__dict__.update(self.__dict__)
        copy.engine = Engine.resume(
            self.setup,
            self.draws,
            self.engine.state.copy(),
            now_ms=self.engine.now_ms,
            log=self.engine.log,
        )
        copy._counted = self._counted.copy()
        copy.said, copy._texts, copy._lines = list(self.said), list(self._texts), list(self._lines)
        copy._undo = list(self._undo)
        copy._seen, copy.cast = dict(self._seen), self.cast.copy()
        copy.file = None
        return copy

    def _noticed(self) -> str:
        """Name a person's seat that something has come to since they last looked."""
        known = self.engine.state.known
        for seat in self._persons:
            if known[seat].alerts > self._seen[seat]:
                return seat
        return ""

    def _scripted_ms(self) -> int | None:
        """Give the next instant at which a script wants to move, whatever happens."""
        return min(self.cast.instants(self.engine, self._counted), default=None)

    def _pause(self) -> bool:
        """Say whether anybody has something to do or to look at now that an instant is finished."""
        return self.cast.called(self.engine, self._counted) or bool(self._noticed())

    def _act(self) -> None:
        """Let the occupants that act by themselves finish the instant."""
        self.cast.act(self.engine, self._counted, self._submit)
        self._keep(sync=False)

    def unplayed(self) -> dict[str, int]:
        """Count the steps of each script that never became allowed."""
        left = {}
        for seat, occupant in self.occupants.items():
            done = self._counted[seat]
            if occupant.steps and done < len(occupant.steps):
                left[seat] = len(occupant.steps) - done
        return left

    def _submit(self, command: Command) -> Refusal | list[Event]:
        self._keep(sync=False)
        at, before = self.engine.now_ms, len(self.engine.log)
        try:
            done = submit(self.engine, command)
        except SimError:
            self._forget(before)
            raise
        if not isinstance(done, Refusal):
            said = rec.Said(at, command)
            self.said.append(said)
            self._counted[command.seat] += 1
            if self.header:
                self._write([rec.command_line(said)])
            self._keep(sync=False)
        return done

    def _drain_to(self, at_ms: int, pause: Callable[[], bool] | None = None) -> bool:
        try:
            return self.engine.drain_to(at_ms, pause=pause)
        except SimError:
            self._forget(self.engine.finished)
            raise

    def _forget(self, before: int) -> None:
        """Keep nothing of a step that never came to rest: the record stays one that re-runs."""
        del self.engine.log[before:]
        self._clock_ms = self.engine.now_ms  # where nobody arrived

    def _keep(self, *, sync: bool) -> None:
        """Write the events that are not in the record yet, and the ending once."""
        if not self.header:
            return
        new = [to_line(event) for event in self.engine.log[len(self._texts) :]]
        self._texts += new
        if self.ended and not self._closed:
            self._closed = True
            new.append(rec.ending_line(self.ended, rec.digest_of(self._texts)))
            sync = True
        if new or sync:
            self._write(new, sync=sync)

    def _write(self, lines: list[str], *, sync: bool = False) -> None:
        if not self.header:
            return
        if self.file is not None:
            self.file.append(lines, sync=sync)
        else:
            self._lines += lines

    def digest(self) -> str:
        """Name the log so far by its content."""
        if self.header:
            self._keep(sync=False)
            return rec.digest_of(self._texts)
        return rec.log_digest(self.engine.log)

    def _clock(self) -> list[str]:
        """Give the line that says where the clock stands, if no other line does."""
        now, log = self.engine.now_ms, self.engine.log
        return [rec.clock_line(now)] if now > max(log[-1].at_ms, self._clock_ms) else []

    def text(self) -> str:
        """Give the whole record of a play that is kept in memory."""
        self._keep(sync=False)
        return "\n".join([*self._lines, *self._clock()]) + "\n"

    def close(self) -> None:
        """Write what is left, and how late it is, and close the record's file."""
        self._keep(sync=False)
        self._write(self._clock(), sync=True)
        self._clock_ms = self.engine.now_ms
        if self.file is not None:
            self.file.close()
