"""Injects, endings, the briefing, and what happened in history."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.model.conditions import Condition
from sim.model.effects import Effects
from sim.model.words import (
    ChannelRef,
    ClauseRef,
    Duration,
    Entry,
    FormRef,
    Id,
    MoveRef,
    SeatRef,
    Sourced,
    Text,
    VesselRef,
    YesNo,
    string,
    whole,
)


class Inject(Sourced):
    """News, weather, a third party or an order from above, released to seats.

    Released at the first moment at or after `at` at which `when` holds; withdrawn when the instant
    `until` is over.
    What a seat of the scenario does is never an inject.
    """

    id: Id
    title: Text
    kind: Literal["news", "weather", "third_party", "order", "report", "end"]
    sender: Annotated[str, *string(80, 0)] = ""
    to: Annotated[tuple[SeatRef, ...], Field(max_length=40)] = ()
    text: Text | None = None
    at: Duration | None = None
    when: Condition | None = None
    until: Duration | None = None
    by_effect: YesNo = False
    alert: YesNo = True
    effects: Effects = ()

    @model_validator(mode="after")
    def _has_a_moment(self) -> Inject:
        if not self.by_effect and self.at is None and self.when is None:
            raise ValueError("give “at”, “when” or both, or “by_effect: true”")
        if self.until is not None and self.until < (self.at or 0):
            raise ValueError("“until” lies before “at”")
        if self.to and not self.text:
            raise ValueError("an inject to seats needs “text”")
        return self


class Ending(Sourced):
    """How a run may be named at its end; the first whose condition holds is taken."""

    id: Id
    title: Text
    text: Text
    when: Condition | None = None


class Statement(Sourced):
    """A checkable statement with its source."""

    text: Text


Statements = Annotated[tuple[Statement, ...], Field(min_length=1, max_length=100)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1, max_length=100)]


class Briefing(Entry):
    """What everybody may read before the begin; `history` is kept until the end."""

    headline: Text
    known: Statements
    unknown: Texts
    decision: Text
    stakes: Text
    facts: Statements
    left_out: Texts
    history: Statements


class Step(Sourced):
    """One step of a script: at the first moment from `at` on at which it is allowed."""

    at: Duration
    choose: MoveRef | None = None
    call: ChannelRef | None = None
    to: VesselRef | None = None
    desk: SeatRef | None = None
    form: FormRef | None = None
    clauses: Annotated[tuple[ClauseRef, ...], Field(max_length=20)] = ()

    @model_validator(mode="after")
    def _one_verb(self) -> Step:
        if (self.choose is None) == (self.call is None):
            raise ValueError("give “choose” (a move) or “call” (a channel), not both")
        if self.call is not None and (
            self.form is None or (self.to is None) == (self.desk is None)
        ):
            raise ValueError("a call needs “form”, and “to” (a vessel) or “desk” (a seat)")
        return self


class SeatScript(Entry):
    """What one seat does, step by step."""

    seat: SeatRef
    steps: Annotated[tuple[Step, ...], Field(max_length=500)]


class History(Sourced):
    """What the real seats did, as far as it is known, and the seed that shows its outcome."""

    seed: Annotated[int, *whole(0, 2**63 - 1)]
    scripts: Annotated[tuple[SeatScript, ...], Field(max_length=40)]
