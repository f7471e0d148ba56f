"""A first plan of an exercise, made from a scenario: objectives from its own, cells by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sim.exercise.plan import Exercise, Vocabulary
from sim.loader.yamltext import write
from sim.model import goals as g
from sim.model.scenario import Scenario
from sim.model.words import entries, every, references
from sim.model.world import Objective, Seat, Side
from sim.play.occupants import from_file
from sim.units import MS_PER_MIN, format_duration

EXERCISE_MINUTES = 90
"""How long the draft lets the exercise take."""
_WORDS, _PEOPLE, _AIM = "Operational Communications", "Operational Coordination", "Planning"
"""Capabilities of the public list (FEMA) under which the draft puts what it finds."""
_NOTES = {
    "exercise": "The plan of an exercise. Every part may be changed; afterwards\n"
    "`channel16 exercise check` says with line and column what does not fit.",
    "vocabulary": "hseep: words of US civil exercises; nato: words of NATO and the UK.",
    "scenario": "The exercise's own copy of the scenario, a folder beside this file.",
    "sponsor": "For the cover of the papers.",
    "objectives": "What is trained. Each objective names a capability and has targets, a target\n"
    "critical tasks, a task the cell or seat that does it. With `measure` the program scores it\n"
    "from the log (`when` a condition; `goal`, or the `objective` of a side, with `at_least` or\n"
    "`at_most`; perhaps `by` a time of the story); without, an evaluator does. `injects` says\n"
    "what puts the task to the test.",
    "cells": "Who sits together. A cell reads its own briefing and that of its seats, no other's.",
    "doctrines": "Seats without people, and how they choose; seats that stand nowhere keep the\n"
    "occupant that the scenario gives them.",
    "clock": "Story time to exercise time. From `at` (a time of the story) or `on` (the release\n"
    "of an inject) on, `pace` minutes of the story pass in a minute of the exercise, or the clock\n"
    "goes to `jump` at once, such as:\n"
    "- {at: 6 h, jump: 20 h}\n"
    "- {on: INJECT, pace: 1}",
    "controllers": "Role titles of those who run the exercise, and of those who rate it.",
}
"""What stands before a part of the file."""


def draft(scenario: Scenario, vocabulary: Vocabulary = "hseep") -> str:
    """Write the first plan of an exercise with a scenario, with a comment before each part."""
    data = plain(scenario, vocabulary)
    Exercise.model_validate(data)
    parts: list[str] = []
    for key, value in data.items():
        note = "".join(f"# {line}\n" for line in _NOTES.get(key, "").split("\n") if line)
        parts.append(("\n" if note and parts else "") + note + write({key: value}))
    return "".join(parts)


def plain(scenario: Scenario, vocabulary: Vocabulary) -> dict[str, Any]:
    """Give the plan as plain data."""
    cells = _cells(scenario)
    held = {seat for cell in cells.values() for seat in cell["seats"]}
    minutes = scenario.horizon / MS_PER_MIN
    return {
        "exercise": 1,
        "title": scenario.title,
        "text": scenario.briefing.headline if scenario.briefing else scenario.place,
        "vocabulary": vocabulary,
        "scenario": "scenario",
        "sponsor": "",
        "contact": "",
        "handling": "Exercise material. For those who run the exercise; players get their own.",
        "objectives": [*_talk(scenario, cells), *_aims(scenario, cells)],
        "cells": cells,
        "doctrines": {s.id: s.occupant for s in scenario.seats if _policy(s, held)},
        "clock": [{"at": "0 s", "pace": _pace(minutes / EXERCISE_MINUTES)}],
        "controllers": ["Exercise director", "White cell"],
        "evaluators": ["Lead evaluator", *(f"Evaluator, {c['title']}" for c in cells.values())],
    }


def _policy(seat: Seat, held: set[str]) -> bool:
    """Say whether a seat in no cell has a doctrine that can be named in a plan."""
    return seat.id not in held and seat.occupant != "person" and not from_file(seat.occupant)


def _pace(pace: float) -> float:
    """Round a pace to something that people can work with in their heads."""
    return float(f"{max(pace, 1.0):.2g}") if pace < 10 else float(round(pace))


def _cells(scenario: Scenario) -> dict[str, Any]:
    """Put the seats for people of each side into one cell."""
    cells: dict[str, Any] = {}
    for side in scenario.sides:
        seats = [seat for seat in scenario.seats if seat.side == side.id and seat.playable]
        if seats:
            cells[side.id] = {
                "title": side.name,
                "seats": [seat.id for seat in seats],
                "briefing": " ".join(_introduced(seat) for seat in seats),
            }
    return cells


def _introduced(seat: Seat) -> str:
    return f"{seat.title}. {seat.you_are or ''}".strip()


def _talk(scenario: Scenario, cells: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Propose what every exercise trains: to reach the other side, to answer, to keep a word."""
    sides = [side for side in scenario.sides if side.id in cells]
    yield {
        "id": "talk",
        "title": "Reach the other side in time, answer it, and promise only what is kept",
        "capability": _WORDS,
        "targets": [_target(side) for side in sides],
    }


