"""One play: it owns an engine and the commands so far; it goes forward, back and sideways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.base.log import Event, to_line
from sim.engine.kernel.state import State
from sim.engine.seat.rules import Command
from sim.errors import RecordError, Refusal, SimError
from sim.model.drill import Step
from sim.play import record as rec
from sim.play.occupants import Occupant, command_of, prevailing
from sim.play.policies import Asked, stirred
from sim.play.rerun import rerun, wrong_ending
from sim.play.scripts import instants
from sim.store import LineFile

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
    ) -> None:
        """Begin a play.

        Args:
            setup: The scenario.
            seed: Seed of all chance.
            occupants: One for every seat.
            header: The record's header; needed only if the play is recorded.
            replicate: Which replicate of the seed.
            file: Where the record grows, command by command; None keeps it in memory.
        """
        self.setup = setup
        self.draws = Draws(seed, replicate)
        self.occupants = prevailing(occupants, self.draws)
        self._scripts = {seat: o.steps for seat, o in occupants.items() if o.steps}
        self._speakers = {
            seat: o.policy.speak
            for seat, o in self.occupants.items()
            if o.policy is not None and o.policy.speak is not None
        }
        self.engine = Engine(setup, self.draws)
        self.said: list[rec.Said] = []
        self._counted: Counter[str] = Counter()
        self._persons = [seat for seat, o in occupants.items() if o.pace == "person"]
        self.header = dict(header or {})
        self._texts: list[str] = []
        self._lines: list[str] = []
        self._branch = 0
        self._undo: list[_Before] = []
        self._seen = dict.fromkeys(setup.seats, 0)
        self._tried: dict[str, tuple[int, int]] = {}
        self._spoken: dict[str, tuple[int, int, int]] = {}
        self._closed = False
        self.file = file
        self._write([rec.header_line(self.header)])
        begin(self.engine, {seat: (o.name, o.pace) for seat, o in self.occupants.items()})
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
        header = record.header
        play = cls(setup, header["seed"], occupants, header=header, replicate=header["replicate"])
        differs, name = rerun(play.engine, record.line), f"{record.name}: cannot be gone on with"
        if differs is not None:
            what = f"event {differs} comes out otherwise under this version's rules"
            raise RecordError(f"{name}: {what}")
        wrong = wrong_ending(play.engine, record.line)
        if wrong:
            raise RecordError(f"{name}: {wrong}; it was changed")
        play.said = list(record.line.said)
        play._counted = Counter(said.command.seat for said in play.said)
        play._texts = [to_line(event) for event in play.engine.log]
        play._branch = len(record.lines) - 1
        play._closed = bool(record.line.ending)
        play._lines = list(record.raw)
        if file is not None:
            file.keep(record.bytes)
            play.file = file
        play._write(play._texts[len(record.line.events) :])
        return play

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
            self._occupants_act()
            self._keep(sync=False)
            if self.ended:
                return Stop("ended")
            seat = self._noticed()
            if seat:
                return Stop("notice", seat)
            at = self._next_ms()
            if until_ms is not None and (at is None or at > until_ms):
                self._drain_to(max(until_ms, self.engine.now_ms))
                self._keep(sync=False)
                return Stop("time")
            assert at is not None, "a run that has not ended has its horizon ahead"
            self._drain_to(at)

    def submit(self, command: Command) -> Refusal | list[Event]:
        """Ask for something on behalf of a person; when it returns, it is on disk."""
        before = _Before(
            command.seat,
            self.engine.state.copy(),
            now_ms=self.engine.now_ms,
            events=len(self.engine.log),
            said=len(self.said),
            seen=dict(self._seen),
        )
        done = self._submit(command)
        if not isinstance(done, Refusal):
            self._undo = [*self._undo[-UNDO_MOST + 1 :], before]
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
        self._tried.clear()
        self._spoken.clear()
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
        copy._seen, copy._tried = dict(self._seen), dict(self._tried)
        copy._spoken = dict(self._spoken)
        copy.file = None
        return copy

    def _noticed(self) -> str:
        """Name a person's seat that something has come to since they last looked."""
        known = self.engine.state.known
        for seat in self._persons:
            if known[seat].alerts > self._seen[seat]:
                return seat
        return ""

    def _next_ms(self) -> int | None:
        """Give the next instant at which the engine or a script wants to move."""
        at, now = self.engine.next_ms(), self.engine.now_ms
        if not self._scripts:
            return at
        times = [] if at is None else [at]
        for seat, steps in self._scripts.items():
            step = self._step(seat, steps)
            if step is not None:
                known = self.engine.state.known[seat]
                times += [t for t in instants(self.setup, known, step) if t > now]
        return min(times, default=None)

    def _step(self, seat: str, steps: tuple[Step, ...]) -> Step | None:
        """Give the next step of a script: its place follows from the commands so far."""
        done = self._counted[seat]
        return steps[done] if done < len(steps) else None

    def _occupants_act(self) -> None:
        """Let policies whose moment has come decide, and scripts do what is due."""
        moved = True
        while moved and not self.ended:
            moved = self._policies_speak() or self._policies_decide() or self._scripts_act()

    def _policies_decide(self) -> bool:
        """Let the first policy whose moment has come decide; a pass is a command too."""
        for seat, number in self.engine.state.windows.due.items():
            policy = self.occupants[seat].policy
            if policy is not None:
                move = policy.decide(self._asked(seat, number))
                command = Command(seat, "choose", move) if move else Command(seat, "pass")
                done = self._submit(command)
                assert not isinstance(done, Refusal), f"a policy chose what is not legal: {move}"
                return True
        return False

    def _policies_speak(self) -> bool:
        """Let policies to which something has just happened say something, once for each.

        What a policy wants to say that is not possible, such as calling on a busy line, it
        does not say.
        """
        now = self.engine.now_ms
        for seat, speak in self._speakers.items():
            known = self.engine.state.known[seat]
            if known.beliefs.stirred_ms != now:
                continue
            moment = now, len(known.beliefs.weighed), known.beliefs.mishaps
            routine = self.setup.parameters.r_base
            if self._spoken.get(seat) == moment or not stirred(known, routine):
                continue
            self._spoken[seat] = moment
            said = [] if self._spoke_now(seat) else speak(self._asked(seat, 0))
            if [c for c in said if not isinstance(self._submit(c), Refusal)]:
                return True
        return False

    def _spoke_now(self, seat: str) -> bool:
        """Say whether a record gone on with holds words of this seat at this instant already."""
        last = self.said[-1] if self.said else None
        return last is not None and last.at_ms == self.engine.now_ms and last.command.seat == seat

    def _asked(self, seat: str, number: int) -> Asked:
        known = self.engine.state.known[seat]
        return Asked(
            self.setup, known, now_ms=self.engine.now_ms, number=number, draw=self.draws.uniform
        )

    def _scripts_act(self) -> bool:
        """Let the first script whose next step is allowed do it.

        A refused step is tried again after news, or at the next instant at which it may be
        allowed; not at any other, so that it does not matter when somebody looks.
        """
        now = self.engine.now_ms
        for seat, steps in self._scripts.items():
            step = self._step(seat, steps)
            if step is None or step.at > now:
                continue
            known = self.engine.state.known[seat]
            last = max(t for t in instants(self.setup, known, step) if t <= now)
            moment = last, len(known.feed)
            if self._tried.get(seat) == moment:
                continue
            if not isinstance(self._submit(command_of(seat, step)), Refusal):
                return True
            self._tried[seat] = moment
        return False

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

    def _drain_to(self, at_ms: int) -> None:
        before = len(self.engine.log)
        try:
            self.engine.drain_to(at_ms)
        except SimError:
            self._forget(before)
            raise

    def _forget(self, before: int) -> None:
        """Keep nothing of a step that never came to rest: the record stays one that re-runs."""
        del self.engine.log[before:]

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

    def text(self) -> str:
        """Give the whole record of a play that is kept in memory."""
        self._keep(sync=False)
        return "\n".join(self._lines) + "\n"

    def close(self) -> None:
        """Write what is left and close the record's file."""
        self._keep(sync=True)
        if self.file is not None:
            self.file.close()
