"""Multilevel splitting: a rare act is reached step by step, each step from many copies of a state.

Importance is how close a run has come, as what is split tells. Runs that reach a level are gone
on with from there, each copy with chance of its own; what had been drawn by then stays. No run
waits for the rare decision itself: at each decision the chance of it is added up and the decision
falls otherwise; a few of those are then made to fall so, to see whether the act comes of it. The
sum over all levels of the share that came there, times what was added up from there to the next, is
an unbiased estimate, whatever the levels and the importance are: these decide only how much work it
takes.

Source:
    Fixed effort: Garvels 2000; Glasserman, Heidelberger, Shahabuddin and Zajic 1999. [clause]
    Expected instead of counted: conditional Monte Carlo, as in Asmussen and Glynn 2007. [clause]
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, NamedTuple, Protocol, TypeVar

from sim.engine import Draws
from sim.study.paths import REACHED, Address, Decision

RUNS_LEAST = 10
"""Runs of a level, at least."""
FORK_EVENTS = 8
"""What a fork costs, in events: a state is copied, and what is under way is taken up again."""
MADE = 4
"""How many decisions of a level are made to fall."""
_SPREAD_LEAST = 0.5
"""No level is taken to spread less: it is known from few runs."""
_STAGE = 2**32
"""Branches of chance set apart for each level."""

Forgone = tuple[int, Decision, float]
"""A run's number, whose and which decision did not fall, and the chance that it would have."""
Entrance = TypeVar("Entrance")
Entrance_co = TypeVar("Entrance_co", covariant=True)


class SplitRun(Protocol[Entrance_co]):
    """A run that is split, as `sim.study.paths.Path` is one."""

    @property
    def weight(self) -> float:
        """Give the chance that no rare decision fell so far."""

    @property
    def forgone(self) -> Sequence[tuple[str, int, float]]:
        """Give whose and which decisions did not fall, and the chance that the first fell there."""

    @property
    def events(self) -> int:
        """Give how many events have come about, also those before a fork."""

    def goes_on(self, level: float) -> float:
        """Go on until the run reaches a level, or ends; give how close it came at most."""

    def entrance(self) -> Entrance_co:
        """Give where the run stands; it is not to go on itself after that."""


class Splittable(Protocol[Entrance]):
    """What is split: it begins runs, and goes on from where one has reached a level."""

    def begun(self, address: Address, made: Decision | None) -> SplitRun[Entrance]:
        """Begin a run; one decision may be made to fall."""

    def gone_on(
        self, address: Address, made: Decision | None, entrance: Entrance
    ) -> SplitRun[Entrance]:
        """Go on from where a run reached a level."""


@dataclass(frozen=True, slots=True)
class Luck:
    """Whose chance a repetition draws: seed and replicate."""

    seed: int
    replicate: int


class Planned(NamedTuple):
    """A level as runs set apart for that chose it, with what a run costs in events.

    `spread` is the variance of what comes of a run that tries it, relative to the square of its
    mean.
    """

    importance: float
    cost: float
    spread: float


@dataclass(frozen=True, slots=True)
class Level:
    """How close a run is to come, how many runs try it, and what one of them costs, in events."""

    importance: float
    runs: int
    cost: float


def divided(levels: Sequence[Planned], effort: int) -> list[Level]:
    """Divide the work of `effort` runs a level so that the whole is known as well as can be.

    Args:
        levels: Those chosen.
        effort: Runs of a level if all had as many; the work in events stays that.

    Source:
        Neyman 1934: as the root of the spread over the cost. [clause]

    >>> chosen = [Planned(-3.0, 100.0, 4.0), Planned(REACHED, 400.0, 1.0)]
    >>> [level.runs for level in divided(chosen, 60)]
    [150, 38]
    """
    work = effort * math.fsum(cost for _, cost, _ in levels)
    roots = math.fsum(math.sqrt(cost * spread) for _, cost, spread in levels)
    return [
        Level(at, max(RUNS_LEAST, round(work / roots * math.sqrt(spread / cost))), cost)
        for at, cost, spread in levels
    ]


@dataclass(slots=True)
class Work:
    """What was done: runs begun or gone on with, forks among them, and events that came about."""

    runs: int = 0
    forks: int = 0
    events: int = 0

    @property
    def total(self) -> float:
        """Give all of it in events."""
        return float(self.events + FORK_EVENTS * self.forks)


@dataclass(frozen=True, slots=True)
class LevelResult:
    """What came of a level: the share that reached it, and how likely the act is on the way."""

    share: float
    part: float


def probability(steps: Sequence[LevelResult]) -> float:
    """Give the chance of the act from what came of each level.

    >>> round(probability([LevelResult(share=0.2, part=0.01), LevelResult(share=0.0, part=0.3)]), 3)
    0.07
    """
    found, come = [], 1.0
    for step in steps:
        found.append(come * step.part)
        come *= step.share
    return math.fsum(found)


@dataclass(frozen=True, slots=True)
class LevelStart(Generic[Entrance]):
    """Where the runs of a level begin: its number, and the states reached there if not first."""

    stage: int
    entrances: Sequence[Entrance] = ()


