"""Scenario text to a checked Scenario, with every fault found in one go."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import Fault, Level, ScenarioError
from sim.loader import library
from sim.loader.checks import complaints, remarks
from sim.loader.faults import Advice, Finding, found_by_pydantic, listed
from sim.loader.messages import voiced
from sim.loader.overrides import apply_sets
from sim.loader.salvage import salvaged
from sim.loader.shape import KeyedItems, Nodes
from sim.loader.starts import differences, with_starts
from sim.loader.yamltext import Document, parse, read_text, write
from sim.model.scenario import Scenario, canonical
from sim.model.words import Way


def load(name: str | Path, sets: Iterable[str] = ()) -> Scenario:
    """Load a shipped scenario by its id, or any scenario by its path.

    Args:
        name: An id such as ``twenty-nine-minutes``, a folder, or a file.
        sets: ``PATH=VALUE`` changes, applied in order before validation.

    Raises:
        ScenarioError: not found or not readable, or faults in it.
        UsageError: a change whose path matches nothing.
    """
    path = library.find(name)
    document = parse(read_text(path, shown=library.shown(path)), library.shown(path))
    if not document.faults:
        document.data = apply_sets(document.data, sets)
    return _built(document)


def check(name: str | Path) -> list[Fault]:
    """List the faults of a scenario; raise ScenarioError only when it cannot be read."""
    return _read(name)[1].faults


def notes(name: str | Path) -> list[Fault]:
    """List what an author should know and need not change."""
    return [fault for fault in examine(name) if fault.level == "note"]


def examine(name: str | Path) -> list[Fault]:
    """List all that is to be said of a scenario: faults, then warnings and notes.

    These are about what it comes to as a whole, so there are none where it cannot be read whole.

    Raises:
        ScenarioError: it cannot be read at all.
    """
    document, built = _read(name)
    return [*built.faults, *_remarks(document, built)]


def examine_text(text: str, file: str = "text") -> list[Fault]:
    """List all that is to be said of YAML text; for tests and tools."""
    document = parse(text, file)
    built = _checked(document)
    return [*built.faults, *_remarks(document, built)]


def _read(name: str | Path) -> tuple[Document, _Built]:
    """Read a scenario's file, check it, and whether it stands where it should."""
    path = library.find(name)
    shown = library.shown(path)
    document = parse(read_text(path, shown=shown), shown)
    built = _checked(document)
    return document, replace(built, faults=[*built.faults, *library.faults_of_place(path, shown)])


def from_data(data: Any, file: str = "record") -> Scenario:
    """Build a scenario from plain data, as carried in a record.

    Raises:
        ScenarioError: faults in it.
    """
    return _built(Document.of(data, file, "a scenario"))


def from_text(text: str, file: str = "text") -> Scenario:
    """Build a scenario from YAML text; for tests and tools.

    Raises:
        ScenarioError: faults in it.
    """
    return _built(parse(text, file))


def _built(document: Document) -> Scenario:
    scenario, faults = build(document)
    if scenario is None:
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
    return write(canonical(scenario))


def build(document: Document) -> tuple[Scenario | None, list[Fault]]:
    """Validate a document.

    Returns:
        The scenario, or None where there are faults; and the faults. What is well-formed is
        checked for contradictions even where something else is faulty.
    """
    built = _checked(document)
    if built.whole is None or built.faults:
        return None, built.faults
    return voiced(built.whole), []


@dataclass(frozen=True, slots=True)
class _Built:
    """What was made of a document: its faults, and the scenario if it is well-formed."""

    faults: list[Fault]
    whole: Scenario | None
    nodes: Nodes


def _checked(document: Document) -> _Built:
    """Validate a document and check it for contradictions."""
    data = with_starts(document.data)
    nodes = Nodes(data)
    if document.broken:
        return _Built(listed(document, ()), None, nodes)
    if not isinstance(data, dict):
        hint = "see `channel16 scenario schema`"
        found = [Finding((), "expected keys and values", hint)]
        return _Built(listed(document, found), None, nodes)
    findings: list[Finding] = []
    whole: Scenario | None = None
    try:
        scenario = whole = Scenario.model_validate(data)
    except ValidationError as error:
        items = error.errors(include_url=False)
        findings += found_by_pydantic(nodes, items)
        scenario = salvaged(data, [item["loc"] for item in items])
    findings += [_placed(nodes, *complaint) for complaint in complaints(scenario)]
    return _Built(listed(document, findings), whole, nodes)


def _remarks(document: Document, built: _Built) -> list[Fault]:
    """List warnings and notes, in this order."""
    if built.whole is None:
        return []
    found = [
        replace(_placed(built.nodes, *complaint), level=level)
        for level, complaint in remarks(built.whole)
    ]
    hint = "say why in “differs”"
    found += [Finding(way, what, hint, level="note") for way, what in differences(built.whole)]
    faultless = replace(document, faults=[])
    kinds = [listed(faultless, [f for f in found if f.level == kind]) for kind in _REMARKS]
    return [remark for kind in kinds for remark in kind]


_REMARKS: tuple[Level, ...] = ("warning", "note")


def _placed(nodes: Nodes, way: Way, what: str, hint: Advice) -> Finding:
    """Place what a cross-check complains of; a name that is a key is at fault itself."""
    is_key = isinstance(nodes[way[:-1]].shape, KeyedItems)
    return Finding(nodes[way].path, what, hint, key=is_key)
