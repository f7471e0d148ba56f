"""What an entry of the log is: an envelope around one fact.

An `Event` is an envelope around one *fact*. The envelope says when, why (`cause`), which open
interval it closes, who may know it (`audience`) and whom it calls to attention (`alert`). A
fact whose class `opens` begins an interval unless its `due_ms` is None. Fields named in
`secret` are plans drawn in advance: they never leave the engine.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any, ClassVar, TypeVar, dataclass_transform

F = TypeVar("F", bound=type)


@dataclass_transform(frozen_default=True)
def sealed(cls: F) -> F:
    """Make a dataclass that type checkers hold to be frozen.

    At run time it is not: making frozen ones costs a twelfth of a whole run, and nothing but
    `evolve` and `learn` ever looks at an event's fields to change something.
    """
    made: Any = dataclass(slots=True)(cls)
    return made  # type: ignore[no-any-return]


@sealed
class Fact:
    """Base of all facts."""

    kind: ClassVar[str] = ""
    opens: ClassVar[bool] = False
    secret: ClassVar[tuple[str, ...]] = ()

    @property
    def key(self) -> str:
        """Name the interval this fact opens so that others can find it; "" if unnamed."""
        return ""


@sealed
class Event:
    """One entry of the log."""

    seq: int
    at_ms: int
    fact: Any
    cause: int | None
    closes: int | None
    audience: tuple[str, ...]
    alert: tuple[str, ...]

    @property
    def opens(self) -> bool:
        """Say whether this event begins an interval."""
        return self.fact.opens and getattr(self.fact, "due_ms", 0) is not None


FACTS: dict[str, type[Fact]] = {}
K = TypeVar("K", bound=type[Fact])


@dataclass_transform(frozen_default=True)
def fact(kind: str, *, opens: bool = False, secret: tuple[str, ...] = ()) -> Callable[[K], K]:
    """Register a fact's class under its kind."""

    def register(cls: K) -> K:
        made: Any = dataclass(slots=True)(cls)
        made.kind, made.opens, made.secret = kind, opens, secret
        assert kind not in FACTS, f"the kind “{kind}” is registered twice"
        FACTS[kind] = made
        return made  # type: ignore[no-any-return]

    return register


_NAMES: dict[type, tuple[str, ...]] = {}


def field_names(cls: type) -> tuple[str, ...]:
    """Give the field names of a fact's class, in order."""
    found = _NAMES.get(cls)
    if found is None:
        found = _NAMES[cls] = tuple(f.name for f in fields(cls))
    return found


def to_data(event: Event) -> dict[str, Any]:
    """Turn an event into plain data: the envelope's and the fact's fields in one mapping."""
    data: dict[str, Any] = {
        name: getattr(event.fact, name) for name in field_names(type(event.fact))
    }
    data["event"] = event.fact.kind
    data["n"] = event.seq
    data["at_ms"] = event.at_ms
    data["cause"] = event.cause
    data["closes"] = event.closes
    data["audience"] = event.audience
    data["alert"] = event.alert
    return data


_dump = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def to_line(event: Event) -> str:
    """Write an event as one line of canonical JSON, without the line's end."""
    return _dump(to_data(event))
