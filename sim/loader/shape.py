"""The shape of the document: what may stand where, by the way of the model or the path of the text.

The model's way to a value leaves words out and names the field that a bare value fills; the path
of the text has the word instead: `when.of.flag` of the model may stand at `when.not.flag`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, get_args, get_origin

from sim.model.scenario import Scenario
from sim.model.words import Entry, Open, Way, Word

NOTHING: Any = object()
"""What stands where there is nothing."""


@dataclass(frozen=True, slots=True)
class ListedItems:
    """A list whose items have one shape."""

    of: Shape


@dataclass(frozen=True, slots=True)
class KeyedItems:
    """Names as keys, whose values have one shape; None for text and numbers."""

    of: Shape = None


Shape = type[Entry] | Open | ListedItems | KeyedItems | None
"""What may stand at a place; None for text and numbers."""


@cache
def shape_of(model: type[Entry], field: str) -> Shape:
    """Give the shape of a field of an entry, None if it has no such field."""
    info = model.model_fields.get(field)
    if info is None:
        return None
    opened = next((mark for mark in info.metadata if isinstance(mark, Open)), None)
    return opened or _shape(info.annotation)


def _shape(annotation: Any) -> Shape:
    args = get_args(annotation)
    if get_origin(annotation) is tuple:
        return ListedItems(_shape(args[0]))
    if get_origin(annotation) is dict:
        return KeyedItems(_shape(args[1]))
    if isinstance(annotation, Open):
        return annotation
    if isinstance(annotation, type) and issubclass(annotation, Entry):
        return annotation
    # An open word is annotated with the class it stands for: the mark says more than the class.
    found = [shape for shape in map(_shape, args) if shape is not None]
    return next((shape for shape in found if isinstance(shape, Open)), found[0] if found else None)


@dataclass(frozen=True, slots=True)
class Node:
    """A place of the document: what may stand there, what does, and the path of the text to it."""

    shape: Shape
    data: Any
    path: Way = ()

    def into(self, part: str | int) -> Node:
        """Step into a field, key or position of the model, through the word on the way."""
        here = self.body()
        bare = here.bare()
        return here.enter(part) if bare is here else bare

    def body(self) -> Node:
        """Step from a word to what follows it; a node without a known word stays."""
        if isinstance(self.shape, Open) and isinstance(self.data, dict) and len(self.data) == 1:
            return self.enter(next(iter(self.data)))
        return self

    def bare(self) -> Node:
        """Take the bare value that follows a word for the field it fills; else stay."""
        shape = self.shape
        if isinstance(shape, type) and issubclass(shape, Word) and shape.is_short(self.data):
            return Node(shape_of(shape, shape.shorthand), self.data, self.path)
        return self

    def enter(self, part: str | int) -> Node:
        """Step into a key or position of the text."""
        inner: Shape = None
        if isinstance(self.shape, Open):
            registry = self.shape.registry
            inner = registry.get(str(part)) if part in registry else None
        elif isinstance(self.shape, ListedItems | KeyedItems):
            inner = self.shape.of
        elif isinstance(self.shape, type):
            inner = shape_of(self.shape, str(part))
        return Node(inner, _standing(self.data, part), (*self.path, part))

    def fields(self) -> list[str]:
        """List the keys that may stand here."""
        return list(self.shape.model_fields) if isinstance(self.shape, type) else []


def _standing(data: Any, part: str | int) -> Any:
    """Give what stands at a key or position, or that there is nothing."""
    if isinstance(data, dict):
        return data.get(part, NOTHING)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return NOTHING


class Nodes(dict[Way, Node]):
    """Every node of a document by the way of the model to it, found when it is asked for."""

    def __init__(self, data: Any, shape: Shape = Scenario) -> None:
        super().__init__({(): Node(shape, data)})

    def __missing__(self, way: Way) -> Node:
        self[way] = self[way[:-1]].into(way[-1])
        return self[way]

    def below(self, way: Way, key: str | int) -> Way:
        """Give the path of the text to a key that no shape knows; there may be very many."""
        return (*self[way].body().path, key)
