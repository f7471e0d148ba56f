"""What can be made of a faulty document: its scenario, with holes where the faults are.

A hole is a field without a value. Whoever looks at one is told so by a `FaultyError`, so that
a cross-check says nothing about what is faulty already, and everything about the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.loader.shape import Items, Shape, Spot, shape_of
from sim.model.scenario import Scenario
from sim.model.words import Entry, FaultyError, Open, Path_, Word

Tree = dict[Any, Any]
"""The ways to the faults, step by step."""


class _Missing:
    """Stands in a list for an entry of which nothing is known."""

    def __getattr__(self, name: str) -> Any:
        raise FaultyError(name)


_MISSING: Any = _Missing()


def partial_scenario(data: dict[str, Any], faults: Iterable[Path_]) -> Scenario:
    """Build a scenario from data that has faults at these ways of the model."""
    tree: Tree = {}
    for way in faults:
        at = tree
        for part in way:
            at = at.setdefault(part, {})
    made = _entry(Scenario, data, tree)
    assert isinstance(made, Scenario)
    return made


def _entry(model: type[Entry], data: dict[str, Any], tree: Tree) -> Entry:
    """Build an entry; an unknown key may be any field that is not written, misspelt."""
    misspelt = not set(data) <= set(model.model_fields)
    values: dict[str, Any] = {}
    for name in model.model_fields:
        if name in tree:
            values[name] = _value(shape_of(model, name), data.get(name), tree[name])
        elif name in data:
            values[name] = _valid(model, name, data[name])
        elif misspelt:
            values[name] = _MISSING
    made = model.model_construct(**values)
    for name, value in values.items():
        if value is _MISSING:
            del made.__dict__[name]
    return made


def _value(shape: Shape, data: Any, tree: Tree) -> Any:
    """Build what is faulty at this place or further in."""
    if isinstance(shape, Open):
        body = Spot(shape, data).body()
        shape, data = body.shape, body.data
        if isinstance(shape, type) and issubclass(shape, Word) and shape.is_short(data):
            data = {shape.shorthand: data}
    if isinstance(shape, type) and isinstance(data, dict):
        return _entry(shape, data, tree)
    if isinstance(shape, Items) and shape.of is not None and isinstance(data, list) and tree:
        return tuple(_value(shape.of, item, tree.get(n, {})) for n, item in enumerate(data))
    return _MISSING


@cache
def _reader(model: type[Entry], field: str) -> TypeAdapter[Any]:
    return TypeAdapter(model.model_fields[field].rebuild_annotation())


def _valid(model: type[Entry], field: str, data: Any) -> Any:
    try:
        return _reader(model, field).validate_python(data)
    except ValidationError:
        return _MISSING
