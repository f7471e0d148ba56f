"""What can be salvaged of a faulty document: its scenario, without the fields that are at fault.

Whoever asks for a field that is not there gets a `FaultyError`, so that a cross-check says nothing
about what is faulty already, and everything about the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from sim.loader.shape import ListedItems, Node, Shape, shape_of
from sim.model.scenario import Scenario
from sim.model.words import Entry, FaultyError, Open, Way, Word

Tree = dict[Any, Any]
"""The ways to what is at fault, step by step."""
E = TypeVar("E", bound=Entry)


class _Faulty:
    """Stands for what is at fault, and in a list for an entry of which nothing is known."""

    def __getattr__(self, name: str) -> Any:
        raise FaultyError(name)


_FAULTY: Any = _Faulty()


def salvaged(data: dict[str, Any], faults: Iterable[Way]) -> Scenario:
    """Build a scenario from data that has faults at these ways of the model."""
    return _entry(Scenario, data, _tree(faults))


def without(scenario: Scenario, names: Iterable[Way]) -> Scenario:
    """Copy a scenario without the fields in which these names stand."""
    found: Scenario = _cut(scenario, _tree(names))
    return found


def _tree(ways: Iterable[Way]) -> Tree:
    tree: Tree = {}
    for way in ways:
        at = tree
        for part in way:
            at = at.setdefault(part, {})
    return tree


def _made(model: type[E], fields: dict[str, Any], given: Collection[str]) -> E:
    """Make an entry that has these fields and no others, not even defaults.

    It is made as a copy is read back, which is pydantic's only way to leave a default out.

    Args:
        model: Its class.
        fields: Its fields; what is faulty is left out.
        given: The fields that the author wrote, faulty or not.
    """
    made = model.__new__(model)
    made.__setstate__(
        {
            "__dict__": {name: value for name, value in fields.items() if value is not _FAULTY},
            "__pydantic_fields_set__": set(given),
            "__pydantic_extra__": None,
            "__pydantic_private__": None,
        }
    )
    return made


def _cut(value: Any, tree: Tree) -> Any:
    """Copy an entry, or entries, without the fields in which the names of a tree stand."""
    if isinstance(value, Entry):
        fields = vars(value)
        changed = {name: _cut(fields[name], inner) for name, inner in tree.items()}
        return _made(type(value), fields | changed, value.model_fields_set)
    if isinstance(value, tuple) and any(isinstance(item, Entry) for item in value):
        return tuple(_cut(item, tree[n]) if n in tree else item for n, item in enumerate(value))
    return _FAULTY


def _entry(model: type[E], data: dict[str, Any], tree: Tree) -> E:
    """Build an entry; an unknown key may be any field that is not written, misspelt."""
    misspelt = not set(data) <= set(model.model_fields)
    values: dict[str, Any] = {}
    for name in model.model_fields:
        if name in tree:
            values[name] = _value(shape_of(model, name), data.get(name), tree[name])
        elif name in data:
            values[name] = _valid(model, name, data[name])
        elif misspelt:
            values[name] = _FAULTY
    return _made(model, vars(model.model_construct(**values)), values)


def _value(shape: Shape, data: Any, tree: Tree) -> Any:
    """Build what is faulty at this place or further in."""
    if isinstance(shape, Open):
        body = Node(shape, data).body()
        shape, data = body.shape, body.data
        if isinstance(shape, type) and issubclass(shape, Word) and shape.is_short(data):
            data = {shape.shorthand: data}
    if isinstance(shape, type) and isinstance(data, dict):
        return _entry(shape, data, tree)
    if isinstance(shape, ListedItems) and shape.of is not None and isinstance(data, list) and tree:
        return tuple(_value(shape.of, item, tree.get(n, {})) for n, item in enumerate(data))
    return _FAULTY


@cache
def _reader(model: type[Entry], field: str) -> TypeAdapter[Any]:
    return TypeAdapter(model.model_fields[field].rebuild_annotation())


def _valid(model: type[Entry], field: str, data: Any) -> Any:
    try:
        return _reader(model, field).validate_python(data)
    except ValidationError:
        return _FAULTY
