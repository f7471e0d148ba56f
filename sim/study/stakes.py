"""What hangs on an arm over a design’s points: break-even, margins, regret, causes, knowing."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sim.loader import from_data
from sim.loader.numbers import in_unit
from sim.model.scenario import Scenario
from sim.study.answers.lines import line
from sim.study.answers.many import chance_of, each_level, holm
from sim.study.answers.worths import PARTS, Regret, chosen, regrets, shapley
from sim.study.design import Plan
from sim.study.estimate import Estimate, crossed_mean
from sim.study.factors import Factor
from sim.study.measures import Measure
from sim.study.run_table import RunTable
from sim.units import MS_PER_D, MS_PER_H

BINS = 6
"""Into how many parts a factor's range is cut to see where the sign turns."""
KNOWING_LEAST = 4 * PARTS
"""Points at least to say what knowing a factor is worth."""
CAUSES_MOST = 12
"""Factors of a design of two levels at most whose shares are reckoned."""
_FREE = ("lhs", "grid")
"""Designs whose points can be taken for a sample, or for all there are."""
_ANSWERING, _ANSWERED = ("parameters.h0", "parameters.u"), ".answering.answered"
_LINES = ("parameters.u_tech", "parameters.d_tech")

KNOWN_TOLD = 5
"""Of how many factors it is told what knowing them is worth, the most first; sure ones besides."""

Rows = list[list[float]]
"""For each point the values of its runs."""


@dataclass(frozen=True, slots=True)
class StudiedAxis:
    """Something that varies over points: what it is, in which unit, where each point stands."""

    name: str
    unit: str
    at: tuple[float, ...]

    @property
    def titled(self) -> str:
        """Name it with its unit.

        >>> StudiedAxis("h0", "per min", ()).titled
        'h0 (per min)'
        """
        return f"{self.name} ({self.unit})" if self.unit else self.name

    def written(self, value: float) -> str:
        """Write a value of it.

        >>> StudiedAxis("share of tries answered", "%", ()).written(12.34)
        '12.3 %'
        """
        return f"{value:.3g} {self.unit}".strip()


@dataclass(frozen=True, slots=True)
class BreakEven:
    """Where along an axis the difference of two arms turns its sign.

    `parts` has the ends of each part and the difference there; these intervals hold together.
    `low` and `high` are Fieller's for the crossing `at` of a line, infinite where it ends nowhere.
    """

    axis: StudiedAxis
    arm: str
    against: str
    parts: tuple[tuple[float, float, Estimate], ...]
    at: float | None
    low: float
    high: float

    @property
    def words(self) -> str:
        """Say where the sign turns, as far as it can be told."""
        if self.at is None or math.isinf(self.low):
            return "Where it crosses zero cannot be told: the slope of a line could be none"
        ends = f"[{self.axis.written(self.low)}, {self.axis.written(self.high)}]"
        inside = min(self.axis.at) <= self.at <= max(self.axis.at)
        outside = "" if inside else "; no point lies there: on average the sign does not turn"
        return f"A line crosses zero at {self.axis.written(self.at)} {ends}{outside}"


@dataclass(frozen=True, slots=True)
class Margin:
    """What one more of something changes in the difference of two arms; intervals together."""

    more: str
    arm: str
    against: str
    found: Estimate


@dataclass(frozen=True, slots=True)
class KnownFactor:
    """What knowing a factor before choosing an arm would save; `sure` by Holm's rule."""

    factor: str
    found: Estimate
    sure: bool


@dataclass(frozen=True, slots=True)
class CauseShare:
    """A cause's share of what all of them change, by Shapley; intervals hold together."""

    cause: str
    found: Estimate


@dataclass(frozen=True, slots=True)
class Stakes:
    """All that hangs on an arm, in one measure; what cannot be told is empty."""

    measure: Measure
    turns: tuple[BreakEven, ...]
    margins: tuple[Margin, ...]
    regrets: tuple[tuple[str, tuple[Regret, ...]], ...]
    savings: tuple[tuple[str, tuple[KnownFactor, ...]], ...]
    shares: tuple[tuple[str, tuple[CauseShare, ...]], ...]


def stakes(table: RunTable, measures: Sequence[Measure], n: int) -> Iterator[Stakes]:
    """Tell what hangs on an arm in each measure, less being taken for better."""
    if not table.plan.factors:
        return
    for measure in measures:
        yield _Found(table, measure, n).stakes()


