"""What a host's journal tells of a run: how both clocks went, and why orders were given.

Names stay in the journal; nothing of them is read here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sim.engine.base.log import Event
from sim.engine.facts.run import CommandAccepted
from sim.jsontext import json_data

_WORDS = ("seat", "verb", "subject", "to", "form", "text")
"""What a command is known by."""


class StoryClock(Protocol):
    """How the time of a story becomes the time of its exercise, both in ms."""

    def exercise_ms(self, story_ms: int) -> int:
        """Give the exercise's time of an instant of the story."""


@dataclass(frozen=True, slots=True)
class RanClock:
    """How the clocks of a run truly went: instants of the story with those of the exercise, in ms.

    Neither goes back along them. Between two it is taken that both went evenly.
    """

    stood: tuple[tuple[int, int], ...]

    def exercise_ms(self, story_ms: int) -> int:
        """Give the exercise's time of an instant of the story.

        >>> RanClock(((0, 0), (600, 60), (900, 60), (1000, 70))).exercise_ms(300)
        30
        """
        after = bisect_right(self.stood, story_ms, key=lambda pair: pair[0])
        if after == 0:
            return self.stood[0][1]
        (story, exercise), rest = self.stood[after - 1], self.stood[after : after + 1]
        if not rest:
            return exercise
        gone = (story_ms - story) * (rest[0][1] - exercise)
        return exercise + gone // (rest[0][0] - story)


def ran_clock(lines: Iterable[str]) -> RanClock | None:
    """Find how both clocks went, None where no line says; what was taken back is left out."""
    stood: list[tuple[int, int]] = []
    for data in _rows(lines):
        story, exercise = data.get("story_ms"), data.get("exercise_ms")
        if type(story) is int and type(exercise) is int and story >= 0 and exercise >= 0:
            while stood and (stood[-1][0] > story or stood[-1][1] > exercise):
                stood.pop()
            stood.append((story, exercise))
    return RanClock(tuple(dict.fromkeys(stood))) if stood else None


def reasons(lines: Iterable[str], log: Sequence[Event]) -> dict[int, str]:
    """Give the reasons of orders, by the event that says that the order was accepted.

    An order that was refused, or taken back, has its place in the journal too: the last that was
    asked for there and is the one of the log counts.
    """
    accepted = [event for event in log if isinstance(event.fact, CommandAccepted)]
    found: dict[int, str] = {}
    for data in _rows(lines):
        at = data.get("said")
        if "order" not in data or type(at) is not int or not 0 <= at < len(accepted):
            continue
        event = accepted[at]
        if any(data.get(word, "") != getattr(event.fact, word) for word in _WORDS):
            continue
        why = data.get("because")
        if isinstance(why, str) and why.strip():
            found[event.seq] = why
        else:
            found.pop(event.seq, None)
    return found


def _rows(lines: Iterable[str]) -> Iterable[Mapping[str, Any]]:
    """Read the lines that are whole; a crash may have torn one."""
    for text in lines:
        try:
            data = json_data(text)
        except ValueError:
            continue
        if isinstance(data, dict):
            yield data
