"""Channels and the forms they carry: the ways in which seats can reach one another."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from sim.model.words import Duration, FormRef, Id, Rate, SeatRef, Sourced, Span, Text

BoardWord = Literal[
    "not_established", "suspended", "refused", "unanswered", "dormant", "slow", "open"
]


class Answering(Sourced):
    """How a try on a channel ends when no person decides: competing hazards until a limit."""

    answered: Rate
    declined: Rate
    tries: Span


class Form(Sourced):
    """A message's structured intent."""

    id: Id
    title: Text


class Channel(Sourced):
    """A way to pass messages between seats."""

    id: Id
    name: Text
    kind: Literal["radio", "line", "meeting", "rules", "relay", "public"]
    seats: Annotated[tuple[SeatRef, ...], Field(max_length=40)] = ()
    start: BoardWord = "open"
    forms: Annotated[tuple[FormRef, ...], Field(max_length=60)] = ()
    answering: Answering | None = None
    talk: Duration = 0
    note: Text | None = None

    @model_validator(mode="after")
    def _radio_is_answered(self) -> Channel:
        if self.kind == "radio" and self.answering is None:
            raise ValueError("a radio needs “answering”: the rates of answers and refusals")
        if self.kind == "radio" and not self.forms:
            raise ValueError("a radio needs “forms”: what can be said on it")
        return self
