"""Marks: what a decision was worth beside the others that were open, as far as roll-outs tell.

Losses are in points of the score, 0 to 100. The k-th roll-outs of all ways met the same luck, so
differences are paired. A mark says no more than the lower end of an interval that holds for all
rivals at once (Bonferroni).

>>> chosen, rival = [40.0, 41.0, 43.0, 40.0], [20.0, 21.5, 22.0, 19.5]
>>> judged([chosen, rival]).mark
'mistake'
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sim.study.estimate import Difference, Estimate, mean, paired_means

BEST, FINE, ONLY = "best", "fine", "!"
GRADES = ((20.0, "blunder"), (10.0, "mistake"), (5.0, "inaccuracy"))
"""Points lost at least, as far as the interval supports it → the mark."""
STRIKES = frozenset(mark for _, mark in GRADES)
"""The marks that say that something was lost."""
SURE = 0.999
"""The level at which a way leaves the race."""
_LEVEL = 0.95
_BOUNDS = (0.0, 100.0)


@dataclass(frozen=True, slots=True)
class Judged:
    """A decision judged by its roll-outs.

    `best` is the place of the way with the least loss; `quality` the points that were lost by not
    taking it, never above 0, with its interval for all rivals at once.
    """

    mark: str
    best: int
    quality: float
    low: float
    high: float
    losses: tuple[Estimate, ...]


def judged(losses: Sequence[Sequence[float]]) -> Judged:
    """Judge a decision; the first way is what was done, each has the losses of its roll-outs."""
    means = tuple(mean(each, _BOUNDS) for each in losses)
    best = min(range(len(means)), key=lambda place: (_point(means[place]), place))
    rivals = len(losses) - 1
    level = 1 - (1 - _LEVEL) / max(1, rivals)
    if best == 0:
        lead = [paired(losses[place], losses[0], level) for place in range(1, len(losses))]
        only = bool(lead) and all((found.low or 0.0) > GRADES[-1][0] for found in lead)
        return Judged(ONLY if only else BEST, 0, 0.0, low=0.0, high=0.0, losses=means)
    lost = paired(losses[0], losses[best], level)
    low, high = lost.low or 0.0, lost.high or 0.0
    mark = next((mark for least, mark in GRADES if low > least), FINE)
    point = lost.difference or 0.0
    return Judged(mark, best, -point, low=-high, high=min(0.0, -low), losses=means)


def _point(found: Estimate) -> float:
    return 100.0 if found.mean is None else found.mean


def paired(ours: Sequence[float], theirs: Sequence[float], level: float = _LEVEL) -> Difference:
    """Estimate how much more is lost by ours than by theirs, over what both were rolled out on."""
    both = min(len(ours), len(theirs))
    return paired_means(ours[:both], theirs[:both], _BOUNDS, level)


def still_running(losses: Sequence[Sequence[float]], running: Sequence[int]) -> tuple[int, ...]:
    """Say which ways stay in the race after a round; none if nothing is left to find out.

    A way leaves when another is surely better. What was done stays. When no rival can be better
    by enough to be marked, and what was done cannot be so by enough either, the race is over.
    """
    means = [mean(losses[place], _BOUNDS) for place in running]
    first = min(zip(running, means, strict=True), key=lambda pair: (_point(pair[1]), pair[0]))[0]
    left = [place for place in running if place == 0 or not _beaten(losses, place, first)]
    least = GRADES[-1][0]
    open_still = False
    for place in left[1:]:
        found = paired(losses[0], losses[place], SURE)
        low, high = found.low or 0.0, found.high or 0.0
        open_still = open_still or high > least or low < -least
    return tuple(left) if open_still else ()


def _beaten(losses: Sequence[Sequence[float]], place: int, first: int) -> bool:
    return place != first and (paired(losses[place], losses[first], SURE).low or 0.0) > 0


def turning_points(found: Sequence[tuple[int, Judged]], most: int = 5) -> tuple[int, ...]:
    """Pick the decisions that cost or won most, in the order in which they were made.

    Those that are marked come first, by the points that are sure; then those with most at stake:
    the spread between the best way and the worst.
    """

    def weight(judged: Judged) -> tuple[float, float]:
        points = [_point(each) for each in judged.losses]
        return (-judged.high if judged.mark in STRIKES else 0.0, max(points) - min(points))

    ranked = sorted(found, key=lambda pair: (*(-part for part in weight(pair[1])), pair[0]))
    return tuple(sorted(number for number, _ in ranked[:most]))
