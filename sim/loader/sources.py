"""Where a scenario's numbers come from: counted by tag, the assumed ones listed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sim import units
from sim.loader.yamltext import Document
from sim.model.parameters import PARAMETER_TABLE
from sim.model.words import SOURCE_TAGS, Way

_PARSERS: tuple[Callable[[object], object], ...] = (
    units.parse_duration,
    units.parse_distance,
    units.parse_speed,
    units.parse_bearing,
    units.parse_turn,
    units.parse_rate,
    units.parse_position,
    units.parse_begin,
)
_TAG = re.compile(r"\[(\w+)\]")
UNTAGGED = "untagged"
KINDS = {
    "rule": "a treaty, rulebook or standard says it",
    "measured": "it was counted, measured or published as a number",
    "outside": "an expert outside the team is named who holds that it is so; its size is judged",
    "team": "the judgement of those who made this",
}
"""Whose word a number is, and what that means. The tags of sources say less: what is marked
`expert` may have been judged by those who made this.
"""
_BY_TAG = {"clause": "rule", "data": "measured", "expert": "outside", "assumed": "team"}
_TEAM = (
    "design team",
    "design notes",
    "channel notes",
    "causal notes, 2025 (",
    "ladder of the model",
    "some officials",
)
"""By what an expert’s source names those who made this, their own notes, or nobody."""
_NO_CLAIMS = {"schema_version", "minutes", "seed", "source", "text", "title", "name", "briefing"}
"""Keys whose values are texts, or numbers that claim nothing about the world."""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a document with the tag that covers it."""

    path: str
    line: int
    value: str
    tag: str
    source: str


@dataclass(slots=True)
class Sources:
    """All numbers of a document, counted by tag."""

    counts: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    """The same numbers by whose word they are; those without a source are none."""
    assumed: list[Number] = field(default_factory=list)
    untagged: list[Number] = field(default_factory=list)
    statements: list[Number] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Give how many numbers there are."""
        return sum(int(count) for count in self.counts.values())

    @property
    def assumed_share(self) -> float:
        """Give the share of assumed numbers among all."""
        return self.counts["assumed"] / self.total if self.total else 0.0


def kind_of(source: str) -> str:
    """Say whose word a source is: a kind, UNTAGGED where it has no tag.

    >>> kind_of("[assumed] a watch at most"), kind_of("[expert] J. Smith, master, 2021")
    ('team', 'outside')
    """
    match = _TAG.match(source)
    kind = _BY_TAG.get(match[1], UNTAGGED) if match else UNTAGGED
    own = kind == "outside" and any(name in " ".join(source.split()) for name in _TEAM)
    return "team" if own else kind


def of_model() -> dict[str, int]:
    """Count the model's own numbers by whose word they are."""
    kinds = Counter(kind_of(row.source) for row in PARAMETER_TABLE.values())
    return {kind: kinds[kind] for kind in KINDS}


def sources(document: Document) -> Sources:
    """Count the numbers of a document by the source that covers each."""
    found = Sources()
    tally: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    for number in _numbers(document, document.data, (), ""):
        tally[number.tag] += 1
        kinds[kind_of(number.source)] += 1
        if number.tag == "assumed":
            found.assumed.append(number)
        elif number.tag == UNTAGGED:
            found.untagged.append(number)
    found.counts = {tag: tally[tag] for tag in (*SOURCE_TAGS, UNTAGGED)}
    found.kinds = {kind: kinds[kind] for kind in KINDS}
    found.statements = list(_statements(document))
    return found


def _numbers(document: Document, data: Any, path: Way, source: str) -> Iterator[Number]:
    if isinstance(data, dict):
        source = data.get("source") or source if isinstance(data.get("source"), str) else source
        for key, value in data.items():
            if key not in _NO_CLAIMS:
                yield from _numbers(document, value, (*path, key), source)
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from _numbers(document, value, (*path, index), source)
    elif _is_number(data):
        match = _TAG.match(source)
        tag = match[1] if match else UNTAGGED
        line, _ = document.where(path)
        yield Number(".".join(map(str, path)), line, value=str(data), tag=tag, source=source)


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or value is None:
        return False
    if isinstance(value, int | float):
        return True
    for parse in _PARSERS:
        try:
            parse(value)
        except ValueError:
            continue
        return True
    return False


def _statements(document: Document) -> Iterator[Number]:
    """Yield every dated statement of the briefing with its tag."""
    briefing = _mapping(document.data).get("briefing")
    for part in ("known", "facts", "history"):
        statements = _mapping(briefing).get(part)
        for index, statement in enumerate(statements if isinstance(statements, list) else ()):
            text = str(_mapping(statement).get("text", ""))
            if re.search(r"\b(19|20)\d\d\b", text):
                source = str(_mapping(statement).get("source", ""))
                match = _TAG.match(source)
                line, _ = document.where(("briefing", part, index))
                tag = match[1] if match else UNTAGGED
                yield Number(f"briefing.{part}.{index}", line, value=text, tag=tag, source=source)


def _mapping(data: Any) -> dict[str, Any]:
    """Take what holds no keys for one without any: the check says so."""
    return data if isinstance(data, dict) else {}
