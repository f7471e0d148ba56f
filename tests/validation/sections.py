"""A page with a section for each scenario, of which some may be made anew and the others kept."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from pathlib import Path

from sim.loader import library, load

_HEADING = re.compile(r"^## .*\(`([a-z-]+)`\)$", re.MULTILINE)


def kept(text: str) -> dict[str, str]:
    """Cut a page into its sections, by scenario, each with its heading."""
    found = list(_HEADING.finditer(text))
    ends = [each.start() for each in found[1:]] + [len(text)]
    return {each[1]: text[each.start() : end] for each, end in zip(found, ends, strict=True)}


def write(page: Path, head: str, section: Callable[[str], str]) -> None:
    """Write a page; with scenarios on the command line only theirs is made anew.

    Args:
        page: The file.
        head: What stands above the sections.
        section: Makes what stands under the heading of a scenario.
    """
    asked = argparse.ArgumentParser()
    asked.add_argument("scenarios", nargs="*", default=library.shipped())
    anew = asked.parse_args().scenarios
    before = kept(page.read_text("utf-8")) if page.is_file() else {}
    parts = [head]
    for name in library.shipped():
        if name in anew or name not in before:
            before[name] = f"## {load(name).title} (`{name}`)\n\n{section(name)}\n\n"
        parts.append(before[name])
    page.write_text(parts[0] + "\n" + "".join(parts[1:]).rstrip("\n") + "\n", "utf-8")
