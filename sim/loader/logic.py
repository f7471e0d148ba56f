"""Logic of conditions: whether one holds whenever another does, and what excludes what.

A condition is taken apart into questions. Most ask whether a number lies within a span: a counter,
the time, how often a move was done. Two questions of one number are compared by their spans, any
others by what they say word for word.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass

from sim.model import conditions as c
from sim.model.words import Open, Way, Word

Span = tuple[Hashable, float, float]
"""What number is asked for, the least that will do and the most, both included."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a condition, where it stands, and whether yes or no is wanted."""

    way: Way
    word: Word
    wanted: bool

    @property
    def span(self) -> Span | None:
        """Give the span of a number that is wanted, None if it is no span."""
        found = _span(self.word)
        if found is None or self.wanted:
            return found
        what, low, high = found
        if isinstance(self.word, c.Range) or (low > -math.inf and high < math.inf):
            return None  # two vessels of which one is gone are neither near nor far
        return (what, -math.inf, low - 1) if high == math.inf else (what, high + 1, math.inf)

    @property
    def opposite(self) -> Question:
        """Give the question to which the other answer is wanted."""
        return Question(self.way, self.word, not self.wanted)

    def __str__(self) -> str:
        body = Open.dump(self.word)[self.word.word]
        said = ", ".join(f"{k} {v}" for k, v in body.items()) if isinstance(body, dict) else body
        return f"{'' if self.wanted else 'not '}{self.word.word}: {said}"


@dataclass(frozen=True, slots=True)
class Joint:
    """Several formulas of which every one is to hold, or at least one."""

    every: bool
    parts: tuple[Formula, ...]


Formula = Question | Joint


def formula(condition: Word, way: Way = (), *, wanted: bool = True) -> Formula:
    """Take a condition apart; a “not” goes to the questions, and nested lists become one."""
    if isinstance(condition, c.Not):
        return formula(condition.of, (*way, "of"), wanted=not wanted)
    if not isinstance(condition, c.All | c.AnyOf):
        return Question(way, condition, wanted)
    inner = [
        formula(each, (*way, "of", index), wanted=wanted) for index, each in enumerate(condition.of)
    ]
    return joint(inner, every=isinstance(condition, c.All) == wanted)


def joint(formulas: Iterable[Formula], *, every: bool = True) -> Formula:
    """Join formulas; those that are joined in the same way become one with the others."""
    parts: list[Formula] = []
    for part in formulas:
        parts += part.parts if isinstance(part, Joint) and part.every == every else [part]
    return parts[0] if len(parts) == 1 else Joint(every, tuple(parts))


def implies(one: Formula, other: Formula) -> bool:
    """Say whether the other holds whenever this one does; “no” may mean that it cannot be told."""
    if isinstance(one, Joint) and not one.every:
        return all(implies(part, other) for part in one.parts)
    if isinstance(other, Joint) and other.every:
        return all(implies(one, part) for part in other.parts)
    if isinstance(one, Joint) and any(implies(part, other) for part in one.parts):
        return True
    if isinstance(other, Joint):
        return any(implies(one, part) for part in other.parts)
    return isinstance(one, Question) and _answers(one, other)


def clash(whole: Formula) -> tuple[Question, Question] | None:
    """Find two questions of a formula that cannot both be answered as it wants."""
    if not isinstance(whole, Joint) or not whole.every:
        return None
    asked = [part for part in whole.parts if isinstance(part, Question)]
    for index, one in enumerate(asked):
        for other in asked[index + 1 :]:
            if _exclude(one, other):
                return one, other
    for part in whole.parts:
        if isinstance(part, Joint):
            against = [_against(asked, choice) for choice in part.parts]
            first = against[0]
            if first is not None and None not in against:
                return first
    return None


def _against(asked: list[Question], choice: Formula) -> tuple[Question, Question] | None:
    """Find a question that excludes a choice, and what of the choice it excludes."""
    needed = choice.parts if isinstance(choice, Joint) and choice.every else (choice,)
    pairs = ((one, part) for one in asked for part in needed if isinstance(part, Question))
    return next((pair for pair in pairs if _exclude(*pair)), None)


def questions(whole: Formula) -> Iterator[Question]:
    """Yield every question of a formula."""
    if isinstance(whole, Question):
        yield whole
    else:
        for part in whole.parts:
            yield from questions(part)


def _exclude(one: Question, other: Question) -> bool:
    span, against = one.span, other.span
    if (
        span
        and against
        and span[0] == against[0]
        and (span[1] > against[2] or against[1] > span[2])
    ):
        return True
    return _answers(one, other.opposite)


def _answers(one: Question, other: Question) -> bool:
    """Say whether an answer to one question answers another."""
    if one.word == other.word:
        return one.wanted == other.wanted
    span, wider = one.span, other.span
    if span and wider and span[0] == wider[0]:
        return wider[1] <= span[1] and span[2] <= wider[2]
    match one.word, other.word:
        case c.Inside(gate=gate), c.Entered(gate=again) if gate == again:
            return one.wanted and other.wanted
        case c.Entered(gate=gate), c.Inside(gate=again) if gate == again:
            return not one.wanted and not other.wanted
        case c.ChannelIs(channel=channel), c.ChannelIs(channel=again) if channel == again:
            return one.wanted and not other.wanted
    return False


def _span(word: Word) -> Span | None:
    match word:
        case c.CounterIs(counter=counter):
            return ("counter", counter), *_ends(word)
        case c.Tally(of=of):
            return ("tally", of), *_ends(word)
        case c.RungIs(side=side):
            return ("rung", side), *_ends(word)
        case c.After(time=time):
            return "time", time, math.inf
        case c.Done(move=move, times=times):
            return ("done", move), times, math.inf
        case c.Called(seat=seat, channel=channel, outcome=outcome, times=times):
            return ("called", seat, channel, outcome), times, math.inf
        case c.Range(of=of, below=below, above=above):
            low = -math.inf if above is None else math.nextafter(above, math.inf)
            return ("range", *sorted(of)), low, math.inf if below is None else below
    return None


def _ends(word: c.Bounded) -> tuple[float, float]:
    low = -math.inf if word.at_least is None else word.at_least
    return low, math.inf if word.at_most is None else word.at_most
