"""Intervals against published tables and exact coverage."""

from __future__ import annotations

import math
import random

import pytest

from sim.study.estimate import mean, newcombe, paired_means, paired_rates, rate, student_t, wilson

PUBLISHED_T = [(1, 12.7062), (2, 4.3027), (5, 2.5706), (10, 2.2281), (30, 2.0423), (120, 1.9799)]
"""Two-sided 95 % points of Student's t, from any printed table."""

NEWCOMBE = [
    ((20, 12, 2, 16), (0.0562, 0.3292)),
]
"""Counts (both, first, second, neither) with the interval of method 10; the first is the worked
example of Newcombe 1998."""


@pytest.mark.parametrize(("degrees", "point"), PUBLISHED_T)
def test_student_points_are_those_of_the_tables(degrees: int, point: float) -> None:
    """Every interval of a mean would be too wide or too narrow."""
    assert student_t(0.975, degrees) == pytest.approx(point, abs=5e-5)


def test_wilson_for_3_of_21() -> None:
    """Rates would be shown with a wrong interval."""
    # z = 1.959964, p = 1/7: centre (1/7 + z²/42)/(1 + z²/21) = 0.19809, half 0.14828
    assert wilson(3, 21) == pytest.approx((0.04981, 0.34636), abs=5e-5)


def test_newcombe_worked_example() -> None:
    """Differences of paired rates would be shown with a wrong interval."""
    assert newcombe(*NEWCOMBE[0][0]) == pytest.approx(NEWCOMBE[0][1], abs=5e-5)


@pytest.mark.parametrize("n", [1, 2, 30, 4000])
def test_no_interval_has_no_width(n: int) -> None:
    """A rate of 0 of n, or n equal values, would be shown as certain."""
    never, always = rate([0.0] * n), rate([1.0] * n)
    same = mean([6.0] * n, (0, 10))
    alike = paired_means([6.0] * n, [6.0] * n, (0, 10))
    none = paired_rates([0.0] * n, [0.0] * n)

    for found in (never, always, same, alike, none):
        assert found.low is not None
        assert found.high is not None
        assert found.low < found.high


def test_nothing_observed_is_said_and_not_invented() -> None:
    """An undefined measure would come out as a number."""
    found = rate([None, None])

    assert (found.n, found.missing, found.mean, found.low, found.high) == (0, 2, None, None, None)
    assert paired_rates([None], [1.0]).difference is None


def test_pairs_with_a_missing_half_are_left_out() -> None:
    """A run in which one arm is undefined would be compared with nothing."""
    found = paired_means([1.0, None, 3.0], [0.0, 5.0, 1.0], (0, 10))

    assert found.n == 2
    assert found.difference == pytest.approx(1.5)  # ((1 - 0) + (3 - 1)) / 2


def test_pairing_shows_in_the_variance_ratio() -> None:
    """A study could not say whether common draws helped."""
    dice = random.Random(4)
    theirs = [dice.gauss(0, 1) for _ in range(4000)]
    ours = [value + 0.1 + 0.1 * dice.gauss(0, 1) for value in theirs]

    found = paired_means(ours, theirs, (-10, 10))

    # var(a) + var(b) = 1 + 1.01 against var(a - b) = 0.01: about 201
    assert found.variance_ratio == pytest.approx(201, rel=0.1)


@pytest.mark.parametrize("p", [0.01, 0.1, 0.5])
def test_wilson_covers_about_as_often_as_it_says(p: float) -> None:
    """The 95 % would be a decoration; exact coverage by summing the binomial."""
    n = 60
    covered = math.fsum(
        math.comb(n, k) * p**k * (1 - p) ** (n - k)
        for k in range(n + 1)
        if wilson(k, n)[0] <= p <= wilson(k, n)[1]
    )

    assert 0.92 < covered < 0.995
