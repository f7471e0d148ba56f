"""Tension, pressure at home, public commitment and readiness: levels that acts raise.

Each but readiness decays exponentially when it is read; nothing happens in between. Pure
functions.

Source:
    Goldstein 1992 for the scale (CAMEO codes of each rung, range read off the table) [data];
    the sizes of the jumps are assumed.
"""

from __future__ import annotations

import math

GOLDSTEIN = (4.0, -3.5, -6.0, -7.2, -7.2, -7.2, -8.0, -8.5, -10.0, -10.0, -10.0)
"""Goldstein's figure of each rung: the middle of its codes' range."""


def decayed(value: float, passed_ms: float, tau_ms: float) -> float:
    """Let a level decay over a time."""
    return value * math.exp(-passed_ms / tau_ms)


def tension_jump(rung: int, kappa: float, openness: float) -> float:
    """Give what an act adds to tension; cooperation takes off half as much as hostility adds.

    >>> round(tension_jump(8, 0.08, 1), 4), round(tension_jump(0, 0.08, 1), 4)
    (0.08, -0.016)
    """
    figure = GOLDSTEIN[rung]
    return kappa * openness * (-figure / 20 if figure > 0 else -figure / 10)


def pressure_jump(rung: int, kappa: float, openness: float) -> float:
    """Give what the other side's act adds to pressure at home; threefold from rung 6 on."""
    return kappa * openness * rung / 10 * (3 if rung >= 6 else 1)


def clipped(value: float) -> float:
    """Keep a level within [0, 1]."""
    return 0.0 if value < 0.0 else 1.0 if value > 1.0 else value


def readiness(tension: float, ordered: int = 0) -> int:
    """Give the readiness of a side, 0 to 4: a step for each quarter of tension, or by order."""
    return max(ordered, min(4, int(4 * tension)))
