"""Hints: what a newcomer may do now, in a few words; data of the scenario, like all else."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.model.conditions import Condition
from sim.model.fields import ChannelRef, Duration, FormRef, Id, MoveRef, SeatRef, VesselRef, string
from sim.model.words import Sourced

HINT_MOST = 46
"""Characters of a hint: with the key it asks for it fits on one line of eighty."""

Answer = Literal["wait", "answer", "decline", "accept", "refuse", "grant", "deny", "hang"]
"""Verbs of the play that a hint may ask for besides choosing and calling."""
Glance = Literal["options", "map", "vessels", "log", "orders", "channels"]
"""What a hint may ask a player to look at; it goes once that has been looked at."""


class Hint(Sourced):
    """What a seat may do now, in a few words: choose, call, or one thing to `do`."""

    id: Id
    seat: SeatRef
    when: Condition | None = None
    text: Annotated[str, *string(HINT_MOST)]
    choose: Annotated[tuple[MoveRef, ...], Field(max_length=12)] = ()
    call: ChannelRef | None = None
    to: VesselRef | None = None
    form: FormRef | None = None
    do: Answer | Glance | None = None
    stuck: Duration = 0

    @model_validator(mode="after")
    def _one_thing(self) -> Hint:
        if bool(self.choose) + (self.call is not None) + (self.do is not None) != 1:
            raise ValueError("give one of “choose” (moves), “call” (a channel) and “do”")
        if self.call is None and (self.to is not None or self.form is not None):
            raise ValueError("“to” and “form” belong to a “call”")
        return self
