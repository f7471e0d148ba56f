"""Scenario discovery: boxes of inputs in which something comes out, in words (PRIM)."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from sim.errors import UsageError
from sim.study.estimate import LEVEL, wilson

PEELED, MASS_LEAST = 0.1, 0.08
"""The share of points that is peeled off at a time, and the share that must be left."""

_ANY = 1e-9
"""How pure a box must be at least: however little, since the best is chosen here."""


@dataclass(frozen=True, slots=True)
class Region:
    """A box: its limits, how many of all cases it holds (coverage), and how pure it is (density).

    `low` and `high` are Wilson's interval of the density; a box was looked for, so that in
    points of another design it will be somewhat less pure.
    """

    limits: tuple[tuple[str, float | None, float | None], ...]
    points: int
    coverage: float
    density: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """Say it.

        >>> Region((("honour", None, 2.0), ("u", 0.5, None)), 9, 0.6, 0.8, 0.5, 0.9).words
        'honour at most 2 and u at least 0.5'
        """
        return " and ".join(_limit(*limit) for limit in self.limits) or "anywhere"


def _limit(name: str, low: float | None, high: float | None) -> str:
    if low is None:
        return f"{name} at most {high:.3g}"
    return f"{name} at least {low:.3g}" if high is None else f"{name} {low:.3g} to {high:.3g}"


def box(
    factors: Sequence[str], points: Sequence[Sequence[float]], cases: Sequence[bool]
) -> Region | None:
    """Find the box that best tells the cases from the rest; None if there is no case.

    Args:
        factors: Their names.
        points: For each point the factors' values.
        cases: Whether what is looked for came out there.

    Raises:
        UsageError: the extra with ema_workbench is not installed.
    """
    if not any(cases):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            prim = import_module("ema_workbench.analysis.prim")
    except ImportError:
        hint = "install the extra channel16[discovery]"
        raise UsageError(f"boxes: ema_workbench is not installed; {hint}") from None
    import numpy as np  # noqa: PLC0415  # an extra

    logging.getLogger("EMA").setLevel(logging.ERROR)
    frame = import_module("pandas").DataFrame(np.array(points, dtype=float), columns=list(factors))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        search = prim.Prim(
            frame, np.array(cases), threshold=_ANY, peel_alpha=PEELED, mass_min=MASS_LEAST
        )
        found = search.find_box()
    if found is None:
        return None
    track = found.peeling_trajectory
    best = max(range(len(track)), key=lambda i: _worth(track.density[i], track.coverage[i]))
    return _box(factors, points, cases, found.box_lims[best])


def _worth(density: float, coverage: float) -> float:
    """Weigh purity and coverage alike (their harmonic mean)."""
    return 2 * density * coverage / (density + coverage) if density + coverage > 0 else 0.0


def _box(
    factors: Sequence[str],
    points: Sequence[Sequence[float]],
    cases: Sequence[bool],
    limits: Any,  # noqa: ANN401  # a table of ema_workbench's
) -> Region:
    kept, inside = [], [True] * len(points)
    for place, name in enumerate(factors):
        column = [point[place] for point in points]
        low, high = (float(limits[name].iloc[end]) for end in (0, 1))
        cut_low = low if low > min(column) else None
        cut_high = high if high < max(column) else None
        if cut_low is not None or cut_high is not None:
            kept.append((name, cut_low, cut_high))
            inside = [i and low <= v <= high for i, v in zip(inside, column, strict=True)]
    held = [case for case, i in zip(cases, inside, strict=True) if i]
    hits = len([case for case in held if case])
    low, high = wilson(hits, len(held), LEVEL)
    return Region(
        tuple(kept),
        len(held),
        hits / len([case for case in cases if case]),
        hits / len(held),
        low=low,
        high=high,
    )
