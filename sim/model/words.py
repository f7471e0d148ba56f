"""The grammar of the data language: entries and open words, and the walk over what stands in them.

An *open word* is written as a one-key mapping (``steer: {…}``) whose key is looked up in a
registry; a plug-in that adds a word needs no change here. A reference is found by the mark of its
field's type, so one walk finds all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, TypeVar, cast, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError, core_schema

from sim.model.fields import Ref, string
from sim.plugins import Registry

Way = tuple[str | int, ...]
"""The way to a value: fields, keys and positions."""

SOURCE_TAGS = ("clause", "data", "expert", "assumed")


class FaultyError(AttributeError):
    """A field was looked at for which the author wrote something faulty, or nothing."""


class Entry(BaseModel):
    """Base of everything an author may say: frozen, unknown keys forbidden."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    if not TYPE_CHECKING:  # for a type checker every misspelt field would exist

        def __getattr__(self, name: str) -> Any:
            raise FaultyError(f"{type(self).__name__} has no “{name}”")


E = TypeVar("E", bound=Entry)


class _Fields:
    """The fields of an entry, and nothing else."""


def plain(entry: E) -> E:
    """Give an entry's fields alone, for who reads them often: an entry's own cost ten times more.

    It is for entries without properties or methods of their own; `entries` passes over what it
    gives, which is none any more.
    """
    fields = _Fields()
    fields.__dict__.update(dict(entry))
    return cast("E", fields)


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


def entries(value: object, way: Way = (), *, by_id: bool = False) -> Iterator[tuple[Way, Entry]]:
    """Walk an entry and yield it and every entry in it, each with its way.

    What stands in a list is named by its position, or `by_id` by its id where it has one; what
    stands under names, by these.
    """
    if isinstance(value, Entry):
        yield way, value
        for name in _holding(type(value)):
            yield from entries(getattr(value, name, None), (*way, name), by_id=by_id)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            step = getattr(item, "id", index) if by_id else index
            yield from entries(item, (*way, step), by_id=by_id)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from entries(item, (*way, key), by_id=by_id)


def every(kind: type[E], value: object) -> Iterator[E]:
    """Walk an entry and yield every entry of one class, itself included, however deep it stands."""
    return (entry for _, entry in entries(value) if isinstance(entry, kind))


def references(value: object, way: Way = ()) -> Iterator[tuple[Way, str, str]]:
    """Walk an entry and yield (way, kind, id) for every reference in it."""
    for at, entry in entries(value, way):
        yield from names(entry, at)


def names(entry: Entry, way: Way = ()) -> Iterator[tuple[Way, str, str]]:
    """Yield (way, kind, id) for every reference of one entry; a key counts as its own value."""
    for name, kind in _naming(type(entry)):
        here = getattr(entry, name, None)
        if isinstance(here, str):
            yield (*way, name), kind, here
        elif isinstance(here, tuple):
            for index, item in enumerate(here):
                yield (*way, name, index), kind, item
        elif isinstance(here, dict):
            for key in here:
                yield (*way, name, key), kind, key
