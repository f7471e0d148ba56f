"""Splitting of a walk whose chance is known: how right it is, how much less work, and how surely.

The bars are those of rare events: 15 times less work than plain runs at a chance of 1e-4, 200 times
at 1e-6. What is split is a process of its own; all else is what splits a crisis.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Callable
from functools import cache

import pytest

from benchmarks.walk import Walk
from sim.study.rare import positive_mean, times_faster
from sim.study.splitting import Level, Luck, Splitter, divided, probability

RARE, RARER = Walk(100, 38), Walk(100, 48)
"""Walks that come high about once in ten thousand runs, and once in a million."""


@cache
def levels(walk: Walk, effort: int) -> tuple[tuple[Level, ...], float, float]:
    """Choose levels by a pilot; give its work and the events of a plain run too."""
    pilot = Splitter(walk, Luck(1, 10**6))
    chosen = pilot.levels(0.2, 25, 200)
    return tuple(divided(chosen, effort)), pilot.work.total, pilot.plain_events


def split(walk: Walk, effort: int, repetitions: int) -> tuple[list[float], float]:
    """Split a walk so often; give the estimates and the work in events, without the pilot."""
    found, work, chosen = [], 0.0, levels(walk, effort)[0]
    for repetition in range(repetitions):
        splitter = Splitter(walk, Luck(1, repetition))
        found.append(probability(splitter.steps(chosen)))
        work += splitter.work.total
    return found, work


@pytest.mark.parametrize("walk", [RARE, RARER])
def test_the_chance_of_a_walk_is_that_of_adding_up_its_steps(walk: Walk) -> None:
    """What splitting is held against would be wrong itself."""
    stands, high = Counter({0: 1.0}), 0.0
    for _ in range(walk.steps):
        after = Counter[int]()
        for height, chance in stands.items():
            after[height + 1] += chance / 2
            after[height - 1] += chance / 2
        high += after.pop(walk.height, 0.0)
        stands = after
    assert walk.chance == pytest.approx(high, rel=1e-9)


@pytest.mark.parametrize(("walk", "bar"), [(RARE, 15), (RARER, 200)])
def test_a_walk_is_split_rightly_and_for_much_less_work(walk: Walk, bar: float) -> None:
    """The interval holds the chance, and the lower end of the gain, pilot included, the bar."""
    found, work = split(walk, 100, 60)
    chance = positive_mean(found)
    assert (chance.low or 0) < walk.chance < (chance.high or 0)
    _, pilot, plain = levels(walk, 100)
    gain = times_faster(found, plain, work + pilot)
    assert gain is not None
    assert float(gain["low"]) > bar


def test_a_walk_is_split_alike_again() -> None:
    """The same seed would give other estimates."""
    assert split(RARE, 20, 3) == split(RARE, 20, 3)


def test_a_walk_split_by_what_misleads_is_estimated_rightly_all_the_same() -> None:
    """The mean would rest on levels being well chosen."""
    walk = Walk(20, 10)
    rough = [Level(level, runs=30, cost=1.0) for level in (-2.4, -2.2, -0.3, math.inf)]
    found = [probability(Splitter(walk, Luck(2, r)).steps(rough)) for r in range(1500)]
    centre = math.fsum(found) / len(found)
    error = math.fsum((f - centre) ** 2 for f in found) / (len(found) - 1) / len(found)
    assert centre == pytest.approx(walk.chance, abs=3.5 * math.sqrt(error))
    assert math.sqrt(error) < 0.05 * walk.chance


Law = tuple[Callable[[random.Random], float], float, float]
"""What draws a repetition, its mean, and its variance by the square of that."""


def shares(many: int, runs: int) -> Law:
    """Give a law of products of shares of a fifth."""

    def draw(luck: random.Random) -> float:
        return math.prod(sum(luck.random() < 0.2 for _ in range(runs)) / runs for _ in range(many))

    return draw, 0.2**many, (1 + 0.8 / (0.2 * runs)) ** many - 1


LAWS: dict[str, Law] = {
    "shares of many runs": shares(4, 60),
    "shares of which some are 0": shares(6, 15),
    "even": (lambda luck: luck.gauss(1e-4, 3e-5), 1e-4, 0.09),
    "skewed": (lambda luck: 1e-4 * math.exp(luck.gauss(-0.18, 0.6)), 1e-4, math.exp(0.36) - 1),
    "exponential": (lambda luck: luck.expovariate(1e4), 1e-4, 1.0),
}
"""How repetitions may spread."""


def held(truth: float, gains: list[list[float]]) -> float:
    """Give how many of the intervals of a gain hold the true one, as a share."""
    hits = 0
    for estimates in gains:
        gain = times_faster(estimates, 1.0, 1.0)
        assert gain is not None
        hits += float(gain["low"]) <= truth <= float(gain["high"])
    return hits / len(gains)


@pytest.mark.slow
@pytest.mark.parametrize("law", LAWS)
def test_the_interval_of_the_gain_holds_a_planted_one(law: str) -> None:
    """Of intervals of 95 %, fewer than 92 in 100 would hold the truth."""
    (draw, mean, square), luck = LAWS[law], random.Random(16)
    samples = [[draw(luck) for _ in range(20)] for _ in range(300)]
    assert held(20 * (1 - mean) / mean / square, samples) > 0.92


@pytest.mark.slow
def test_the_interval_of_the_gain_holds_that_of_a_walk() -> None:
    """Of intervals by few runs, some of which find nothing, fewer than 90 in 100 would hold it."""
    found, _ = split(RARE, 20, 1600)
    assert found.count(0) > 10
    p = RARE.chance
    square = math.fsum((f - p) ** 2 for f in found) / len(found)
    samples = [found[at : at + 20] for at in range(0, len(found), 20)]
    assert held(20 * p * (1 - p) / square, samples) >= 0.9
