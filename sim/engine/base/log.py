"""What an entry of the log is: an envelope around one fact, and what is declared of each fact.

An `Event` is an envelope around one *fact*. The envelope says when, why (`cause`), which open
interval it closes, who may know it (`audience`) and whom it calls to attention (`alert`).

Facts are plain typed classes, so that a compiler can make native ones of them. They are not frozen
at run time, which would cost a twelfth of a whole run; a test sees to it that nobody writes to one.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

Key = tuple[str | int, ...]
"""The name of an interval: what it is, and of what, such as ``("window", "ph_mission")``."""


@dataclass(slots=True)
class Fact:
    """Base of all facts."""

    @property
    def kind(self) -> str:
        """Give the kind by which logs name it."""
        return FACTS[type(self)].kind

    @property
    def key(self) -> Key:
        """Name the interval this fact opens so that others can find it; () if unnamed."""
        return ()


@dataclass(slots=True)
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
        return FACTS[type(self.fact)].opens and getattr(self.fact, "due_ms", 0) is not None


@dataclass(slots=True)
class Reader:
    """Who learns of a fact: a seat and its side."""

    seat: str
    side: str


Change = Callable[[Any, Event, Any], None]
"""What a fact changes in a group of the state: (group, event, fact)."""
Learn = Callable[[Any, Reader, Event, Any], None]
"""What a seat learns of a fact, in a group of what it knows: (group, who learns, event, fact)."""
Work = Callable[[Event, Any], Any]
"""What a fact comes to, worked out once for all who take it in: (event, fact)."""
Tell = Callable[[Any, str, Any], str]
"""How a fact is said to a seat: (set-up, seat, fact)."""
V = TypeVar("V")


@dataclass(slots=True)
class Declared:
    """What is declared of the facts of a class.

    A fact that `opens` begins an interval unless its `due_ms` is None. Fields named in `secret`
    are plans drawn in advance: they never leave the engine, and `empty` holds what stands in their
    place, by the declared type of each, whatever it holds. `open_to_all` names those that are
    no secret where a test of the other fields holds. The others are registered one by
    one: what facts change and what seats learn of them by the name of the group it is in.
    """

    kind: str
    cls: type[Fact]
    opens: bool
    secret: tuple[str, ...]
    empty: dict[str, Any]
    fields: tuple[str, ...]
    open_to_all: dict[str, Callable[[Any], bool]] = field(default_factory=dict)
    changes: dict[str, Change] = field(default_factory=dict)
    learns: dict[str, Learn] = field(default_factory=dict)
    work: Work | None = None
    tell: Tell | None = None

    def hidden(self, fact: Fact) -> tuple[str, ...]:
        """Name the fields that are secret in a fact of the class."""
        tests = self.open_to_all
        if not tests:
            return self.secret
        return tuple(name for name in self.secret if name not in tests or not tests[name](fact))


FACTS: Final[dict[type, Declared]] = {}
"""Every class of facts, in the order in which they were declared."""


def worked_out(event: Event) -> object:
    """Give what changes and learning take in of an event: its fact, or what that comes to."""
    work = FACTS[type(event.fact)].work
    return event.fact if work is None else work(event, event.fact)


@dataclass(slots=True)
class Group:
    """Base of the groups of the state and of what a seat knows: the fields of one subject."""


def copied(holder: V) -> V:
    """Copy a dataclass of values, dictionaries, lists and groups; neither then changes both."""
    names = holder.__dataclass_fields__  # type: ignore[attr-defined]  # a dataclass
    return type(holder)(*[_copied(getattr(holder, name)) for name in names])


def _copied(value: V) -> V:
    if isinstance(value, Group):
        return copied(value)
    return value.copy() if isinstance(value, dict | list) else value  # type: ignore[return-value]


def to_data(event: Event) -> dict[str, Any]:
    """Turn an event into plain data: the envelope's and the fact's fields in one mapping."""
    fact = event.fact
    known = FACTS[type(fact)]
    data: dict[str, Any] = {name: getattr(fact, name) for name in known.fields}
    data["event"] = known.kind
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
