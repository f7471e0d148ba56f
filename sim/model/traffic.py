"""Streams of encounters: meetings at a rate, of which a share goes unsafe; they have no tracks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import NormalDist
from typing import Annotated

from pydantic import Field

from sim.model.effects import Effects
from sim.model.fields import (
    Distance,
    Duration,
    Factor,
    FlagRef,
    Id,
    Probability,
    Rate,
    Rung,
    SeatRef,
    Service,
    SideRef,
    Span,
    StreamRef,
    Text,
    YesNo,
    real,
)
from sim.model.words import Sourced
from sim.units import MS_PER_H

_NORMAL = NormalDist()
_INVERTED_MOST = 200.0
"""Up to this mean a Poisson count is found by adding up; above, by an expansion in its root."""


class Closest(Sourced):
    """The closest approach of an unsafe meeting: lognormal, by its median and spread."""

    median: Distance
    sigma: Annotated[float, *real(0.001, 5)]

    def quantile(self, u: float) -> float:
        """Give the distance in metres that a share u of unsafe meetings stays below."""
        return self.median * math.exp(self.sigma * _NORMAL.inv_cdf(u))


class Collision(Sourced):
    """When those who meet unsafely touch; `avoided` is left to `p_avoid` of the parameters."""

    distance: Distance
    avoided: Probability | None = None
    hurt: Probability | None = None
    dead: Probability = 0.0


class Campaign(Sourced):
    """While a flag is set, unsafe meetings are so many times as many; what is added is ordered."""

    flag: FlagRef
    times: Annotated[float, *real(1, 1000)]


class Displaced(Sourced):
    """While a flag is set, all meetings of the stream are so many times as many."""

    flag: FlagRef
    times: Factor


class Agreed(Sourced):
    """While a flag is set, runs are disturbed with another chance."""

    flag: FlagRef
    disturbed: Probability


class Runs(Sourced):
    """Supply or relief runs: a stream meets only during these; each run is one trial.

    A run is disturbed with the chance `disturbed`. One that is has one unsafe meeting for sure,
    by order, at a moment that is drawn evenly, and others at the stream's rate; one that is not
    has none.
    """

    title: Text
    first: Duration = 0
    every: Span
    lasts: Span
    disturbed: Probability
    agreed: Agreed | None = None


class TrafficStream(Sourced):
    """Meetings that one side seeks with another at a rate, most of them routine.

    Its `scenes` name place, craft and act of those that go unsafe; one of them is drawn and told,
    the same whether it was ordered or not.
    """

    id: Id
    title: Text
    by: SideRef
    against: SideRef
    scenes: Annotated[tuple[Text, ...], Field(max_length=40)] = ()
    rate: Rate
    unsafe: Probability
    cpa: Closest
    contact: Collision | None = None
    campaign: Campaign | None = None
    displaced: Annotated[tuple[Displaced, ...], Field(max_length=10)] = ()
    runs: Runs | None = None
    around: StreamRef | None = None
    read_as: Annotated[dict[SideRef, Rung], Field(max_length=20)] = {}
    between: tuple[Service, Service] = ("navy", "navy")
    seen_by: Annotated[tuple[SeatRef, ...], Field(max_length=40)] = ()
    public: YesNo = False
    effects: Effects = ()
    touched: Effects = ()

    @property
    def within(self) -> bool:
        """Say whether sister services of one side meet: nothing is then done to anybody."""
        return self.by == self.against

    def most_per_h(self) -> float:
        """Bound the rate of meetings whatever flags are set."""
        return self.rate * math.prod(max(1.0, each.times) for each in self.displaced)

    def share_most(self) -> float:
        """Bound the share that goes unsafe whatever flags are set."""
        return self.unsafe * (self.campaign.times if self.campaign else 1.0)

    def expected_most(self, horizon_ms: int, runs: Runs | None) -> float:
        """Bound how many meetings are expected; during these runs only, if there are any."""
        if runs is None:
            return self.most_per_h() * horizon_ms / MS_PER_H
        number = math.ceil(max(0, horizon_ms - runs.first) / runs.every)
        return number * (1 + self.most_per_h() * runs.lasts / MS_PER_H)

    def flags(self) -> set[str]:
        """Name the flags that change how many meetings there are."""
        named = {each.flag for each in self.displaced}
        return named | ({self.campaign.flag} if self.campaign else set())


def runs_of(streams: Iterable[TrafficStream], of: TrafficStream) -> tuple[str, Runs | None]:
    """Give the runs around which a stream meets, and the stream whose they are."""
    home = next((s for s in streams if s.id == of.around), of)
    return home.id, home.runs


def poisson(mean: float, u: float) -> int:
    """Give the count that a share u of Poisson draws does not exceed; more u is never less.

    Above a mean of 200 by the normal quantile with its first correction for skew, which errs
    by at most one.

    >>> poisson(6.0, 0.5), poisson(6.0, 0.002), poisson(0.0, 0.9)
    (6, 0, 0)
    """
    if mean <= 0:
        return 0
    if mean > _INVERTED_MOST:
        z = _NORMAL.inv_cdf(u)
        return max(0, math.floor(mean + math.sqrt(mean) * z + (z * z - 1) / 6 + 0.5))
    count, p = 0, math.exp(-mean)
    reached = p
    while reached < u and p > 0:
        count += 1
        p *= mean / count
        reached += p
    return count
