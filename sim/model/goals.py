"""The words for the value of an objective: each turns the end of a run into a number in [0, 1]."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from sim.model.conditions import Condition
from sim.model.fields import (
    CounterRef,
    Duration,
    GateRef,
    Probability,
    SideRef,
    YesNo,
    real,
    whole,
)
from sim.model.words import Entry, Open, Word, word
from sim.plugins import Registry

GOALS: Registry[type[Word]] = Registry("goal")
Goal = Annotated[Word, Open(GOALS)]
Share = Probability


@word(GOALS, "share")
class CounterShare(Word):
    """A counter as a share of a full score, raised to a power."""

    counter: CounterRef
    of: Annotated[int, *whole(1, 1_000_000)]
    power: Annotated[float, *real(0.01, 5)] = 1.0


@word(GOALS, "spell")
class Spell(Word):
    """Vessel-minutes inside a gate as a share of a full score; `kept_out` counts the rest."""

    gate: GateRef
    of: Duration
    kept_out: YesNo = False


class Case(Entry):
    """One line of `first`."""

    when: Condition
    value: Share


@word(GOALS, "first")
class FirstOf(Word):
    """The value of the first case whose condition holds, else 0."""

    shorthand = "cases"
    cases: Annotated[tuple[Case, ...], Field(min_length=1, max_length=40)]


@word(GOALS, "harm")
class HarmSum(Word):
    """People of all sides: so much for each hurt, so much for each dead, at most 1."""

    hurt: Share
    dead: Share


@word(GOALS, "word_kept")
class WordKept(Word):
    """Promises of a side that were kept: restraint under test, and what it said it would do.

    What it broke is taken off; `of` is a full score.
    """

    side: SideRef
    of: Annotated[int, *whole(1, 100)]


@word(GOALS, "answered")
class Answered(Word):
    """Questions, warnings and requests to which a side replied, less those it left in silence.

    To be rung is not enough; `of` is a full score.
    """

    side: SideRef
    of: Annotated[int, *whole(1, 100)]


class Part(Entry):
    """One part of `parts`."""

    weight: Share
    goal: Goal


@word(GOALS, "parts")
class Parts(Word):
    """A weighted sum of other goals, at most 1."""

    shorthand = "parts"
    parts: Annotated[tuple[Part, ...], Field(min_length=1, max_length=20)]
