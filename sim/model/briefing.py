"""The briefing: what is known, unknown and at stake, in statements with their sources."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.model.fields import Text
from sim.model.words import Entry, Sourced


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
