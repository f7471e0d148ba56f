"""Times until something first comes, with ends that compete: Aalen and Johansen's estimate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from sim.study.answers.many import wide
from sim.study.estimate import LEVEL, wilson


@dataclass(frozen=True, slots=True)
class Incidence:
    """The share to whom something has come by a time, with its interval."""

    at: float
    share: float
    low: float
    high: float


def incidence(
    times: Sequence[float], causes: Sequence[str], cause: str, level: float = LEVEL
) -> list[Incidence]:
    """Give the cumulative incidence of one cause among several.

    Args:
        times: When each was last seen, from a common begin.
        causes: What came then, "" where nothing had come by then (censored).
        cause: Which is asked for.
        level: Of the interval at each time, on the scale log(-log); where nobody was censored
            before, it is Wilson's.

    Source:
        Aalen and Johansen 1978; variance as in Marubini and Valsecchi 1995, §10.3. [clause]
    """
    order = sorted(zip(times, causes, strict=True), key=lambda pair: (pair[0], pair[1] == ""))
    total = at_risk = len(order)
    survived, share, censored, place = 1.0, 0.0, 0, 0
    jumps: list[tuple[float, int, int, int, float]] = []
    found = [Incidence(0.0, 0.0, *wilson(0, total, level))]
    while place < total:
        now, ours, others, gone = order[place][0], 0, 0, 0
        while place < total and order[place][0] == now:
            ours += order[place][1] == cause
            others += order[place][1] not in ("", cause)
            gone += order[place][1] == ""
            place += 1
        if ours or others:
            jumps.append((share, ours, ours + others, at_risk, survived))
            share += survived * ours / at_risk
            survived *= 1 - (ours + others) / at_risk
        if ours:
            low, high = _ends(jumps, share, (total, censored), level)
            found.append(Incidence(now, share, low, high))
        at_risk -= ours + others + gone
        censored += gone
    return found


def _ends(
    jumps: Sequence[tuple[float, int, int, int, float]],
    share: float,
    counts: tuple[int, int],
    level: float,
) -> tuple[float, float]:
    total, censored = counts
    if not censored or not 0 < share < 1:
        return wilson(share * total, total, level)
    variance = 0.0
    for before, ours, both, at_risk, survived in jumps:
        after = before + survived * ours / at_risk
        left = share - after
        if at_risk > both:
            variance += left * left * both / (at_risk * (at_risk - both))
        variance += survived**2 * ours * (at_risk - ours) / at_risk**3
        variance -= 2 * left * survived * ours / at_risk**2
    log = math.log(share)
    spread = wide(level) * math.sqrt(max(0.0, variance)) / abs(share * log)
    return share ** math.exp(spread), share ** math.exp(-spread)


def by(steps: Sequence[Incidence], time: float) -> Incidence:
    """Give the incidence by a time."""
    return [step for step in steps if step.at <= time][-1]
