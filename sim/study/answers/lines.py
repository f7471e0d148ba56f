"""A line through what came out at points: what one more changes, and where it is zero.

Luck that is common to all points is told apart from what lies between them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.study.estimate import LEVEL, Estimate, student_t


@dataclass(frozen=True, slots=True)
class Spread:
    """Variances of a line's height at its middle and of its slope, and their covariance."""

    height: float
    slope: float
    both: float
    degrees: int


@dataclass(frozen=True, slots=True)
class FittedLine:
    """A line by least squares: its middle, its height there, its slope; and what makes it unsure.

    `spreads` are that of points, and that of luck where every point has several runs.
    """

    n: int
    centre: float
    height: float
    slope: float
    spreads: tuple[Spread, ...]

    def rises(self, of: float = 1.0, level: float = LEVEL) -> Estimate:
        """Give what so much more changes, with its interval."""
        half = math.sqrt(self._widened(level)[1])
        low, high = sorted((of * (self.slope - half), of * (self.slope + half)))
        return Estimate(
            self.n, 0, mean=of * self.slope, low=low, high=high, level=level, method="line"
        )

    def crosses(self, level: float = LEVEL) -> tuple[float | None, float, float]:
        """Give where it crosses zero, with Fieller's interval.

        Returns:
            The crossing, None where the line is level; the ends of the interval, infinite where
            the slope cannot be told from none.

        Source:
            Fieller 1954. [clause]
        """
        if self.slope == 0 or not self.spreads:
            return None, -math.inf, math.inf
        height, slope, both = self._widened(level)
        at = -self.height / self.slope
        square = self.slope**2 - slope
        if square <= 0:
            return self.centre + at, -math.inf, math.inf
        middle = -(self.height * self.slope - both) / square
        rest = max(0.0, middle**2 - (self.height**2 - height) / square)
        low, high = middle - math.sqrt(rest), middle + math.sqrt(rest)
        return self.centre + at, self.centre + low, self.centre + high

    def _widened(self, level: float) -> tuple[float, float, float]:
        """Give the squares of half widths, each spread widened by its own Student's t."""
        squares = [student_t(0.5 + level / 2, s.degrees) ** 2 for s in self.spreads]
        pairs = list(zip(squares, self.spreads, strict=True))
        return (
            math.fsum(t * s.height for t, s in pairs),
            math.fsum(t * s.slope for t, s in pairs),
            math.fsum(t * s.both for t, s in pairs),
        )


def line(xs: Sequence[float], rows: Sequence[Sequence[float]]) -> FittedLine | None:
    """Lay a line through what came out at points, run by run.

    Args:
        xs: Where each point stands.
        rows: For each point the values of its runs, all equally many; run r has one luck at all
            points. One run a point is a point without luck of its own.

    Returns:
        The line, None where fewer than three points stand, or all at one place.
    """
    n, runs = len(xs), len(rows[0]) if rows else 0
    centre = math.fsum(xs) / n if n else 0.0
    square = math.fsum((x - centre) ** 2 for x in xs)
    if n < 3 or runs < 1 or square <= 0:
        return None
    heights = [math.fsum(row[r] for row in rows) / n for r in range(runs)]
    slopes = [
        math.fsum((x - centre) * row[r] for x, row in zip(xs, rows, strict=True)) / square
        for r in range(runs)
    ]
    height, slope = math.fsum(heights) / runs, math.fsum(slopes) / runs
    means = [math.fsum(row) / runs for row in rows]
    rest = math.fsum(
        (m - height - slope * (x - centre)) ** 2 for x, m in zip(xs, means, strict=True)
    ) / (n - 2)
    spreads = [Spread(rest / n, rest / square, 0.0, degrees=n - 2)]
    if runs > 1:
        spreads.append(
            Spread(
                _product(heights, heights),
                _product(slopes, slopes),
                _product(heights, slopes),
                degrees=runs - 1,
            )
        )
    return FittedLine(n, centre, height=height, slope=slope, spreads=tuple(spreads))


def _product(ones: Sequence[float], others: Sequence[float]) -> float:
    """Give the covariance of two means over runs."""
    n = len(ones)
    one, other = math.fsum(ones) / n, math.fsum(others) / n
    both = ((a - one) * (b - other) for a, b in zip(ones, others, strict=True))
    return math.fsum(both) / (n - 1) / n
