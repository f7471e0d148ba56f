"""What the papers of an exercise are made from, and what several of them show alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.engine.base.setup import Setup
from sim.exercise.clock_map import ClockMap
from sim.exercise.evaluation import RATINGS, EvaluatorEntry
from sim.exercise.evidence import Evidence
from sim.exercise.folder import ExerciseFolder
from sim.exercise.injects import releases
from sim.exercise.paper.blocks import Block, Grid, Heading, lines, table
from sim.exercise.paper.vocabulary import (
    GLOSSARY,
    RATING_MEANINGS,
    rating_title,
    vocabulary_words,
)
from sim.exercise.plan import CriticalTask, Exercise, ExerciseObjective
from sim.exercise.scoring import RatedObjective, rated, task_scores
from sim.pages import escape
from sim.units import MS_PER_MIN, dtg, elapsed


@dataclass(frozen=True)  # without slots: what follows from it is kept once somebody asked
class PaperSource:
    """An exercise's plan with its scenario; the run and the evaluators' entries if there are any.

    `msel` are the rows of the list of events as it lies in the folder.
    """

    folder: ExerciseFolder
    msel: tuple[Mapping[str, str], ...] = ()
    evidence: Evidence | None = None
    entries: tuple[EvaluatorEntry, ...] = ()

    @property
    def exercise(self) -> Exercise:
        """Give the plan."""
        return self.folder.exercise

    @cached_property
    def setup(self) -> Setup:
        """Give the scenario's look-ups, those of the run if there is one."""
        return self.evidence.setup if self.evidence else Setup(self.folder.scenario)

    @cached_property
    def said(self) -> Mapping[str, str]:
        """Give the words of the exercise's vocabulary."""
        return vocabulary_words(self.exercise.vocabulary)

    @cached_property
    def clock(self) -> ClockMap:
        """Give how story and exercise go together as planned, by when injects came in the run."""
        if self.evidence is None:
            return self.folder.clock()
        found = releases(self.setup, self.evidence.log)
        return self.folder.clock({r.inject: r.at_ms for r in found if r.at_ms is not None})

    @cached_property
    def rated(self) -> tuple[RatedObjective, ...]:
        """Give every objective as the log and the evaluators leave it."""
        tasks = list(self.folder.tasks())
        scores = task_scores(self.setup, self.evidence.log, tasks) if self.evidence else {}
        return rated(self.exercise, scores, self.entries)

    def whose(self, task: CriticalTask) -> str:
        """Name who does a task."""
        return self.folder.whose(task)

    def cell_of(self, task: CriticalTask) -> str:
        """Name the cell that does a task, by its id."""
        return task.cell or self.exercise.cell_of(task.seat or "")

    def shared(self, objective: ExerciseObjective) -> bool:
        """Say whether an objective is more than one cell's, so that all may read it."""
        cells = {self.cell_of(task) for target in objective.targets for task in target.tasks}
        return len(cells) > 1 or len(self.exercise.cells) == 1

    def minutes(self) -> int:
        """Give how long the exercise takes at most."""
        return round(self.clock.exercise_ms(self.folder.scenario.horizon) / MS_PER_MIN)


def titled(word: str) -> str:
    """Begin a word with a capital.

    >>> titled("hot wash")
    'Hot wash'
    """
    return word[:1].upper() + word[1:]


def overview(source: PaperSource) -> Grid:
    """Write the table that says what, when, where and who."""
    exercise, scenario = source.exercise, source.folder.scenario
    begins = scenario.begins
    capabilities = dict.fromkeys(objective.capability for objective in exercise.objectives)
    rows = [
        ("exercise", escape(exercise.title)),
        ("in short", escape(exercise.text)),
        ("kind", "A game with several cells; no ships, lines or people outside the room take part"),
        ("takes", f"{source.minutes()} min at most, {elapsed(scenario.horizon)} in the story"),
        ("story begins", f"{dtg(begins, 0)}; {escape(scenario.place)}"),
        ("capabilities", lines(capabilities)),
        ("cells", lines(cell.title for cell in exercise.cells.values())),
        ("sponsor", escape(exercise.sponsor) or "to be named"),
        ("point of contact", escape(exercise.contact) or "to be named"),
    ]
    return table(["overview", ""], rows, widths=(1, 4))


def seats_by_cell(source: PaperSource) -> Grid:
    """List who sits where, and who is not held by people."""
    setup, cells = source.setup, source.exercise.cells
    rows = [
        (escape(cell.title), lines(setup.seats[seat].title for seat in cell.seats))
        for cell in cells.values()
    ]
    held = {seat for cell in cells.values() for seat in cell.seats}
    rest = [spec.title for seat, spec in setup.seats.items() if seat not in held]
    if rest:
        rows.append((escape(f"{titled(source.said['simulation'])} (program)"), lines(rest)))
    return table(["cell", "seats"], rows, widths=(1, 2))


def key_to_ratings(source: PaperSource) -> Iterator[Block]:
    """Say what the ratings mean."""
    yield Heading(3, "Key to ratings")
    rows = [
        (
            f"<b>{letter}</b>",
            escape(rating_title(source.exercise.vocabulary, letter)),
            escape(RATING_MEANINGS[letter]),
        )
        for letter in RATINGS
    ]
    yield table(["", "rating", "what it means"], rows, widths=(1, 6, 14))


def glossary(more: Iterable[tuple[str, str]] = ()) -> Iterator[Block]:
    """List the words that newcomers ask for."""
    yield Heading(2, "Glossary")
    found = sorted({**GLOSSARY, **dict(more)}.items(), key=lambda pair: pair[0].casefold())
    yield table(
        ["word", "what it means"], [tuple(map(escape, row)) for row in found], widths=(1, 4)
    )


def schedule(source: PaperSource) -> Iterator[Block]:
    """Say how the time goes: the agenda on the wall, and the story's pace."""
    minutes = source.minutes()
    said = source.said
    steps: Sequence[tuple[int, str]] = (
        (-30, "Arrival; screens are tried; rules of the exercise"),
        (-15, "Cells read their briefing, each its own"),
        (0, "STARTEX"),
        (minutes, "ENDEX, at the latest"),
        (minutes + 5, f"{titled(said['hotwash'])}: each cell says what it knew and meant"),
        (minutes + 30, "Feedback forms; end"),
    )
    yield Heading(2, "Agenda")
    rows = [(f"{'−' if at < 0 else '+'}{abs(at)} min", escape(what)) for at, what in steps]
    yield table(["STARTEX", "what"], rows, widths=(1, 5))
