"""What a row of the ledger's tables may say."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from sim.ledger.dates import PartialDate, partial_date

FIRST, LAST = dt.date(1998, 1, 1), dt.date(2025, 12, 31)
"""The days from which and up to which the ledger was kept."""

EventKind = Literal[
    "opened",
    "used",
    "requested",
    "refused",
    "unanswered",
    "suspended",
    "cancelled",
    "postponed",
    "resumed",
    "held",
]
Confidence = Literal["article", "checked", "unchecked", "derived"]
"""Said in one of the five articles; in a source looked up; from memory; taken from other rows."""
Dyad = Literal[
    "us_prc",
    "ph_prc",
    "cross_strait",
    "jp_prc",
    "asean_prc",
    "us_ph",
    "us_ru",
    "anybody",
]
DYADS: dict[str, str] = {
    "us_prc": "United States and China",
    "ph_prc": "Philippines and China",
    "cross_strait": "Taipei and Beijing",
    "jp_prc": "Japan and China",
    "asean_prc": "ASEAN and China",
    "us_ph": "United States and Philippines",
    "us_ru": "United States and Russia, for comparison",
    "anybody": "Anybody at sea, and in public",
}
ChannelKind = Literal[
    "line", "meeting", "programme", "envoys", "rules", "procedure", "radio", "public"
]
CHANNEL_KINDS: tuple[str, ...] = get_args(ChannelKind)
CLOSABLE: tuple[str, ...] = ("line", "meeting", "programme")
"""Kinds that one side can shut by saying so, and that both must keep alive."""


def _dated(value: object) -> object:
    return partial_date(value) if isinstance(value, str) else value


def _nothing(value: object) -> object:
    return None if value == "" else value


Dated = Annotated[PartialDate, BeforeValidator(_dated)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


class Row(BaseModel):
    """A row of a table: nothing beside its columns, and never changed."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class SourceRow(Row):
    """Where something was read. An address without a scheme is the name of an article's file."""

    id: Id
    title: Text
    publisher: Text
    date: Text
    address: Annotated[str, Field(max_length=300)]


class ChannelRow(Row):
    """A channel; `rank` 1 leaders, 2 ministers, 3 chiefs, 4 officials, 5 commands, 6 units."""

    id: Id
    dyad: Dyad
    name: Text
    kind: ChannelKind
    rank: Annotated[Annotated[int, Field(ge=1, le=6)] | None, BeforeValidator(_nothing)]
    since: Annotated[
        PartialDate | Literal["standing"] | None,
        BeforeValidator(lambda v: v if v == "standing" else _dated(_nothing(v))),
    ]
    access: Literal["direct", "appointment"]
    traffic: Literal["everyday", "rare"]

    @property
    def from_day(self) -> dt.date | None:
        """Give the day from which it was there, where the table says one."""
        return self.since.middle if isinstance(self.since, PartialDate) else None


class DatedRow(Row):
    """Something that happened on a day."""

    date: Dated

    @property
    def day(self) -> dt.date:
        """Give the day that counts: the middle of what is known."""
        return self.date.middle


class EventRow(DatedRow):
    """One dated event; `doubt` names the part of the date that its source does not give."""

    channel: Id
    event: EventKind
    by: Text
    to: Text
    cause: Text
    what: Text
    doubt: Literal["", "day", "month", "year", "nominal"]
    confidence: Confidence
    source: str

    @model_validator(mode="after")
    def _has_its_source(self) -> EventRow:
        if self.confidence in ("article", "checked") and not self.source:
            raise ValueError(f"“{self.confidence}” needs a source")
        return self


class ShockRow(DatedRow):
    """Something that might have made a side shut channels, whether or not it did."""

    dyad: Dyad
    what: Text
    confidence: Confidence
    source: str
