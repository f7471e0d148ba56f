"""A line of a seat's feed; courses that are steered soon after one another are one line."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sim.engine.base.log import Event, Fact
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence, steering, vessel_name
from sim.engine.facts.beliefs import ActWeighed
from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.vessels import TrackChanged
from sim.units import MS_PER_MIN

_TOGETHER_MS = 2 * MS_PER_MIN
"""Courses are one line that were steered within so long, with nothing else to tell between."""


@dataclass(frozen=True, slots=True)
class FeedLine:
    """What a seat has come to know at once, in words; events `head` to `number` of its feed.

    `also` are the events at which what it tells of together would have begun lines of their own.
    """

    number: int
    at_ms: int
    clock: str
    text: str
    alert: bool
    head: int = 0
    also: tuple[int, ...] = ()


class Courses:
    """Puts lines together, the newest first; of courses, the newest of each vessel is told."""

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._steered: dict[str, str] = {}

    def put(self, line: FeedLine, alone: Fact | None, lines: list[FeedLine]) -> None:
        """Put a line before those that are later.

        Args:
            line: The line.
            alone: The fact it tells of, if it is one alone.
            lines: The lines that were put before.
        """
        if not isinstance(alone, TrackChanged) or line.alert:
            self._steered.clear()
            lines.append(line)
            return
        if not self._steered or lines[-1].at_ms - line.at_ms > _TOGETHER_MS:
            self._steered.clear()
            lines.append(line)
        course = steering(alone.course_deg, alone.speed_mps)
        steered = f"{vessel_name(self._setup, alone.vessel)}: {course}"
        self._steered.setdefault(alone.vessel, steered)
        if line is not lines[-1]:
            text = sentence("; ".join(reversed(self._steered.values())))
            text, also = f"{text[:1].upper()}{text[1:]}", (lines[-1].head, *lines[-1].also)
            lines[-1] = replace(lines[-1], text=text, head=line.head, also=also)


def event_of(events: Sequence[Event], seq: int | None) -> Event | None:
    """Find an event of a feed by its number, None if the seat does not know it."""
    at = bisect_left(events, seq or 0, key=lambda event: event.seq)
    return events[at] if at < len(events) and events[at].seq == seq else None


def weighed_at(events: Sequence[Event], at: int, number: int) -> int | None:
    """Find where, before a place, a seat first weighed the act of a number; None if nowhere."""
    for place in range(at - 1, -1, -1):
        fact = events[place].fact
        if isinstance(fact, ActWeighed) and fact.number == number:
            return place
    return None


def _broken_at(events: Sequence[Event], at: int) -> int:
    """Give the number of the event of the act by which a word is taken for broken, 0 for none."""
    fact = events[at].fact
    place = weighed_at(events, at, fact.act) if isinstance(fact, PromiseJudged) else None
    return 0 if place is None else place + 1


def came_of(events: Sequence[Event], feed: Sequence[FeedLine], number: int) -> tuple[FeedLine, ...]:
    """Give the lines of a feed that one of them came of, nearest first.

    Args:
        events: What the seat has come to know.
        feed: All its lines.
        number: The line, by its number.
    """
    place = {event.seq: at for at, event in enumerate(events, 1)}
    lines = {head: line for line in feed for head in (line.head, *line.also)}
    number = next((at for at, line in lines.items() if line.number == number), number)
    causes = list[FeedLine]()
    while number:
        number = place.get(events[number - 1].cause or 0, 0) or _broken_at(events, number - 1)
        if number in lines and lines[number] not in causes:
            causes.append(lines[number])
    return tuple(causes)
