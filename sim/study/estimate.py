"""Estimates with intervals: rates, means, paired differences; nothing but the standard library.

Every interval has a width: a rate of 0 of n is not known to be 0, and n equal values do not make
a mean certain.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import NormalDist

LEVEL = 0.95
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval; all three are None where nothing was observed."""

    n: int
    missing: int
    mean: float | None
    low: float | None
    high: float | None
    level: float
    method: str


@dataclass(frozen=True, slots=True)
class Difference:
    """A paired difference with its interval, and how much pairing has narrowed it."""

    n: int
    difference: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    variance_ratio: float | None


def rate(values: Sequence[float | None], level: float = LEVEL) -> Estimate:
    """Estimate a rate from zeros and ones by Wilson's score interval.

    Source:
        Wilson 1927; recommended by Brown, Cai and DasGupta 2001. [clause]
    """
    seen = [v for v in values if v is not None]
    missing = len(values) - len(seen)
    if not seen:
        return Estimate(0, missing, mean=None, low=None, high=None, level=level, method="wilson")
    low, high = wilson(math.fsum(seen), len(seen), level)
    return Estimate(
        len(seen),
        missing,
        mean=math.fsum(seen) / len(seen),
        low=low,
        high=high,
        level=level,
        method="wilson",
    )


def wilson(count: float, n: int, level: float = LEVEL) -> tuple[float, float]:
    """Give Wilson's interval for `count` of `n`.

    >>> [round(x, 4) for x in wilson(3, 21)]
    [0.0498, 0.3464]
    """
    z = _NORMAL.inv_cdf(0.5 + level / 2)
    p = count / n
    middle = p + z * z / (2 * n)
    spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    low = 0.0 if count == 0 else max(0.0, (middle - spread) / scale)
    high = 1.0 if count == n else min(1.0, (middle + spread) / scale)
    return low, high


def mean(
    values: Sequence[float | None], bounds: tuple[float, float], level: float = LEVEL
) -> Estimate:
    """Estimate a mean by Student's interval, within the measure's bounds.

    Where all n values are equal (or there is one), the interval reaches the share 3/n of the
    bounds' width to either side: as far as a rate's would that was never seen to change.
    """
    seen = [v for v in values if v is not None]
    missing = len(values) - len(seen)
    n = len(seen)
    if n == 0:
        return Estimate(0, missing, mean=None, low=None, high=None, level=level, method="student")
    centre, half, method = _centre(seen, bounds, level)
    low, high = max(bounds[0], centre - half), min(bounds[1], centre + half)
    return Estimate(n, missing, mean=centre, low=low, high=high, level=level, method=method)


def _centre(
    seen: Sequence[float], bounds: tuple[float, float], level: float
) -> tuple[float, float, str]:
    """Give the mean of values, half the width of its interval, and how that was found."""
    n = len(seen)
    centre = math.fsum(seen) / n
    square = math.fsum((v - centre) ** 2 for v in seen)
    if n < 2 or square <= 1e-18 * max(1.0, centre * centre) * n:
        return centre, (bounds[1] - bounds[0]) * min(1.0, 3 / n), "rule of three"
    half = student_t(0.5 + level / 2, n - 1) * math.sqrt(square / (n - 1) / n)
    return centre, half, "student"


def crossed_mean(
    columns: Sequence[Sequence[float | None]], bounds: tuple[float, float], level: float = LEVEL
) -> Estimate:
    """Estimate a mean over points and replicates, where a replicate has one luck at all points.

    Args:
        columns: For each point the values of its replicates, all equally many.
        bounds: Between which a value lies.
        level: Of the interval, whose half width is that of Student's over the means of points
            and that over the means of replicates, as the sides of a right angle: luck that is
            common to all points, and points that are a sample of all, both make it wider.
    """
    seen = [v for column in columns for v in column if v is not None]
    missing = sum(len(column) for column in columns) - len(seen)
    if not seen:
        return Estimate(0, missing, mean=None, low=None, high=None, level=level, method="crossed")
    halves = []
    for lines in (columns, zip(*columns, strict=True)):
        kept = [[v for v in line if v is not None] for line in lines]
        means = [math.fsum(line) / len(line) for line in kept if line]
        _, half, method = _centre(means, bounds, level)
        if method != "student" and len(means) > 1:  # nothing was ever seen to change
            half = (bounds[1] - bounds[0]) * min(1.0, 3 / len(seen))
        halves.append(half)
    centre, half = math.fsum(seen) / len(seen), math.hypot(*halves)
    low, high = max(bounds[0], centre - half), min(bounds[1], centre + half)
    return Estimate(
        len(seen), missing, mean=centre, low=low, high=high, level=level, method="crossed"
    )


def crossed_difference(
    ours: Sequence[Sequence[float | None]],
    theirs: Sequence[Sequence[float | None]],
    bounds: tuple[float, float],
    level: float = LEVEL,
) -> Difference:
    """Estimate the mean of ours - theirs over points and replicates, pair by pair."""
    spread = [
        [None if a is None or b is None else a - b for a, b in zip(*both, strict=True)]
        for both in zip(ours, theirs, strict=True)
    ]
    width = bounds[1] - bounds[0]
    found = crossed_mean(spread, (-width, width), level)
    pairs = [
        (a, b)
        for both in zip(ours, theirs, strict=True)
        for a, b in zip(*both, strict=True)
        if a is not None and b is not None
    ]
    return Difference(
        found.n,
        found.mean,
        low=found.low,
        high=found.high,
        level=level,
        method="paired crossed",
        variance_ratio=_variance_ratio(pairs),
    )


