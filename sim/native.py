"""Which build runs: native modules made from these very sources, or the sources themselves.

An installation may hold native modules beside their sources (``CHANNEL16_COMPILE=1`` when it is
built). They are used unless ``CHANNEL16_PURE=1`` forbids it, or a source is another than that from
which they were made.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Sequence
from hashlib import sha256
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.machinery import ModuleSpec

ROOT = Path(__file__).parent.parent
_DIGESTS = ROOT / "sim" / "_native.json"
_WHY = ROOT / "sim" / "_pure.txt"
PURE = "CHANNEL16_PURE"
"""The variable that forbids native modules."""
_TOOL = re.compile(r"(?:ommand |directory: )'(?:\[')?([^']+)'")
"""The name of a compiler in what is said when it is missing or fails."""


class _Sources:
    """Finds every module of this package in its source, whatever else stands beside it."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if not name.startswith("sim.") or path is None:
            return None
        for folder in map(Path, path):
            base = folder / name.rpartition(".")[2]
            if (base / "__init__.py").is_file():
                return spec_from_file_location(
                    name, base / "__init__.py", submodule_search_locations=[str(base)]
                )
            if base.with_suffix(".py").is_file():
                return spec_from_file_location(name, base.with_suffix(".py"))
        return None


def build() -> str:
    """Say which build runs: ``native``, ``pure``, or ``pure`` with the reason."""
    if not _DIGESTS.is_file():
        return f"pure: compiling failed: {_why()}" if _WHY.is_file() else "pure"
    if os.environ.get(PURE) == "1":
        return f"pure, by {PURE}"
    if changed := _changed():
        return f"pure: {changed} is newer than what was compiled"
    return "native"


def _why() -> str:
    """Say what the compiler said last when it failed, on one line."""
    said = _WHY.read_text("utf-8", errors="replace").split("\n")
    last = next((line.strip() for line in reversed(said) if line.strip()), "no reason is known")
    found = _TOOL.search(last)
    if found is None:
        return last
    if "No such file or directory" in last:
        return f"there is no C compiler “{found[1]}” here; install one, and build again"
    return f"the C compiler “{found[1]}” gave up; build again with pip -v to read why"


def _changed() -> str:
    """Name a source that is another than that which was compiled, "" if there is none."""
    try:
        made: dict[str, str] = dict(json.loads(_DIGESTS.read_text("utf-8")))
        for name, digest in made.items():
            if sha256((ROOT / name).read_bytes()).hexdigest() != digest:
                return name
    except (OSError, TypeError, ValueError):
        return _DIGESTS.name
    return "" if made else _DIGESTS.name


def choose() -> None:
    """Let the sources be loaded unless native modules may be; before anything else is imported."""
    if _DIGESTS.is_file() and build() != "native":
        sys.meta_path.insert(0, _Sources())
