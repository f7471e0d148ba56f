"""How much of what comes out depends on which factor: Sobol, Morris, slopes; with intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from statistics import NormalDist
from typing import Any

from sim.errors import UsageError
from sim.study.answers.many import chance_of, each_level, holm
from sim.study.estimate import LEVEL, student_t
from sim.study.points import MORRIS_LEVELS

_SEED = 1
"""Of the resampling from which intervals come."""
_SURE = NormalDist().inv_cdf(0.95)
"""How many standard errors the variance between points must be above none to be told apart."""


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


def sobol(factors: Sequence[str], rows: Sequence[Sequence[float]]) -> dict[str, list[Index]]:
    """Give Sobol's indices, first order and total, of a design `sobol:N`.

    Where a point has several runs, luck is taken out: no run is multiplied by itself, so that
    what two runs have in common is what their points are. That holds whether each point has luck
    of its own or run r has the same luck everywhere. Intervals are Student's over the design's
    rows, of the linear part of the ratio.

    Args:
        factors: Their names.
        rows: What came out in each run of each point, in the design's order; equally many runs.

    Raises:
        UsageError: values that are no numbers, or that vary no more than luck would.

    Source:
        Saltelli and others 2010, first order; Jansen 1999, total. [clause]
    """
    missing = sum(not math.isfinite(value) for row in rows for value in row)
    if missing:
        raise UsageError(f"indices: {missing} values are none")
    import numpy as np  # noqa: PLC0415  # an extra

    k = len(factors)
    values = np.array(rows, dtype=float).reshape(-1, k + 2, len(rows[0]))
    ends = values[:, [0, -1]]
    values = values - ends.mean(axis=(0, 1))  # luck that all points share is no variance of theirs
    one, other, mixed = values[:, 0], values[:, -1], values[:, 1:-1]
    change = mixed - one[:, None]
    terms = np.column_stack(
        [
            (_apart(one, one) + _apart(other, other)) / 2,
            _apart(other[:, None], change),
            _apart(change, change) / 2,
        ]
    )
    n, means = len(terms), terms.mean(axis=0)
    whole, unsure = float(means[0]), float(terms[:, 0].std(ddof=1)) / math.sqrt(n)
    if whole <= 0 or (len(rows[0]) > 1 and whole <= _SURE * unsure):
        raise UsageError("indices: what came out varies with luck alone; take more runs a point")
    found = means[1:] / whole
    left = (terms[:, 1:] - found * terms[:, :1]) / whole
    half = student_t(0.5 + LEVEL / 2, n - 1) * left.std(axis=0, ddof=1) / math.sqrt(n)
    every = [
        Index(factor, float(v), float(v - h), float(v + h))
        for factor, v, h in zip([*factors, *factors], found, half, strict=True)
    ]
    return {"first": every[:k], "total": every[k:]}


def _apart(ones: Any, others: Any) -> Any:  # noqa: ANN401  # arrays whose last axis is runs
    """Give the mean product of two values over pairs of different runs; of one run the product."""
    runs = max(ones.shape[-1], others.shape[-1])
    product = (ones * others).sum(axis=-1)
    if runs == 1:
        return product
    return (ones.sum(axis=-1) * others.sum(axis=-1) - product) / (runs * (runs - 1))


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
