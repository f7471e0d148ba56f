"""`--set PATH=VALUE`: change raw scenario data before it is validated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.errors import UsageError, nearest, quoted
from sim.loader.shape import NOTHING, Spot, Table
from sim.loader.yamltext import parse
from sim.model.scenario import Scenario


def apply_sets(data: Any, sets: Iterable[str]) -> Any:
    """Apply ``PATH=VALUE`` texts in order; what changes is copied, the data itself is not touched.

    Raises:
        UsageError: no “=”, a value that is not YAML, or a path that matches nothing.
    """
    for text in sets:
        path, sign, value = text.partition("=")
        told = f"--set {quoted(text)[1:-1]}"
        if not sign or not path.strip():
            raise UsageError(f"{told}: expected PATH=VALUE; such as --set horizon='2 h'")
        document = parse(value, "") if value.strip() else None
        if document is not None and document.faults:
            raise UsageError(f"{told}: the value {document.faults[0].what}")
        wanted = document.data if document else None
        data = _changed(Spot(Scenario, data), path.strip().split("."), wanted, told)
    return data


def _changed(spot: Spot, parts: list[str], value: Any, told: str) -> Any:
    """Give a copy of what stands at a spot with one value in it changed."""
    spot = spot.bare()
    key = _key(spot, parts[0])
    if key is None:
        hint = nearest(parts[0], _names(spot))
        raise UsageError(f"{told}: {quoted(parts[0])} matches nothing; {hint}")
    copy = {} if spot.data is NOTHING else spot.data.copy()
    copy[key] = _changed(spot.enter(key), parts[1:], value, told) if parts[1:] else value
    return copy


def _key(spot: Spot, part: str) -> str | int | None:
    """Find the key or list position that a part of a path names."""
    if isinstance(spot.data, list):
        ids = _names(spot)
        if part in ids:
            return ids.index(part)
        short = part.isascii() and part.isdigit() and len(part) < 7
        return int(part) if short and int(part) < len(ids) else None
    if isinstance(spot.data, dict) and (part in spot.data or isinstance(spot.shape, Table)):
        return part
    fits = isinstance(spot.data, dict) or spot.data is NOTHING
    return part if fits and part in spot.keys() else None  # noqa: SIM118 - not a dict


def _names(spot: Spot) -> list[str]:
    """List what a path may name at a spot: keys, or the entries of a list by id."""
    if isinstance(spot.data, list):
        return [
            str(e.get("id", e.get("seat", i))) if isinstance(e, dict) else str(i)
            for i, e in enumerate(spot.data)
        ]
    written = list(map(str, spot.data)) if isinstance(spot.data, dict) else []
    return [*written, *spot.keys()]
