"""Rates fitted to one part of the record and scored on another, each beside its base rate.

The form is that of suspension and reopening in the model: a shock may shut a channel; for 60
days nothing reopens it; then it reopens at a rate, five times that around a leaders' meeting.
There are few freezes, so every rate is drawn half a case towards one half.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from sim.ledger.panel import Length, Month, Try

COOLING_DAYS = 60
"""No channel reopens before. [assumed] d_min of the model"""
MEETING = 5.0
"""Factor on the rate of return around a leaders' meeting. [assumed] 1 + 4 in the model"""
LEVEL = 0.95


def share(cases: int, of: int) -> float:
    """Estimate a chance from counts, drawn towards one half by half a case (Jeffreys' prior).

    >>> share(0, 0), share(0, 9)
    (0.5, 0.05)
    """
    return (cases + 0.5) / (of + 1)


@dataclass(frozen=True, slots=True)
class Shutting:
    """Chances of a month: of being shut, with and without a shock, and of coming back."""

    always: float
    shut: float
    back: float
    shut_shock: float
    shut_calm: float
    back_cooling: float
    back_later: float


def shutting(months: Sequence[Month]) -> Shutting:
    """Fit the chances of a month."""
    usable = [m for m in months if not m.before]
    frozen = [m for m in months if m.before]
    shaken, calm = [m for m in usable if m.shock], [m for m in usable if not m.shock]
    cooling = [m for m in frozen if m.shut_days <= COOLING_DAYS]
    later = [m for m in frozen if m.shut_days > COOLING_DAYS]

    def went(some: Sequence[Month], *, shut: bool) -> float:
        return share(sum(m.after == shut for m in some), len(some))

    return Shutting(
        went(months, shut=True),
        went(usable, shut=True),
        back=went(frozen, shut=False),
        shut_shock=went(shaken, shut=True),
        shut_calm=went(calm, shut=True),
        back_cooling=went(cooling, shut=False),
        back_later=went(later, shut=False),
    )


def by_share(rates: Shutting, month: Month) -> float:
    """Forecast from how often channels were shut at all."""
    return rates.always


def by_chain(rates: Shutting, month: Month) -> float:
    """Forecast from the state a month ago, at constant rates."""
    return 1 - rates.back if month.before else rates.shut


def by_model(rates: Shutting, month: Month) -> float:
    """Forecast by shocks, cooling off and leaders' meetings."""
    if not month.before:
        return rates.shut_shock if month.shock else rates.shut_calm
    if month.shut_days <= COOLING_DAYS:
        return 1 - rates.back_cooling
    return (1 - rates.back_later) ** (MEETING if month.leaders_met else 1)


FORECASTS: dict[str, Callable[[Shutting, Month], float]] = {
    "share of months shut": by_share,
    "as a month ago, constant rates": by_chain,
    "shocks, cooling off, meetings": by_model,
}


def scored(chance: float, *, happened: bool) -> float:
    """Give the logarithmic score of a forecast: 0 is certainty that came true."""
    return math.log(chance if happened else 1 - chance)


@dataclass(frozen=True, slots=True)
class Lasting:
    """Freezes whose length beyond `wait` is exponential with a mean of `mean` days."""

    wait: int
    mean: float

    def log_score(self, seen: Length) -> float:
        """Score a length: its density where it had ended, else that it lasts longer than this."""
        over = max(0.0, seen.days - self.wait) / self.mean
        return -over - math.log(self.mean) if seen.ended else -over

    def quantile(self, p: float) -> float:
        """Give the length that a share p of freezes does not reach."""
        return self.wait - self.mean * math.log(1 - p)


def lasting(seen: Sequence[Length], wait: int) -> Lasting:
    """Fit the mean length beyond a wait; what had not ended counts with what it had lasted."""
    ended = sum(1 for length in seen if length.ended)
    days = sum(int(max(0, length.days - wait)) for length in seen)
    return Lasting(wait, days / max(1, ended))


def answering(tries: Sequence[Try]) -> dict[str, float]:
    """Fit the chance of an answer in each weather, and in all together."""
    found = {"": share(sum(1 for t in tries if t.answered), len(tries))}
    for weather in ("calm", "tense", "freeze"):
        some = [t for t in tries if t.weather == weather]
        found[weather] = share(sum(1 for t in some if t.answered), len(some))
    return found


@dataclass(frozen=True, slots=True)
class Gain:
    """A mean difference of scores with its interval over resampled blocks."""

    n: int
    blocks: int
    mean: float
    low: float
    high: float


def gain(differences: Sequence[tuple[object, float]]) -> Gain:
    """Give the mean of differences, each with its block, and its interval.

    What is in one block hangs together, so blocks are resampled whole. There are at most ten:
    every resample is counted with its weight, and nothing is drawn.
    """
    values: dict[object, list[float]] = {}
    for block, value in differences:
        values.setdefault(block, []).append(value)
    blocks = [(math.fsum(some), len(some)) for some in values.values()]
    assert 0 < len(blocks) <= 10, "too many blocks to count every resample"
    n = len(blocks)
    weighted = []
    for picked in itertools.combinations_with_replacement(range(n), n):
        weight = math.factorial(n)
        for _, same in itertools.groupby(picked):
            weight //= math.factorial(len(list(same)))
        total = math.fsum(blocks[i][0] for i in picked)
        weighted.append((total / sum(int(blocks[i][1]) for i in picked), weight))
    weighted.sort()
    mean = math.fsum(v for _, v in differences) / len(differences)
    tail = (1 - LEVEL) / 2
    return Gain(
        len(differences),
        n,
        mean=mean,
        low=_quantile(weighted, tail),
        high=_quantile(weighted, 1 - tail),
    )


def _quantile(weighted: Sequence[tuple[float, int]], p: float) -> float:
    """Give the first value that at least a share p of the weight does not exceed."""
    whole, so_far = sum(int(weight) for _, weight in weighted), 0
    for value, weight in weighted:
        so_far += weight
        if so_far >= p * whole:
            return value
    return weighted[-1][0]


def typical(seen: Sequence[Length]) -> float:
    """Give the median of lengths, those still running taken as they stand."""
    return median(length.days for length in seen)
