"""What a seat is shown, as JSON and back: the dataclasses of the seat's protocol, unchanged."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

from sim.engine.seat.feed_lines import FeedLine
from sim.engine.seat.words import TermLine
from sim.play.ahead import Wording
from sim.play.debrief import Debrief
from sim.play.exchange import Ended, Shown
from sim.play.sheet import Sheet

_T = TypeVar("_T")
SHOWN: TypeAdapter[Shown] = TypeAdapter(Shown)
ENDED: TypeAdapter[Ended] = TypeAdapter(Ended)
SHEET: TypeAdapter[Sheet] = TypeAdapter(Sheet)
DEBRIEF: TypeAdapter[Debrief] = TypeAdapter(Debrief)
FEED: TypeAdapter[tuple[FeedLine, ...]] = TypeAdapter(tuple[FeedLine, ...])
TERMS: TypeAdapter[tuple[TermLine, ...]] = TypeAdapter(tuple[TermLine, ...])
AHEAD: TypeAdapter[Wording | str] = TypeAdapter(Wording | str)


def plain(of: TypeAdapter[_T], value: _T) -> Any:  # noqa: ANN401  # JSON
    """Write a value as JSON data."""
    return of.dump_python(value, mode="json")


def text(of: TypeAdapter[_T], value: _T) -> str:
    """Write a value as JSON text, the same as its data written down."""
    return of.dump_json(value).decode()


def back(of: TypeAdapter[_T], data: object) -> _T:
    """Read a value from JSON data.

    Raises:
        ValueError: it is none.
    """
    return of.validate_python(data)
