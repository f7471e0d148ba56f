"""`--set PATH=VALUE`: change raw scenario data before it is validated."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from sim.errors import UsageError, nearest
from sim.load.shape import known_fields
from sim.load.yamltext import Path_, parse


def apply_sets(data: Any, sets: Iterable[str]) -> Any:
    """Apply ``PATH=VALUE`` texts in order to a copy of the data.

    Raises:
        UsageError: no “=”, a value that is not YAML, or a path that matches nothing.
    """
    changed = None
    for text in sets:
        path, sign, value = text.partition("=")
        if not sign or not path.strip():
            raise UsageError(f"--set {text}: expected PATH=VALUE; such as --set horizon='2 h'")
        document = parse(value, "") if value.strip() else None
        if document is not None and document.faults:
            raise UsageError(f"--set {text}: the value {document.faults[0].what}")
        if changed is None:
            changed = copy.deepcopy(data)
        _put(changed, path.strip(), document.data if document else None, text)
    return data if changed is None else changed


def _put(data: Any, path: str, value: Any, text: str) -> None:
    """Set one value; the last part may be a key the document leaves at its default."""
    at = data
    loc: Path_ = ()
    parts = path.split(".")
    for index, part in enumerate(parts):
        key, names = _key(at, part)
        last = index == len(parts) - 1
        if key is None:
            allowed = set(known_fields(loc, data))
            if part not in allowed:
                raise UsageError(
                    f"--set {text}: “{part}” matches nothing; {nearest(part, {*names, *allowed})}"
                )
            key = part
            if not last:
                at[key] = {}
        if last:
            at[key] = value
            return
        at = at[key]
        loc = (*loc, key)


def _key(at: Any, part: str) -> tuple[str | int | None, list[str]]:
    """Find the key or list position that a part of a path names, and what it could name."""
    if isinstance(at, dict):
        return (part if part in at else None), list(map(str, at))
    if isinstance(at, list):
        ids = [
            str(e.get("id", e.get("seat", i))) if isinstance(e, dict) else str(i)
            for i, e in enumerate(at)
        ]
        if part in ids:
            return ids.index(part), ids
        if part.isdigit() and int(part) < len(at):
            return int(part), ids
        return None, ids
    return None, []
