"""What lines may be on this terminal: how wide, and of which letters."""

from __future__ import annotations

import os
import sys

from sim.cli.plainview import WIDTH

_LEAST, _MOST, _MARGIN = 40, 100, 2
"""How narrow and how wide lines become with the terminal, and what is left free at the right."""
_SIMPLE = {"“": '"', "”": '"', "°": " deg", "…": "...", "—": "-"}


def columns() -> int:
    """Give how wide lines are: as the terminal, within what can be read; else as on paper."""
    try:
        found = os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):  # no terminal
        return WIDTH
    return min(max(found, _LEAST), _MOST) - _MARGIN if found else WIDTH


def writable(text: str) -> str:
    """Write a text in what the terminal can write."""
    encoding = sys.stdout.encoding or "ascii"
    for fancy, simple in _SIMPLE.items():
        if not _can(fancy, encoding):
            text = text.replace(fancy, simple)
    return text


def _can(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True
