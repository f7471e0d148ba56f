"""How critical tasks went: what the log says of them, what evaluators say, and which holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sim.engine.acts.scores import goal
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.kernel.conditions import holds
from sim.engine.kernel.state import State, evolve, initial
from sim.exercise.evaluation import EvaluatorEntry, Rating, TaskRating, standing, worst
from sim.exercise.plan import CapabilityTarget, CriticalTask, Exercise, ExerciseObjective, Scored
from sim.model.words import Word


@dataclass(frozen=True, slots=True)
class TaskScore:
    """What the log says of a task: whether it is met, and by which event that came to be so.

    `value` is the goal's, None of a condition; `event` is 0 where it was so from the begin.
    `closed` says that nothing can change it any more: its time or the run is over.
    """

    met: bool
    value: float | None
    event: int
    closed: bool


@dataclass(frozen=True, slots=True)
class RatedTask:
    """A task with its score, the evaluators' ratings and notes."""

    task: CriticalTask
    score: TaskScore | None
    rating: TaskRating
    notes: tuple[EvaluatorEntry, ...]

    @property
    def letter(self) -> Rating | None:
        """Give the rating that counts: the evaluators', else what the log proposes."""
        if self.rating.rating is not None or self.score is None or not self.score.closed:
            return self.rating.rating
        return "P" if self.score.met else "U"

    @property
    def confirmed(self) -> bool:
        """Say whether an evaluator rated it; the log sees whether a thing was done, not how."""
        return self.rating.rating is not None

    @property
    def overridden(self) -> bool:
        """Say whether the evaluators contradict the log: it says done and they not, or so."""
        if self.rating.rating is None or self.score is None or not self.score.closed:
            return False
        return self.score.met == (self.rating.rating == "U")


@dataclass(frozen=True, slots=True)
class RatedTarget:
    """A target with its tasks; it is as good as the worst of them."""

    target: CapabilityTarget
    tasks: tuple[RatedTask, ...]

    @property
    def letter(self) -> Rating | None:
        """Give the worst rating of its tasks."""
        return worst(task.letter for task in self.tasks)

    @property
    def confirmed(self) -> bool:
        """Say whether evaluators rated every task."""
        return all(task.confirmed for task in self.tasks)


@dataclass(frozen=True, slots=True)
class RatedObjective:
    """An objective with its targets; it is as good as the worst of them."""

    objective: ExerciseObjective
    targets: tuple[RatedTarget, ...]

    @property
    def letter(self) -> Rating | None:
        """Give the worst rating of its targets."""
        return worst(target.letter for target in self.targets)

    @property
    def confirmed(self) -> bool:
        """Say whether evaluators rated every task."""
        return all(target.confirmed for target in self.targets)

    @property
    def tasks(self) -> tuple[RatedTask, ...]:
        """Give the tasks of all targets."""
        return tuple(task for target in self.targets for task in target.tasks)


def task_scores(
    setup: Setup, log: Sequence[Event], tasks: Iterable[CriticalTask]
) -> dict[str, TaskScore]:
    """Score every task that has a measure, from the whole truth of a log.

    A measure is looked at when the story reaches its time, else at the end of the log.
    """
    measured = [(task.id, task.measure) for task in tasks if task.measure is not None]
    state = initial(setup)
    met = {name: _value(scored, setup, state, 0)[0] for name, scored in measured}
    since = dict.fromkeys(met, 0)
    final: dict[str, TaskScore] = {}
    for event in log:
        for name, scored in measured:
            if name not in final and scored.by is not None and event.at_ms > scored.by:
                final[name] = _score(scored, setup, state, at_ms=scored.by, since=since[name])
        evolve(state, event)
        for name, scored in measured:
            now = name not in final and _value(scored, setup, state, event.at_ms)[0]
            if name not in final and now != met[name]:
                met[name], since[name] = now, event.seq
    ended, now_ms = bool(state.run.ended), log[-1].at_ms if log else 0
    for name, scored in measured:
        if name not in final:
            score = _score(scored, setup, state, at_ms=now_ms, since=since[name])
            final[name] = TaskScore(score.met, score.value, score.event, closed=ended)
    return final


def _score(scored: Scored, setup: Setup, state: State, *, at_ms: int, since: int) -> TaskScore:
    met, value = _value(scored, setup, state, at_ms)
    return TaskScore(met, value, since, closed=True)


def _value(scored: Scored, setup: Setup, state: State, at_ms: int) -> tuple[bool, float | None]:
    if scored.when is not None:
        return holds(setup, scored.when, state, at_ms), None
    spec = scored.goal if scored.goal is not None else _aim(setup, scored.objective or "")
    value = round(goal(spec, setup, state, at_ms), 6)
    low = 0.0 if scored.at_least is None else scored.at_least
    high = 1.0 if scored.at_most is None else scored.at_most
    return low <= value <= high, value


def _aim(setup: Setup, name: str) -> Word:
    """Give the goal of an objective of a side, named SIDE.OBJECTIVE."""
    side, _, objective = name.partition(".")
    return next(each.goal for each in setup.sides[side].objectives if each.id == objective)


def rated(
    exercise: Exercise, scores: Mapping[str, TaskScore], entries: Sequence[EvaluatorEntry]
) -> tuple[RatedObjective, ...]:
    """Put together what the log and the evaluators say of every task of an exercise."""

    def of(task: CriticalTask) -> RatedTask:
        notes = tuple(entry for entry in entries if entry.task == task.id)
        return RatedTask(task, scores.get(task.id), standing(notes, task.id), notes)

    return tuple(
        RatedObjective(
            objective,
            tuple(RatedTarget(t, tuple(map(of, t.tasks))) for t in objective.targets),
        )
        for objective in exercise.objectives
    )