def paired_means(
    ours: Sequence[float | None],
    theirs: Sequence[float | None],
    bounds: tuple[float, float],
    level: float = LEVEL,
) -> Difference:
    """Estimate the mean of ours - theirs over pairs where both are defined.

    Returns:
        The difference; `variance_ratio` is the variance that independent runs would have had
        over that of the pairs: above 1, pairing has helped.
    """
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a is not None and b is not None]
    width = bounds[1] - bounds[0]
    spread = [a - b for a, b in pairs]
    estimate = mean(spread, (-width, width), level)
    return Difference(
        len(pairs),
        estimate.mean,
        low=estimate.low,
        high=estimate.high,
        level=level,
        method="paired " + estimate.method,
        variance_ratio=_variance_ratio(pairs),
    )


def paired_rates(
    ours: Sequence[float | None], theirs: Sequence[float | None], level: float = LEVEL
) -> Difference:
    """Estimate the difference of two paired rates by Newcombe's hybrid score interval.

    Source:
        Newcombe 1998, Statistics in Medicine 17, method 10. [clause]
    """
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a is not None and b is not None]
    n = len(pairs)
    if n == 0:
        return Difference(
            0, None, low=None, high=None, level=level, method="newcombe", variance_ratio=None
        )
    both = sum(a == 1 and b == 1 for a, b in pairs)
    only_ours = sum(a == 1 and b == 0 for a, b in pairs)
    only_theirs = sum(a == 0 and b == 1 for a, b in pairs)
    neither = n - both - only_ours - only_theirs
    low, high = newcombe(both, only_ours, only_theirs, neither=neither, level=level)
    difference = (only_ours - only_theirs) / n
    return Difference(
        n,
        difference,
        low=low,
        high=high,
        level=level,
        method="newcombe",
        variance_ratio=_variance_ratio(pairs),
    )


def newcombe(
    both: int, first: int, second: int, neither: int, level: float = LEVEL
) -> tuple[float, float]:
    """Give Newcombe's interval for the difference of paired rates from the four counts."""
    n = both + first + second + neither
    p1, p2 = (both + first) / n, (both + second) / n
    low1, high1 = wilson(both + first, n, level)
    low2, high2 = wilson(both + second, n, level)
    product = (both + first) * (second + neither) * (both + second) * (first + neither)
    phi = 0.0
    if product > 0:
        cross = both * neither - first * second
        corrected = max(cross - n / 2, 0.0) if cross > 0 else float(cross)
        phi = corrected / math.sqrt(product)
    d1, d2, d3, d4 = p1 - low1, high2 - p2, high1 - p1, p2 - low2
    below = math.sqrt(max(0.0, d1 * d1 - 2 * phi * d1 * d2 + d2 * d2))
    above = math.sqrt(max(0.0, d3 * d3 - 2 * phi * d3 * d4 + d4 * d4))
    return max(-1.0, p1 - p2 - below), min(1.0, p1 - p2 + above)


def _variance_ratio(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Give var(a) + var(b) over var(a - b); None where the difference does not vary."""
    n = len(pairs)
    if n < 2:
        return None
    of_difference = _variance([a - b for a, b in pairs])
    if of_difference <= 0:
        return None
    apart = _variance([a for a, _ in pairs]) + _variance([b for _, b in pairs])
    return apart / of_difference


def _variance(values: Sequence[float]) -> float:
    centre = math.fsum(values) / len(values)
    return math.fsum((v - centre) ** 2 for v in values) / (len(values) - 1)


@cache
def chi_square(p: float, degrees: int) -> float:
    """Give the quantile p of chi-square, to about one in a thousand from five degrees up.

    Source:
        Wilson and Hilferty 1931. [clause]

    >>> round(chi_square(0.975, 19), 1)
    32.9
    """
    part = 2 / (9 * degrees)
    return degrees * (1 - part + _NORMAL.inv_cdf(p) * math.sqrt(part)) ** 3


def student_t(p: float, degrees: int) -> float:
    """Give the quantile of Student's t for p > 1/2, by bisection on its distribution.

    >>> round(student_t(0.975, 10), 4)
    2.2281
    """
    low, high = 0.0, 1.0
    while _student_cdf(high, degrees) < p:
        high *= 2
    for _ in range(80):
        middle = (low + high) / 2
        if _student_cdf(middle, degrees) < p:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _student_cdf(t: float, degrees: int) -> float:
    x = degrees / (degrees + t * t)
    return 1 - _beta(x, degrees / 2, 0.5) / 2


def _beta(x: float, a: float, b: float) -> float:
    """Give the regularised incomplete beta function by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, 300):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        d = 1 / (1 + even * d)
        c = 1 + even / c
        total *= d * c
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / (1 + odd * d)
        c = 1 + odd / c
        total *= d * c
        if abs(d * c - 1) < 1e-14:
            break
    return front * total / a
