"""A walk of which the chance to come high is known exactly, to be split as runs are.

It takes steps of one up or down, each as likely, and has come high as soon as it stands on a
height. It has what makes rare acts of a crisis hard to split, and nothing else: runs of which all
cost as much, and a horizon that makes a state late in the run worth less than the same one early.

Source:
    Feller 1968, chapter III: the reflection principle. [clause]
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.study.paths import REACHED, Address, Decision

Stand = tuple[int, int]
"""How many steps were taken, and on which height the walk stands."""


@dataclass(frozen=True, slots=True)
class Walk:
    """A walk of a number of steps, and the height it is to reach; both even or both odd."""

    steps: int
    height: int

    @property
    def chance(self) -> float:
        """Give how likely the height is reached: to end above it is as likely as to fall back.

        >>> Walk(2, 2).chance, Walk(3, 1).chance
        (0.25, 0.625)
        """
        ends = [
            math.comb(self.steps, (self.steps + end) // 2) * (1 if end == self.height else 2)
            for end in range(self.height, self.steps + 1, 2)
        ]
        return sum(ends) / 2**self.steps

    def begun(self, address: Address, made: Decision | None) -> Walker:
        """Begin a run."""
        return self.gone_on(address, made, (0, 0))

    def gone_on(self, address: Address, made: Decision | None, entrance: Stand) -> Walker:
        """Go on from where a run stood; there are no rare decisions that could be made to fall."""
        assert made is None, "a walk forgoes nothing"
        return Walker(self, entrance, random.Random(repr(address)))


@dataclass(slots=True)
class Walker:
    """A run of a walk."""

    walk: Walk
    stand: Stand
    luck: random.Random
    weight: float = 1.0
    forgone: Sequence[tuple[str, int, float]] = field(default=())

    @property
    def events(self) -> int:
        """Give how many steps were taken."""
        return self.stand[0]

    def entrance(self) -> Stand:
        """Give where the run stands."""
        return self.stand

    def goes_on(self, level: float) -> float:
        """Go on until the run has come as close as a level, or has taken all steps."""
        taken, height = self.stand
        most = self._closeness(taken, height)
        while most < level and taken < self.walk.steps:
            taken, height = taken + 1, height + (1 if self.luck.getrandbits(1) else -1)
            most = max(most, self._closeness(taken, height))
        self.stand = taken, height
        return most

    def _closeness(self, taken: int, height: int) -> float:
        """Give how close the height is, in spreads of the steps that are left: nearer, larger."""
        far, left = self.walk.height - height, self.walk.steps - taken
        if far <= 0:
            return REACHED
        return -round(far / math.sqrt(left), 6) if left else -math.inf
