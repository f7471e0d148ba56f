"""What a plan adds to the list of events: who runs and rates a row, and by which task."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sim.exercise.clock_map import clock_map
from sim.exercise.folder import planned
from sim.exercise.plan import CriticalTask, Exercise
from sim.model.scenario import Scenario
from sim.units import elapsed

STAFF = (
    "exercise_clock",
    "player_action",
    "capability",
    "task",
    "eeg_reference",
    "controller",
    "evaluator",
)
"""Columns that a plan fills; for a scenario without one they stay empty."""


@dataclass(frozen=True, slots=True)
class PlannedTask:
    """A critical task with its place: `number` as `evaluate` counts, `guide` as the guides do."""

    task: CriticalTask
    number: int
    guide: str
    capability: str
    cell: str


def planned_tasks(plan: Exercise) -> Iterator[PlannedTask]:
    """Yield every critical task of a plan, in its order."""
    number = 0
    for a, objective in enumerate(plan.objectives, 1):
        for b, target in enumerate(objective.targets, 1):
            for c, task in enumerate(target.tasks, 1):
                number += 1
                cell = task.cell or plan.cell_of(task.seat or "")
                yield PlannedTask(task, number, f"{a}.{b}.{c}", objective.capability, cell=cell)


def staff_cells(plan: Exercise, scenario: Scenario, key: str) -> dict[str, str]:
    """Give the cells of one row that the plan fills.

    Args:
        plan: The exercise.
        scenario: Its scenario.
        key: The row's own name, as in the column `written`.
    """
    kind, _, name = key.partition(".")
    at_ms = _at(scenario, kind, name)
    clock = clock_map(plan.clock, planned(scenario))
    tasks = [t for t in planned_tasks(plan) if kind == "injects" and name in t.task.injects]
    rest = plan.controllers[1:] or plan.controllers
    by = {"injects": rest, "begin": plan.controllers[:1], "end": plan.controllers[:1]}
    cells = dict.fromkeys(t.cell for t in tasks) or _readers(plan, scenario, kind, name)
    return {
        "exercise_clock": "" if at_ms is None else elapsed(clock.exercise_ms(at_ms)),
        "player_action": _actions(plan, tasks),
        "capability": "; ".join(dict.fromkeys(t.capability for t in tasks)),
        "task": "; ".join(f"{t.number} {t.task.text}" for t in tasks),
        "eeg_reference": "; ".join(t.guide for t in tasks),
        "controller": "; ".join(by.get(kind, ())),
        "evaluator": "; ".join(evaluators_of(plan, cells) if kind in ("injects", "orders") else ()),
    }


def evaluators_of(plan: Exercise, cells: Iterable[str]) -> list[str]:
    """Name the evaluators whose titles name one of some cells; where none does, the first."""
    titles = [plan.cells[cell].title.casefold() for cell in cells if cell]
    found = [e for e in plan.evaluators if any(title in e.casefold() for title in titles)]
    return found or list(plan.evaluators[:1])


def _at(scenario: Scenario, kind: str, name: str) -> int | None:
    if kind == "injects":
        return planned(scenario).get(name)
    return scenario.horizon if kind == "end" else 0


def _readers(plan: Exercise, scenario: Scenario, kind: str, name: str) -> dict[str, None]:
    """Name the cells that read a row; begin and end are everybody's, and so no cell's."""
    seats: tuple[str, ...] = ()
    if kind == "orders":
        seats = (name.partition(".")[0],)
    elif kind == "injects":
        seats = next(inject.to for inject in scenario.injects if inject.id == name)
    return dict.fromkeys(filter(None, map(plan.cell_of, seats)))


def _actions(plan: Exercise, tasks: Iterable[PlannedTask]) -> str:
    """Say, cell by cell, what its players are to do."""
    found: dict[str, list[str]] = {}
    for each in tasks:
        found.setdefault(each.cell, []).append(each.task.text)
    return "; ".join(
        f"{plan.cells[cell].title if cell else 'Everybody'}: {', and: '.join(texts)}"
        for cell, texts in found.items()
    )
