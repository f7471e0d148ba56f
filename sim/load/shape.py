"""The shape of the document: which keys may stand where, and stepping into raw data."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel

from sim.load.yamltext import Path_
from sim.model.scenario import Scenario
from sim.model.words import Open

NOTHING = object()
"""What `descend` gives where there is nothing."""


def descend(data: Any, part: str | int) -> Any:
    """Step into raw data by a key or position; `NOTHING` if there is nothing."""
    if isinstance(data, dict):
        return data.get(part, NOTHING)
    if isinstance(data, list) and isinstance(part, int) and part < len(data):
        return data[part]
    return NOTHING


def known_fields(loc: Path_, data: Any) -> list[str]:
    """List the keys that may stand at a place of the document."""
    model: Any = Scenario
    for part in loc:
        data = descend(data, part)
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part) if _is_model(model) else None
        if field is None:
            return []
        opened = next((m for m in field.metadata if isinstance(m, Open)), None)
        model = opened or _inner(field.annotation)
    if isinstance(model, Open):
        word = next(iter(data)) if isinstance(data, dict) and len(data) == 1 else ""
        return list(model.registry.get(word).model_fields) if word in model.registry else []
    return list(model.model_fields) if _is_model(model) else []


def _is_model(thing: Any) -> bool:
    return isinstance(thing, type) and issubclass(thing, BaseModel)


def _inner(annotation: Any) -> Any:
    """Find the entry class or open word inside an annotation."""
    if isinstance(annotation, Open) or (_is_model(annotation) and annotation.model_fields):
        return annotation
    args = get_args(annotation)
    for arg in sorted(args, key=lambda a: not isinstance(a, Open)):
        found = _inner(arg)
        if found is not None:
            return found
    return None
