"""Replicates of a study's plan, run chunk by chunk in worker processes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from sim.engine import Setup
from sim.loader import from_data
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from sim.study.design import Chunk, Plan
from sim.study.measures import measured, measures_of
from sim.study.pool import Pool
from sim.study.run_table import RunRow


class Worker:
    """Runs replicates of a plan in this process; setups are made once for each arm."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._arms: dict[int, tuple[Setup, dict[str, Occupant]]] = {}

    def arm(self, number: int) -> tuple[Setup, dict[str, Occupant]]:
        """Give an arm's setup and occupants."""
        if number not in self._arms:
            setup = Setup(from_data(self.plan.scenarios[number]))
            seats = dict(self.plan.seats)
            filled = {
                seat: occupant(setup, seat, seats.get(seat, spec.occupant))
                for seat, spec in setup.seats.items()
            }
            self._arms[number] = setup, filled
        return self._arms[number]

    def play(self, number: int, replicate: int, header: dict[str, Any] | None = None) -> Play:
        """Play one replicate of an arm to its end."""
        setup, filled = self.arm(number)
        play = Play(setup, self.plan.seed, filled, header=header, replicate=replicate)
        play.advance()
        return play

    def rows(self, chunk: Chunk) -> list[RunRow]:
        """Measure the replicates of a chunk."""
        number, first, count = chunk
        names = [m.name for m in measures_of(self.arm(number)[0])]
        rows = []
        for replicate in range(first, first + count):
            found = measured(self.play(number, replicate).engine)
            rows.append(tuple(found[name] for name in names))
        return rows


def _rows(plan: Plan) -> Callable[[Chunk], list[RunRow]]:
    return Worker(plan).rows


def run_chunks(
    plan: Plan, chunks: Iterable[Chunk], workers: int
) -> Iterator[tuple[Chunk, list[RunRow]]]:
    """Run chunks and yield each with its rows, in the order in which they finish."""
    waiting = list(chunks)
    with Pool(_rows, plan, min(workers, len(waiting))) as pool:
        yield from pool.do(waiting)
