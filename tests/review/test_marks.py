"""Marks say no more than intervals support; the race never drops what may still be best."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from sim.review.marks import GRADES, STRIKES, judged, still_running, turning_points


def around(mean: float, spread: float, n: int, seed: int) -> list[float]:
    """Draw losses around a mean."""
    dice = random.Random(seed)
    return [min(100.0, max(0.0, dice.gauss(mean, spread))) for _ in range(n)]


@pytest.mark.parametrize(
    ("lost", "mark"),
    [(0.0, "fine"), (4.0, "fine"), (8.0, "inaccuracy"), (15.0, "mistake"), (40.0, "blunder")],
)
def test_a_mark_is_for_points_that_are_surely_lost(lost: float, mark: str) -> None:
    """A mark would be given for a mean, whatever its interval."""
    rival = around(30, 10, 50, seed=1)
    chosen = [loss + lost + 0.5 for loss in rival]

    found = judged([[loss + (0.01 * (k % 3)) for k, loss in enumerate(chosen)], rival])

    assert found.mark == mark
    assert found.best == 1
    assert found.low <= found.quality <= found.high <= 0


def test_what_could_be_chance_is_not_marked() -> None:
    """Means apart by ten points, and luck so wild that it says nothing."""
    chosen, rival = around(50, 35, 10, seed=2), around(40, 35, 10, seed=3)

    assert judged([chosen, rival]).mark not in STRIKES


def test_of_ways_that_are_alike_none_is_marked_often() -> None:
    """Nine rivals are nine chances to look better; the interval holds for all at once."""
    marked = 0
    for seed in range(200):
        ways = [around(50, 20, 50, seed=seed * 100 + way) for way in range(10)]
        marked += judged(ways).mark in STRIKES
    assert marked == 0


def test_the_only_good_way_is_praised() -> None:
    """Praise would be given where another way does as well."""
    chosen = around(20, 5, 50, seed=4)
    worse = [[loss + 12 + 0.1 * (k % 4) for k, loss in enumerate(chosen)] for _ in range(3)]

    assert judged([chosen, *worse]).mark == "!"
    assert judged([chosen, [loss + 0.5 + 0.1 * (k % 4) for k, loss in enumerate(chosen)]]).mark == (
        "best"
    )


def test_a_race_lets_go_of_the_beaten_and_keeps_what_was_done() -> None:
    """Roll-outs would be spent on what cannot win, or what was done forgotten."""
    best = around(20, 5, 10, seed=5)
    beaten = [loss + 30 + 0.5 * (k % 3) for k, loss in enumerate(best)]
    close = [loss + 8 * ((k % 2) - 0.4) for k, loss in enumerate(best)]

    assert still_running([beaten, best, close, beaten], (0, 1, 2, 3)) == (0, 1, 2)


def test_a_race_is_over_when_nothing_could_be_marked() -> None:
    """A decision between equals would be rolled out to the end."""
    done = around(40, 10, 30, seed=6)
    near = [loss + 0.5 * ((k % 3) - 1) for k, loss in enumerate(done)]

    assert still_running([done, near], (0, 1)) == ()


def test_grades_fall() -> None:
    """A blunder would be called something less."""
    assert all(one > other for (one, _), (other, _) in pairwise(GRADES))


def test_turning_points_are_what_cost_most_then_what_was_most_at_stake() -> None:
    """A decision that cost nothing would stand before one that cost much."""
    base = around(30, 5, 50, seed=7)

    def lost(points: float) -> list[float]:
        return [loss + points + 0.1 * (k % 3) for k, loss in enumerate(base)]

    found = [
        (1, judged([base, lost(1)])),
        (2, judged([lost(40), base])),
        (3, judged([base, lost(30)])),
        (4, judged([lost(12), base])),
        (5, judged([base, lost(2)])),
    ]

    assert turning_points(found, most=3) == (2, 3, 4)
    assert len(turning_points(found)) == 5
