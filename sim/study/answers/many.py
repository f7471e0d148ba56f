"""Many comparisons read at once: how sure one must be of each, so as to be sure of all."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist

from sim.study.estimate import LEVEL


def each_level(comparisons: int, level: float = LEVEL) -> float:
    """Give the level at which each interval must hold, so that all of them do (Bonferroni).

    >>> round(each_level(10), 4)
    0.995
    """
    return 1 - (1 - level) / max(1, comparisons)


def holm(chances: Sequence[float], level: float = LEVEL) -> list[bool]:
    """Say which of many differences are there, all of these being so at a level together.

    Args:
        chances: For each the chance of what was seen, or more, if there were no difference.
        level: Of all together.

    Source:
        Holm 1979. [clause]

    >>> holm([0.01, 0.04, 0.03])
    [True, False, False]
    """
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    found = [False] * len(chances)
    for rank, place in enumerate(order):
        if chances[place] > (1 - level) / (len(chances) - rank):
            break
        found[place] = True
    return found


def chance_of(value: float, error: float) -> float:
    """Give the two-sided chance of a value this far from zero, by the normal distribution.

    >>> round(chance_of(1.96, 1), 3)
    0.05
    """
    if error <= 0:
        return 1.0 if value == 0 else 0.0
    return math.erfc(abs(value) / error / math.sqrt(2))


def wide(level: float) -> float:
    """Give how many standard errors an interval of a level reaches to either side."""
    return NormalDist().inv_cdf(0.5 + level / 2)
