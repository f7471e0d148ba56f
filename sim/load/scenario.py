"""Scenario text to a checked Scenario, with every fault found in one go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from sim.errors import Fault, ScenarioError, nearest
from sim.load import library
from sim.load.check import complaints
from sim.load.patch import apply_sets
from sim.load.shape import NOTHING, descend, known_fields
from sim.load.yamltext import Document, Path_, parse, read_text
from sim.model.scenario import KINDS, Scenario, canonical

_PRUNES_MOST = 4
_STAND_INS: dict[str, Any] = {
    "schema_version": 1,
    "id": "x",
    "title": "x",
    "begins": "2000-01-01 00:00+00:00",
    "place": "x",
    "horizon": "3650 d",
    "minutes": 1,
}
"""Values put in place of faulty ones, only so that the rest can still be checked."""


def load(name: str | Path, sets: Iterable[str] = ()) -> Scenario:
    """Load a shipped scenario by its id, or any scenario by its path.

    Args:
        name: An id such as ``twenty-nine-minutes``, a folder, or a file.
        sets: ``PATH=VALUE`` changes, applied in order before validation.

    Raises:
        ScenarioError: not found or not readable, or faults in it (all of them).
        UsageError: a change whose path matches nothing.
    """
    path = library.find(name)
    document = parse(read_text(path, shown=library.shown(path)), library.shown(path))
    if not document.faults:
        document.data = apply_sets(document.data, sets)
    scenario, faults = build(document)
    if scenario is None or faults:
        raise ScenarioError(faults)
    return scenario


def check(name: str | Path) -> list[Fault]:
    """List every fault of a scenario; raise ScenarioError only when it cannot be read."""
    path = library.find(name)
    shown = library.shown(path)
    faults = build(parse(read_text(path, shown=shown), shown))[1]
    return [*faults, *library.faults_of_place(path, shown)]


def from_data(data: Any, file: str = "record") -> Scenario:
    """Build a scenario from plain data, as carried in a record.

    Raises:
        ScenarioError: faults in it.
    """
    scenario, faults = build(Document(file, data))
    if scenario is None or faults:
        raise ScenarioError(faults)
    return scenario


def from_text(text: str, file: str = "text") -> Scenario:
    """Build a scenario from YAML text; for tests and tools.

    Raises:
        ScenarioError: faults in it.
    """
    scenario, faults = build(parse(text, file))
    if scenario is None or faults:
        raise ScenarioError(faults)
    return scenario


def digest(scenario: Scenario) -> str:
    """Name a scenario by its content: ``sha256:…`` of its canonical JSON."""
    text = json.dumps(
        canonical(scenario), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


def dump(scenario: Scenario) -> str:
    """Write a scenario as YAML that loads to the same scenario."""
    return yaml.safe_dump(canonical(scenario), sort_keys=False, allow_unicode=True, width=96)


def build(document: Document) -> tuple[Scenario | None, list[Fault]]:
    """Validate a document.

    Returns:
        The scenario, or None where the document is too broken; and all faults found. Faulty
        entries are set aside so that contradictions among the rest are still reported.
    """
    faults = list(document.faults)
    if faults or not isinstance(document.data, dict):
        if not faults:
            faults = [
                document.fault((), "expected keys and values", "see `channel16 scenario schema`")
            ]
        return None, faults
    data = document.data
    scenario: Scenario | None = None
    shift: dict[str, list[int]] = {}
    for attempt in range(_PRUNES_MOST):
        try:
            scenario = Scenario.model_validate(data)
            break
        except ValidationError as error:
            if attempt == 0:
                faults += _faults(document, error)
            data = _without(data, error, shift)
            if data is None:
                break
        except RecursionError:
            return None, [document.fault((), "is nested too deeply", "flatten it")]
    if scenario is None:
        return None, faults
    for path, what, hint in complaints(scenario, _ids(document.data)):
        at = path
        if path and path[0] in shift:
            at = (path[0], _unshift(int(path[1]), shift[str(path[0])]), *path[2:])
        faults.append(document.fault(_as_written(document.data, at), what, hint))
    return scenario, sorted(set(faults), key=lambda f: (f.line, f.column, f.what))


def _ids(data: dict[str, Any]) -> dict[str, set[str]]:
    """Collect the ids written in a raw document, by kind."""
    found: dict[str, set[str]] = {}
    for kind, field in KINDS.items():
        entries = data.get(field)
        items = entries if isinstance(entries, list) else []
        found[kind] = {str(e["id"]) for e in items if isinstance(e, dict) and "id" in e}
    return found


def _without(data: Any, error: ValidationError, shift: dict[str, list[int]]) -> Any:
    """Copy raw data without the top-level keys and list entries that have faults."""
    dropped: dict[str, set[int]] = {}
    keys: set[str] = set()
    for item in error.errors(include_url=False, include_context=False, include_input=False):
        loc = item["loc"]
        if not loc:
            return None
        if loc[0] in _STAND_INS:
            continue
        if item["type"] == "missing" and len(loc) == 1:
            return None
        if len(loc) > 1 and isinstance(loc[1], int):
            dropped.setdefault(str(loc[0]), set()).add(loc[1])
        else:
            keys.add(str(loc[0]))
    copy = {key: value for key, value in data.items() if key not in keys}
    faulty = {str(i["loc"][0]) for i in error.errors(include_url=False, include_context=False)}
    copy.update({key: value for key, value in _STAND_INS.items() if key in faulty})
    for field, indexes in dropped.items():
        if isinstance(copy.get(field), list):
            copy[field] = [e for i, e in enumerate(copy[field]) if i not in indexes]
            shift[field] = sorted(indexes)
    return copy


def _unshift(index: int, dropped: list[int]) -> int:
    """Turn a position after dropping back into the position as written."""
    for gone in dropped:
        if gone <= index:
            index += 1
    return index


def _as_written(data: Any, path: Path_) -> Path_:
    """Turn a path through the model into the path through the text: words are keys there."""
    written: list[str | int] = []
    for part in path:
        inside = descend(data, part)
        if inside is NOTHING and isinstance(data, dict) and len(data) == 1:
            word, body = next(iter(data.items()))
            written.append(word)
            data = body
            inside = descend(data, part)
        if inside is not NOTHING:
            written.append(part)
            data = inside
    return tuple(written)


def _faults(document: Document, error: ValidationError) -> list[Fault]:
    """Turn validation errors into sentences with places."""
    items = error.errors(include_url=False)
    deep = {tuple(item["loc"]) for item in items}
    faults = []
    for item in items:
        loc = tuple(item["loc"])
        covered = any(len(d) > len(loc) and d[: len(loc)] == loc for d in deep)
        if item["type"] == "too_short" and covered:
            continue
        path = _as_written(document.data, loc)
        if item["type"] == "extra_forbidden":
            names = known_fields(loc[:-1], document.data)
            faults.append(
                document.fault(
                    path, f"unknown key “{loc[-1]}”", nearest(str(loc[-1]), names), key=True
                )
            )
        elif item["type"] == "missing":
            faults.append(document.fault(path, f"the key “{loc[-1]}” is missing", "add it"))
        else:
            what = _sentence(item)
            given = item.get("input")
            shown = f"“{given}”: " if isinstance(given, str | int | float) else ""
            faults.append(document.fault(path, f"{shown}{what}"))
    return faults


def _sentence(item: Any) -> str:
    """Say in our words what pydantic found."""
    context = item.get("ctx", {})
    match item["type"]:
        case "value_error":
            return str(context["error"])
        case "string_pattern_mismatch" if r"[A-Z]\d\d" in context["pattern"]:
            return "expected a code of the moves table, such as “D01”"
        case "string_pattern_mismatch" if "clause" in context["pattern"]:
            tags = "clause, data, expert, assumed"
            return f"expected a source such as “[data] where it comes from” ({tags})"
        case "string_pattern_mismatch" if context["pattern"].startswith("^[a-z]"):
            return "expected an id in lower snake case, such as “ph_mission”"
        case "literal_error":
            return f"expected one of {context['expected'].replace(chr(39), '')}"
        case "string_type":
            return "expected text"
        case "tuple_type":
            return "expected a list"
        case "dict_type" | "model_type" | "model_attributes_type":
            return "expected keys and values"
        case "too_short":
            return "expected at least one entry"
    message = str(item["msg"])
    return message[0].lower() + message[1:]
