"""How many runs a wanted precision needs: a pilot says so, and nothing of it is in the table.

A study that stops when its own rows look good enough stops too often while they are too calm: a
rate of 0.02 to ±0.02 came out 16 % too low. So a pilot of other replicates decides, and the table
is of a number of runs that none of its rows has had a say in: its estimates have no bias from it,
and its intervals cover as those of a study with so many runs do.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from sim.errors import UsageError, nearest
from sim.study.design import CHUNK, REPLICATES_MOST, Chunk, Plan
from sim.study.estimate import LEVEL, Difference, Estimate, mean, wilson
from sim.study.measures import Measure
from sim.study.run_table import RunTable
from sim.study.summary import compare, estimate

PILOT = CHUNK
"""Replicates of a pilot in every cell; they are numbered above all that a table may hold."""
_Z = NormalDist().inv_cdf(0.5 + LEVEL / 2)
_UNSEEN = 2
"""Runs of each kind, and pairs of each sign, that are added to a pilot: what it did not see."""
_SLACK = 1.1
"""Runs beyond those that the pilot calls for, so that the aim is met more often than missed."""
_AIM = re.compile(r"\s*([^=\s]+)\s*=\s*([0-9.eE+-]+)\s*(%?)\s*")


@dataclass(frozen=True, slots=True)
class Aim:
    """A precision that is wanted: of every rate in each cell, or of one measure's differences.

    Args:
        halfwidth: Half the width of an interval, at every point; None if `share` is given.
        measure: Of which the arms' differences are meant, "" for every rate.
        share: Half the width as a share of the difference itself, averaged over all points.
    """

    halfwidth: float | None = None
    measure: str = ""
    share: float | None = None

    @property
    def wanted(self) -> str:
        """Say what is wanted."""
        what = f"the difference in {self.measure}" if self.measure else "every rate"
        return f"{what} to ±{self.share or self.halfwidth:.3g}{' of itself' if self.share else ''}"


def parse_aim(text: str) -> Aim:
    """Read ``MEASURE=X`` or ``MEASURE=P%``.

    Raises:
        UsageError: neither, or a width of nothing.
    """
    match = _AIM.fullmatch(text)
    try:
        number = float(match[2]) if match else 0.0
    except ValueError:
        number = 0.0
    if match is None or not 0 < number < math.inf:
        raise UsageError(f"{text}: expected MEASURE=X or MEASURE=P%, such as uf8=0.02 or uf8=10%")
    share = number / 100 if match[3] else None
    return Aim(None if share else number, match[1], share)


def checked_aims(aims: Sequence[Aim], measures: Sequence[Measure], plan: Plan) -> None:
    """Raise UsageError for an aim at a measure that there is not, or without arms to compare."""
    names = [measure.name for measure in measures]
    for aim in aims:
        if aim.measure and aim.measure not in names:
            raise UsageError(f"there is no measure “{aim.measure}”; {nearest(aim.measure, names)}")
        if aim.measure and not plan.pairs():
            raise UsageError(f"{aim.wanted}: there is one arm, and nothing to compare it with")


def pilot(plan: Plan) -> list[Chunk]:
    """List the jobs of a study's pilot."""
    return [(cell, REPLICATES_MOST, PILOT) for cell in range(plan.cells)]


def runs_needed(table: RunTable, aims: Sequence[Aim]) -> int:
    """Give how many runs of each cell meet all aims, by the pilot in a table; whole chunks."""
    found = max(each for aim in aims for each in _needed(table, aim))
    return CHUNK * math.ceil(min(found * _SLACK, REPLICATES_MOST) / CHUNK)


