"""Injects: news, weather, third parties and orders from above, released to seats."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.model.conditions import Condition
from sim.model.effects import Effects
from sim.model.fields import Duration, Id, SeatRef, Text, YesNo, string
from sim.model.words import Sourced


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
