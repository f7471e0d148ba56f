"""Where a difference of arms is below zero and where above: the sign map, and by parts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sim.study.answers.many import each_level
from sim.study.estimate import LEVEL, Difference, Estimate, mean, wilson


@dataclass(frozen=True, slots=True)
class Signs:
    """At how many points a difference lies below zero, above it, or cannot be told.

    First point by point; then so that all that is said holds together (Bonferroni).
    """

    points: int
    below: int
    above: int
    below_of_all: int
    above_of_all: int

    def share_below(self, level: float = LEVEL) -> tuple[float, float, float]:
        """Give the share of points below zero, with the interval over points (Wilson)."""
        low, high = wilson(self.below, self.points, level)
        return self.below / self.points, low, high


def signs(
    points: int, difference: Callable[[int, float], Difference], level: float = LEVEL
) -> Signs:
    """Count signs.

    Args:
        points: How many there are.
        difference: Gives the difference at a point with an interval of a level.
        level: Of each point, then of all together.
    """
    every = [difference(point, level) for point in range(points)]
    sure = [difference(point, each_level(points, level)) for point in range(points)]
    return Signs(
        points,
        below=sum(bool(d.high is not None and d.high < 0) for d in every),
        above=sum(bool(d.low is not None and d.low > 0) for d in every),
        below_of_all=sum(bool(d.high is not None and d.high < 0) for d in sure),
        above_of_all=sum(bool(d.low is not None and d.low > 0) for d in sure),
    )


def in_bins(
    xs: Sequence[float], values: Sequence[float], bins: int, level: float = LEVEL
) -> list[tuple[float, float, Estimate]]:
    """Cut points into bins with as many in each, and estimate the mean of values there.

    Args:
        xs: A factor's value at each point.
        values: The difference there, within -1 and 1.
        bins: How many.
        level: Of all intervals together.

    Returns:
        For each bin its ends and the estimate.
    """
    order = sorted(range(len(xs)), key=lambda place: xs[place])
    cuts = [round(len(order) * k / bins) for k in range(bins + 1)]
    found = []
    for first, after in itertools.pairwise(cuts):
        inside = order[first:after]
        estimate = mean([values[p] for p in inside], (-1.0, 1.0), each_level(bins, level))
        found.append((xs[inside[0]], xs[inside[-1]], estimate))
    return found


def sign_table(
    one: Sequence[float], two: Sequence[float], values: Sequence[float], bins: int
) -> list[list[Estimate]]:
    """Cut points by two factors, each into bins of equal width of its rank; estimate each cell."""
    rows = [_ranked(xs, bins) for xs in (one, two)]
    level = each_level(bins * bins)
    return [
        [
            mean([v for v, a, b in zip(values, *rows, strict=True) if (a, b) == (i, j)],
                 (-1.0, 1.0), level)
            for j in range(bins)
        ]
        for i in range(bins)
    ]  # fmt: skip


def _ranked(xs: Sequence[float], bins: int) -> list[int]:
    order = sorted(range(len(xs)), key=lambda place: xs[place])
    found = [0] * len(xs)
    for rank, place in enumerate(order):
        found[place] = rank * bins // len(xs)
    return found
