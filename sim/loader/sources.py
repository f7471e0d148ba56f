"""Where a scenario's numbers come from: counted by tag, the assumed ones listed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sim import units
from sim.loader.yamltext import Document
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
OWN_TEAM = "Channel 16 design team"
"""How an expert's source names those who made this: their own judgement, and nobody else's."""
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
    own_judgement: int = 0
    """How many of the expert numbers are the design team's own."""
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


def sources(document: Document) -> Sources:
    """Count the numbers of a document by the source that covers each."""
    found = Sources()
    tally: Counter[str] = Counter()
    for number in _numbers(document, document.data, (), ""):
        tally[number.tag] += 1
        found.own_judgement += number.tag == "expert" and OWN_TEAM in number.source
        if number.tag == "assumed":
            found.assumed.append(number)
        elif number.tag == UNTAGGED:
            found.untagged.append(number)
    found.counts = {tag: tally[tag] for tag in (*SOURCE_TAGS, UNTAGGED)}
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
