"""The error tree, and refusals, which are data and not errors.

::

    SimError            the outside gave us something wrong; carries one or more faults
    ├─ ScenarioError    a scenario or script cannot be read or contradicts itself
    ├─ RecordError      a record cannot be read
    ├─ PolicyError      an unknown occupant, or one with wrong parameters
    └─ UsageError       a path, seat or value given on the command line fits nothing
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a document: where, what, and what to do."""

    file: str
    line: int
    column: int
    what: str
    hint: str = ""
    path: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}: " if self.file else ""
        return f"{where}{self.what}{'; ' + self.hint if self.hint else ''}"


class SimError(Exception):
    """The outside gave us something wrong. ``faults`` is never empty."""

    def __init__(self, faults: Iterable[Fault] | str) -> None:
        if isinstance(faults, str):
            faults = [Fault("", 0, 0, faults)]
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ScenarioError(SimError):
    """A scenario or script cannot be read or contradicts itself."""


class RecordError(SimError):
    """A record cannot be read."""


class PolicyError(SimError):
    """An occupant is unknown or has wrong parameters."""


class UsageError(SimError):
    """Something given on the command line fits nothing."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not accepted: a code for programs, a sentence for people."""

    code: str
    sentence: str


def nearest(word: str, known: Iterable[str]) -> str:
    """Say the known name nearest to a word, or list a few.

    >>> nearest("twenty-nine", ["twenty-nine-minutes", "handshake"])
    'did you mean “twenty-nine-minutes”?'
    """
    names = sorted(set(known))
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    if not close:
        close = [name for name in names if word and (word in name or name in word)][:1]
    if close:
        return f"did you mean “{close[0]}”?"
    if not names:
        return "none is declared"
    shown = ", ".join(names[:8])
    return f"known: {shown}{', …' if len(names) > 8 else ''}"