class _Found:
    """What came out in one measure: the runs of each arm at each point."""

    def __init__(self, table: RunTable, measure: Measure, n: int) -> None:
        self._plan, self._measure = table.plan, measure
        self._free = table.plan.design is not None and table.plan.design.kind in _FREE
        self._causes = all(factor.off for factor in table.plan.factors)
        columns = [table.columns(arm, measure, n) for arm in range(len(table.plan.arms))]
        self._rows: list[Rows | None] = [
            None
            if any(value is None for row in rows for value in row)
            else [[value for value in row if value is not None] for row in rows]
            for rows in columns
        ]
        width = measure.high - measure.low
        self._width, self._bounds = width, (-width, width)

    def stakes(self) -> Stakes:
        """Put all together."""
        return Stakes(
            self._measure,
            turns=tuple(self._turns()) if self._free else (),
            margins=tuple(self._margins()) if self._free else (),
            regrets=tuple(self._regrets()),
            savings=tuple(self._savings()) if self._free else (),
            shares=tuple(self._shares()),
        )

    def _difference(self, pair: tuple[int, int]) -> Rows | None:
        ours, theirs = (self._rows[arm] for arm in pair)
        if ours is None or theirs is None:
            return None
        return [
            [a - b for a, b in zip(*both, strict=True)] for both in zip(ours, theirs, strict=True)
        ]

    def _turns(self) -> Iterator[BreakEven]:
        axes = list(_answers(self._plan))
        for pair in self._plan.pairs():
            rows = self._difference(pair)
            if rows is None:
                continue
            arm, against = (self._plan.labels[each] for each in pair)
            for axis in axes:
                through = line(axis.at, rows)
                if through is not None:
                    parts = tuple(self._parts(axis, rows))
                    at, low, high = through.crosses()
                    yield BreakEven(axis, arm, against, parts=parts, at=at, low=low, high=high)

    def _parts(self, axis: StudiedAxis, rows: Rows) -> Iterator[tuple[float, float, Estimate]]:
        """Cut points by where they stand, and estimate the difference in each part."""
        cut = _cut(axis.at)
        level = each_level(len(cut))
        for inside in cut:
            found = crossed_mean([rows[place] for place in inside], self._bounds, level)
            at = [axis.at[place] for place in inside]
            yield min(at), max(at), found

    def _margins(self) -> Iterator[Margin]:
        axes = list(_more(self._plan))
        pairs = [(pair, rows) for pair in _given(self._plan) if (rows := self._difference(pair))]
        level = each_level(len(axes) * len(pairs))
        for pair, rows in pairs:
            arm, against = (self._plan.labels[each] for each in pair)
            for more, size, axis in axes:
                through = line(axis.at, rows)
                if through is not None:
                    yield Margin(more, arm, against, through.rises(size, level))

    def _losses(self, block: Sequence[int]) -> dict[str, list[float]] | None:
        """Give the mean of each arm of a block at each point, None where something is lacking."""
        losses = {}
        for arm in block:
            rows = self._rows[arm]
            if rows is None:
                return None
            losses[self._plan.labels[arm]] = [math.fsum(row) / len(row) for row in rows]
        return losses if len(losses) > 1 else None

    def _blocks(self) -> Iterator[tuple[str, dict[str, list[float]]]]:
        for block in self._plan.blocks():
            losses = self._losses(block)
            if losses is not None:
                yield self._plan.arms[block[0]].preset, losses

    def _regrets(self) -> Iterator[tuple[str, tuple[Regret, ...]]]:
        if self._causes:
            return
        for preset, losses in self._blocks():
            found = sorted(regrets(losses, self._error), key=lambda r: (r.most, r.arm))
            yield preset, tuple(found)

    def _error(self, arm: str, other: str, point: int) -> float:
        """Give the standard error of a paired difference at a point; never none."""
        pair = self._plan.labels.index(arm), self._plan.labels.index(other)
        ours, theirs = (rows[point] for each in pair if (rows := self._rows[each]) is not None)
        spread = [a - b for a, b in zip(ours, theirs, strict=True)]
        n, centre = len(spread), math.fsum(spread) / len(spread)
        square = math.fsum((s - centre) ** 2 for s in spread) / max(1, n - 1)
        return math.sqrt(max(square, self._width**2 / n if square == 0 else 0.0) / n)

    def _savings(self) -> Iterator[tuple[str, tuple[KnownFactor, ...]]]:
        plan = self._plan
        if self._causes or len(plan.points) < KNOWING_LEAST:
            return
        for preset, losses in self._blocks():
            saved = [
                self._saved([point[place] for point in plan.points], losses)
                for place in range(len(plan.factors))
            ]
            there = holm([_chance(each) for each in saved])
            found = [
                KnownFactor(factor.name, each, sure=sure and (each.mean or 0) > 0)
                for factor, each, sure in zip(plan.factors, saved, there, strict=True)
            ]
            yield preset, tuple(sorted(found, key=lambda k: (-(k.found.mean or 0), k.factor)))

    def _saved(self, xs: Sequence[float], losses: dict[str, list[float]]) -> Estimate:
        """Estimate what choosing by a factor saves, run by run."""
        rows = dict(zip(self._plan.labels, self._rows, strict=True))
        saved: list[list[float]] = []
        for point, (plain, known) in enumerate(chosen(xs, losses)):
            ours, theirs = rows[plain], rows[known]
            assert ours is not None, "losses are known"
            assert theirs is not None, "losses are known"
            saved.append([a - b for a, b in zip(ours[point], theirs[point], strict=True)])
        return crossed_mean(saved, self._bounds)

    def _shares(self) -> Iterator[tuple[str, tuple[CauseShare, ...]]]:
        """CauseShare out between causes what all change, in a design of two levels."""
        plan = self._plan
        if str(plan.design) != "grid:2" or len(plan.factors) > CAUSES_MOST:
            return
        subsets = [
            tuple(value == factor.high for value, factor in zip(point, plan.factors, strict=True))
            for point in plan.points
        ]
        for label, rows in self._changed():
            found = shapley(dict(zip(subsets, rows, strict=True)), self._bounds)
            pairs = zip(plan.factors, found, strict=True)
            yield label, tuple(CauseShare(factor.name, each) for factor, each in pairs)

    def _changed(self) -> Iterator[tuple[str, Rows]]:
        """Yield what is shared out: every difference of arms, or what the one arm comes to."""
        plan = self._plan
        for pair in plan.pairs():
            rows = self._difference(pair)
            if rows is not None:
                yield f"{plan.labels[pair[0]]} less {plan.labels[pair[1]]}", rows
        if not plan.pairs() and self._rows[0] is not None:
            yield plan.labels[0], self._rows[0]


