"""The plan of an exercise, `exercise.yaml`: what is trained, who sits where, how fast time goes."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.model.conditions import Condition
from sim.model.fields import (
    Duration,
    Id,
    InjectRef,
    Probability,
    SeatRef,
    Text,
    real,
    string,
    whole,
)
from sim.model.goals import Goal
from sim.model.words import Entry

Vocabulary = Literal["hseep", "nato"]
"""Whose words the papers use: those of US civil exercises, or those of NATO and the UK."""
PACE_LEAST, PACE_MOST = 0.01, 100_000.0
"""How many minutes of the story one minute of the exercise may hold."""

_Line = Annotated[str, *string(200, 0)]
_Prose = Annotated[str, *string(10_000, 0)]
_DOTTED = string(125, 3, r"[a-z0-9_]+\.[a-z0-9_]+", "expected SIDE.OBJECTIVE, such as “us.passage”")
_Titles = Annotated[tuple[Text, ...], Field(max_length=60)]


class Scored(Entry):
    """How a task is scored from the log: a condition holds, or a value in [0, 1] lies in bounds.

    The value is that of a goal, or of an objective of a side of the scenario (`SIDE.OBJECTIVE`).
    It is looked at when the story reaches `by`, else at the end.
    """

    when: Condition | None = None
    goal: Goal | None = None
    objective: Annotated[str, *_DOTTED] | None = None
    at_least: Probability | None = None
    at_most: Probability | None = None
    by: Duration | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Scored:
        if (self.when, self.goal, self.objective).count(None) != 2:
            raise ValueError("give “when”, “goal” or “objective”, one of them")
        if (self.when is None) == (self.at_least is None and self.at_most is None):
            raise ValueError("a value needs “at_least”, “at_most” or both; “when” has neither")
        return self


class CriticalTask(Entry):
    """What somebody must do for a target to be met; without `measure` only an evaluator says so."""

    id: Id
    text: Text
    cell: Id | None = None
    seat: SeatRef | None = None
    measure: Scored | None = None
    injects: Annotated[tuple[InjectRef, ...], Field(max_length=60)] = ()

    @model_validator(mode="after")
    def _one_body(self) -> CriticalTask:
        if (self.cell is None) == (self.seat is None):
            raise ValueError("give “cell” or “seat”, one of them: whose task it is")
        return self


class CapabilityTarget(Entry):
    """What a capability must reach, as a threshold that can be measured; `sources` say why."""

    id: Id
    text: Text
    sources: _Titles = ()
    tasks: Annotated[tuple[CriticalTask, ...], Field(min_length=1, max_length=40)]


class ExerciseObjective(Entry):
    """What is to be trained or tested."""

    id: Id
    title: Text
    capability: Text
    targets: Annotated[tuple[CapabilityTarget, ...], Field(min_length=1, max_length=20)]


class Cell(Entry):
    """People who sit together: the seats they hold, and what they read before the begin."""

    title: Text
    seats: Annotated[tuple[SeatRef, ...], Field(min_length=1, max_length=20)]
    briefing: _Prose = ""


class ClockPiece(Entry):
    """From a time of the story, or from the release of an inject: a jump, a pace, or both.

    `pace` is how many minutes of the story pass in one of the exercise; `jump` the time of the
    story to which the clock goes at once.
    """

    at: Duration | None = None
    on: InjectRef | None = None
    pace: Annotated[float, *real(PACE_LEAST, PACE_MOST)] | None = None
    jump: Duration | None = None

    @model_validator(mode="after")
    def _where_and_what(self) -> ClockPiece:
        if (self.at is None) == (self.on is None):
            raise ValueError("give “at” (a time of the story) or “on” (an inject), one of them")
        if self.pace is None and self.jump is None:
            raise ValueError("give “pace”, “jump” or both")
        if self.jump is not None and self.at is not None and self.jump <= self.at:
            raise ValueError("“jump” does not lie after “at”")
        return self


class Exercise(Entry):
    """The root document of an exercise."""

    exercise: Annotated[int, *whole(1, 1)]
    title: Text
    text: _Prose = ""
    vocabulary: Vocabulary = "hseep"
    scenario: Annotated[str, *string(200)] = "scenario"
    sponsor: _Line = ""
    contact: _Line = ""
    handling: _Line = ""
    objectives: Annotated[tuple[ExerciseObjective, ...], Field(min_length=1, max_length=40)]
    cells: Annotated[dict[Id, Cell], Field(min_length=1, max_length=12)]
    doctrines: Annotated[dict[SeatRef, Text], Field(max_length=40, default_factory=dict)]
    clock: Annotated[tuple[ClockPiece, ...], Field(max_length=200)] = ()
    controllers: _Titles = ()
    evaluators: _Titles = ()
    columns: Annotated[dict[str, Text], Field(max_length=60, default_factory=dict)]

    def cell_of(self, seat: str) -> str:
        """Name the cell that holds a seat, "" if none does."""
        return next((name for name, cell in self.cells.items() if seat in cell.seats), "")
