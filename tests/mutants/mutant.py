"""What a mutant is: files that were changed, and the command lines that are to meet them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.mutants.mutating import ANY

Files = Mapping[str, bytes]
Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One input that was changed. It follows from its sort and its seed alone."""

    sort: str
    seed: int
    how: str
    lines: tuple[Line, ...]
    files: Files = field(default_factory=dict)
    promise: str = ANY
    before: Files = field(default_factory=dict)
    """The same files as they were, where nothing may have changed, or what is to come out."""
    changed: tuple[str, ...] = ()
    """The files that were changed."""
    odd: Mapping[str, str] = field(default_factory=dict)
    """What is no file, by name: “pipe”, “folder”, “loop” (a link to itself), “huge”."""
    typed: str = ""
    agree: bool = False
    """Whether the first command line is a check whose answer the others must agree with."""
    screen: bool = False
    """Whether the command opens the screen."""

    @property
    def name(self) -> str:
        """Name it, as `python -m tests.mutants` takes it."""
        return f"{self.sort} {self.seed}"


@dataclass(frozen=True, slots=True)
class Done:
    """What a command line did; `raised` is what got out of it, which nothing may."""

    code: int
    out: str
    err: str
    raised: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What all command lines of a mutant did, and those of the files as they were."""

    done: tuple[Done, ...] = ()
    before: tuple[Done, ...] = ()
    left: Files = field(default_factory=dict)
    """The files of the mutant's folder afterwards, by name, where they are to be judged."""
    hung: bool = False
