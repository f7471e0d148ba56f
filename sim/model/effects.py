"""The words for effects: what a move, an inject, a hazard or an answer brings about.

Each word is a specification only; :mod:`sim.engine.acts.effects` says what it does.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.model.chance import Delay
from sim.model.conditions import Condition
from sim.model.fields import (
    ActivityRef,
    Amount,
    Bearing,
    ChannelRef,
    CounterRef,
    Distance,
    FlagRef,
    FormRef,
    InjectRef,
    MeetingRef,
    MoveRef,
    PlaceRef,
    Position,
    Probability,
    Rung,
    SeatRef,
    Service,
    SideRef,
    Span,
    Speed,
    Text,
    Turn,
    VesselRef,
    YesNo,
    real,
    whole,
)
from sim.model.terms import Term
from sim.model.words import Open, Word, word
from sim.plugins import Registry

EFFECTS: Registry[type[Word]] = Registry("effect")
Effect = Annotated[Word, Open(EFFECTS)]
Effects = Annotated[tuple[Effect, ...], Field(max_length=50)]


@word(EFFECTS, "steer")
class Steer(Word):
    """Change course (or turn by so much, starboard positive), speed, or both."""

    vessel: VesselRef
    course: Bearing | None = None
    turn: Turn | None = None
    speed: Speed | None = None

    @model_validator(mode="after")
    def _something(self) -> Steer:
        if self.course is None and self.turn is None and self.speed is None:
            raise ValueError("give “course”, “turn” or “speed”")
        if self.course is not None and self.turn is not None:
            raise ValueError("give “course” or “turn”, not both")
        return self


@word(EFFECTS, "proceed")
class Proceed(Word):
    """Make for a place or position and stop there."""

    vessel: VesselRef
    to: PlaceRef | None = None
    position: Position | None = None
    speed: Speed

    @model_validator(mode="after")
    def _one_goal(self) -> Proceed:
        if (self.to is None) == (self.position is None):
            raise ValueError("give “to” (a place) or “position”, not both")
        return self


@word(EFFECTS, "station")
class Station(Word):
    """Take and keep station on another vessel, at a bearing relative to its course."""

    vessel: VesselRef
    on: VesselRef
    bearing: Bearing
    distance: Distance
    speed: Speed
    avoids: Probability = 0.98

    @model_validator(mode="after")
    def _another(self) -> Station:
        if self.vessel == self.on:
            raise ValueError("a vessel cannot keep station on itself")
        return self


@word(EFFECTS, "leave")
class Leave(Word):
    """Leave the scene: the vessel is no longer followed."""

    shorthand = "vessel"
    vessel: VesselRef


@word(EFFECTS, "begin")
class BeginActivity(Word):
    """Begin an activity."""

    shorthand = "activity"
    activity: ActivityRef


@word(EFFECTS, "cease")
class CeaseActivity(Word):
    """End an activity if it is under way."""

    shorthand = "activity"
    activity: ActivityRef


@word(EFFECTS, "set")
class SetFlag(Word):
    """Set a flag."""

    shorthand = "flag"
    flag: FlagRef


@word(EFFECTS, "clear")
class ClearFlag(Word):
    """Clear a flag."""

    shorthand = "flag"
    flag: FlagRef


@word(EFFECTS, "count")
class Count(Word):
    """Add to a counter, within its bounds."""

    counter: CounterRef
    by: Amount = 1


@word(EFFECTS, "hail")
class Hail(Word):
    """Call a vessel on a radio channel; who hears it and who answers is the channel's matter."""

    channel: ChannelRef
    vessel: VesselRef
    to: VesselRef
    form: FormRef
    text: Text | None = None
    answered: Effects = ()
    unanswered: Effects = ()

    @model_validator(mode="after")
    def _another(self) -> Hail:
        if self.vessel == self.to:
            raise ValueError("a vessel cannot hail itself")
        return self


