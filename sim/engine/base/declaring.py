"""Declaring facts: what each means is registered beside its class, a name for each kind of meaning.

A subject's module declares its facts one by one: `declare` gives a fact's class its kind; `changes`
registers what it changes in a group of the state, `learns` what a seat learns of it, `tells` how it
is said in words, `works_out` what it comes to where many take in the same. Nothing else needs to
know that a fact exists. What registers returns what it was given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any, TypeVar

from sim.engine.base.log import FACTS, Change, Declared, Fact, Learn, Tell, Work

C = TypeVar("C", bound=Change)
L = TypeVar("L", bound=Learn)
T = TypeVar("T", bound=Tell)
W = TypeVar("W", bound=Work)
K = TypeVar("K")


def declare(
    kind: str,
    cls: type[Fact],
    *,
    opens: bool = False,
    secret: tuple[str, ...] = (),
    open_to_all: dict[str, Callable[[Any], bool]] | None = None,
) -> None:
    """Declare a class of facts under the kind by which logs name it."""
    assert all(kind != other.kind for other in FACTS.values()), f"two facts are “{kind}”"
    types = {f.name: f.type if isinstance(f.type, str) else f.type.__name__ for f in fields(cls)}
    FACTS[cls] = Declared(
        kind,
        cls,
        opens=opens,
        secret=secret,
        empty={name: _empty(types[name]) for name in secret},
        fields=tuple(types),
        open_to_all=open_to_all or {},
    )


def _empty(declared: str) -> object:
    """Give what stands in the place of a secret of a type."""
    kinds: dict[str, object] = {"str": "", "int": -1, "float": -1.0, "bool": False}
    return () if declared.startswith("tuple") else kinds.get(declared)


def changes(group: str, *kinds: type[Fact]) -> Callable[[C], C]:
    """Register what facts of these classes change in a group of the state."""

    def register(change: C) -> C:
        for kind in kinds:
            assert group not in FACTS[kind].changes, f"{kind.__name__} changes {group} twice"
            FACTS[kind].changes[group] = change
        return change

    return register


def learns(group: str, *kinds: type[Fact]) -> Callable[[L], L]:
    """Register what a seat learns of facts of these classes, in a group of what it knows."""

    def register(learn: L) -> L:
        for kind in kinds:
            assert group not in FACTS[kind].learns, f"{kind.__name__} is learnt in {group} twice"
            FACTS[kind].learns[group] = learn
        return learn

    return register


def works_out(*kinds: type[Fact]) -> Callable[[W], W]:
    """Register what facts of these classes come to: it is what `changes` and `learns` are given."""

    def register(work: W) -> W:
        for kind in kinds:
            assert FACTS[kind].work is None, f"{kind.__name__} is worked out twice"
            FACTS[kind].work = work
        return work

    return register


def tells(*kinds: type[Fact]) -> Callable[[T], T]:
    """Register how facts of these classes are said in words."""

    def register(tell: T) -> T:
        for kind in kinds:
            assert FACTS[kind].tell is None, f"{kind.__name__} is told twice"
            FACTS[kind].tell = tell
        return tell

    return register


def add(tallies: dict[K, int], name: K, by: int) -> None:
    """Add to a tally that counts from 0."""
    if by:
        tallies[name] = tallies.get(name, 0) + by
