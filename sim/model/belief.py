"""Beliefs about the other side's intent: weight of evidence, and who meant what happened.

Pure functions, floats in and floats out. `lo` is the log odds that the other side is revisionist
rather than content with things as they are; `x` speaks for an accident, in nats.

Source:
    Good, "Weight of evidence", 1985, for the form [clause]; the weights are assumed.
"""

from __future__ import annotations

import math

WEIGHTS = (-0.15, 0.10, 0.30, 0.15, 0.50, 0.70, 0.90, 1.20, 1.60, 2.20, 3.00)
"""Weight of evidence of an open act by its rung, in nats. [assumed] order from MID and ICB."""
COSTLY = -0.60
"""Weight of an open act of cooperation that costs its side something. [assumed]"""


def odds(p: float) -> float:
    """Turn a probability into log odds; certainty is cut off at 1e-9."""
    p = min(max(p, 1e-9), 1 - 1e-9)
    return math.log(p / (1 - p))


def chance(lo: float) -> float:
    """Turn log odds into a probability.

    >>> round(chance(odds(0.2) + 0.5 + 0.9 - 0.6), 4)
    0.3575
    """
    if lo < 0:
        grown = math.exp(lo)
        return grown / (1 + grown)
    return 1 / (1 + math.exp(-lo))


def relaxed(lo: float, prior: float, passed_ms: float, tau_ms: float) -> float:
    """Let a belief relax towards its prior over a time."""
    return prior + (lo - prior) * math.exp(-passed_ms / tau_ms)


def weight(rung: int, *, costly: bool = False) -> float:
    """Give the weight of evidence of an open act in nats."""
    return COSTLY if costly and rung == 0 else WEIGHTS[rung]


def open_step(nats: float, alpha: float, openness: float, novelty: float, nth: int) -> float:
    """Give the step of belief on an open act; the nth of its kind counts less and less."""
    return alpha * openness * novelty ** (nth - 1) * nats


def bias(b0: float, b1: float, tension: float) -> float:
    """Give the hostile bias at a tension, in nats."""
    return b0 + b1 * tension


def accident_rate(a: float, x: float, hostile: float) -> float:
    """Give the believed rate of such accidents after an explanation and with a hostile bias."""
    return a * math.exp(x - hostile)


def blame(p: float, a: float, d_rv: float, d_sq: float) -> float:
    """Give the probability an observer gives to "deliberate".

    >>> round(blame(0.3, accident_rate(0.02, 0, 0), 0.03, 0.002), 4)
    0.3421
    """
    meant = p * d_rv + (1 - p) * d_sq
    return meant / (meant + a) if meant + a > 0 else 0.0


def doubtful_step(alpha: float, a: float, d_rv: float, d_sq: float) -> float:
    """Give the step of belief on an act that may have been an accident.

    >>> round(doubtful_step(1, accident_rate(0.02, 2, 0), 0.03, 0.002), 4)
    0.1714
    """
    above, below = a + d_rv, a + d_sq
    return alpha * math.log(above / below) if above > 0 and below > 0 else 0.0


def words_cap(p: float, m_rv: float, m_sq: float) -> float:
    """Give the most that words can explain: a culprit might tell the same story."""
    same = p * m_rv + (1 - p) * m_sq
    return math.log(1 / same) if same > 0 else math.inf


def evidence(words: float, shared: float, cap: float) -> float:
    """Add what speaks for an accident: words up to their cap, shared data without one."""
    return min(words, cap) + shared


def hardened(x: float, passed_ms: float, tau_ms: float) -> float:
    """Give what an explanation is worth that comes so long after the event."""
    return x * math.exp(-passed_ms / tau_ms)
