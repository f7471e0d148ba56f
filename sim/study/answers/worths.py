"""What something is worth: shares of several causes, regret over arms, what knowing is worth."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from sim.study.answers.many import each_level, wide
from sim.study.estimate import Estimate, mean

PARTS, _FOLDS = 8, 2
"""Into how many parts a parameter's range is cut to choose an arm in each; into how many folds the
points are cut to judge that.
"""
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

    `low` and `high` hold for all points and arms together: no less than the lower end of any
    difference to another arm, no more than the upper end of any.
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
    z = wide(each_level(math.comb(len(arms), 2) * len(points)))
    found = []
    for arm in arms:
        rows = [
            (losses[arm][point] - losses[other][point], z * error(arm, other, point), point)
            for point in points
            for other in arms
            if other != arm
        ]
        most, _, point = max(rows, key=lambda row: (row[0], -row[2]))
        low, high = max(more - half for more, half, _ in rows), max(m + h for m, h, _ in rows)
        found.append(Regret(arm, max(0.0, most), max(0.0, low), max(0.0, high), point=point))
    return found


def chosen(xs: Sequence[float], losses: Mapping[str, Sequence[float]]) -> list[tuple[str, str]]:
    """Say for each point which arm is chosen without knowing a parameter, and which knowing it.

    The arm that is best for a part of the range is chosen on some of the points, for the others,
    so that luck in the choosing is not taken for a gain.

    Args:
        xs: The parameter at each point.
        losses: For each arm the mean loss at each point; less is better.
    """
    order = sorted(range(len(xs)), key=lambda place: xs[place])
    fold = {place: rank % _FOLDS for rank, place in enumerate(order)}
    part = {place: rank * PARTS // len(order) for rank, place in enumerate(order)}
    found = [("", "")] * len(xs)
    for held_out in range(_FOLDS):
        seen = [p for p in order if fold[p] != held_out]
        plain = _best(losses, seen)
        for number in range(PARTS):
            known = _best(losses, [p for p in seen if part[p] == number])
            for p in order:
                if fold[p] == held_out and part[p] == number:
                    found[p] = plain, known
    return found


def value_of_knowing(xs: Sequence[float], losses: Mapping[str, Sequence[float]]) -> Estimate:
    """Say what knowing a parameter before choosing an arm would save, on average over points.

    Less than nothing means that knowing it, as far as can be told from these points, saves
    nothing. Each point is to have luck of its own.

    Args:
        xs: The parameter at each point.
        losses: For each arm the mean loss at each point, within 0 and 1.
    """
    pairs = enumerate(chosen(xs, losses))
    return mean([losses[plain][p] - losses[known][p] for p, (plain, known) in pairs], (-1.0, 1.0))


def _best(losses: Mapping[str, Sequence[float]], points: Sequence[int]) -> str:
    return min(losses, key=lambda arm: math.fsum(losses[arm][p] for p in points))
