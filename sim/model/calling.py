"""How a try on a channel goes: hazards of answer and refusal, and the wait before them.

Pure functions. Rates are per hour, as everywhere; times in ms.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from sim.units import MS_PER_H

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Hazards:
    """Rates at which a try is answered and refused, per hour."""

    answer: float
    decline: float


def strained(plain: Hazards, against: float) -> Hazards:
    """Give both rates at a strain: beta_T times tension plus beta_D times pressure at home."""
    return Hazards(plain.answer * math.exp(-against), plain.decline * math.exp(against))


def practised(h0: float, answered: int, factor: float, most: float) -> float:
    """Give the rate of answers on a channel that has been used so often."""
    return h0 * min(most, factor**answered)


def try_chances(at: Hazards, tries_ms: float) -> tuple[float, float, float]:
    """Give the chances of answer, refusal and no answer of a try at constant rates.

    >>> [round(p, 4) for p in try_chances(Hazards(60 * 0.03, 60 * 0.01), 60 * 60_000)]
    [0.682, 0.2273, 0.0907]
    """
    total = at.answer + at.decline
    silent = math.exp(-total * tries_ms / MS_PER_H)
    if total == 0:
        return 0.0, 0.0, 1.0
    return at.answer / total * (1 - silent), at.decline / total * (1 - silent), silent


def lognormal_ms(median_ms: float, sigma: float, u: float) -> int:
    """Give the duration that a share u of lognormal draws stays below."""
    return round(median_ms * math.exp(sigma * _NORMAL.inv_cdf(u)))


def erlang2_ms(mean_ms: float, u: float) -> int:
    """Give the duration that a share u of the sums of two exponential steps stays below.

    >>> round(erlang2_ms(60_000, 0.5) / 1000, 1)
    50.4
    """
    low, high = 0.0, 1.0
    while 1 - math.exp(-high) * (1 + high) < u:
        low, high = high, high * 2
    for _ in range(60):
        middle = (low + high) / 2
        if 1 - math.exp(-middle) * (1 + middle) < u:
            low = middle
        else:
            high = middle
    return round(mean_ms / 2 * (low + high) / 2)