class Splitter(Generic[Entrance]):
    """Splits the runs of one process."""

    def __init__(self, process: Splittable[Entrance], luck: Luck) -> None:
        self._process, self.luck = process, luck
        self.work = Work()
        self.plain_events = 0.0
        """Events of an ordinary run, on average over those of `levels`."""

    def steps(self, levels: Sequence[Level]) -> list[LevelResult]:
        """Give what comes of each level; those to which nobody comes are left out."""
        found: list[LevelResult] = []
        entrances: list[Entrance] = []
        for stage, level in enumerate(levels):
            start = LevelStart(stage, entrances)
            paths = [self._gone(start, n, level.importance) for n in range(level.runs)]
            fell = [path.weight for path, top in paths if top == REACHED]
            part = math.fsum([*fell, self._would(start, [path for path, _ in paths])])
            reached = [p.entrance() for p, top in paths if level.importance <= top < REACHED]
            found.append(LevelResult(len(reached) / level.runs, part / level.runs))
            entrances = reached
            if not reached:
                break
        return found

    def _would(self, start: LevelStart[Entrance], paths: Sequence[SplitRun[Entrance]]) -> float:
        """Give how often the act would have come of the decisions forgone.

        Some are made to fall, each as likely as it was; mostly the act comes of all.
        """
        forgone: list[Forgone] = [
            (number, (seat, index), chance)
            for number, path in enumerate(paths)
            for seat, index, chance in path.forgone
        ]
        total = math.fsum(chance for _, _, chance in forgone)
        if total <= 0:
            return 0.0
        luck = Draws(self.luck.seed, self.luck.replicate)
        first = luck.uniform("split.made", f"{start.stage}", 0)
        marks = [total * (turn + first) / MADE for turn in range(MADE)]
        came, reached = 0, 0.0
        for number, decision, chance in forgone:
            reached += chance
            while marks and marks[0] < reached:
                del marks[0]
                _, top = self._gone(start, number, REACHED, decision)
                came += top == REACHED
        return total * came / MADE

    def _gone(
        self, start: LevelStart[Entrance], number: int, level: float, made: Decision | None = None
    ) -> tuple[SplitRun[Entrance], float]:
        """Let a run go on until it reaches a level; give it and how close it came."""
        path = self.path(start, number, made)
        before = path.events
        most = path.goes_on(level)
        self.work.events += path.events - before
        return path, most

    def path(
        self, start: LevelStart[Entrance], number: int, made: Decision | None = None
    ) -> SplitRun[Entrance]:
        """Begin the run of a number at a level, from the states reached there if it is not first.

        Every state is gone on from equally often, but for one; which these are is drawn.
        """
        seed, replicate = self.luck.seed, self.luck.replicate
        address = seed, replicate, start.stage * _STAGE + number + 1
        self.work.runs += 1
        if start.stage == 0:
            return self._process.begun(address, made)
        self.work.forks += 1
        entrance = start.entrances[(number + self._turn(start)) % len(start.entrances)]
        return self._process.gone_on(address, made, entrance)

    def _turn(self, start: LevelStart[Entrance]) -> int:
        """Draw from which of the states reached the first run goes on."""
        luck = Draws(self.luck.seed, self.luck.replicate)
        count = len(start.entrances)
        return luck.pick(count, "split.entrance", f"{start.stage}", 0) if count else 0

    def levels(self, share: float, most: int, effort: int) -> list[Planned]:
        """Choose levels so that about a share of runs reaches each from the one before.

        The last is the rung itself. There is no further one before it where runs differ no more in
        what they add than those that reach a level or do not.

        Args:
            share: Between 0 and 1.
            most: How many levels at most.
            effort: Runs of a level.
        """
        start: LevelStart[Entrance] = LevelStart(0)
        chosen, found = list[tuple[float, float]](), list[Tried]()
        while True:
            before = self.work.total
            gone = [self._gone(start, number, REACHED) for number in range(effort)]
            cost = max(1.0, (self.work.total - before) / effort)
            if start.stage == 0:
                self.plain_events = cost
            tops = [top for _, top in gone]
            level = _next(tops, share, above=chosen[-1][0] if chosen else min(tops))
            values = [_likely(path, top) for path, top in gone]
            came = [n for n, top in enumerate(tops) if level <= top < REACHED]
            found.append(Tried(values, came, self._turn(start)))
            alike = _spread(values) <= (1 - share) / share
            if alike or level == REACHED or len(found) == most:
                break
            chosen.append((level, cost))
            again = [self._gone(start, number, level)[0].entrance() for number in came]
            start = LevelStart(start.stage + 1, again)
        return [
            Planned(at, cost, min(max(spread, _SPREAD_LEAST), effort))
            for (at, cost), spread in zip([*chosen, (REACHED, cost)], spreads(found), strict=True)
        ]


class Tried(NamedTuple):
    """What came of the runs of a level: their values, which reached it, and who began first."""

    values: list[float]
    came: list[int]
    turn: int


def spreads(found: Sequence[Tried]) -> list[float]:
    """Give for each level the spread of what comes of its runs, those gone on with from there.

    A run that reached a level is worth what those are on average that went on from it.
    """
    values, spreads = list(found[-1].values), [_spread(found[-1].values)]
    for tried, after in reversed(list(pairwise(found))):
        count = len(tried.came)
        worth = list(tried.values)
        for place, number in enumerate(tried.came):
            first = (place - after.turn) % count
            own = values[first::count]
            worth[number] = math.fsum(own) / len(own) if own else 0.0
        values = worth
        spreads.append(_spread(values))
    return spreads[::-1]


def _next(tops: Sequence[float], share: float, above: float) -> float:
    """Give the level that a share of runs reached, or the next one above the last."""
    level = sorted(tops, reverse=True)[max(0, round(share * len(tops)) - 1)]
    return level if level > above else min((t for t in tops if t > above), default=REACHED)


def _likely(path: SplitRun[Entrance], top: float) -> float:
    """Give how likely the act was in a run that went on to its end."""
    return math.fsum([path.weight * (top == REACHED), *(chance for *_, chance in path.forgone)])


def _spread(values: Sequence[float]) -> float:
    """Give the variance of values relative to the square of their mean; infinite if all are 0."""
    total = math.fsum(values)
    return len(values) * math.fsum(v * v for v in values) / total**2 - 1 if total else math.inf
