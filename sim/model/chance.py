"""Distributions an author may name: each has a quantile, a mean and perhaps listed outcomes.

All are of durations in milliseconds. Only the quantile is used to draw (inverse transform, one
number per draw), so paired runs stay in step.
"""

from __future__ import annotations

import math
from itertools import accumulate
from statistics import NormalDist
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, model_validator

from sim.model.fields import Duration, Probability, real
from sim.model.words import Open, Word, word
from sim.plugins import Registry
from sim.units import format_duration

DISTRIBUTIONS: Registry[type[Word]] = Registry("distribution")
_NORMAL = NormalDist()


class Distribution(Word):
    """A distribution of durations."""

    def quantile(self, u: float) -> int:
        """Give the duration in ms that a share u of draws, 0 < u < 1, stays below."""
        raise AssertionError(f"{self.word} has no quantile")

    def typical_ms(self) -> int:
        """Give the median, the figure shown to people."""
        return self.quantile(0.5)

    def outcomes(self) -> tuple[tuple[int, float], ...] | None:
        """List (duration, probability) where the outcomes can be listed, else None."""
        return None


@word(DISTRIBUTIONS, "fixed")
class Fixed(Distribution):
    """Always the same duration; a bare duration is short for this."""

    shorthand = "value"
    value: Duration

    def quantile(self, u: float) -> int:
        return self.value

    def outcomes(self) -> tuple[tuple[int, float], ...]:
        return ((self.value, 1.0),)


@word(DISTRIBUTIONS, "exponential")
class Exponential(Distribution):
    """Memoryless, given by its mean."""

    mean: Duration

    def quantile(self, u: float) -> int:
        return round(-math.log(1 - u) * self.mean)


@word(DISTRIBUTIONS, "lognormal")
class Lognormal(Distribution):
    """Given by its median and the standard deviation of its logarithm."""

    median: Duration
    sigma: Annotated[float, *real(0.001, 5)]

    def quantile(self, u: float) -> int:
        return round(self.median * math.exp(self.sigma * _NORMAL.inv_cdf(u)))


@word(DISTRIBUTIONS, "uniform")
class Uniform(Distribution):
    """Every duration between two bounds alike."""

    low: Duration
    high: Duration

    @model_validator(mode="after")
    def _ordered(self) -> Uniform:
        if self.low > self.high:
            raise ValueError("the low bound lies above the high bound")
        return self

    def quantile(self, u: float) -> int:
        return round(self.low + u * (self.high - self.low))


@word(DISTRIBUTIONS, "choice")
class Choice(Distribution):
    """A few durations with their probabilities, which must add up to 1."""

    shorthand = "of"
    of: Annotated[tuple[tuple[Duration, Probability], ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _whole(self) -> Choice:
        total = math.fsum(p for _, p in self.of)
        if abs(total - 1) > 1e-9:
            raise ValueError(f"the probabilities add up to {total:g}, not to 1")
        if len({value for value, _ in self.of}) < len(self.of):
            raise ValueError("a duration stands twice; give it one probability")
        return self

    def quantile(self, u: float) -> int:
        listed = self.outcomes()
        reached = accumulate(p for _, p in listed)
        found = (value for (value, _), below in zip(listed, reached, strict=True) if u < below)
        return next(found, listed[-1][0])

    def outcomes(self) -> tuple[tuple[int, float], ...]:
        return tuple(sorted((value, p) for value, p in self.of if p > 0))


def _read(value: object) -> object:
    return Fixed(value=value) if isinstance(value, str) else value


def _write(value: Distribution) -> Any:
    return format_duration(value.value) if isinstance(value, Fixed) else Open.dump(value)


Delay = Annotated[
    Distribution, Open(DISTRIBUTIONS), BeforeValidator(_read), PlainSerializer(_write)
]
