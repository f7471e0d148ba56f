"""Open vocabularies: the words a scenario may use, each registered once.

A registry maps a word to what stands behind it (a specification class, a function, a policy).
The core fills it with built-in words, which have no dot in their names; a plug-in's words must
have one. A word registered twice is an error, never "last one wins".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Generic, TypeVar

from sim.errors import nearest

T = TypeVar("T")


class Registry(Generic[T]):
    """One open vocabulary, for instance all conditions."""

    def __init__(self, noun: str) -> None:
        self.noun = noun
        self._words: dict[str, T] = {}
        self._later: dict[str, str] = {}

    def later(self, word: str, module: str) -> None:
        """Name the module that registers a word; it is loaded when the word is asked for.

        So a word may stand for something that is built upon whatever asks for it.
        """
        self._later[word] = module

    def add(self, word: str) -> Callable[[T], T]:
        """Register what follows under a word; to be used as a decorator."""

        def register(thing: T) -> T:
            assert word not in self._words, f"the {self.noun} “{word}” is registered twice"
            self._words[word] = thing
            return thing

        return register

    def get(self, word: str) -> T:
        """Look a word up.

        Raises:
            ValueError: unknown; the message names the nearest known word.
        """
        if word in self._later and word not in self._words:
            import_module(self._later[word])
        if word not in self._words:
            raise ValueError(f"unknown {self.noun} “{word}”; {nearest(word, self)}")
        return self._words[word]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*self._words, *self._later}))

    def __contains__(self, word: object) -> bool:
        return word in self._words or word in self._later