@word(EFFECTS, "tell")
class Tell(Word):
    """Let seats know something, as a report or a public word."""

    seats: Annotated[tuple[SeatRef, ...], Field(min_length=1, max_length=40)]
    text: Text
    alert: YesNo = True


@word(EFFECTS, "harm")
class Harm(Word):
    """People are hurt or killed."""

    vessel: VesselRef
    hurt: Annotated[int, *whole(0, 1000)] = 0
    dead: Annotated[int, *whole(0, 1000)] = 0


@word(EFFECTS, "silence")
class Silence(Word):
    """A vessel's radio is put out of action."""

    shorthand = "vessel"
    vessel: VesselRef


@word(EFFECTS, "act")
class Act(Word):
    """An act on a rung occurs that no distance, contact or activity shows (words, shots)."""

    side: SideRef
    rung: Rung
    shots: YesNo = False
    ordered: YesNo = True


@word(EFFECTS, "channel")
class SetChannel(Word):
    """A channel is opened, suspended or given up; announced to every seat on it."""

    channel: ChannelRef
    political: Literal["open", "suspended", "not_established"]


@word(EFFECTS, "shock")
class Shock(Word):
    """A side does what another may punish: each channel of the other's to shut may be shut."""

    by: SideRef
    weight: Annotated[float, *real(0, 4)] = 1.0


@word(EFFECTS, "establish")
class Establish(Word):
    """A channel is announced; whether and when it comes to exist is drawn."""

    shorthand = "channel"
    channel: ChannelRef


@word(EFFECTS, "convene")
class Convene(Word):
    """A meeting is announced, to be held after this time."""

    meeting: MeetingRef
    after: Span


@word(EFFECTS, "postpone")
class Postpone(Word):
    """A meeting that is announced is put off."""

    meeting: MeetingRef
    by: Span


@word(EFFECTS, "cancel")
class Cancel(Word):
    """A meeting that is announced is called off."""

    shorthand = "meeting"
    meeting: MeetingRef


@word(EFFECTS, "bind")
class Bind(Word):
    """Agreed rules bind these services too; announced to every seat on the channel."""

    channel: ChannelRef
    services: Annotated[tuple[Service, ...], Field(min_length=1, max_length=5)]


@word(EFFECTS, "instruct")
class Instruct(Word):
    """A seat gets a standing order that goes before all others, or loses it without a move."""

    seat: SeatRef
    move: MoveRef | None = None


@word(EFFECTS, "promise")
class PromiseGiven(Word):
    """A seat is bound to one of another side by a term, as if it had said so on a channel.

    With a term `back` the other is bound too, and a breach by one sets the other free.
    """

    by: SeatRef
    to: SeatRef
    channel: ChannelRef
    term: Term
    back: Term | None = None


@word(EFFECTS, "commit")
class Commit(Word):
    """A side threatens a rung in public; rung 0 clears what it has committed itself to."""

    side: SideRef
    rung: Rung


@word(EFFECTS, "ready")
class Ready(Word):
    """A side's forces are ordered to a step of readiness."""

    side: SideRef
    step: Annotated[int, *whole(0, 4)]


@word(EFFECTS, "release")
class Release(Word):
    """Release an inject now."""

    shorthand = "inject"
    inject: InjectRef


@word(EFFECTS, "withdraw")
class Withdraw(Word):
    """Withdraw an inject that is not released yet."""

    shorthand = "inject"
    inject: InjectRef


@word(EFFECTS, "chance")
class Toss(Word):
    """With probability p these effects, else those."""

    p: Probability
    then: Effects = ()
    otherwise: Effects = ()


@word(EFFECTS, "later")
class Later(Word):
    """These effects after a delay."""

    delay: Delay
    effects: Annotated[Effects, Field(min_length=1)]


@word(EFFECTS, "if")
class If(Word):
    """These effects if a condition holds now, else those."""

    when: Condition
    then: Effects = ()
    otherwise: Effects = ()


@word(EFFECTS, "end")
class End(Word):
    """The run is over."""
