"""Rare force: how likely it is, by splitting, and how much less work that takes than plain runs."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

from sim.errors import UsageError
from sim.study.design import Plan
from sim.study.estimate import LEVEL, Estimate, chi_square, student_t
from sim.study.measures import THRESHOLDS
from sim.study.paths import REACHED, Crisis
from sim.study.pool import Pool
from sim.study.splitting import Level, LevelResult, Luck, Splitter, divided, probability
from sim.study.workers import Worker

REPETITIONS = 20
"""How often the whole is done anew; the interval comes from their spread."""
EFFORT_LEAST = 20
"""Runs of a level in a repetition, at least."""
_SHARE, _LEVELS_MOST = 0.2, 25
"""What share of runs should reach a level from the one before; how many levels at most."""
_PILOT, _PILOT_EFFORT = 1_000_000, 200
"""The replicate of the runs by which levels are chosen, and how many those are at least."""
_TOGETHER = (1, 2, 3)
"""How many repetitions are averaged, at most three, so that none of the averages is 0."""

RareJob = tuple[int, int]
"""The number of an arm, and of a repetition; -1 for the choice of levels."""


@dataclass(frozen=True, slots=True)
class Repetition:
    """What one repetition came to: what came of each level, or the levels chosen; and its work."""

    steps: tuple[LevelResult, ...]
    levels: tuple[Level, ...]
    work: float
    plain: float

    @property
    def estimate(self) -> float:
        """Give the chance that it came to."""
        return probability(self.steps)


@dataclass(frozen=True, slots=True)
class RarePlan:
    """A study's plan, the rung in question, and what is known of the levels of each arm."""

    plan: Plan
    rung: int
    effort: int
    levels: tuple[tuple[Level, ...], ...] = ()


class _RareWorker:
    def __init__(self, rare: RarePlan) -> None:
        self._rare, self._worker = rare, Worker(rare.plan)

    def do(self, job: RareJob) -> Repetition:
        number, repetition = job
        rare, (setup, filled) = self._rare, self._worker.cell(number)
        pilot = repetition < 0
        replicate = _PILOT if pilot else repetition
        luck = Luck(rare.plan.seed, replicate)
        splitter = Splitter(Crisis(setup, filled, rare.rung), luck)
        if pilot:
            chosen = splitter.levels(_SHARE, _LEVELS_MOST, max(_PILOT_EFFORT, rare.effort))
            levels = tuple(divided(chosen, rare.effort))
            return Repetition((), levels, splitter.work.total, splitter.plain_events)
        levels = rare.levels[number]
        return Repetition(tuple(splitter.steps(levels)), levels, splitter.work.total, 0.0)


def _does(rare: RarePlan) -> Callable[[RareJob], Repetition]:
    return _RareWorker(rare).do


def rung_of(measure: str) -> int:
    """Give the rung of a measure of force.

    Raises:
        UsageError: it is none.
    """
    known = {name: rung for name, rung, _ in THRESHOLDS}
    if measure not in known:
        raise UsageError(f"--rare {measure}: expected one of {', '.join(known)}")
    return known[measure]


def rare(
    plan: Plan, measure: str, workers: int, show: Callable[[int, int], None]
) -> dict[str, Any]:
    """Estimate how likely a measure of force is in every arm.

    Args:
        plan: Its n is how many runs each level has over all repetitions, if all had as many:
            the work is divided by what runs cost and by how much they differ.
        measure: Its name.
        workers: How many processes.
        show: Is handed how many repetitions of how many are done.

    Returns:
        For each arm the probability with its interval, the share that reached each level and the
        part of the probability that was found on the way to it, and how much less work it took
        than plain runs would for the same precision.

    Raises:
        UsageError: no measure of force, or too few runs.
    """
    if plan.factors:
        raise UsageError("--rare varies no factors; put a number in with --set")
    effort, rung = plan.n // REPETITIONS, rung_of(measure)
    if effort < EFFORT_LEAST:
        least = REPETITIONS * EFFORT_LEAST
        raise UsageError(f"--rare with -n {plan.n}: expected -n {least} or more")
    arms = range(len(plan.arms))
    jobs = [(arm, number) for number in range(REPETITIONS) for arm in arms]
    pilots = _done(RarePlan(plan, rung, effort), [(arm, -1) for arm in arms], workers, _quiet)
    levels = tuple(pilots[arm, -1].levels for arm in arms)
    found = _done(RarePlan(plan, rung, effort, levels), jobs, workers, show)
    return {
        "scenario_digest": plan.scenario_digest,
        "seed": plan.seed,
        "measure": measure,
        "repetitions": REPETITIONS,
        "runs_of_a_level": effort,
        "arms": {
            label: summed(pilots[arm, -1], [found[arm, k] for k in range(REPETITIONS)])
            for arm, label in enumerate(plan.labels)
        },
    }


