"""A first draft of what to watch: a row of the list and a task wherever roll-outs fork."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.engine import Setup
from sim.exercise.clock_map import clock_map
from sim.exercise.folder import planned
from sim.exercise.forks import Fork, Forks
from sim.exercise.msel import COLUMNS, rows
from sim.exercise.msel_staff import evaluators_of
from sim.exercise.plan import Exercise
from sim.loader.yamltext import write
from sim.printable import cell, csv_line
from sim.units import elapsed

_CAPABILITY = "Situational Assessment"


def proposed_rows(setup: Setup, plan: Exercise, found: Forks) -> str:
    """Write the lines that follow the list of events: one for evaluators at each fork."""
    numbers = {
        key.removeprefix("injects."): row["control_no"]
        for key, row in rows(setup.scenario).items()
        if key.startswith("injects.")
    }
    clock = clock_map(plan.clock, planned(setup.scenario))
    lines = []
    for number, fork in enumerate(found.found, 1):
        row = {
            "control_no": f"PROP-{number}",
            "exercise_time": elapsed(fork.at_ms),
            "exercise_clock": elapsed(clock.exercise_ms(fork.at_ms)),
            "kind": "expected action",
            "inject_type": "observation point",
            "title": f"Watch {setup.seats[fork.seat].title}, {_after(setup, fork, numbers)}",
            "description": reason(fork),
            "player_action": _ASKED,
            "capability": _CAPABILITY,
            "evaluator": "; ".join(evaluators_of(plan, [plan.cell_of(fork.seat)])),
            "status": "Proposed",
            "remarks": f"by the model, not by people: {found}; the widest are chosen, so that"
            " their spreads are rather too wide than too narrow",
        }
        lines.append(csv_line([cell(row.get(name, "")) for name in COLUMNS], end="\r\n"))
    return "".join(lines)


_ASKED = "Before deciding, say aloud what each option risks, and what is not known"


def _after(setup: Setup, fork: Fork, numbers: dict[str, str]) -> str:
    if not fork.inject:
        return "before its first inject"
    return f"after {numbers[fork.inject]} “{setup.injects[fork.inject].title}”"


def reason(fork: Fork) -> str:
    """Say in words why a fork is worth watching."""
    point, low, high = fork.lost
    unsure = "" if low > 0 else "; this pair may differ by chance alone"
    return (
        f"What is chosen here moves the result: over {fork.looked} decisions the options lie"
        f" {fork.spread:.1f} points of loss apart (standard deviation beyond chance)."
        f" Widest where “{fork.worse}” loses {point:.1f} points more than “{fork.better}”"
        f" (95 % interval {low:.1f} to {high:.1f}, {fork.pairs} pairs of roll-outs{unsure});"
        f" {fork.parted} of {fork.pairs} pairs end differently."
    )


def with_tasks(text: str, plan: Exercise, found: Forks) -> str:
    """Add to a plan an objective whose tasks are the forks; the rest of the text stays.

    Args:
        text: The plan as YAML, its lists at the margin as `draft` writes them.
        plan: The same, read.
        found: Where roll-outs fork.
    """
    targets = list(_targets(plan, found))
    if not targets:
        return text
    objective = {
        "id": "proposed_forks",
        "title": "Decide with open eyes where most depends on it (proposed by the model)",
        "capability": _CAPABILITY,
        "targets": targets,
    }
    lines = text.splitlines(keepends=True)
    begin = next(at for at, line in enumerate(lines) if line.startswith("objectives:"))
    end = next(
        (at for at in range(begin + 1, len(lines)) if lines[at][:1].isalpha()),
        len(lines),
    )
    while lines[end - 1].startswith("#") or not lines[end - 1].strip():
        end -= 1
    return "".join([*lines[:end], write([objective]), *lines[end:]])


def _targets(plan: Exercise, found: Forks) -> Iterator[dict[str, Any]]:
    """Make a target for each cell that has a fork, with a task for all its forks."""
    by_cell: dict[str, list[str]] = {}
    for fork in found.found:
        injects = by_cell.setdefault(plan.cell_of(fork.seat), [])
        injects += [fork.inject] if fork.inject and fork.inject not in injects else []
    for name, injects in by_cell.items():
        task = {"id": f"fork_{name}", "text": _ASKED, "cell": name}
        yield {
            "id": f"forks_{name}",
            "text": f"{plan.cells[name].title} weighs its options before it decides",
            "tasks": [task | ({"injects": injects} if injects else {})],
        }
