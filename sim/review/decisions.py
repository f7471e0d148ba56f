"""The decisions of a seat in a line of play, each with the ways that were open and where it stood.

A decision is a command of the seat, or a window that it let lapse; that one is placed at the
instant at which the window opened, after whatever else was done there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.engine import Engine, submit
from sim.engine.base.log import Event
from sim.engine.facts.windows import WindowLapsed, WindowOpened
from sim.engine.kernel.state import State
from sim.engine.seat.rules import Command
from sim.errors import Refusal
from sim.play.record import Said
from sim.review.ways import KINDS, Way, ways


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a run stood: its state, the clock, the events so far, and the commands of each seat."""

    state: State
    now_ms: int
    events: int
    said: dict[str, int]


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """A decision of a seat: `number` counts within the seat; its first way is what it did."""

    number: int
    seat: str
    kind: str
    ways: tuple[Way, ...]
    moment: Standing

    @property
    def chosen(self) -> Way:
        """Give what was done."""
        return self.ways[0]


def decisions(
    engine: Engine, said: Sequence[Said], log: Sequence[Event], seats: Sequence[str]
) -> dict[str, list[DecisionPoint]]:
    """Find the decisions of seats by living a line of play once more.

    A decision at which nothing else could have been done is none.

    Args:
        engine: At the begin of the same run, occupants seated.
        said: The commands of the line.
        log: The events that the line came to.
        seats: Whose decisions are looked for.
    """
    found: dict[str, list[DecisionPoint]] = {seat: [] for seat in seats}
    counted: Counter[str] = Counter()
    for at_ms, command, seat in _steps(said, log, seats):
        if engine.ended_by(at_ms):
            break
        if seat in found:
            made = _decision(engine, seat, command, counted=counted, number=len(found[seat]) + 1)
            found[seat] += [made] if made else []
        if command is not None:
            done = submit(engine, command)
            assert not isinstance(done, Refusal), "it was accepted when the line was checked"
            counted[command.seat] += 1
    return found


def _steps(
    said: Sequence[Said], log: Sequence[Event], seats: Sequence[str]
) -> Iterator[tuple[int, Command | None, str]]:
    """Yield what happens in order: commands, and windows left to lapse where they opened."""
    waits = sorted(_left(log, seats))
    for each in said:
        while waits and waits[0][0] < each.at_ms:
            yield waits[0][0], None, waits.pop(0)[1]
        yield each.at_ms, each.command, each.command.seat
    for at_ms, seat in waits:
        yield at_ms, None, seat


def _left(log: Sequence[Event], seats: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield when each window opened that a seat let lapse."""
    since: dict[tuple[str, int], int] = {}
    for event in log:
        fact, at_ms = event.fact, event.at_ms
        if isinstance(fact, WindowOpened):
            since[fact.seat, fact.number] = at_ms
        elif isinstance(fact, WindowLapsed) and fact.seat in seats:
            yield since[fact.seat, fact.number], fact.seat


def _decision(
    engine: Engine, seat: str, command: Command | None, counted: Counter[str], number: int
) -> DecisionPoint | None:
    kind = "act" if command is None else KINDS.get(command.verb, "")
    known = engine.state.known[seat]
    if not kind or (command is None and known.windows.window is None):
        return None
    found = ways(engine.setup, known, engine.now_ms, command)
    if len(found) < 2:
        return None
    moment = Standing(engine.state.copy(), engine.now_ms, len(engine.log), dict(counted))
    return DecisionPoint(number, seat, kind, ways=found, moment=moment)
