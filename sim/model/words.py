"""The grammar of the data language: entries, quantities, references and open words.

An *open word* is written as a one-key mapping (``steer: {…}``) whose key is looked up in a
registry; a plug-in that adds a word needs no change here. A *reference* is a string annotated
with the kind of thing it names, so one walker finds all of them. Text and numbers are read
strictly and within bounds; what is outside is refused with what was expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, TypeVar, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
)
from pydantic_core import PydanticCustomError, core_schema

from sim import units
from sim.plugins import Registry

Way = tuple[str | int, ...]
"""The way to a value: fields, keys and positions."""

SOURCE_TAGS = ("clause", "data", "expert", "assumed")

# What moves a cursor, and half characters; line breaks and tabs are text.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


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
        control = _CONTROL.search(value)
        if control:
            raise ValueError(f"holds a control character (U+{ord(control[0]):04X})")
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


class FaultyError(AttributeError):
    """A field was looked at for which the author wrote something faulty, or nothing."""


class Entry(BaseModel):
    """Base of everything an author may say: frozen, unknown keys forbidden."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    if not TYPE_CHECKING:  # for a type checker every misspelt field would exist

        def __getattr__(self, name: str) -> Any:
            raise FaultyError(f"{type(self).__name__} has no “{name}”")


E = TypeVar("E", bound=Entry)


class Sourced(Entry):
    """An entry that may say where its numbers and facts come from."""

    source: Annotated[
        str,
        *string(
            2000,
            0,
            rf"|\[({'|'.join(SOURCE_TAGS)})\] \S[\s\S]*",
            f"expected a source such as “[data] where it comes from” ({', '.join(SOURCE_TAGS)})",
        ),
        Field(
            default="",
            description="[clause|data|expert|assumed] and where it comes from; holds for every "
            "number of this entry down to the next `source`",
        ),
    ]


class Word(Entry):
    """Base of what stands behind an open word.

    ``shorthand`` names the one field that a bare value fills: ``flag: offer_made`` is short
    for ``flag: {flag: offer_made}``.
    """

    shorthand: ClassVar[str] = ""
    word: ClassVar[str] = ""

    @classmethod
    def is_short(cls, body: object) -> bool:
        """Say whether a body is the bare value; a mapping is one only where words may nest."""
        if not cls.shorthand or not isinstance(body, dict):
            return bool(cls.shorthand)
        return _nests(cls) and not body.keys() <= cls.model_fields.keys()

    @classmethod
    def spelled(cls, body: object) -> dict[str, Any]:
        """Spell a body out: every key with its value."""
        if cls.is_short(body):
            return {cls.shorthand: body}
        if isinstance(body, dict):
            return body
        if body is not None:
            keys = ", ".join(cls.model_fields) or "none"
            raise ValueError(f"expected keys and values after “{cls.word}”; keys: {keys}")
        return {}


@cache
def _nests(spec: type[Word]) -> bool:
    """Say whether the bare value of a word may itself be a word, or a list of such."""
    field = spec.model_fields[spec.shorthand]
    return get_origin(field.annotation) is tuple or any(isinstance(m, Open) for m in field.metadata)


@dataclass(frozen=True, slots=True)
class Open:
    """Marks a field as an open tagged union over one registry."""

    registry: Registry[type[Word]]

    def validate(self, value: object) -> Word:
        """Turn ``{word: body}`` into the specification registered for the word."""
        if isinstance(value, Word):
            return value
        noun = self.registry.noun
        if not isinstance(value, dict) or len(value) != 1:
            example = next(iter(self.registry), "word")
            raise ValueError(f"expected a {noun} written as one key, such as “{example}: …”")
        word, body = next(iter(value.items()))
        if word not in self.registry:
            # The nearest word is looked for only if somebody will read of it.
            raise PydanticCustomError("unknown_word", "unknown word", {"registry": self.registry})
        spec = self.registry.get(word)
        return spec.model_validate(spec.spelled(body))

    @staticmethod
    def dump(value: Word) -> dict[str, Any]:
        """Write a specification the way an author does, leaving out defaults."""
        body = value.model_dump(mode="json", exclude_defaults=True)
        if value.shorthand and set(body) == {value.shorthand}:
            return {value.word: body[value.shorthand]}
        return {value.word: body}

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self.validate, serialization=core_schema.plain_serializer_function_ser_schema(self.dump)
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        return {"x-open-word": self.registry.noun}


def word(registry: Registry[type[Word]], name: str) -> Any:
    """Register a specification under a word and tell the class its own name."""

    def register(spec: type[Word]) -> type[Word]:
        spec.word = name
        return registry.add(name)(spec)

    return register


def parts_of(annotation: object) -> Iterator[object]:
    """Yield an annotation and everything it is made of, from outside in."""
    yield annotation
    for inner in get_args(annotation):
        yield from parts_of(inner)


@cache
def _naming(model: type[Entry]) -> tuple[tuple[str, str], ...]:
    """List the fields that hold names, each with the kind of what it names."""
    found = {}
    for name, info in model.model_fields.items():
        for part in (*info.metadata, *parts_of(info.annotation)):
            if isinstance(part, Ref):
                found[name] = part.kind
    return tuple(found.items())


@cache
def _holding(model: type[Entry]) -> tuple[str, ...]:
    """List the fields that may hold further entries."""

    def holds(annotation: object) -> bool:
        return any(isinstance(p, type) and issubclass(p, Entry) for p in parts_of(annotation))

    return tuple(name for name, info in model.model_fields.items() if holds(info.annotation))


def entries(value: object, path: Way = (), *, by_id: bool = False) -> Iterator[tuple[Way, Entry]]:
    """Walk an entry and yield it and every entry in it, each with its path.

    What stands in a list is named by its position, or `by_id` by its id where it has one.
    """
    if isinstance(value, Entry):
        yield path, value
        for name in _holding(type(value)):
            yield from entries(getattr(value, name, None), (*path, name), by_id=by_id)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            step = getattr(item, "id", index) if by_id else index
            yield from entries(item, (*path, step), by_id=by_id)


def every(kind: type[E], value: object) -> Iterator[E]:
    """Walk an entry and yield every entry of one class, itself included, however deep it stands."""
    return (entry for _, entry in entries(value) if isinstance(entry, kind))


def references(value: object, path: Way = ()) -> Iterator[tuple[Way, str, str]]:
    """Walk an entry and yield (path, kind, id) for every reference in it."""
    for at, entry in entries(value, path):
        yield from names(entry, at)


def names(entry: Entry, path: Way = ()) -> Iterator[tuple[Way, str, str]]:
    """Yield (path, kind, id) for every reference of one entry; a key counts as its own value."""
    for name, kind in _naming(type(entry)):
        here = getattr(entry, name, None)
        if isinstance(here, str):
            yield (*path, name), kind, here
        elif isinstance(here, tuple):
            for index, item in enumerate(here):
                yield (*path, name, index), kind, item
        elif isinstance(here, dict):
            for key in here:
                yield (*path, name, key), kind, key