def _target(side: Side) -> dict[str, Any]:
    answers: dict[str, Any] = {"goal": {"answered": {"side": side.id, "of": 1}}, "at_least": 1}
    words: dict[str, Any] = {"goal": {"word_kept": {"side": side.id, "of": 1}}, "at_least": 1}
    return {
        "id": f"talk_{side.id}",
        "text": f"{side.name} answers what it is asked, and keeps at least one promise under test",
        "tasks": [
            {
                "id": f"picture_{side.id}",
                "text": "Say aloud, before the first call, whom the cell can reach and on what",
                "cell": side.id,
            },
            {
                "id": f"answers_{side.id}",
                "text": "Reply to more questions, warnings and requests than are left in silence",
                "cell": side.id,
                "measure": answers,
            },
            {
                "id": f"word_{side.id}",
                "text": "Keep what was promised when it is put to the test",
                "cell": side.id,
                "measure": words,
            },
        ],
    }


def _aims(scenario: Scenario, cells: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Propose an exercise objective for each of the objectives of a side that has a cell."""
    for side in scenario.sides:
        for objective in side.objectives if side.id in cells else ():
            name = f"{side.id}_{objective.id}"[:60].rstrip("_")
            yield {
                "id": name,
                "title": f"{side.name}: {objective.title}",
                "capability": _capability(objective),
                "targets": [_reached(objective, name, side, scenario)],
            }


def _reached(objective: Objective, name: str, side: Side, scenario: Scenario) -> dict[str, Any]:
    """Make the target of an objective; one that counts against a side is met where it is low."""
    gains = objective.points > 0
    text = "At least half of it" if gains else "None of it"
    task: dict[str, Any] = {
        "id": name,
        "text": objective.title,
        "cell": side.id,
        "measure": {
            "objective": f"{side.id}.{objective.id}",
            **({"at_least": 0.5} if gains else {"at_most": 0}),
        },
    }
    injects = [i.id for i in scenario.injects if _marks(i.effects) & _marks(objective.goal)]
    return {
        "id": name,
        "text": f"{text} by the end ({format_duration(scenario.horizon)})",
        "tasks": [task | ({"injects": injects} if injects else {})],
    }


def _marks(value: object) -> set[tuple[str, str]]:
    return {(kind, id_) for _, kind, id_ in references(value) if kind in ("flag", "counter")}


def _capability(objective: Objective) -> str:
    """Choose a capability by what a goal looks at: words, people, or anything else."""
    kinds = {type(entry) for _, entry in entries(objective.goal)}
    if kinds & {g.Answered, g.WordKept}:
        return _WORDS
    return _PEOPLE if any(every(g.HarmSum, objective.goal)) else _AIM
