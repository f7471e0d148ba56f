"""How much of what comes out depends on which factor: Sobol, Morris, slopes; with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from sim.errors import UsageError
from sim.study.answers.many import chance_of, each_level, holm
from sim.study.estimate import LEVEL, student_t
from sim.study.points import MORRIS_LEVELS

_SEED = 1
"""Of the resampling from which intervals come."""
_NOISE_MOST = 0.95
"""The share of variance that may be luck; beyond it an index would say nothing."""


@dataclass(frozen=True, slots=True)
class Index:
    """An index of one factor with its interval."""

    factor: str
    value: float
    low: float
    high: float
    level: float = LEVEL


@dataclass(frozen=True, slots=True)
class Slope:
    """What going through a factor's whole range does to a value, others held; with its interval.

    The interval holds for all factors together; `there` says that it is no luck (Holm).
    """

    factor: str
    value: float
    low: float
    high: float
    there: bool


def sobol(
    factors: Sequence[str], values: Sequence[float], noise: float = 0.0
) -> dict[str, list[Index]]:
    """Give Sobol's indices, first order and total, of a design `sobol:N`.

    Args:
        factors: Their names.
        values: What came out at each point, in the design's order.
        noise: The variance of luck in each value, taken out of what factors explain.

    Raises:
        UsageError: values that are no numbers, or that vary with luck alone; no SALib.
    """
    found = _analysed("sobol", factors, values, calc_second_order=False)
    scale = _without(values, noise)
    return {
        name: [
            Index(factor, float(v) * scale, float(v - c) * scale, float(v + c) * scale)
            for factor, v, c in zip(factors, found[key], found[f"{key}_conf"], strict=True)
        ]
        for name, key in (("first", "S1"), ("total", "ST"))
    }


def morris(
    factors: Sequence[str], shares: Sequence[Sequence[float]], values: Sequence[float]
) -> list[Index]:
    """Give Morris’s mean absolute elementary effects of a design `morris:N`.

    Args:
        factors: Their names.
        shares: The design's points in the unit cube.
        values: What came out at each.
    """
    import numpy as np  # noqa: PLC0415  # an extra

    more = {"X": np.array(shares), "num_levels": MORRIS_LEVELS}
    found = _analysed("morris", factors, values, **more)
    pairs = zip(factors, found["mu_star"], found["mu_star_conf"], strict=True)
    return [Index(f, float(v), max(0.0, float(v - c)), float(v + c)) for f, v, c in pairs]


def _analysed(
    kind: str,
    factors: Sequence[str],
    values: Sequence[float],
    **more: Any,  # noqa: ANN401  # what each of SALib's analyses asks for
) -> dict[str, Any]:
    import numpy as np  # noqa: PLC0415  # an extra

    if not all(map(math.isfinite, values)):
        raise UsageError(f"indices: {sum(not math.isfinite(v) for v in values)} values are none")
    try:
        analyze = import_module(f"SALib.analyze.{kind}").analyze
    except ImportError:
        hint = "install the extra channel16[study]"
        raise UsageError(f"indices: SALib is not installed; {hint}") from None
    names = [f"x{number}" for number in range(len(factors))]
    problem = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    given = [more.pop("X")] if "X" in more else []
    found: dict[str, Any] = analyze(
        problem, *given, np.array(values), conf_level=LEVEL, seed=_SEED, **more
    )
    return found


def _without(values: Sequence[float], noise: float) -> float:
    """Give by how much a share of all variance grows once that of luck is taken out."""
    centre = math.fsum(values) / len(values)
    whole = math.fsum((v - centre) ** 2 for v in values) / (len(values) - 1)
    if whole <= 0 or noise > _NOISE_MOST * whole:
        raise UsageError("indices: what came out varies with luck alone; take more runs a point")
    return whole / (whole - noise)


def slopes(
    factors: Sequence[str], shares: Sequence[Sequence[float]], values: Sequence[float]
) -> list[Slope]:
    """Fit a plane to values over all factors' shares of their ranges.

    Args:
        factors: Their names.
        shares: For each point the share of its range at which each factor stands.
        values: What came out there; luck in it makes the intervals wider, and no slope wrong.

    Raises:
        UsageError: not more points than factors.
    """
    import numpy as np  # noqa: PLC0415  # an extra

    n, k = len(values), len(factors)
    if n <= k + 1:
        raise UsageError(f"slopes: {n} points are too few for {k} factors")
    x = np.column_stack([np.ones(n), np.array(shares) - 0.5])
    y = np.array(values)
    inverse = np.linalg.inv(x.T @ x)
    beta = inverse @ x.T @ y
    variance = float(((y - x @ beta) ** 2).sum()) / (n - k - 1)
    errors = [math.sqrt(variance * float(inverse[j, j])) for j in range(1, k + 1)]
    t = student_t(0.5 + each_level(k) / 2, n - k - 1)
    found = [float(b) for b in beta[1:]]
    there = holm([chance_of(b, e) for b, e in zip(found, errors, strict=True)])
    return [
        Slope(f, b, b - t * e, b + t * e, there=h)
        for f, b, e, h in zip(factors, found, errors, there, strict=True)
    ]
