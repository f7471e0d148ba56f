"""One play: it owns an engine and the commands so far; it goes forward, back and sideways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.base.log import Event
from sim.engine.seat.rules import Command
from sim.errors import RecordError, Refusal, SimError
from sim.play import record as rec
from sim.play.cast import Cast, counted
from sim.play.occupants import Occupant, prevailing
from sim.play.recording import Recording
from sim.play.rerun import LATE_CLOCK, first_difference, say_again, wrong_ending
from sim.play.takeback import Before, learned
from sim.store import LineFile

_FOREVER = 2**62
"""An instant after every horizon."""
UNDO_MOST = 500
"""Snapshots kept for undo; the oldest are forgotten first."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Why play stopped: notice (for `seat`), learnt or told (by it), time, or ended."""

    why: str
    seat: str = ""


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
        self.given = dict(occupants)
        self.occupants = prevailing(occupants, self.draws)
        self.engine = Engine(setup, self.draws)
        self.cast = Cast(setup, self.draws, self.occupants)
        self.said: list[rec.Said] = []
        self._counted: Counter[str] = Counter()
        self._persons = [seat for seat, o in occupants.items() if o.control == "person"]
        self._persons += [header["took_over"]] if header and "took_over" in header else []
        self.recording = Recording(header, file)
        self._undo: list[Before] = []
        self._seen = dict.fromkeys(setup.seats, 0)
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
        if wrong or not play.reaches(line.clock_ms):
            wrong = wrong or LATE_CLOCK
            what = f"cannot be gone on with: {wrong}"
            raise RecordError([record.fault(len(line.events) + 1, what, "the record was changed")])
        play.recording.go_on(record, file)
        play.recording.catch_up(play.engine, play.said, line)
        return play

    @classmethod
    def going_on(
        cls,
        engine: Engine,
        occupants: Mapping[str, Occupant],
        counted: Mapping[str, int] = MappingProxyType({}),
    ) -> Play:
        """Take over an engine at a finished instant, such as one that was resumed; no record.

        Args:
            engine: The run so far.
            occupants: One for every seat.
            counted: How many commands each seat has given so far.
        """
        play = cls.__new__(cls)
        play.setup, play.draws, play.engine = engine.setup, engine.draws, engine
        play.occupants = prevailing(occupants, play.draws)
        play.cast = Cast(play.setup, play.draws, play.occupants)
        play._counted = Counter(counted)
        play._persons = [seat for seat, o in occupants.items() if o.control == "person"]
        play.given, play.said, play._undo = dict(occupants), [], []
        play.recording = Recording({}, None)
        play._seen = {seat: known.alerts for seat, known in engine.state.known.items()}
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
        self._counted = counted(before)
        if last_ms:
            self._drain_to(last_ms)
        self._act()
        for said in line.said[len(before) :]:
            if said.command.by or not self.cast.decides(said.command.seat, self.engine):
                self._submit(said.command)
                self._act()

    def reaches(self, clock_ms: int) -> bool:
        """Let time go on to where a clock stood; say whether nothing happens on the way."""
        before = len(self.engine.log)
        while not self.ended and self.engine.now_ms < clock_ms:
            at = self._scripted_ms()
            self._drain_to(clock_ms if at is None else min(at, clock_ms), self._pause)
            self._act()
        return len(self.engine.log) == before

    def keep_in(self, file: LineFile | None) -> None:
        """Write the whole record into a file that is new, and go on there."""
        self.recording.move_to(file, self.engine, self.said)

    @property
    def header(self) -> dict[str, Any]:
        """Give the record's header, empty if nothing is recorded."""
        return self.recording.header

    @property
    def taken_back(self) -> bool:
        """Say whether anything was taken back after somebody was shown what came of it."""
        return self.recording.taken_back

    @property
    def advised(self) -> int:
        """Say how often advice was asked for, what was taken back counted too."""
        return self.recording.advised

    @property
    def ended(self) -> str:
        """Give the ending's id, "" while the run goes on."""
        return self.engine.state.run.ended

    def advance(self, until_ms: int | None = None, learns: str = "") -> Stop:
        """Go on until a person should look, an instant is reached, or the run ends.

        Args:
            until_ms: The instant, None if there is none.
            learns: A seat; its learning anything stops too, whether or not it should look.
        """
        before = len(self.engine.state.known[learns].feed) if learns else 0

        def learnt() -> bool:
            return bool(learns) and len(self.engine.state.known[learns].feed) > before

        pause = (lambda: learnt() or self._pause()) if learns else self._pause
        while True:
            if self.ended:
                return Stop("ended")
            seat = self._noticed()
            if seat:
                return Stop("notice", seat)
            at = self._scripted_ms()
            if until_ms is None or (at is not None and at <= until_ms):
                self._drain_to(_FOREVER if at is None else at, pause)
                assert self.engine.now_ms < _FOREVER, "a run has its horizon ahead"
            elif self._drain_to(max(until_ms, self.engine.now_ms), pause):
                self._keep(sync=False)
                return Stop("time")
            self._act()
            if learnt():
                return Stop("ended" if self.ended else "learnt", learns)

    def submit(self, command: Command) -> Refusal | list[Event]:
        """Ask for something on behalf of a person; when it returns, it is on disk."""
        before = None if self.no_undo else self._before(command.seat)
        done = self._submit(command)
        if not isinstance(done, Refusal):
            if before and command.verb != "advise":  # it changes nothing that could be taken back
                self._undo = [*self._undo[-UNDO_MOST + 1 :], before]
            self._act()
            self._keep(sync=True)
        return done

    def _before(self, seat: str) -> Before:
        now, events, said = self.engine.now_ms, len(self.engine.log), len(self.said)
        state, seen = self.engine.state.copy(), dict(self._seen)
        return Before(
            seat, state, self.cast.copy(), now_ms=now, events=events, said=said, seen=seen
        )

    def looked(self, seat: str) -> None:
        """Say that a person has seen everything that has come to the seat so far."""
        self._seen[seat] = self.engine.state.known[seat].alerts

    @property
    def no_undo(self) -> bool:
        """Say whether nothing of this play is ever taken back."""
        return self.header.get("no_undo") is True

    def undoes(self, seat: str) -> rec.Said | None:
        """Give the command of a seat that undo would go back before, None if there is none."""
        found = [before for before in self._undo if before.seat == seat]
        return self.said[found[-1].said] if found and not self.no_undo else None

    def undo(self, seat: str, shown: Mapping[str, int] | None = None) -> bool:
        """Go back to before this seat's last command; the undone line stays in the record.

        Args:
            seat: Whose command.
            shown: How many of its events each seat of a person was shown; where one of them told
                something that the command does not say itself, the play is marked.

        Returns:
            False if there is nothing to undo, or nothing may be.
        """
        if self.no_undo:
            return False
        at = next((i for i in range(len(self._undo) - 1, -1, -1) if self._undo[i].seat == seat), -1)
        if at < 0:
            return False
        before = self._undo[at]
        del self._undo[at:]
        seen = any(
            learned(self.setup, self.engine.state, before.state, before.now_ms, seat=s, shown=n)
            for s, n in (shown or {}).items()
        )
        engine = Engine.resume(
            self.setup,
            self.draws,
            before.state.copy(),
            now_ms=before.now_ms,
            log=self.engine.log[: before.events],
        )
        self._leave_for(engine, before.said, taken_back=seen)
        self._seen = dict(before.seen)  # who had not looked by then is called once more
        self.cast = before.cast.copy()
        return True

    def leave_for(self, engine: Engine, *, taken_back: bool) -> None:
        """Leave the line of play, which stays in the record, for one that parts from it earlier.

        Args:
            engine: Where the new line goes on from, between two instants of the old one.
            taken_back: Whether somebody was shown what has then not happened.
        """
        said = sum(each.at_ms <= engine.now_ms for each in self.said)
        self._leave_for(engine, said, taken_back=taken_back)
        self._undo = [before for before in self._undo if before.events <= len(engine.log)]
        known = engine.state.known
        self._seen = {seat: min(n, known[seat].alerts) for seat, n in self._seen.items()}
        self.cast = Cast(self.setup, self.draws, self.occupants)
        self._act()

    def _leave_for(self, engine: Engine, said: int, *, taken_back: bool) -> None:
        self._keep(sync=False)
        self.engine = engine
        del self.said[said:]
        self._counted = counted(self.said)
        self.recording.leave(len(engine.log), taken_back=taken_back)

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
        copy.said, copy.recording = list(self.said), self.recording.copy()
        copy._undo = list(self._undo)
        copy._seen, copy.cast = dict(self._seen), self.cast.copy()
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
        called = self.cast.called(self.engine, self._counted)
        return called or (bool(self._persons) and bool(self._noticed()))

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
            if not command.by and not self.engine.state.white_cell.rests(command.seat):
                self._counted[command.seat] += 1
            self.recording.command(said)
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
        self.recording.never_came_to(self.engine.now_ms)

    def _keep(self, *, sync: bool) -> None:
        self.recording.keep(self.engine, sync=sync)

    def digest(self) -> str:
        """Name the log so far by its content."""
        return self.recording.digest(self.engine)

    def text(self) -> str:
        """Give the whole record of a play that is kept in memory."""
        return self.recording.text(self.engine)

    def close(self) -> None:
        """Write what is left, and how late it is, and close the record's file."""
        self.recording.close(self.engine)