def small(found: Estimate) -> str:
    """Write an estimate that may be small, with its sign.

    >>> small(Estimate(9, 0, mean=0.00019, low=-0.00004, high=0.5, level=0.95, method=""))
    '+0.00019 [-0.00004, +0.50000]'
    """
    if found.mean is None:
        return "-"
    return f"{found.mean:+.5f} [{found.low:+.5f}, {found.high:+.5f}]"


def _chance(found: Estimate) -> float:
    """Give how likely as much is by luck if it were nothing."""
    if found.mean is None or found.low is None or found.high is None:
        return 1.0
    return chance_of(found.mean, (found.high - found.low) / 2 / 1.96)


def _cut(at: Sequence[float]) -> list[list[int]]:
    """Cut points into parts of as many each, or by their places where these are few."""
    places = sorted(set(at))
    if len(places) <= BINS:
        return [[p for p, x in enumerate(at) if x == place] for place in places]
    order = sorted(range(len(at)), key=lambda p: at[p])
    cuts = [round(len(order) * part / BINS) for part in range(BINS + 1)]
    return [order[first:last] for first, last in pairwise(cuts)]


def _given(plan: Plan) -> Iterator[tuple[int, int]]:
    """Yield pairs of arms of which the first does all that the second does, less something."""
    for block in plan.blocks():
        for against in block:
            for arm in block:
                if set(plan.arms[arm].sets) < set(plan.arms[against].sets):
                    yield arm, against


def _values(plan: Plan, factor: Factor) -> tuple[float, ...]:
    place = plan.factors.index(factor)
    return tuple(point[place] for point in plan.points)


def _answers(plan: Plan) -> Iterator[StudiedAxis]:
    """Yield how likely, or how soon, contact is answered, where that varies."""
    scenario: Scenario | None = None
    for factor in plan.factors:
        if factor.path.endswith(_ANSWERED):
            scenario = scenario or from_data(plan.scenarios[0])
            channel = factor.path.split(".")[1]
            yield _share_answered(plan, factor, scenario, channel)
        elif factor.path in _ANSWERING:
            yield StudiedAxis(factor.name, factor.unit, _values(plan, factor))


def _share_answered(plan: Plan, factor: Factor, scenario: Scenario, channel: str) -> StudiedAxis:
    """Give the share of tries on a channel that is answered before it is given up or declined.

    The channel works, and whoever is rung is there and has not been rung before.
    """
    known = next(each.answering for each in scenario.channels if each.id == channel)
    assert known is not None, "a factor varies what is there"
    hours = float(known.tries) / MS_PER_H

    def share(per_h: float) -> float:
        both = per_h + known.declined
        return per_h / both * (1 - math.exp(-both * hours)) if both > 0 else 0.0

    rates = (in_unit(f"{value!r} {factor.unit}", "per h") for value in _values(plan, factor))
    name = f"share of tries on {channel} that are answered"
    return StudiedAxis(name, "%", tuple(100 * share(rate) for rate in rates))


def _more(plan: Plan) -> Iterator[tuple[str, float, StudiedAxis]]:
    """Yield what there may be more of: in words, how much more, and where each point stands."""
    for axis in _answers(plan):
        if axis.unit == "%":
            yield f"point (of a hundred) of the {axis.name}", 1.0, axis
        elif axis.name == "u":
            yield "point (of a hundred) of the chance that whoever is rung may answer", 0.01, axis
    varied = {f.path: f for f in plan.factors if f.path in _LINES}
    if varied:
        terms = from_data(plan.scenarios[0]).parameters
        still = {_LINES[0]: terms.u_tech / MS_PER_D, _LINES[1]: terms.d_tech / MS_PER_D}
        days = {
            path: [in_unit(f"{v!r} {varied[path].unit}", "d") for v in _values(plan, varied[path])]
            if path in varied
            else [still[path]] * len(plan.points)
            for path in _LINES
        }
        works = zip(days[_LINES[0]], days[_LINES[1]], strict=True)
        hours = tuple(24 * up / (up + down) for up, down in works)
        yield (
            "hour a day that a line works",
            1.0,
            StudiedAxis("hours a day that a line works", "h", hours),
        )
