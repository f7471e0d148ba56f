"""What is wrong with a document: in our words, in the order of the text, and not without end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from pydantic_core import ErrorDetails

from sim.errors import Fault, Level, close_to, nearest, quoted
from sim.loader.shape import Node, Nodes
from sim.loader.yamltext import Document
from sim.model.words import Way

FAULTS_MOST = 200
"""Faults of one document that are listed; whoever has repaired these checks again."""

Advice = str | Callable[[], str]
"""What to do; where that takes looking for the nearest name, only if somebody will read it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong at a place of the text: at its value, or at its key."""

    path: Way
    what: str
    hint: Advice = ""
    key: bool = False
    level: Level = "fault"


def listed(document: Document, findings: Iterable[Finding]) -> list[Fault]:
    """Put the faults of the text and what was found in it in order, each once."""
    found: dict[tuple[int, int, str], tuple[Fault, Advice]] = {}
    for fault in document.faults:
        found[fault.line, fault.column, fault.what] = (fault, fault.hint)
    for finding in findings:
        fault = document.fault(finding.path, finding.what, key=finding.key)
        fault = replace(fault, level=finding.level)
        found[fault.line, fault.column, fault.what] = (fault, finding.hint)
    order = sorted(found)
    shown = [_hinted(*found[place]) for place in order[:FAULTS_MOST]]
    if len(order) > FAULTS_MOST:
        next_one = found[order[FAULTS_MOST]][0]
        what = f"and {len(order) - FAULTS_MOST} more {next_one.level}s"
        shown.append(replace(next_one, what=what, hint="repair the others first", path=""))
    return shown


def _hinted(fault: Fault, hint: Advice) -> Fault:
    hint = hint if isinstance(hint, str) else hint()
    return replace(fault, hint=hint) if hint else fault


def found_by_pydantic(nodes: Nodes, items: Sequence[ErrorDetails]) -> Iterator[Finding]:
    """Say in our words what pydantic found."""
    unknown: dict[Way, list[str]] = {}
    for item in items:
        if item["type"] == "extra_forbidden":
            unknown.setdefault(item["loc"][:-1], []).append(str(item["loc"][-1]))
    for item in items:
        way = item["loc"]
        match item["type"]:
            case "too_short" if len(item["input"]) >= item["ctx"]["min_length"]:
                pass  # its entries are there, and have faults of their own
            case "extra_forbidden":
                hint = partial(_nearest_key, str(way[-1]), nodes[way[:-1]])
                what = f"unknown key {quoted(way[-1])}"
                yield Finding(nodes.below(way[:-1], way[-1]), what, hint, key=True)
            case "missing" if isinstance(way[-1], int):
                yield Finding(nodes[way].path, "expected a pair")
            case "missing":
                key, outer = str(way[-1]), nodes[way[:-1]].body()
                if not _mistyped(key, unknown.get(way[:-1], []), outer.fields()):
                    yield Finding(nodes[way].path, f"the key {quoted(key)} is missing", "add it")
            case "unknown_word":
                registry, word = item["ctx"]["registry"], str(next(iter(item["input"])))
                hint = partial(nearest, word, registry)
                what = f"unknown {registry.noun} {quoted(word)}"
                yield Finding(nodes[way].path, what, hint)
            case _:
                what = f"{_given(item['input'])}{_sentence(item)}"
                yield Finding(nodes[way].path, what)


def _nearest_key(word: str, node: Node) -> str:
    return nearest(word, node.body().fields())


def _mistyped(missing: str, unknown: list[str], fields: list[str]) -> bool:
    """Say whether an unknown key is a missing one misspelt: that is one fault, not two."""
    written = close_to(missing, unknown)
    return bool(written) and close_to(written, fields) == missing


def _given(value: Any) -> str:
    """Quote a value that is short enough to be one."""
    if isinstance(value, int) and value.bit_length() > 200:
        return ""
    return f"{quoted(value)}: " if isinstance(value, str | int | float) else ""


def _sentence(item: Any) -> str:
    """Say what was expected; nothing of the machinery's own words gets out."""
    context = item.get("ctx", {})
    match item["type"]:
        case "value_error":
            return str(context["error"])
        case "literal_error":
            return f"expected one of {context['expected'].replace(chr(39), '')}"
        case "bool_type":
            return "expected true or false"
        case "string_type" | "string_unicode":
            return "expected text"
        case "tuple_type":
            return "expected a list"
        case "dict_type" | "model_type" | "model_attributes_type":
            return "expected keys and values"
        case "too_short":
            return f"expected at least {_entries(context['min_length'])}"
        case "too_long":
            return f"expected at most {_entries(context['max_length'])}"
        case "invalid_key":
            return "a key must be a word"
    return "is not what may stand here"


def _entries(count: int) -> str:
    return "one entry" if count == 1 else f"{count} entries"
