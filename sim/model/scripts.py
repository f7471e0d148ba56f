"""Scripts: what a seat does step by step, and what the real seats did in history."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from sim.model.fields import (
    ChannelRef,
    ClauseRef,
    Duration,
    FormRef,
    MoveRef,
    SeatRef,
    VesselRef,
    whole,
)
from sim.model.words import Entry, Sourced
from sim.units import SEED_MOST


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

    seed: Annotated[int, *whole(0, SEED_MOST)]
    scripts: Annotated[tuple[SeatScript, ...], Field(max_length=40)]