def _needed(table: RunTable, aim: Aim) -> Iterator[float]:
    if not aim.measure:
        for cell in range(table.plan.cells):
            for measure in table.measures:
                if measure.kind == "rate" and not measure.alike and aim.halfwidth:
                    seen = [v for v in _piloted(table, cell, measure) if v is not None]
                    yield rate_needs(math.fsum(seen), len(seen), aim.halfwidth)
        return
    measure = next(m for m in table.measures if m.name == aim.measure)
    for pair in table.plan.pairs():
        spreads = [
            _spread(*(_piloted(table, table.plan.cell(arm, point), measure) for arm in pair))
            for point in range(len(table.plan.points))
        ]
        if aim.halfwidth:
            yield from (_mean_needs(each, measure, aim.halfwidth) for each in spreads)
        else:
            lines = [[v for v in line if v is not None] for line in zip(*spreads, strict=True)]
            means = [math.fsum(line) / len(line) for line in lines if line]
            centre = abs(math.fsum(means)) / max(1, len(means))
            yield _mean_needs(means, measure, (aim.share or 0.0) * centre)


def _piloted(table: RunTable, cell: int, measure: Measure) -> list[float | None]:
    return table.between(cell, measure, range(REPLICATES_MOST, REPLICATES_MOST + PILOT))


def _spread(ours: Sequence[float | None], theirs: Sequence[float | None]) -> list[float | None]:
    return [None if a is None or b is None else a - b for a, b in zip(ours, theirs, strict=True)]


def rate_needs(count: float, n: int, halfwidth: float) -> float:
    """Give how many runs know a rate to a half width, where `count` of `n` of a pilot had it.

    >>> round(rate_needs(2, 100, 0.02))
    371
    """
    share = (count + _UNSEEN) / (n + 2 * _UNSEEN)
    low, high = 1.0, float(REPLICATES_MOST)
    while high - low > 0.5:
        middle = (low + high) / 2
        ends = wilson(share * middle, math.ceil(middle))
        low, high = (middle, high) if (ends[1] - ends[0]) / 2 > halfwidth else (low, middle)
    return high


def _mean_needs(spread: Sequence[float | None], measure: Measure, halfwidth: float) -> float:
    """Give how many pairs know a mean difference to a half width."""
    seen = [v for v in spread if v is not None]
    seen += [measure.low - measure.high, measure.high - measure.low] * (measure.kind == "rate")
    if halfwidth <= 0 or len(seen) < 2:
        return float(REPLICATES_MOST)
    centre = math.fsum(seen) / len(seen)
    variance = math.fsum((v - centre) ** 2 for v in seen) / (len(seen) - 1)
    return variance * (_Z / halfwidth) ** 2


def met(table: RunTable, aims: Sequence[Aim], n: int) -> str:
    """Say how far the aims are met by n runs."""
    return "; ".join(f"{aim.wanted} wanted, ±{_widest(table, aim, n):.3g} had" for aim in aims)


def _widest(table: RunTable, aim: Aim, n: int) -> float:
    """Give the widest half interval that an aim is about, as a share where one is wanted."""
    plan, found = table.plan, [0.0]
    if not aim.measure:
        for cell in range(plan.cells):
            for place, measure in enumerate(table.measures):
                if measure.kind == "rate" and not measure.alike:
                    found.append(_half(estimate(measure, table.column(cell, place, n))))
        return max(found)
    measure = next(m for m in table.measures if m.name == aim.measure)
    for pair in plan.pairs():
        ours, theirs = (table.columns(arm, measure, n) for arm in pair)
        each = [compare(measure, one, other) for one, other in zip(ours, theirs, strict=True)]
        if aim.halfwidth:
            found += map(_half, each)
        else:
            lines = zip(*(_spread(a, b) for a, b in zip(ours, theirs, strict=True)), strict=True)
            kept = [[v for v in line if v is not None] for line in lines]
            means = [math.fsum(line) / len(line) for line in kept if line]
            width = measure.high - measure.low
            over = mean(means, (-width, width))
            found.append(_half(over) / abs(over.mean) if over.mean else math.inf)
    return max(found)


def _half(found: Estimate | Difference) -> float:
    return 0.0 if found.low is None or found.high is None else (found.high - found.low) / 2
