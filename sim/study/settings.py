"""Settings that a study asks for: PATH: VALUE in a file, PATH=VALUE on a line, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sim.errors import Fault, UsageError, quoted
from sim.loader.faults import Finding
from sim.loader.overrides import apply_sets
from sim.loader.yamltext import Document, dotted, parse
from sim.model.words import Way

_EXPECTED = "expected PATH: VALUE, or a list of such"
_PLANTED = "planted by channel16 study to see where a change goes"
_ESCAPED = {n: f"\\u{n:04x}" for n in (0x7F, 0x85, 0x2028, 0x2029)}
"""What JSON leaves as it is and YAML takes for a control character or the end of a line."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting that a study's file asks for: the way to it in the text, and PATH=VALUE."""

    way: Way
    text: str


def settings_of(data: object, way: Way) -> list[Setting]:
    """Read the settings that stand at a way of the text."""
    return [found for found in _read(data, way) if isinstance(found, Setting)]


def malformed(data: object, way: Way) -> list[Finding]:
    """Find what stands at a way of the text and is no setting."""
    return [found for found in _read(data, way) if isinstance(found, Finding)]


def _read(data: object, way: Way) -> Iterator[Setting | Finding]:
    """Read a mapping of settings, or a list of such."""
    if isinstance(data, dict):
        for path, value in data.items():
            if "=" in path or not path.strip():
                yield Finding((*way, path), f"{quoted(path)}: expected PATH: VALUE", key=True)
            else:
                yield Setting((*way, path), f"{path.strip()}={text_of(value)}")
    elif isinstance(data, list):
        for number, item in enumerate(data):
            if isinstance(item, dict):
                yield from _read(item, (*way, number))
            else:
                yield Finding((*way, number), _EXPECTED)
    elif data is not None:
        yield Finding(way, _EXPECTED)


def applied(data: object, settings: Sequence[Setting]) -> tuple[Any, list[Finding]]:
    """Apply the settings that match something; the others are findings."""
    findings = []
    for setting in settings:
        try:
            data = apply_sets(data, [setting.text])
        except UsageError as error:
            for fault in error.faults:
                bare = unprefixed(fault, setting.text)
                findings.append(Finding(setting.way, bare.what, bare.hint, key=True))
    return data, findings


def matching(data: object, settings: Sequence[Setting]) -> list[Setting]:
    """List the settings that match something, each where those before it have been applied."""
    found = []
    for setting in settings:
        data, astray = applied(data, [setting])
        found += [] if astray else [setting]
    return found


def unprefixed(fault: Fault, text: str) -> Fault:
    """Take from what `--set` complains of the words that name the option."""
    return replace(fault, what=fault.what.removeprefix(f"--set {quoted(text)[1:-1]}: "))


def reached(data: object, texts: Sequence[str]) -> str:
    """Give the path, with numbers for ids, that the last of some settings reaches."""
    *before, last = texts
    planted = apply_sets(data, [*before, f"{last.partition('=')[0]}={_PLANTED}"])
    return next(dotted(way) for way, value in _leaves(planted, ()) if value == _PLANTED)


def _leaves(data: object, way: Way) -> Iterator[tuple[Way, Any]]:
    if isinstance(data, dict | list):
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            yield from _leaves(value, (*way, key))
    else:
        yield way, data


def texts_of(settings: Iterable[Setting]) -> tuple[str, ...]:
    """Give settings as `--set` takes them."""
    return tuple(setting.text for setting in settings)


def text_of(value: object) -> str:
    """Write a value the way `--set` reads it, on one line.

    >>> text_of("12 kn"), text_of("12"), text_of(None), text_of([1, "a"])
    ('12 kn', '"12"', 'null', '[1, "a"]')
    """
    if isinstance(value, str) and value.isprintable():
        document = parse(value, "") if value.strip() else None
        if document and not document.faults and document.data == value:
            return value
    return json.dumps(value, ensure_ascii=False).translate(_ESCAPED)


def normal(text: str) -> str:
    """Write PATH=VALUE the one way in which a file's settings are; what is none stays."""
    path, sign, value = text.partition("=")
    document = parse(value, "") if value.strip() else Document("")
    return f"{path.strip()}={text_of(document.data)}" if sign and not document.faults else text


def as_data(texts: Iterable[str]) -> list[dict[str, Any]]:
    """Write settings the way a file holds them."""
    pairs = [text.partition("=")[::2] for text in texts]
    return [{path: parse(value, "").data if value.strip() else None} for path, value in pairs]
