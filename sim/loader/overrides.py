"""`--set PATH=VALUE`: change raw scenario data before it is validated."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sim.errors import UsageError, nearest, quoted
from sim.loader.shape import NOTHING, KeyedItems, Node
from sim.loader.yamltext import parse
from sim.model.scenario import Scenario


def apply_sets(data: Any, sets: Iterable[str]) -> Any:
    """Apply ``PATH=VALUE`` texts in order; what changes is copied, the data itself is not touched.

    Raises:
        UsageError: no “=”, a value that is not YAML, or a path that matches nothing.
    """
    for text in sets:
        path, sign, value = text.partition("=")
        option = f"--set {quoted(text)[1:-1]}"
        if not sign or not path.strip():
            raise UsageError(f"{option}: expected PATH=VALUE; such as --set horizon='2 h'")
        document = parse(value, "") if value.strip() else None
        if document is not None and document.faults:
            raise UsageError(f"{option}: the value {document.faults[0].what}")
        wanted = document.data if document else None
        data = _changed(Node(Scenario, data), path.strip().split("."), wanted, option)
    return data


def _changed(node: Node, parts: list[str], value: Any, option: str) -> Any:
    """Give a copy of what stands at a node with one value in it changed."""
    node = node.bare()
    key = key_at(node, parts[0])
    if key is None:
        hint = nearest(parts[0], names_at(node))
        raise UsageError(f"{option}: {quoted(parts[0])} matches nothing; {hint}")
    copy = {} if node.data is NOTHING else node.data.copy()
    copy[key] = _changed(node.enter(key), parts[1:], value, option) if parts[1:] else value
    return copy


def key_at(node: Node, part: str) -> str | int | None:
    """Find the key or list position that a part of a path names."""
    if isinstance(node.data, list):
        ids = names_at(node)
        if part in ids:
            return ids.index(part)
        short = part.isascii() and part.isdigit() and len(part) < 7
        return int(part) if short and int(part) < len(ids) else None
    if isinstance(node.data, dict) and (part in node.data or isinstance(node.shape, KeyedItems)):
        return part
    fits = isinstance(node.data, dict) or node.data is NOTHING
    return part if fits and part in node.fields() else None


def names_at(node: Node) -> list[str]:
    """List what a path may name at a node: keys, or the entries of a list by id."""
    if isinstance(node.data, list):
        return [
            str(e.get("id", e.get("seat", i))) if isinstance(e, dict) else str(i)
            for i, e in enumerate(node.data)
        ]
    written = list(map(str, node.data)) if isinstance(node.data, dict) else []
    return [*written, *node.fields()]
