"""YAML text to plain data, remembering where each value stood.

Scalars are read strictly: only ``true``, ``false``, ``null`` and plain numbers are not text, so
``12:30``, ``no`` and ``090`` stay what the author typed. Aliases are followed within a bound.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sim.errors import Fault, ScenarioError

BYTES_MOST = 2_000_000
"""A scenario is at most 2 MB: a person reads it, and a record carries it whole."""
NODES_MOST = 200_000
"""Values in one document after aliases are followed; stops alias bombs."""
DEPTH_MOST = 60
"""Nesting in one document; far beyond any real one."""

Path_ = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT = re.compile(r"[-+]?(0|[1-9]\d*)")
_FLOAT = re.compile(r"[-+]?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_QUOTED = ("'", '"', "|", ">")
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(slots=True)
class Document:
    """Plain data with the line and column of every key and value."""

    file: str
    data: Any = None
    keys: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    values: dict[Path_, tuple[int, int]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def where(self, path: Path_, *, key: bool = False) -> tuple[int, int]:
        """Find where a path stands, or the nearest thing around it."""
        for end in range(len(path), -1, -1):
            marks = self.keys if key and end == len(path) else self.values
            if path[:end] in marks:
                return marks[path[:end]]
        return 1, 1

    def fault(self, path: Path_, what: str, hint: str = "", *, key: bool = False) -> Fault:
        """Make a fault at a path."""
        line, column = self.where(path, key=key)
        return Fault(self.file, line, column, what, hint, dotted(path))


def dotted(path: Path_) -> str:
    """Write a path the way `--set` reads it, list positions as numbers."""
    return ".".join(str(part) for part in path)


def read_text(path: Path, shown: str | None = None) -> str:
    """Read a text file within the limits.

    Raises:
        ScenarioError: missing, unreadable, too large, or not UTF-8 text.
    """
    name = shown or str(path)

    def fault(what: str, hint: str) -> ScenarioError:
        return ScenarioError([Fault(name, 1, 1, what, hint)])

    try:
        with path.open("rb") as file:
            raw = file.read(BYTES_MOST + 1)
    except FileNotFoundError:
        raise fault("there is no such file", "check the name") from None
    except OSError as error:
        raise fault(f"cannot be read ({error.strerror})", "check the file") from None
    if len(raw) > BYTES_MOST:
        raise fault("is larger than 2 MB", "a scenario is text that a person can read")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ScenarioError(
            [Fault(name, line, 1, "is not UTF-8 text", "save it as UTF-8")]
        ) from None
    control = re.search(
        "[^\\x09\\x0a\\x0d\\x20-\\x7e\\x85\\xa0-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]",
        text,
    )
    if control:
        line = text.count("\n", 0, control.start()) + 1
        what = f"holds a control character (U+{ord(control[0]):04X})"
        raise ScenarioError([Fault(name, line, 1, what, "a scenario is plain text")])
    return text


def parse(text: str, file: str) -> Document:
    """Parse YAML text; syntax faults are kept in the document, not raised."""
    document = Document(file)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = f"is not YAML: {error.problem or error.context}"
        document.faults.append(Fault(file, line, column, what, "check indentation and quotes"))
        return document
    except (yaml.YAMLError, RecursionError) as error:
        what = f"is not YAML: {str(error).splitlines()[0]}"
        document.faults.append(Fault(file, 1, 1, what, "check the file"))
        return document
    if node is None:
        document.faults.append(Fault(file, 1, 1, "is empty", "see `channel16 scenario schema`"))
        return document
    _Reader(document).read(node)
    return document


class _Reader:
    """Turns one composed node tree into data, with bounds."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.count = 0
        self.open: set[int] = set()
        self.stopped = False

    def read(self, node: Any) -> None:
        self.document.data = self._value(node, ())

    def _stop(self, node: Any, what: str, hint: str) -> None:
        if not self.stopped:
            mark = node.start_mark
            self.document.faults.append(
                Fault(self.document.file, mark.line + 1, mark.column + 1, what, hint)
            )
        self.stopped = True

    def _value(self, node: Any, path: Path_) -> Any:
        self.count += 1
        if self.count > NODES_MOST:
            self._stop(node, f"has more than {NODES_MOST} values", "look for repeated aliases")
        elif len(path) > DEPTH_MOST:
            self._stop(node, f"is nested deeper than {DEPTH_MOST}", "flatten it")
        elif id(node) in self.open:
            self._stop(node, "refers to itself", "an alias may not stand inside its own anchor")
        if self.stopped:
            return None
        self.document.values[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        self.open.add(id(node))
        value = (
            self._mapping(node, path)
            if isinstance(node, yaml.MappingNode)
            else [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
        )
        self.open.discard(id(node))
        return value

    def _mapping(self, node: Any, path: Path_) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if self.stopped:
                break
            mark = key_node.start_mark
            if not isinstance(key_node, yaml.ScalarNode):
                self.document.faults.append(
                    Fault(
                        self.document.file, mark.line + 1, mark.column + 1, "a key must be a word"
                    )
                )
                continue
            key = str(key_node.value)
            if key in data:
                what = f"the key “{key}” stands twice"
                self.document.faults.append(
                    Fault(self.document.file, mark.line + 1, mark.column + 1, what, "keep one")
                )
            self.document.keys[(*path, key)] = (mark.line + 1, mark.column + 1)
            data[key] = self._value(value_node, (*path, key))
        return data

    def _scalar(self, node: Any) -> object:
        text = node.value
        if node.style in _QUOTED:
            return text
        if text in _PLAIN:
            return _PLAIN[text]
        if _INT.fullmatch(text) and len(text) < 40:
            return int(text)
        if _FLOAT.fullmatch(text):
            return float(text)
        return text
