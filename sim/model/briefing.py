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

    headline: Annotated[Text, Field(description="in one or two sentences, what is about to happen")]
    known: Annotated[Statements, Field(description="what both sides know at the begin")]
    unknown: Annotated[Texts, Field(description="what nobody knows, or one side only")]
    decision: Annotated[Text, Field(description="what is to be decided, and by whom")]
    stakes: Annotated[Text, Field(description="who and what is at risk")]
    facts: Annotated[Statements, Field(description="what happened before, elsewhere or since")]
    left_out: Annotated[Texts, Field(description="what the scenario leaves out, and why it may")]
    history: Annotated[Statements, Field(description="what really happened; shown at the end only")]
