"""The file of settings, read as strictly as a scenario: each fault with its place and advice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sim.errors import Fault, RecordError, nearest, quoted
from sim.store import read_text

if TYPE_CHECKING:
    from sim.cli.settings import Settings

BYTES_MOST = 20_000
SIGNS = ("dots", "ascii")
"""What the chart may be drawn with."""
THEMES = ("dark", "light", "contrast")
"""What the screen may wear."""
_ONE_OF = {"signs": SIGNS, "theme": THEMES}
_LEFT = "it is left aside"
_YES_NO = {"true": True, "false": False}


class SettingsReader:
    """Reads a file into settings, and notes what is wrong with it."""

    def __init__(self, settings: Settings, shown: str) -> None:
        self.settings, self.shown = settings, shown

    def fault(self, node: yaml.Node | None, what: str, hint: str) -> None:
        """Note what is wrong at a place; without one, of the file."""
        mark = node.start_mark if node is not None else None
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        self.at(line, column, what=what, hint=hint)

    def at(self, line: int, column: int, what: str, hint: str) -> None:
        hint = f"{hint}; {_LEFT}" if hint else _LEFT
        self.settings.faults.append(Fault(self.shown, line, column=column, what=what, hint=hint))

    def parsed(self, path: Path) -> yaml.Node | None:
        """Parse the file; None if it is empty, or not YAML."""
        try:
            text = read_text(path, BYTES_MOST, "a file of settings", shown=self.shown)
        except RecordError as error:
            for fault in error.faults:
                self.at(fault.line, fault.column, what=fault.what, hint=fault.hint)
            return None
        return self._composed(text)

    def _composed(self, text: str) -> yaml.Node | None:
        try:
            # The loader in C would be faster; it falls with what nests too deep.
            node = yaml.compose(text, yaml.SafeLoader)
        except yaml.reader.ReaderError as error:
            before = text[: error.position]
            what = f"holds a control character (U+{ord(text[error.position]):04X})"
            self.at(before.count("\n") + 1, 1, what=what, hint="settings are plain text")
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
            problem = getattr(error, "problem", None) or str(error).partition("\n")[0]
            line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            hint = "check indentation and quotes"
            self.at(line, column, what=f"is not YAML: {problem}", hint=hint)
        except RecursionError:
            self.fault(None, "is nested too deep", "flatten it")
        else:
            return node
        return None

    def pairs(self, node: yaml.Node, known: list[str], noun: str) -> Iterator[tuple[str, Any]]:
        """Give the known keys of a mapping with what stands there; tell of all others."""
        if not isinstance(node, yaml.MappingNode):
            self.fault(node, "expected keys and values", f"known: {', '.join(known[:8])}")
            return
        seen: set[str] = set()
        for key, value in node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name in seen:
                self.fault(key, f"the key {quoted(name)} stands twice", "keep one")
            elif name not in known:
                self.fault(key, f"there is no {noun} {quoted(name)}", nearest(name, known))
            else:
                yield name, value
            seen.add(name)

    def document(self, node: yaml.Node) -> None:
        """Read the whole document."""
        settings = self.settings
        known = ["keys", "hold", "confirm", *_ONE_OF]
        for name, value in self.pairs(node, known, "setting"):
            if name == "keys":
                self._keys(value)
                continue
            text = value.value if isinstance(value, yaml.ScalarNode) else None
            if name in _ONE_OF:
                if text in _ONE_OF[name]:
                    setattr(settings, name, text)
                else:
                    self.fault(value, f"expected one of {', '.join(_ONE_OF[name])}", "")
            elif text in _YES_NO and value.style not in ("'", '"'):
                setattr(settings, name, _YES_NO[text])
            else:
                self.fault(value, "expected true or false", "")

    def _keys(self, node: yaml.Node) -> None:
        """Read a player's own keys; a key that cannot be taken leaves its command as it was."""
        from tui.base import keymap
        from tui.base.keytable import TABLE

        given: dict[str, tuple[str, ...]] = {}
        places: dict[str, Any] = {}
        for name, value in self.pairs(node, [c.id for c in TABLE], "command"):
            found = self._named(value)
            if found:
                given[name], places[name] = found, value
        taken, wrong = keymap.fitting(given)
        for name, what in wrong:
            self.fault(places[name], what, "take another key")
        self.settings.keys = taken

    def _named(self, node: yaml.Node) -> tuple[str, ...]:
        """Give the keys that a value names, () if one of them is none."""
        from tui.base import keymap

        items = node.value if isinstance(node, yaml.SequenceNode) else [node]
        found: list[str] = []
        for item in items:
            text = item.value if isinstance(item, yaml.ScalarNode) else None
            key = keymap.named(text) if text else ""
            if not text:
                self.fault(item, "expected a key, or a list of keys", "such as [w, f5, ctrl+w]")
                return ()
            if not key:
                self.fault(item, f"there is no key {quoted(text)}", nearest(text, keymap.NAMED))
                return ()
            found.append(key)
        if not found:
            self.fault(node, "expected a key, or a list of keys", "such as [w, f5, ctrl+w]")
        return tuple(dict.fromkeys(found))
