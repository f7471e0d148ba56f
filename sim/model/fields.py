"""Types of fields: text, numbers, quantities with their unit, and names of what is declared.

Text and numbers are read strictly and within bounds; what is outside is refused with what was
expected. A *reference* is a string annotated with the kind of thing it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from sim import units
from sim.printable import hidden


def string(
    most: int, least: int = 1, pattern: str = "", expected: str = "expected text"
) -> list[Any]:
    """Build a field type: text of bounded length, perhaps of a pattern, fit for a terminal."""
    fits = re.compile(pattern) if pattern else None

    def read(value: object) -> str:
        if not isinstance(value, str):
            raise ValueError("expected text")
        if len(value) < least or (fits and not fits.fullmatch(value)):
            raise ValueError(expected)
        if len(value) > most:
            raise ValueError(f"is longer than {most} characters")
        control = hidden(value)
        if control:
            raise ValueError(f"holds a control character (U+{ord(control):04X})")
        return value

    schema: dict[str, Any] = {"minLength": least, "maxLength": most}
    if pattern:
        schema["pattern"] = f"^({pattern})$"
    return [BeforeValidator(read), Field(json_schema_extra=schema)]


def whole(least: int, most: int) -> list[Any]:
    """Build a field type: a whole number within bounds; a yes is none."""
    expected = f"{least}" if least == most else f"a whole number from {least} to {most}"

    def read(value: object) -> int:
        if type(value) is int and least <= value <= most:
            return value
        raise ValueError(f"expected {expected}")

    return [BeforeValidator(read), Field(json_schema_extra={"minimum": least, "maximum": most})]


def real(least: float, most: float) -> list[Any]:
    """Build a field type: a number within bounds; a yes is none."""

    def read(value: object) -> float:
        if isinstance(value, int | float) and type(value) is not bool and least <= value <= most:
            return float(value) + 0.0  # no negative zero: equal scenarios have one text
        raise ValueError(f"expected a number from {least:g} to {most:g}")

    return [BeforeValidator(read), Field(json_schema_extra={"minimum": least, "maximum": most})]


def between(parse: Callable[[object], Any], least: str, most: str) -> AfterValidator:
    """Bound a quantity, in the units that an author writes."""
    low, high = parse(least), parse(most)

    def check(value: Any) -> Any:
        if low <= value <= high:
            return value
        raise ValueError(f"expected {least} to {most}")

    return AfterValidator(check)


def quantity(parse: Any, write: Any, example: str) -> list[Any]:
    """Build a field type read from text with its unit and written back the same way."""
    return [
        BeforeValidator(parse),
        PlainSerializer(write, return_type=str),
        Field(json_schema_extra={"type": "string", "examples": [example]}),
    ]


def duration(least: str, most: str = "3650 d") -> list[Any]:
    """Build a field type for durations within bounds."""
    return [
        *quantity(units.parse_duration, units.format_duration, "6 min"),
        between(units.parse_duration, least, most),
    ]


Duration = Annotated[int, *duration("0 s")]
Span = Annotated[int, *duration("1 s")]
Distance = Annotated[
    float,
    *quantity(units.parse_distance, units.format_distance, "500 yd"),
    between(units.parse_distance, "0 m", "2000 nm"),
]
Speed = Annotated[
    float,
    *quantity(units.parse_speed, units.format_speed, "9 kn"),
    between(units.parse_speed, "0 kn", "1000 kn"),
]
Bearing = Annotated[float, *quantity(units.parse_bearing, units.format_bearing, "270 deg")]
Turn = Annotated[float, *quantity(units.parse_turn, units.format_bearing, "30 deg")]
Rate = Annotated[
    float,
    *quantity(units.parse_rate, units.format_rate, "0.7 per h"),
    between(units.parse_rate, "0 per h", "60 per min"),
]
Position = Annotated[
    units.Position,
    *quantity(units.parse_position, units.format_position, "15.18 N 118.00 E"),
]
Begin = Annotated[
    datetime, *quantity(units.parse_begin, lambda t: t.isoformat(" "), "2025-09-16 08:00+08:00")
]
Probability = Annotated[float, *real(0, 1)]
Rung = Annotated[int, *whole(0, 10)]
Nats = Annotated[float, *real(-20, 20)]
Factor = Annotated[float, *real(0, 20)]
Amount = Annotated[int, *whole(-1_000_000, 1_000_000)]
YesNo = Annotated[bool, Field(strict=True)]
Text = Annotated[str, *string(2000)]
Id = Annotated[
    str,
    *string(
        60,
        1,
        "[a-z][a-z0-9]*(_[a-z0-9]+)*",
        "expected an id in lower snake case, such as “ph_mission”",
    ),
]


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a string that names a thing declared elsewhere in the scenario."""

    kind: str


SideRef = Annotated[str, Ref("side")]
SeatRef = Annotated[str, Ref("seat")]
VesselRef = Annotated[str, Ref("vessel")]
PlaceRef = Annotated[str, Ref("place")]
GateRef = Annotated[str, Ref("gate")]
ChannelRef = Annotated[str, Ref("channel")]
FormRef = Annotated[str, Ref("form")]
FlagRef = Annotated[str, Ref("flag")]
CounterRef = Annotated[str, Ref("counter")]
ActivityRef = Annotated[str, Ref("activity")]
MoveRef = Annotated[str, Ref("move")]
InjectRef = Annotated[str, Ref("inject")]
ClauseRef = Annotated[str, Ref("clause")]
IncidentRef = Annotated[str, Ref("incident")]
MeetingRef = Annotated[str, Ref("meeting")]
StreamRef = Annotated[str, Ref("stream")]

Service = Literal["navy", "coast_guard", "fisheries", "militia", "civilian"]
