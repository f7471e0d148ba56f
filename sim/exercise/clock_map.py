"""Story time to exercise time and back: pieces of one pace each, with jumps between them."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from sim.exercise.plan import ClockPiece


@dataclass(frozen=True, slots=True)
class ClockStep:
    """From an instant of both clocks on, so many milliseconds of the story in one of exercise."""

    story_ms: int
    exercise_ms: int
    pace: Fraction


@dataclass(frozen=True, slots=True)
class ClockMap:
    """How the two clocks go together; both begin at 0 and neither ever goes back.

    Outside jumps each is found from the other, rounded down to a millisecond. In a jump the
    exercise's clock stands: the map takes all of the jump to one instant of the exercise, and that
    instant back to where the jump ends.
    """

    steps: tuple[ClockStep, ...]

    def exercise_ms(self, story_ms: int) -> int:
        """Give the exercise's time of an instant of the story, which lies not before the begin."""
        at = bisect_right(self.steps, story_ms, key=lambda step: step.story_ms) - 1
        if at < 0:  # the exercise begins with a jump
            return 0
        step = self.steps[at]
        passed = step.exercise_ms + math.floor((story_ms - step.story_ms) / step.pace)
        if at + 1 < len(self.steps):  # the jump that follows begins where it ends
            passed = min(passed, self.steps[at + 1].exercise_ms)
        return passed

    def story_ms(self, exercise_ms: int) -> int:
        """Give the story's time of an instant of the exercise: the first that comes then.

        Of a jump, it is where the jump ends.
        """
        at = bisect_right(self.steps, exercise_ms, key=lambda step: step.exercise_ms) - 1
        step = self.steps[at]
        return step.story_ms + math.ceil((exercise_ms - step.exercise_ms) * step.pace)

    def pace(self, exercise_ms: int) -> float:
        """Give how many minutes of the story pass in one of the exercise then."""
        at = bisect_right(self.steps, exercise_ms, key=lambda step: step.exercise_ms) - 1
        return float(self.steps[at].pace)


def clock_map(pieces: Iterable[ClockPiece], came: Mapping[str, int]) -> ClockMap:
    """Build the map from a plan's pieces.

    Args:
        pieces: As they stand in the plan.
        came: When an inject is released, in the story: as planned, or as it was in a run. What
            waits for an inject that is not in here has no place yet.
    """
    timed = [(_begin(piece, came), piece) for piece in pieces]
    placed = sorted(((at, p) for at, p in timed if at is not None), key=lambda pair: pair[0])
    steps = [ClockStep(0, 0, Fraction(1))]
    for begins, piece in placed:
        last = steps[-1]
        at = max(begins, last.story_ms)  # what comes in a jump, comes at its end
        passed = last.exercise_ms + math.floor((at - last.story_ms) / last.pace)
        story = max(at, piece.jump or 0)
        pace = last.pace if piece.pace is None else Fraction(str(piece.pace))
        if (steps[-1].story_ms, steps[-1].exercise_ms) == (at, passed):
            steps.pop()
        steps.append(ClockStep(story, passed, pace))
    return ClockMap(tuple(steps))


def _begin(piece: ClockPiece, came: Mapping[str, int]) -> int | None:
    return piece.at if piece.on is None else came.get(piece.on)
