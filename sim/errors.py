"""The error tree, and refusals, which are data and not errors.

::

    SimError            the outside gave us something wrong; carries one or more faults
    ├─ ScenarioError    a scenario or script cannot be read or contradicts itself
    ├─ ExerciseError    the folder of an exercise cannot be read or contradicts itself
    ├─ RecordError      a record cannot be read
    ├─ LedgerError      the dated history of channels cannot be read, or says nothing of a day
    ├─ PolicyError      an unknown occupant, or one with wrong parameters
    └─ UsageError       a path, seat or value given on the command line fits nothing
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from sim.printable import shown

Level = Literal["fault", "warning", "note"]
"""How bad something is that was found in a document."""
SHOWN_MOST = 60
"""Characters of a value or name that a sentence quotes; an author knows the rest."""
_COMPARED_MOST, _KNOWN_MOST = 500, 5000
"""Names that are looked at for the nearest one, and listed: what a scenario declares is less."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong in a document: where, what, and what to do.

    A warning is about what is allowed and probably not meant, a note about what may be meant.
    """

    file: str
    line: int
    column: int
    what: str
    hint: str = ""
    path: str = ""
    level: Level = "fault"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:{self.column}: " if self.file else ""
        where += "" if self.level == "fault" else f"{self.level}: "
        return shown(f"{where}{self.what}{'; ' + self.hint if self.hint else ''}", kept="")


class SimError(Exception):
    """The outside gave us something wrong. ``faults`` is never empty."""

    def __init__(self, faults: Iterable[Fault] | str) -> None:
        if isinstance(faults, str):
            faults = [Fault("", 0, 0, faults)]
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class ScenarioError(SimError):
    """A scenario or script cannot be read or contradicts itself."""


class ExerciseError(SimError):
    """The folder of an exercise cannot be read or contradicts itself."""


class RecordError(SimError):
    """A record cannot be read."""


class LedgerError(SimError):
    """The dated history of channels cannot be read, or says nothing of a day."""


class PolicyError(SimError):
    """An occupant is unknown or has wrong parameters."""


class UsageError(SimError):
    """Something given on the command line fits nothing."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command was not accepted: a code for programs, a sentence for people."""

    code: str
    sentence: str


def quoted(value: object) -> str:
    """Quote a value on one short printable line, the way an author would write it.

    >>> quoted("9 knots"), quoted(True), quoted("x" * 100)[-4:]
    ('“9 knots”', '“true”', 'xx…”')
    """
    if isinstance(value, bool) or value is None:
        value = {True: "true", False: "false", None: "null"}[value]
    text = str(value)
    return f"“{shown(text if len(text) <= SHOWN_MOST else text[: SHOWN_MOST - 1] + '…', kept='')}”"


def nearest(word: str, known: Iterable[str]) -> str:
    """Say the known name nearest to a word, or list a few.

    >>> nearest("twenty-nine", ["twenty-nine-minutes", "handshake"])
    'did you mean “twenty-nine-minutes”?'
    """
    names = sorted(set(islice(known, _KNOWN_MOST)))
    close = close_to(word, names)
    if close:
        return f"did you mean {quoted(close)}?"
    if not names:
        return "none is declared"
    listed = ", ".join(quoted(name)[1:-1] for name in names[:8])
    return f"known: {listed}{', …' if len(names) > 8 else ''}"


def close_to(word: str, known: Iterable[str]) -> str:
    """Give the known name that a mistyped word may have meant, "" if there is none."""
    names = list(islice(known, _KNOWN_MOST))
    if len(word) <= SHOWN_MOST:
        # Names of so different a length that they cannot come near are not worth comparing.
        like = [n for n in names if 4 * min(len(n), len(word)) >= len(n) + len(word)]
        close = difflib.get_close_matches(word, like[:_COMPARED_MOST], n=1, cutoff=0.5)
        if close:
            return close[0]
    return next((name for name in names if word and name and (word in name or name in word)), "")
