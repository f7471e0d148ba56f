"""What the kept runs of the headline come to, point by point."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from sim.study.estimate import Difference, Estimate, mean, paired_rates
from tests.validation.headline_design import Ground, Varied, shares, varied
from tests.validation.headline_runs import bits, kept

DECLINED_PER_H, TRIES_H = 3.5, 1 / 6
"""How soon a call on the radio is declined in `two-captains`, and how long a try lasts."""


@dataclass(frozen=True)
class Found:
    """A scenario's points with the runs of every arm there; all have as many."""

    ground: Ground

    @cached_property
    def factors(self) -> tuple[Varied, ...]:
        """Give what was varied."""
        return varied(self.ground.radio)

    @cached_property
    def names(self) -> list[str]:
        """Name what was varied, the model's own numbers by their bare name."""
        return [f.path.removeprefix("parameters.") for f in self.factors]

    @cached_property
    def points(self) -> list[int]:
        """Number the points whose runs are there."""
        return sorted(kept(self.ground))

    @cached_property
    def runs(self) -> list[dict[str, list[float]]]:
        """Give for each point and arm whether the measure came about in each run."""
        there, measure = kept(self.ground), self.ground.measure
        n = min(4 * len(runs["all"][measure]) for runs in there.values())
        return [
            {arm: [float(b) for b in bits(found[measure])[:n]] for arm, found in there[p].items()}
            for p in sorted(there)
        ]

    @property
    def n(self) -> int:
        """Give how many runs each arm has at each point."""
        return len(self.runs[0]["all"])

    @cached_property
    def shares(self) -> list[list[float]]:
        """Give the points in the unit cube."""
        laid = shares()[self.ground.scenario]
        return [laid[point] for point in self.points]

    def values(self, name: str) -> list[float]:
        """Give a factor's value at each point, in its plain unit."""
        place = self.names.index(name)
        return [self.factors[place].at(point[place]) for point in self.shares]

    def of_share(self, name: str) -> list[float]:
        """Give the share of its range at which a factor stands at each point."""
        return [point[self.names.index(name)] for point in self.shares]

    def rates(self, arm: str) -> list[float]:
        """Give the share of runs in which the measure came about, at each point."""
        return [math.fsum(runs[arm]) / self.n for runs in self.runs]

    def worth(self, arm: str = "all", against: str = "none") -> list[float]:
        """Give the difference of two arms at each point; below zero the first is better."""
        pairs = zip(self.rates(arm), self.rates(against), strict=True)
        return [ours - theirs for ours, theirs in pairs]

    def difference(self, point: int, level: float, pair: tuple[str, str]) -> Difference:
        """Compare two arms at a point, run by run."""
        ours, theirs = (self.runs[point][arm] for arm in pair)
        return paired_rates(ours, theirs, level)

    def error(self, arm: str, other: str, point: int) -> float:
        """Give the standard error of the difference of two arms at a point, never none."""
        pairs = zip(self.runs[point][arm], self.runs[point][other], strict=True)
        spread = [a - b for a, b in pairs]
        centre = math.fsum(spread) / self.n
        square = math.fsum((s - centre) ** 2 for s in spread) / (self.n - 1)
        return math.sqrt(max(square, 1 / self.n) / self.n)

    def noise(self, arm: str = "all", against: str = "none") -> float:
        """Give the mean variance of luck in the difference at a point."""
        each = []
        for point in range(len(self.runs)):
            pairs = zip(self.runs[point][arm], self.runs[point][against], strict=True)
            spread = [a - b for a, b in pairs]
            centre = math.fsum(spread) / self.n
            each.append(math.fsum((s - centre) ** 2 for s in spread) / (self.n - 1) / self.n)
        return math.fsum(each) / len(each)

    def spread(self, values: Sequence[float]) -> float:
        """Give by how much a worth varies between points once luck is taken out."""
        centre = math.fsum(values) / len(values)
        whole = math.fsum((v - centre) ** 2 for v in values) / (len(values) - 1)
        return math.sqrt(max(0.0, whole - self.noise()))

    def over_points(self, values: Sequence[float]) -> Estimate:
        """Estimate the mean over all points; each has luck of its own."""
        return mean(values, (-1.0, 1.0))

    def answered_share(self) -> list[float]:
        """Give the chance that a try on the radio is answered before it is given up."""
        rates = self.values(f"channels.{self.ground.radio}.answering.answered")
        return [
            a / (a + DECLINED_PER_H) * (1 - math.exp(-(a + DECLINED_PER_H) * TRIES_H))
            for a in rates
        ]

    def available_hours(self) -> list[float]:
        """Give how many hours a day a line works, by how long it works and is out."""
        pairs = zip(self.values("u_tech"), self.values("d_tech"), strict=True)
        return [24 * works / (works + out) for works, out in pairs]
