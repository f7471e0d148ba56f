"""The words for conditions: when a move is open, an inject is due, an ending holds.

Each word is a specification only; :mod:`sim.engine.seat.rules` says what it means. A condition is
asked of a *reading*: the truth for injects, endings and objectives; for moves, what the seat
knows.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.model.fields import (
    ActivityRef,
    Amount,
    ChannelRef,
    CounterRef,
    Distance,
    Duration,
    FlagRef,
    GateRef,
    InjectRef,
    MoveRef,
    SeatRef,
    SideRef,
    VesselRef,
    whole,
)
from sim.model.words import Open, Word, word
from sim.plugins import Registry

CONDITIONS: Registry[type[Word]] = Registry("condition")
Condition = Annotated[Word, Open(CONDITIONS)]


@word(CONDITIONS, "all")
class All(Word):
    """Every one of these holds."""

    shorthand = "of"
    of: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=50)]


@word(CONDITIONS, "any")
class AnyOf(Word):
    """At least one of these holds."""

    shorthand = "of"
    of: Annotated[tuple[Condition, ...], Field(min_length=1, max_length=50)]


@word(CONDITIONS, "not")
class Not(Word):
    """This does not hold."""

    shorthand = "of"
    of: Condition


@word(CONDITIONS, "flag")
class FlagIs(Word):
    """A flag is set."""

    shorthand = "flag"
    flag: FlagRef


@word(CONDITIONS, "channel")
class ChannelIs(Word):
    """A channel counts as open, suspended or not established, by what was announced."""

    channel: ChannelRef
    political: Literal["open", "suspended", "not_established"]


class Bounded(Word):
    """Shared by words that compare a number: at least one bound must be given."""

    at_least: Amount | None = None
    at_most: Amount | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> Bounded:
        if self.at_least is None and self.at_most is None:
            raise ValueError("give “at_least”, “at_most” or both")
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("“at_least” lies above “at_most”")
        return self

    def admits(self, number: int) -> bool:
        """Say whether a number lies within the bounds, both included."""
        return (self.at_least is None or number >= self.at_least) and (
            self.at_most is None or number <= self.at_most
        )


@word(CONDITIONS, "counter")
class CounterIs(Bounded):
    """A counter lies within bounds."""

    counter: CounterRef


@word(CONDITIONS, "tally")
class Tally(Bounded):
    """What has happened to people, hulls and calls so far lies within bounds.

    `contacts` are calls that were answered, `replies` messages to which something was replied.
    """

    of: Literal["hurt", "dead", "collisions", "shots", "contacts", "replies", "passes"]


@word(CONDITIONS, "rung")
class RungIs(Bounded):
    """The highest rung a side has reached lies within bounds."""

    side: SideRef


@word(CONDITIONS, "inside")
class Inside(Word):
    """Some vessel of a gate is within its range now."""

    shorthand = "gate"
    gate: GateRef


@word(CONDITIONS, "entered")
class Entered(Word):
    """Some vessel of a gate has been within its range at some time."""

    shorthand = "gate"
    gate: GateRef


@word(CONDITIONS, "range")
class Range(Word):
    """Two vessels are nearer than, or farther than, a distance when the question is asked."""

    of: tuple[VesselRef, VesselRef]
    below: Distance | None = None
    above: Distance | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> Range:
        if self.below is None and self.above is None:
            raise ValueError("give “below”, “above” or both")
        if self.below is not None and self.above is not None and self.above >= self.below:
            raise ValueError("no distance lies under “below” and over “above”")
        return self


@word(CONDITIONS, "after")
class After(Word):
    """This much time has passed since the begin."""

    shorthand = "time"
    time: Duration


@word(CONDITIONS, "stopped")
class Stopped(Word):
    """A vessel makes no way."""

    shorthand = "vessel"
    vessel: VesselRef


@word(CONDITIONS, "present")
class Present(Word):
    """A vessel has not left the scene."""

    shorthand = "vessel"
    vessel: VesselRef


@word(CONDITIONS, "radio")
class RadioWorks(Word):
    """A vessel's radio works."""

    shorthand = "vessel"
    vessel: VesselRef


@word(CONDITIONS, "doing")
class Doing(Word):
    """An activity is under way."""

    shorthand = "activity"
    activity: ActivityRef


@word(CONDITIONS, "done")
class Done(Word):
    """A move has been carried out at least so often."""

    shorthand = "move"
    move: MoveRef
    times: Annotated[int, *whole(1, 1000)] = 1


@word(CONDITIONS, "pending")
class Pending(Word):
    """A move has been chosen and is not carried out yet."""

    shorthand = "move"
    move: MoveRef


@word(CONDITIONS, "released")
class Released(Word):
    """An inject has been released."""

    shorthand = "inject"
    inject: InjectRef


@word(CONDITIONS, "called")
class Called(Word):
    """A seat's calls on a channel have ended so at least so often; others do not know it."""

    seat: SeatRef
    channel: ChannelRef
    outcome: Literal["answered", "declined", "rang_out", "withdrawn"]
    times: Annotated[int, *whole(1, 1000)] = 1
