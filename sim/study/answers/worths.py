"""What something is worth: shares of several causes, regret over arms, what knowing is worth."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sim.study.answers.many import each_level, wide
from sim.study.estimate import Estimate, mean

Subset = tuple[bool, ...]
"""Which causes are on."""


def shapley(
    runs: Mapping[Subset, Sequence[float]], bounds: tuple[float, float] = (-1.0, 1.0)
) -> list[Estimate]:
    """Share out between causes what all of them together change, each in every order alike.

    Args:
        runs: For every subset of causes the values of its runs, paired by their place.
        bounds: Of a difference of two values.

    Returns:
        For each cause its share; together they are the whole. Intervals hold for all together.

    Source:
        Shapley 1953. [clause]
    """
    count = len(next(iter(runs)))
    n = len(next(iter(runs.values())))
    level = each_level(count)
    shares = []
    for cause in range(count):
        each = [0.0] * n
        others = [other for other in range(count) if other != cause]
        for size in range(count):
            weight = 1 / (count * math.comb(count - 1, size))
            for chosen in combinations(others, size):
                without = tuple(place in chosen for place in range(count))
                with_it = tuple(place == cause or place in chosen for place in range(count))
                pairs = zip(runs[with_it], runs[without], strict=True)
                each = [e + weight * (a - b) for e, (a, b) in zip(each, pairs, strict=True)]
        shares.append(mean(each, bounds, level))
    return shares


@dataclass(frozen=True, slots=True)
class Regret:
    """How much worse an arm is, at its worst point, than the best arm there.

    `low` and `high` hold for all points and arms together.
    """

    arm: str
    most: float
    low: float
    high: float
    point: int


def regrets(
    losses: Mapping[str, Sequence[float]], error: Callable[[str, str, int], float]
) -> list[Regret]:
    """Give each arm's greatest regret over points; the least of them is minimax.

    Args:
        losses: For each arm the mean loss at each point; less is better.
        error: Gives the standard error of the paired difference of two arms at a point.
    """
    arms, points = list(losses), range(len(next(iter(losses.values()))))
    z = wide(each_level(len(arms) * len(points)))
    found = []
    for arm in arms:
        rows = []
        for point in points:
            best = min(arms, key=lambda other: losses[other][point])
            rows.append((losses[arm][point] - losses[best][point], point, best))
        most, point, best = max(rows, key=lambda row: (row[0], -row[1]))
        half = z * error(arm, best, point) if best != arm else 0.0
        found.append(Regret(arm, most, max(0.0, most - half), most + half, point=point))
    return found


def value_of_knowing(
    xs: Sequence[float],
    losses: Mapping[str, Sequence[float]],
    bins: int = 8,
    splits: int = 2,
) -> Estimate:
    """Say what knowing a parameter before choosing an arm would save, on average over points.

    The arm that is best for a part of the range is chosen on some of the points and judged on
    the others, so that luck in the choosing is not taken for a gain; less than nothing means
    that knowing it, as far as can be told from these points, saves nothing.

    Args:
        xs: The parameter at each point.
        losses: For each arm the mean loss at each point.
        bins: Into how many parts its range is cut.
        splits: Into how many folds the points are cut.
    """
    order = sorted(range(len(xs)), key=lambda place: xs[place])
    fold = {place: rank % splits for rank, place in enumerate(order)}
    part = {place: rank * bins // len(order) for rank, place in enumerate(order)}
    saved = [0.0] * len(xs)
    for held_out in range(splits):
        seen = [p for p in order if fold[p] != held_out]
        plain = _best(losses, seen)
        for number in range(bins):
            known = _best(losses, [p for p in seen if part[p] == number])
            for p in order:
                if fold[p] == held_out and part[p] == number:
                    saved[p] = losses[plain][p] - losses[known][p]
    return mean(saved, (-1.0, 1.0))


def _best(losses: Mapping[str, Sequence[float]], points: Sequence[int]) -> str:
    return min(losses, key=lambda arm: math.fsum(losses[arm][p] for p in points))
