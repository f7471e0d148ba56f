"""Credibility and promises: what words that bind do to a mind, as pure functions of floats.

Credibility is an index of how a side is known to have kept its word, c = a/(a + b), and no
probability; what was kept or broken fades towards where it began.

Source:
    Sartori 2002 for a reputation that makes cheap talk work, Kydd 2005 for reassurance by what a
    revisionist would not do [clause]; all sizes are assumed.
"""

from __future__ import annotations

import math
from typing import NamedTuple

KEPT_0, BROKEN_0 = 2.0, 1.0
"""What a side that nobody knows counts as having kept and broken. [assumed]"""
CREDIT_0 = KEPT_0 / (KEPT_0 + BROKEN_0)
STAKE_FULL = 10.0
"""Rungs of stake that count as one promise."""


class Credit(NamedTuple):
    """What a side is known to have kept and broken, weighted by what was at stake, and when, ms."""

    kept: float = KEPT_0
    broken: float = BROKEN_0
    at_ms: int = 0

    def at(self, now_ms: int, tau_ms: float) -> Credit:
        """Let it fade to an instant.

        >>> Credit(4, 1, 0).at(10**15, 1000)
        Credit(kept=2.0, broken=1.0, at_ms=1000000000000000)
        """
        left = math.exp(-(now_ms - self.at_ms) / tau_ms)
        kept = KEPT_0 + (self.kept - KEPT_0) * left
        return Credit(kept, BROKEN_0 + (self.broken - BROKEN_0) * left, now_ms)

    @property
    def share(self) -> float:
        """Give the index c in (0, 1).

        >>> round(Credit().share, 4)
        0.6667
        """
        return self.kept / (self.kept + self.broken)


def heard_step(alpha: float, trust: float, credit: float, force: float) -> float:
    """Give the provisional step of belief on a promise that is heard; never above zero.

    >>> round(heard_step(0.7, 0.4, CREDIT_0, 1.0), 4)
    -0.1867
    """
    return -alpha * trust * credit * force


def kept_step(alpha: float, k: float, epsilon: float) -> float:
    """Give the step on a promise kept under test: a revisionist would keep it with chance k.

    >>> round(kept_step(0.7, 0.5, 0.05), 4)
    -0.4493
    """
    return alpha * math.log(k / (1 - epsilon))


def broken_step(alpha: float, k: float, epsilon: float, *, q: float, act: float) -> float:
    """Give the step on a broken promise beyond the step of the act that broke it.

    `q` is how sure the listener is that it was meant.

    >>> round(broken_step(0.7, 0.5, 0.05, q=1.0, act=0.35), 4)
    1.2618
    """
    return q * max(0.0, alpha * math.log((1 - k) / epsilon) - act)


def stake(expected_rung: float, first_given_up: int) -> float:
    """Give the rungs given up below what the listener expected; what costs nothing earns nothing.

    >>> round(stake(4.6, 3), 6), stake(1.5, 6)
    (2.6, 0.0)
    """
    return max(0.0, expected_rung - (first_given_up - 1))
