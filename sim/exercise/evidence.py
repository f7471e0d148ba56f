"""What a report is made from: one line of play that was run again, and where it came from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.windows import WindowLapsed, WindowOpened
from sim.engine.kernel.engine import Engine
from sim.exercise.calls import Call, calls
from sim.exercise.chart import Axis
from sim.exercise.decisions import Decision, decisions
from sim.exercise.journalled import RanClock
from sim.play.outcome import measures
from sim.units import clock, elapsed, format_wait

_WALL_MOST = 253_402_300_800_000
"""The end of the year 9999."""


@dataclass(frozen=True)  # without slots: what follows from it is kept once somebody asked
class Evidence:
    """A line of play that stands at its last event, and what its record's header says."""

    engine: Engine
    occupants: Mapping[str, str]
    seed: int
    replicate: int
    digest: str
    scenario: Mapping[str, Any]
    scenario_digest: str
    lines: int = 1
    taken_back: bool = False
    walls: Sequence[int | None] = ()
    """When each event was written by the clock on the wall (ms since 1970), as far as known."""
    ran: RanClock | None = None
    """How story and exercise went together, where a host wrote that down."""
    reasons: Mapping[int, str] = field(default_factory=dict)
    """Why orders were given, by the event of each, where a host wrote that down."""

    @property
    def setup(self) -> Setup:
        """Give the scenario's look-ups."""
        return self.engine.setup

    @property
    def log(self) -> list[Event]:
        """Give everything that happened."""
        return self.engine.log

    @property
    def now_ms(self) -> int:
        """Give when the line of play ends, or how far it has come."""
        return self.engine.now_ms

    @property
    def ended(self) -> bool:
        """Say whether the run has come to its end."""
        return bool(self.engine.state.run.ended)

    @cached_property
    def calls(self) -> list[Call]:
        """Give every try on a channel."""
        return calls(self.setup, self.log)

    @cached_property
    def decisions(self) -> list[Decision]:
        """Give every decision of every seat."""
        return decisions(self.setup, self.log)

    @cached_property
    def measures(self) -> dict[str, Any]:
        """Give the numbers of the run."""
        return measures(self.engine)

    @cached_property
    def axis(self) -> Axis:
        """Lay an axis of time over everything that happened, for all figures."""
        marks = [decision.at_ms for decision in self.decisions]
        marks += [e.at_ms for e in self.log if isinstance(e.fact, ActOccurred | InjectReleased)]
        for call in self.calls:
            instants = (call.begins_ms, call.rang_ms, call.ended_ms, call.talked_ms)
            marks += [at_ms for at_ms in instants if at_ms is not None]
        return Axis(marks, max(self.now_ms, 1), self.setup.scenario.begins)

    def wall(self, seq: int) -> str:
        """Write when an event was, by the clock on the wall (UTC); "" where nobody looked at it."""
        instant = self.wall_instant(seq)
        return f"{instant:%H:%M:%S}" if instant else ""

    def wall_instant(self, seq: int) -> datetime | None:
        """Give when an event was, by the clock on the wall (UTC), if anybody looked at it."""
        wall_ms = self.walls[seq - 1] if 0 < seq <= len(self.walls) else None
        if wall_ms is None or not 0 <= wall_ms < _WALL_MOST:
            return None
        return datetime.fromtimestamp(wall_ms / 1000, UTC)

    def people_took_ms(self, decision: Decision) -> int | None:
        """Say how long people took for a decision, by the clock on the wall; None if not known.

        From when its window opened; where the clock was put back in between, nobody knows.
        """
        opened = next(
            (
                event.seq
                for event in reversed(self.log[: decision.seq])
                if isinstance(event.fact, WindowOpened) and event.fact.seat == decision.seat
            ),
            None,
        )
        if decision.window is None or opened is None or decision.seq > len(self.walls):
            return None
        begun, done = self.walls[opened - 1], self.walls[decision.seq - 1]
        return None if begun is None or done is None or done < begun else done - begun

    def exercise(self, at_ms: int) -> str:
        """Write an instant on the clock of the exercise, as it went; "" where that is not known."""
        return f"exercise {elapsed(self.ran.exercise_ms(at_ms))}" if self.ran else ""

    def answers(self, seq: int | None, seats: Iterable[str]) -> list[str]:
        """Say what each of some seats decided next after an event, how much later, and why."""
        if seq is None:
            return []
        at_ms, found = self.log[seq - 1].at_ms, []
        for seat in seats:
            later = (d for d in self.decisions if d.seat == seat and d.seq > seq)
            if first := next((d for d in later if not self._lapsed_then(d, at_ms)), None):
                after = format_wait(first.at_ms - at_ms).replace(" ", "\N{NO-BREAK SPACE}")
                why = self.reasons.get(first.seq)
                reason = f" (reason: {why})" if why else ""
                title = self.setup.seats[seat].title
                found.append(sentence(f"{title}, {after} later: {first.what}{reason}"))
        return found

    def _lapsed_then(self, decision: Decision, at_ms: int) -> bool:
        """Say whether a window closed at an instant by itself: nothing of it is an answer."""
        lapsed = isinstance(self.log[decision.seq - 1].fact, WindowLapsed)
        return lapsed and decision.at_ms == at_ms

    def clock(self, at_ms: int) -> str:
        """Write an instant as the clock shows it."""
        return clock(self.setup.scenario.begins, at_ms)

    def at(self, at_ms: int) -> str:
        """Write an instant in a sentence."""
        return f"{self.clock(at_ms)} ({elapsed(at_ms)})"