def _done(
    made: RarePlan, jobs: Iterable[RareJob], workers: int, show: Callable[[int, int], None]
) -> dict[RareJob, Repetition]:
    waiting, found = list(jobs), {}
    with Pool(_does, made, min(workers, len(waiting))) as pool:
        for job, result in pool.do(waiting):
            found[job] = result
            show(len(found), len(waiting))
    return found


def _quiet(done: int, of: int) -> None:
    """Show nothing."""


def summed(pilot: Repetition, done: Sequence[Repetition]) -> dict[str, Any]:
    """Sum repetitions up."""
    estimates = [each.estimate for each in done]
    work = math.fsum(each.work for each in done)
    return {
        "probability": asdict(_probability(done)),
        "levels": [
            {"importance": level.importance, "runs": level.runs, "share": share, "part": part}
            | ({"importance": None, "share": None} if level.importance == REACHED else {})
            for level, share, part in zip(pilot.levels, _shares(done), _parts(done), strict=True)
        ],
        "work_events": work + pilot.work,
        "plain_run_events": pilot.plain,
        "times_faster": times_faster(estimates, pilot.plain, work + pilot.work),
    }


def _shares(done: Sequence[Repetition]) -> list[float | None]:
    """Give the mean share that reached each level, None where nobody came to the one before."""
    found: list[float | None] = []
    for place in range(len(done[0].levels)):
        seen = [each.steps[place].share for each in done if len(each.steps) > place]
        found.append(math.fsum(seen) / len(seen) if seen else None)
    return found


def _parts(done: Sequence[Repetition]) -> list[float]:
    """Give what part of the probability was found on the way to each level; 0 if there is none."""
    sums = [
        math.fsum(probability(each.steps[: place + 1]) for each in done)
        for place in range(len(done[0].levels))
    ]
    return [(now - old) / (sums[-1] or 1.0) for old, now in pairwise([0.0, *sums])]


def _probability(done: Sequence[Repetition]) -> Estimate:
    """Estimate a probability from independent repetitions.

    Where none reached the rung, the upper end takes the last level that was reached, and the
    rule of three from there.
    """
    estimates = [each.estimate for each in done]
    found = positive_mean(estimates)
    if any(estimates):
        return found
    known = [share for share in _shares(done) if share]
    high = math.prod(known) * min(1.0, 3 / len(done))
    return Estimate(len(done), 0, mean=0.0, low=0.0, high=high, level=LEVEL, method="rule of three")


def positive_mean(values: Sequence[float], level: float = LEVEL) -> Estimate:
    """Estimate the mean of positive, skewed values: an interval on its logarithm.

    Where all are above nothing, its width is Cox's for values whose logarithm is normal, which
    knows that a spread seen in few skewed values is mostly too small; else Student's.

    Source:
        Cox, in Zhou and Gao 1997; Student's t for n - 1 as in Olsson 2005. [clause]

    >>> found = positive_mean([1.0, 2.0, 3.0])
    >>> found.mean, found.method
    (2.0, 'cox')
    """
    n, centre = len(values), math.fsum(values) / len(values)
    if centre <= 0 or n < 2:
        high = 1.0 if n < 2 else 0.0
        return Estimate(n, 0, mean=centre, low=0.0, high=high, level=level, method="student of log")
    t = student_t(0.5 + level / 2, n - 1)
    if min(values) > 0:
        square, method = _log_variance(values), "cox"
        half = t * math.sqrt(square / n + square * square / 2 / (n - 1))
    else:
        error = math.sqrt(math.fsum((v - centre) ** 2 for v in values) / (n - 1) / n)
        half, method = t * error / centre, "student of log"
    spread = math.exp(half)
    low, high = centre / spread, min(1.0, centre * spread) if centre <= 1 else centre * spread
    return Estimate(n, 0, mean=centre, low=low, high=high, level=level, method=method)


