"""YAML text to plain data, remembering where each value stood, and back.

Scalars are read strictly: only ``true``, ``false``, ``null`` and plain numbers are not text, so
``12:30``, ``no`` and ``090`` stay what the author typed. The data is built from the parser's
events, so that nesting is bounded before anything recurses and an alias costs no copy.

PyYAML's own parser decides what is YAML. Where PyYAML was built with libyaml, that reads the same
events eight times as fast; it takes some texts that the other refuses, so what is in doubt or
refused is read again by the one that decides, and a text means the same on every machine.
"""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from sim import store
from sim.errors import Fault, ScenarioError, quoted
from sim.model.words import Way

BYTES_MOST = 2_000_000
"""A scenario is at most 2 MB: a person reads it, and a record carries it whole."""
NODES_MOST = 100_000
"""Values in one document after aliases are followed; stops alias bombs."""
DEPTH_MOST = 60
"""Nesting in one document; far beyond any real one."""

Parser = Any
"""A class of PyYAML's that makes events of a text."""
DECIDES: Parser = yaml.SafeLoader
FAST: Parser | None = getattr(yaml, "CSafeLoader", None)
"""The parser of libyaml, None where PyYAML was built without it."""
_DOUBTFUL = re.compile(r"[\t\ufeff\u2028\u2029]|[|>][-+0-9]*#|(?:^|[\s,\[{])[?](?!\S)")
"""What the two parsers do not take alike, besides a “?” in text between brackets."""

_HINT = "check indentation and quotes"
_HINTS = {
    "'?'": "put text with a “?” into quotes",
    r"'\t'": "write spaces instead of the tab",
}
"""What to do, by a sign that the sentence of the parser holds."""
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_QUOTED = ("'", '"', "|", ">")
_PLAIN = {"true": True, "false": False, "null": None, "~": None, "": None}
_NO_TEXT = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class _Branch:
    """A mapping or list with the marks of its keys and the places of its values."""

    mark: Any
    data: dict[str, Any] | list[Any]
    anchor: str | None
    before: int
    flow: bool
    places: dict[str | int, Any] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)
    key: str | None = None
    skips: bool = False
    height: int = 0


@dataclass(slots=True)
class Document:
    """Plain data that knows where each key and value stood; `broken` if nothing can be made of it.

    The place of a scalar is its mark, the place of anything else its branch.
    """

    file: str
    data: Any = None
    place: Any = None
    faults: list[Fault] = field(default_factory=list)
    broken: bool = False

    @classmethod
    def of(cls, data: Any, file: str, what: str) -> Document:
        """Take plain data that was never text for a document, as it is carried in a record.

        Raises:
            ScenarioError: it exceeds what a text may hold; the message says so of `what` it is.
        """
        document = cls(file, data)
        beyond = beyond_bounds(data)
        if beyond:
            raise ScenarioError([document.fault((), beyond, f"{what} is what a person can read")])
        return document

    def where(self, path: Way, *, key: bool = False) -> tuple[int, int]:
        """Find where a path stands, or the nearest thing around it."""
        place = self.place
        mark = getattr(place, "mark", place)
        for index, part in enumerate(path):
            if not isinstance(place, _Branch) or part not in place.places:
                break
            last = index == len(path) - 1
            outer, place = place, place.places[part]
            mark = outer.keys.get(str(part)) if key and last else getattr(place, "mark", place)
        return (mark.line + 1, mark.column + 1) if mark else (1, 1)

    def fault(self, path: Way, what: str, hint: str = "", *, key: bool = False) -> Fault:
        """Make a fault at a path, which is named where no line can show it."""
        line, column = self.where(path, key=key)
        if self.place is None and path:
            what = f"{dotted(path)}: {what}"
        return Fault(self.file, line, column=column, what=what, hint=hint, path=dotted(path))


def dotted(path: Way) -> str:
    """Write a path the way `--set` reads it, list positions as numbers."""
    return ".".join(str(part) for part in path)


def read_text(path: Path, shown: str | None = None) -> str:
    """Read a text file within the limits.

    Raises:
        ScenarioError: missing, unreadable, too large, or not UTF-8 text.
    """
    return store.read_text(
        path, BYTES_MOST, "what a person reads", shown=shown or "", error=ScenarioError
    )


