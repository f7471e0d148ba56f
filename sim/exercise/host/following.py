"""How the clock of a host follows the log of its play: pauses, pace, jumps, injects that came."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sim.engine.base.log import Event
from sim.engine.facts.injects import InjectReleased
from sim.engine.facts.white_cell import PaceSet
from sim.exercise.host.clock import ExerciseClock, StoryMap
from sim.play.driver import Play


@dataclass(slots=True)
class Follower:
    """Sets a clock by what is new in a log, and by all of it once time was taken back.

    Attributes:
        plan: How story and exercise go together, given when each inject was released.
        heard: How many events the clock has followed.
        branch: The line of play that they stand on.
    """

    plan: Callable[[Mapping[str, int]], StoryMap]
    heard: int = 0
    branch: int = 0

    def begin(self, play: Play, wall_s: float) -> ExerciseClock:
        """Make the clock of a play as its log says, also of one that is gone on with."""
        log, now = play.engine.log, play.engine.now_ms
        plan = self.plan(came(log))
        clock = ExerciseClock(plan, now, plan.exercise_ms(now), rate=pace_set(log))
        if not (play.engine.state.white_cell.paused or play.ended):
            clock.go(wall_s)
        self.heard, self.branch = len(log), play.recording.branch
        return clock

    def follow(self, clock: ExerciseClock, play: Play, wall_s: float) -> None:
        """Let the clock do what the log has asked for since it was looked at."""
        log, now, white = play.engine.log, play.engine.now_ms, play.engine.state.white_cell
        anew = play.recording.branch != self.branch
        new = log if anew else log[self.heard :]
        self.heard, self.branch = len(log), play.recording.branch
        rate = pace_set(new)
        if anew or now > clock.now(wall_s)[0]:
            clock.jump(wall_s, now)
        if anew or came(new):
            clock.plan_anew(wall_s, self.plan(came(log)))
        if anew or rate is not None:
            clock.set_pace(wall_s, rate)
        stands = white.paused or bool(play.ended)
        if stands and not clock.paused:
            clock.pause(wall_s)
        elif clock.paused and not stands:
            clock.go(wall_s)


def pace_set(log: Sequence[Event]) -> float | None:
    """Give the pace that the white cell set last, None if it set none."""
    return next((e.fact.pace for e in reversed(log) if isinstance(e.fact, PaceSet)), None)


def came(log: Sequence[Event]) -> dict[str, int]:
    """Say when each inject was released that was, in ms of the story."""
    return {e.fact.inject: e.at_ms for e in log if isinstance(e.fact, InjectReleased)}
