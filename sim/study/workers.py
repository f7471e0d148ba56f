"""Replicates of a study's plan, run chunk by chunk in worker processes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sim.engine import Setup
from sim.loader import from_data
from sim.loader.overrides import apply_sets
from sim.model.scenario import Scenario
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from sim.study.cluster import Cluster
from sim.study.design import Chunk, Plan, StudyError
from sim.study.measures import measured, measures_of
from sim.study.pool import Pool
from sim.study.run_table import RunRow

Hands = int | str
"""Who does the work: how many processes, or the address of a cluster."""
_SETUPS_MOST = 64
"""Setups that a worker keeps: as many arms, or cells, as are usually gone through in turn."""


class Worker:
    """Runs replicates of a plan in this process; a setup is made once for each cell at a time."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._cells: dict[int, tuple[Setup, dict[str, Occupant]]] = {}

    def cell(self, number: int) -> tuple[Setup, dict[str, Occupant]]:
        """Give a cell's setup and occupants.

        Raises:
            SimError: its factors make the scenario contradict itself, or a seat has no doctrine.
        """
        if number not in self._cells:
            if len(self._cells) >= _SETUPS_MOST:
                del self._cells[next(iter(self._cells))]
            setup = Setup(scenario_of(self.plan, number))
            filled = {
                seat: occupant(setup, seat, self.plan.held(number, seat, spec.occupant))
                for seat, spec in setup.seats.items()
            }
            self._cells[number] = setup, filled
        return self._cells[number]

    def play(self, number: int, replicate: int, header: dict[str, Any] | None = None) -> Play:
        """Play one replicate of a cell to its end."""
        setup, filled = self.cell(number)
        play = Play(setup, self.plan.seed, filled, header=header, replicate=replicate)
        play.advance()
        return play

    def rows(self, chunk: Chunk) -> list[RunRow]:
        """Measure the replicates of a chunk."""
        number, first, count = chunk
        setup, filled = self.cell(number)
        names = [m.name for m in measures_of(setup)]
        replicates = range(first, first + count)
        found = measured_runs(setup, filled, self.plan.seed, replicates)
        try:
            return [tuple(row[name] for name in names) for row in found]
        except StudyError as error:
            arm, point = self.plan.of_cell(number)
            raise StudyError(f"arm {self.plan.labels[arm]}, point {point}: {error}") from None


def measured_runs(
    setup: Setup, filled: Mapping[str, Occupant], seed: int, replicates: Iterable[int]
) -> Iterator[dict[str, float | None]]:
    """Play replicates of a scenario and yield what was measured in each.

    Raises:
        StudyError: a measure came out as no number.
    """
    for replicate in replicates:
        play = Play(setup, seed, filled, replicate=replicate)
        play.advance()
        found = measured(play.engine)
        for name, value in found.items():
            if value is not None and not math.isfinite(value):
                raise StudyError(f"run {replicate}: {name} came out as {value}, which is no number")
        yield found


def scenario_of(plan: Plan, cell: int) -> Scenario:
    """Make the scenario of a cell: its arm's, with the values of its factors.

    Raises:
        ScenarioError: they contradict it.
    """
    arm, point = plan.of_cell(cell)
    if not plan.factors:
        return from_data(plan.scenarios[arm])
    data = apply_sets(plan.base, plan.settings(cell))
    return from_data(data, f"{plan.scenario} (arm {plan.labels[arm]}, point {point})")


def _rows(plan: Plan) -> Callable[[Chunk], list[RunRow]]:
    return Worker(plan).rows


def run_chunks(
    plan: Plan, chunks: Iterable[Chunk], hands: Hands
) -> Iterator[tuple[Chunk, list[RunRow]]]:
    """Run chunks and yield each with its rows, in the order in which they finish."""
    waiting = list(chunks)
    if isinstance(hands, str):
        with Cluster(_rows, plan, hands) as cluster:
            yield from cluster.do(waiting)
        return
    with Pool(_rows, plan, min(hands, len(waiting))) as pool:
        yield from pool.do(waiting)