def _end(text: str) -> tuple[int, int]:
    """Give line and column of what follows a text."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


def parse(text: str, file: str) -> Document:
    """Parse YAML text; faults are kept in the document, not raised.

    A byte order mark and the last line break make no difference.
    """
    text = text.removeprefix("\ufeff")
    document = Document(file)
    control = _NO_TEXT.search(text)
    if control:
        line, column = _end(text[: control.start()])
        what = f"holds a control character (U+{ord(control[0]):04X})"
        document.faults.append(
            Fault(file, line, column=column, what=what, hint="a scenario is plain text")
        )
        document.broken = True
        return document
    whole = text if text.endswith("\n") else f"{text}\n"
    if FAST is not None and not _DOUBTFUL.search(whole):
        with suppress(yaml.YAMLError):
            return _read(whole, Document(file), FAST)
    try:
        return _read(whole, document, DECIDES)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        end = _end(text)
        line, column = min((mark.line + 1, mark.column + 1), end) if mark else end
        problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
        hint = next((hint for sign, hint in _HINTS.items() if sign in problem), _HINT)
        what = f"is not YAML: {problem}"
        document.faults.append(Fault(file, line, column=column, what=what, hint=hint))
        document.broken = True
        return document


def _read(text: str, document: Document, parser: Parser) -> Document:
    try:
        _Reader(document).read(text, parser)
    except _Stop:
        document.broken = True
    return document


def plain(text: str) -> object:
    """Read a scalar without quotes: a yes, a no, nothing, a number that can be held, or text."""
    if text in _PLAIN:
        return _PLAIN[text]
    if text[0] in "+-0123456789":
        if len(text) < 40 and _INT.fullmatch(text):
            return int(text)
        if _FLOAT.fullmatch(text) and math.isfinite(float(text)):
            return float(text)
    return text


def write(data: Any) -> str:
    """Write plain data as YAML that reads as the same data."""
    return yaml.dump(data, Dumper=_Writer, sort_keys=False, allow_unicode=True, width=96)


class _Writer(yaml.SafeDumper):
    """Quotes what `plain` would not read as text."""


def _quoting(writer: yaml.SafeDumper, text: str) -> Any:
    style = None if isinstance(plain(text), str) else '"'
    return writer.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Writer.add_representer(str, _quoting)


def beyond_bounds(data: Any) -> str:
    """Say how plain data that was never text exceeds what a text may hold, "" if it does not."""
    level, count, depth = [data], 0, 0
    while level:
        count += len(level)
        if count > NODES_MOST:
            return f"has more than {NODES_MOST} values"
        if depth > DEPTH_MOST:
            return f"is nested deeper than {DEPTH_MOST}"
        depth += 1
        inner = [
            v.values() if isinstance(v, dict) else v for v in level if isinstance(v, dict | list)
        ]
        level = [item for items in inner for item in items]
    return ""


class _Stop(Exception):  # noqa: N818 - nothing went wrong in the code; reading ends here
    """Nothing more is read; the document says why."""


_Anchored = tuple[Any, Any, int, int]
"""A value with its place, how many values it holds, and how deep."""


class _InDoubtError(yaml.YAMLError):
    """The fast parser took what the other does not take, or reads otherwise."""


class _Reader:
    """Builds data from the parser's events, with bounds."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.open: list[_Branch] = []
        self.anchors: dict[str, _Anchored] = {}
        self.count = 0
        self.begun = False

    def read(self, text: str, made: Parser) -> None:
        """Read a text whole with a parser, or up to the fault that stops it."""
        parser = made(text)
        try:
            event = begin = parser.get_event()
            while not isinstance(event, yaml.StreamEndEvent):
                self._take(event)
                event = parser.get_event()
        finally:
            parser.dispose()
        if not self.begun:
            self._stop(begin.start_mark, "is empty", "see `channel16 scenario schema`")

    def _fault(self, mark: Any, what: str, hint: str) -> None:
        place = (mark.line + 1, mark.column + 1)
        self.document.faults.append(Fault(self.document.file, *place, what, hint))

    def _stop(self, mark: Any, what: str, hint: str) -> NoReturn:
        self._fault(mark, what, hint)
        raise _Stop

    def _take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            self._scalar(event)
        elif kind is yaml.MappingStartEvent:
            self._begin(event, {})
        elif kind is yaml.SequenceStartEvent:
            self._begin(event, [])
        elif kind is yaml.AliasEvent:
            self._alias(event)
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._finish()
        elif kind is yaml.DocumentStartEvent:
            if self.begun:
                self._stop(event.start_mark, "is not YAML: holds a second document", "keep one")
            self.begun = True

    def _scalar(self, event: Any) -> None:
        mark, value = event.start_mark, event.value
        outer = self.open[-1] if self.open else None
        if "?" in value and event.style not in _QUOTED and outer is not None and outer.flow:
            raise _InDoubtError
        if outer is not None and outer.key is None and isinstance(outer.data, dict):
            if value in outer.data:
                self._fault(mark, f"the key {quoted(value)} stands twice", "keep one")
                outer.skips = True
            else:
                outer.keys[value] = mark
            outer.key = value
        else:
            if event.style not in _QUOTED:
                if not value and outer is not None and outer.key in outer.keys:
                    mark = outer.keys[outer.key]  # nothing stands where its key does
                value = plain(value)
            self._put(value, mark, mark)
        self._marked(event, (value, mark, 1, 0))

    def _begin(self, event: Any, data: dict[str, Any] | list[Any]) -> None:
        branch = _Branch(
            event.start_mark, data, anchor=event.anchor, before=self.count, flow=event.flow_style
        )
        self._put(data, branch, branch.mark)
        self._marked(event, (data, branch, 0, 0))
        self.open.append(branch)

    def _finish(self) -> None:
        branch = self.open.pop()
        branch.height = max(branch.height, 1 if branch.data else 0)
        if self.open:
            self.open[-1].height = max(self.open[-1].height, branch.height + 1)
        if branch.anchor is not None:
            size = self.count - branch.before
            self.anchors[branch.anchor] = (branch.data, branch, size, branch.height)

    def _alias(self, event: Any) -> None:
        mark = event.start_mark
        if event.anchor not in self.anchors:
            hint = "write its anchor (&) before the alias (*)"
            self._stop(mark, f"is not YAML: there is no anchor {quoted(event.anchor)}", hint)
        value, place, size, height = self.anchors[event.anchor]
        if any(branch is place for branch in self.open):
            hint = "an alias may not stand inside its own anchor"
            self._stop(place.mark, "refers to itself", hint)
        self.count += size - 1
        if len(self.open) + height > DEPTH_MOST:
            self._stop(mark, f"is nested deeper than {DEPTH_MOST}", "flatten it")
        self._put(value, place, mark)
        if self.open:
            self.open[-1].height = max(self.open[-1].height, height + 1)

    def _put(self, value: Any, place: Any, mark: Any) -> None:
        """Put a value into what is open, or make it the document."""
        self.count += 1
        if self.count > NODES_MOST:
            self._stop(mark, f"has more than {NODES_MOST} values", "look for repeated aliases")
        if len(self.open) > DEPTH_MOST:
            self._stop(mark, f"is nested deeper than {DEPTH_MOST}", "flatten it")
        if not self.open:
            self.document.data, self.document.place = value, place
            return
        outer = self.open[-1]
        if isinstance(outer.data, list):
            outer.places[len(outer.data)] = place
            outer.data.append(value)
        elif outer.key is None:
            self._fault(mark, "a key must be a word", "put quotes round it")
            outer.key, outer.skips = "", True
        else:
            if not outer.skips:
                outer.data[outer.key] = value
                outer.places[outer.key] = place
            outer.key, outer.skips = None, False

    def _marked(self, event: Any, what: _Anchored) -> None:
        """Keep what stands under an anchor; refuse a tag."""
        if event.anchor is not None:
            if event.anchor in self.anchors:
                name = quoted(event.anchor)
                self._fault(event.start_mark, f"the anchor {name} stands twice", "rename one")
            self.anchors[event.anchor] = what
        if event.tag is not None:
            hint = "leave it out; put text that looks like a number into quotes"
            self._fault(event.start_mark, f"the tag {quoted(event.tag)} means nothing here", hint)