def _log_variance(values: Sequence[float]) -> float:
    logs = [math.log(value) for value in values]
    centre = math.fsum(logs) / len(logs)
    return math.fsum((log - centre) ** 2 for log in logs) / (len(logs) - 1)


def times_faster(
    estimates: Sequence[float], plain_events: float, work: float
) -> dict[str, float | str] | None:
    """Say how much more work plain runs would take for the same precision.

    Their work is computed, not done: runs that say yes or no with the probability found. None
    where the rung was not reached, or every repetition found the same. The interval holds two:
    that of a jackknife, and one for values whose logarithm is normal; few skewed values show
    less of their spread than there is, and few even ones more than the second thinks. Where too
    many repetitions found nothing, its lower end is 0.

    Source:
        Tukey 1958 for the jackknife; chi-square for the spread of logarithms and Cox for their
        mean, put together as in Zou, Taleban and Huo 2009. [clause]
    """
    gain, n = _gain(estimates), len(estimates)
    if gain is None:
        return None
    ends = [*_jackknife(estimates), *_log_normal(estimates)]
    scale = plain_events / work * n
    centre, low, high = (scale * math.exp(e) for e in (gain, min(ends), max(ends)))
    return {"ratio": centre, "low": low, "high": high, "level": LEVEL, "method": "jackknife or log"}


def _gain(estimates: Sequence[float]) -> float | None:
    """Give the logarithm of how much more plain runs spread; None if there is nothing to tell."""
    n, p = len(estimates), math.fsum(estimates) / len(estimates)
    square = math.fsum((e - p) ** 2 for e in estimates) / (n - 1)
    return math.log(p * (1 - p) / square) if 0 < p < 1 and square > 0 else None


def _jackknife(estimates: Sequence[float]) -> tuple[float, float]:
    n, whole = len(estimates), _gain(estimates)
    left = [_gain([*estimates[:k], *estimates[k + 1 :]]) for k in range(n)]
    known = [g for g in left if g is not None]
    if whole is None or len(known) < n:
        return -math.inf, math.inf
    centre = math.fsum(known) / n
    error = math.sqrt((n - 1) / n * math.fsum((g - centre) ** 2 for g in known))
    half = student_t(0.5 + LEVEL / 2, n - 1) * error
    return whole - half, whole + half


def _log_normal(estimates: Sequence[float]) -> tuple[float, float]:
    """Give the ends for values whose logarithm is normal: of averages where some values are 0."""
    sizes = (size for size in _TOGETHER if min(_averages(estimates, size), default=0) > 0)
    size = next(sizes, None)
    if size is None:
        return -math.inf, -math.inf
    values = _averages(estimates, size)
    n, p = len(values), math.fsum(values) / len(values)
    square = _log_variance(values)
    ends = chi_square((1 - LEVEL) / 2, n - 1), chi_square((1 + LEVEL) / 2, n - 1)
    at, low, high = (
        math.log(size * p / (1 - p) * math.expm1(each))
        for each in (square, (n - 1) * square / ends[1], (n - 1) * square / ends[0])
    )
    half = student_t(0.5 + LEVEL / 2, n - 1) * math.sqrt(square / n + square**2 / 2 / (n - 1))
    return -at - math.hypot(high - at, half), -at + math.hypot(at - low, half)


def _averages(values: Sequence[float], size: int) -> list[float]:
    """Give the average of each so many values in turn; what is left over at the end is left out."""
    ends = range(size, len(values) + 1, size)
    return [math.fsum(values[end - size : end]) / size for end in ends]
