"""Times until something first comes, with ends that compete: Aalen and Johansen's estimate."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sim.study.answers.many import wide
from sim.study.estimate import LEVEL, student_t, wilson

End = tuple[float, str]
"""When somebody was last seen, from a common begin, and what came then, "" if nothing did."""
_GROUPS = 20
"""Of points, and of replicates, that are left out in turn to see what hangs on them."""


@dataclass(frozen=True, slots=True)
class Incidence:
    """The share to whom something has come by a time, with its interval."""

    at: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class _Jump:
    """What came at a time: the share of our cause before it, and how many were at risk."""

    at: float
    share: float
    ours: int
    both: int
    at_risk: int
    survived: float
    censored: int

    @property
    def after(self) -> float:
        """Give the share of our cause from then on."""
        return self.share + self.survived * self.ours / self.at_risk


def _jumps(ends: Iterable[End], cause: str) -> Iterator[_Jump]:
    """Yield each time at which something came, in order; who is censored then was at risk yet."""
    order = sorted(ends, key=lambda end: (end[0], end[1] == ""))
    at_risk, survived, share, censored, place = len(order), 1.0, 0.0, 0, 0
    while place < len(order):
        now, first, ours, others = order[place][0], place, 0, 0
        while place < len(order) and order[place][0] == now:
            ours += order[place][1] == cause
            others += order[place][1] not in ("", cause)
            place += 1
        if ours or others:
            jump = _Jump(
                now,
                share,
                ours,
                both=ours + others,
                at_risk=at_risk,
                survived=survived,
                censored=censored,
            )
            yield jump
            share = jump.after
            survived *= 1 - (ours + others) / at_risk
        censored += place - first - ours - others
        at_risk -= place - first


def incidence(
    times: Sequence[float], causes: Sequence[str], cause: str, level: float = LEVEL
) -> list[Incidence]:
    """Give the cumulative incidence of one cause among several.

    Args:
        times: When each was last seen, from a common begin.
        causes: What came then, "" where nothing had come by then (censored).
        cause: Which is asked for.
        level: Of the interval at each time, on the scale log(-log); where nobody was censored
            before, it is Wilson's.

    Source:
        Aalen and Johansen 1978; variance as in Marubini and Valsecchi 1995, §10.3. [clause]
    """
    total, sums = len(times), _Sums()
    found = [Incidence(0.0, 0.0, *wilson(0, total, level))]
    for jump in _jumps(zip(times, causes, strict=True), cause):
        sums.add(jump)
        if not jump.ours:
            continue
        share = jump.after
        if not jump.censored or not 0 < share < 1:
            low, high = wilson(share * total, total, level)
        else:
            low, high = _around(share, wide(level) * math.sqrt(max(0.0, sums.variance(share))))
        found.append(Incidence(jump.at, share, low, high))
    return found


class _Sums:
    """What the variance of a share needs of all jumps so far, whatever the share is by now."""

    def __init__(self) -> None:
        self._plain, self._first, self._second = 0.0, 0.0, 0.0

    def add(self, jump: _Jump) -> None:
        """Take a jump in."""
        after, rest = jump.after, jump.at_risk - jump.both
        others = jump.both / (jump.at_risk * rest) if rest else 0.0
        ours = jump.survived**2 * jump.ours * (jump.at_risk - jump.ours) / jump.at_risk**3
        shared = jump.survived * jump.ours / jump.at_risk**2
        self._plain += others * after * after + ours + 2 * shared * after
        self._first += others * after + shared
        self._second += others

    def variance(self, share: float) -> float:
        """Give the variance of the share by now."""
        return self._plain - 2 * share * self._first + share * share * self._second


def _around(share: float, half: float) -> tuple[float, float]:
    """Give an interval on the scale log(-log), half as wide as that on the plain scale."""
    log = math.log(share)
    spread = half / abs(share * log)
    return float(share ** math.exp(spread)), float(share ** math.exp(-spread))


def over_points(
    cells: Sequence[Sequence[End | None]], cause: str, at: Sequence[float], level: float = LEVEL
) -> list[Incidence]:
    """Give the cumulative incidence at some times over all points of a design.

    A run has one luck at all points, so that it is no run of its own at each: the variance is
    that of a jackknife over groups of points and of one over groups of replicates together.

    Args:
        cells: For each point how each replicate ended, None where there was nothing to wait for.
        cause: Which is asked for.
        at: The times, in order.
        level: Of the interval at each time.

    Source:
        Grouped jackknife: Quenouille 1956. [clause]
    """
    replicates = len(cells[0])
    shares = _by([end for cell in cells for end in cell], cause, at)
    ways = [
        [_by(ends, cause, at) for ends in way] for way in (_less_points(cells), _less_runs(cells))
    ]
    without = [way for way in ways if len(way) > 1]
    found = []
    for place, (time, share) in enumerate(zip(at, shares, strict=True)):
        half = math.hypot(*(_jackknifed([s[place] for s in way], level) for way in without))
        if half and 0 < share < 1:
            low, high = _around(share, half)
        else:
            low, high = wilson(share * replicates, replicates, level)
        found.append(Incidence(time, share, low, high))
    return found


def _less_points(cells: Sequence[Sequence[End | None]]) -> list[list[End | None]]:
    """Leave out each group of points in turn."""
    groups = min(_GROUPS, len(cells))
    return [
        [end for point, cell in enumerate(cells) if point % groups != group for end in cell]
        for group in range(groups)
    ]


def _less_runs(cells: Sequence[Sequence[End | None]]) -> list[list[End | None]]:
    """Leave out each group of replicates in turn, at all points."""
    groups = min(_GROUPS, len(cells[0]))
    return [
        [end for cell in cells for run, end in enumerate(cell) if run % groups != group]
        for group in range(groups)
    ]


def _by(ends: Sequence[End | None], cause: str, at: Sequence[float]) -> list[float]:
    """Give the share by each of some times."""
    jumps = list(_jumps([end for end in ends if end is not None], cause))
    times = [jump.at for jump in jumps]
    places = [bisect_right(times, time) for time in at]
    return [jumps[place - 1].after if place else 0.0 for place in places]


def _jackknifed(without: Sequence[float], level: float) -> float:
    """Give half the width of an interval from what comes out without each group."""
    k = len(without)
    centre = math.fsum(without) / k
    square = math.fsum((value - centre) ** 2 for value in without) * (k - 1) / k
    return student_t(0.5 + level / 2, k - 1) * math.sqrt(square)


def by(steps: Sequence[Incidence], time: float) -> Incidence:
    """Give the incidence by a time."""
    return [step for step in steps if step.at <= time][-1]
