"""The grammar of the data language: entries, quantities, references and open words.

An *open word* is written as a one-key mapping (``steer: {…}``) whose key is looked up in a
registry; a plug-in that adds a word needs no change here. A *reference* is a string annotated
with the kind of thing it names, so one walker checks all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, ClassVar, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer
from pydantic_core import core_schema

from sim import units
from sim.plugins import Registry

SOURCE_TAGS = ("clause", "data", "expert", "assumed")
_TAGGED = rf"^\[({'|'.join(SOURCE_TAGS)})\] \S"
_ID = r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$"


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a string that names a thing declared elsewhere in the scenario."""

    kind: str


class Entry(BaseModel):
    """Base of everything an author may say: frozen, unknown keys forbidden."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Sourced(Entry):
    """An entry that may say where its numbers and facts come from."""

    source: Annotated[
        str,
        Field(
            default="",
            pattern=rf"^$|{_TAGGED}",
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
        spec = self.registry.get(str(word))
        return spec.model_validate(self._body(spec, body))

    @staticmethod
    def _body(spec: type[Word], body: object) -> dict[str, Any]:
        """Spell a shorthand out; a nested word (`not: {flag: …}`) is a bare value too."""
        if isinstance(body, dict) and set(body) <= set(spec.model_fields):
            return body
        if spec.shorthand and (not isinstance(body, dict) or len(spec.model_fields) == 1):
            return {spec.shorthand: body}
        if body is None:
            return {}
        if not isinstance(body, dict):
            raise ValueError(f"“{spec.word}” needs keys: {', '.join(spec.model_fields)}")
        return body

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


def quantity(parse: Any, write: Any, json: str) -> Any:
    """Build a field type read from text with its unit and written back the same way."""
    return [
        BeforeValidator(parse),
        PlainSerializer(write, return_type=str),
        Field(json_schema_extra={"type": "string", "examples": [json]}),
    ]


Duration = Annotated[int, *quantity(units.parse_duration, units.format_duration, "6 min")]
Distance = Annotated[float, *quantity(units.parse_distance, units.format_distance, "500 yd")]
Speed = Annotated[float, *quantity(units.parse_speed, units.format_speed, "9 kn")]
Bearing = Annotated[float, *quantity(units.parse_bearing, units.format_bearing, "270 deg")]
Turn = Annotated[float, *quantity(units.parse_turn, units.format_bearing, "30 deg")]
Rate = Annotated[float, *quantity(units.parse_rate, units.format_rate, "0.7 per h")]
Position = Annotated[
    units.Position,
    *quantity(units.parse_position, units.format_position, "15.18 N 118.00 E"),
]
Begin = Annotated[
    datetime, *quantity(units.parse_begin, lambda t: t.isoformat(" "), "2025-09-16 08:00+08:00")
]
Probability = Annotated[float, Field(ge=0, le=1)]
Rung = Annotated[int, Field(ge=0, le=10)]
Id = Annotated[str, Field(pattern=_ID, max_length=60)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]

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


def references(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, str, str]]:
    """Walk an entry and yield (path, kind, id) for every reference in it."""
    if not isinstance(value, BaseModel):
        return
    for name, info in type(value).model_fields.items():
        here = getattr(value, name)
        ref = next((m for m in info.metadata if isinstance(m, Ref)), None) or _ref_in(
            info.annotation
        )
        yield from _walk(here, ref, (*path, name))


def _walk(value: object, ref: Ref | None, path: tuple[str | int, ...]) -> Iterator[Any]:
    if isinstance(value, str):
        if ref is not None:
            yield path, ref.kind, value
    elif isinstance(value, dict):
        for key, item in value.items():
            if ref is not None:
                yield (*path, key), ref.kind, key
            yield from _walk(item, None if ref else ref, (*path, key))
    elif isinstance(value, tuple) and not isinstance(value, units.Position):
        for index, item in enumerate(value):
            yield from _walk(item, ref, (*path, index))
    else:
        yield from references(value, path)


def _ref_in(annotation: object) -> Ref | None:
    """Find a reference mark inside tuple[…], dict[…] and `… | None`."""
    if get_origin(annotation) is Annotated:
        found = next((m for m in get_args(annotation)[1:] if isinstance(m, Ref)), None)
        if found:
            return found
    for inner in get_args(annotation):
        found = _ref_in(inner)
        if found:
            return found
    return None
