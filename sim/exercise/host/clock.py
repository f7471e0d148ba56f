"""The clock of a hosted exercise: real time that passed, and where the story stands by it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

NOTE_MS = 30_000
"""How often it is told where both clocks stand, while nothing sets them."""
GAP_S = 5.0
"""Longer than this nobody looked at the clock: the machine slept, and the exercise with it."""


class StoryMap(Protocol):
    """How the time of an exercise and the time of its story go together, both in ms."""

    def exercise_ms(self, story_ms: int) -> int:
        """Give the exercise's time of an instant of the story."""

    def story_ms(self, exercise_ms: int) -> int:
        """Give the story's time of an instant of the exercise."""

    def pace(self, exercise_ms: int) -> float:
        """Give how many minutes of the story pass in one of the exercise then."""


@dataclass(frozen=True, slots=True)
class Steady:
    """One pace from the begin to the end."""

    rate: float

    def exercise_ms(self, story_ms: int) -> int:
        """Give the exercise's time of an instant of the story."""
        return round(story_ms / self.rate)

    def story_ms(self, exercise_ms: int) -> int:
        """Give the story's time of an instant of the exercise."""
        return round(exercise_ms * self.rate)

    def pace(self, exercise_ms: int) -> float:
        """Give the pace."""
        return self.rate


@dataclass(slots=True)
class ExerciseClock:
    """Where both clocks stand at a wall time, in seconds of any monotonic clock.

    Attributes:
        plan: How both go together as planned.
        story_ms, exercise_ms: Where they stood when they were last set.
        rate: The pace that was set by hand, None as planned.
        paused: Whether they stand.
        noted: Is told where both stood whenever they were set, and by the way.
    """

    plan: StoryMap
    story_ms: int = 0
    exercise_ms: int = 0
    rate: float | None = None
    paused: bool = True
    noted: Callable[[int, int], object] | None = None
    _set_s: float = 0.0
    _seen_s: float = 0.0

    def now(self, wall_s: float) -> tuple[int, int]:
        """Give the time of the story and of the exercise, in ms; neither ever goes back."""
        if self.paused:
            return self.story_ms, self.exercise_ms
        if wall_s - self._seen_s > GAP_S:  # nobody played meanwhile
            self._set_s += wall_s - self._seen_s
        self._seen_s = max(self._seen_s, wall_s)
        passed = max(0, round((self._seen_s - self._set_s) * 1000))
        if self.rate is not None:
            story = self.story_ms + round(passed * self.rate)
        else:
            story = self.plan.story_ms(self.plan.exercise_ms(self.story_ms) + passed)
        return max(story, self.story_ms), self.exercise_ms + passed

    def pace(self, wall_s: float) -> float:
        """Give how many minutes of the story pass in one of the exercise, also while they stand."""
        if self.rate is not None:
            return self.rate
        return self.plan.pace(self.plan.exercise_ms(self.now(wall_s)[0]))

    def pause(self, wall_s: float) -> None:
        """Let both stand."""
        self._set(wall_s)
        self.paused = True

    def go(self, wall_s: float) -> None:
        """Let both go on."""
        self._set(wall_s)
        self.paused = False

    def set_pace(self, wall_s: float, rate: float | None) -> None:
        """Take another pace, or None for the one that is planned."""
        self._set(wall_s)
        self.rate = rate

    def jump(self, wall_s: float, story_ms: int) -> None:
        """Put the story's clock somewhere else; that of the exercise stays."""
        self._set(wall_s)
        self.story_ms = story_ms
        self._note()

    def plan_anew(self, wall_s: float, plan: StoryMap) -> None:
        """Go on by another plan from where both stand."""
        self._set(wall_s)
        self.plan = plan

    def beat(self, wall_s: float) -> None:
        """Tell where both stand, if that has not been told for a while."""
        if self.now(wall_s)[1] - self.exercise_ms >= NOTE_MS:
            self._set(wall_s)

    def _set(self, wall_s: float) -> None:
        self.story_ms, self.exercise_ms = self.now(wall_s)
        self._set_s = self._seen_s = wall_s
        self._note()

    def _note(self) -> None:
        if self.noted is not None:
            self.noted(self.story_ms, self.exercise_ms)
