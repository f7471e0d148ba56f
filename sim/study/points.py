"""Designs: at which points of its factors a study runs, made by SALib from a seed."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from typing import Any

from sim.errors import UsageError
from sim.study.factors import Factor

DESIGNS = ("lhs", "sobol", "morris", "grid")
POINTS_MOST, FACTORS_MOST = 1_000_000, 200
MORRIS_LEVELS = 4
GRID_LEVELS = 3
_LEAST = {"lhs": 2, "sobol": 16, "morris": 4, "grid": 2}
"""The least N of each: below, no index has an interval that says anything."""
_SPEC = re.compile(r"([a-z]+)(?::([0-9]{1,9}))?")
_SEEDS = 2**32
"""Seeds that numpy's generators take; a larger one is folded."""

Point = tuple[float, ...]
"""A number for each factor."""


@dataclass(frozen=True, slots=True)
class Design:
    """How points are laid: of `kind`, with the N that was asked for.

    Latin hypercube: N points. Sobol: N(k + 2) points for k factors. Morris: N trajectories of
    k + 1 points. Grid: N levels of every factor.
    """

    kind: str
    n: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.n}"

    def points(self, factors: int) -> int:
        """Give how many points it has with so many factors."""
        if self.kind == "grid":
            return int(self.n**factors)
        return self.n * {"lhs": 1, "sobol": factors + 2, "morris": factors + 1}[self.kind]


def parse_design(text: str) -> Design:
    """Read ``lhs:N``, ``sobol:N``, ``morris:N`` or ``grid:N``; a bare ``grid`` has three levels.

    Raises:
        UsageError: none of these, or too small to say anything.
    """
    match = _SPEC.fullmatch(text.strip())
    if match is None or match[1] not in DESIGNS or (match[2] is None and match[1] != "grid"):
        raise UsageError(f"--design {text}: expected lhs:N, sobol:N, morris:N or grid:N")
    kind, n = match[1], int(match[2] or GRID_LEVELS)
    if n < _LEAST[kind]:
        raise UsageError(f"--design {text}: too small for its indices; at least {_LEAST[kind]}")
    if kind == "sobol" and n & (n - 1):
        below = 1 << (n.bit_length() - 1)
        hint = f"such as {below} or {2 * below}"
        raise UsageError(f"--design {text}: N is a power of two for Sobol’s sequence, {hint}")
    return Design(kind, n)


def checked(design: Design, factors: Sequence[Factor]) -> None:
    """Raise UsageError for a design that its factors make too large, or too small."""
    if design.kind == "lhs" and design.n <= len(factors):
        what = f"--design {design}: too small for {len(factors)} factors"
        raise UsageError(f"{what}; more points than factors")
    if len(factors) > FACTORS_MOST:
        raise UsageError(f"{len(factors)} factors are given; at most {FACTORS_MOST}")
    points = POINTS_MOST + 1 if len(factors) > 40 < design.n else design.points(len(factors))
    if points > POINTS_MOST:
        what = f"--design {design}: more than {POINTS_MOST} points"
        raise UsageError(f"{what} with {len(factors)} factors; take fewer")


def shares(design: Design, factors: int, seed: int) -> list[Point]:
    """Lay the points of a design in the unit cube, in its order.

    Raises:
        UsageError: the extra with SALib is not installed.
    """
    if design.kind == "grid":
        levels = [place / (design.n - 1) for place in range(design.n)]
        return list(product(levels, repeat=factors))
    problem = {
        "num_vars": factors,
        "names": [f"x{number}" for number in range(factors)],
        "bounds": [[0.0, 1.0]] * factors,
    }
    more: dict[str, dict[str, Any]] = {
        "lhs": {},
        "sobol": {"calc_second_order": False},
        "morris": {"num_levels": MORRIS_LEVELS},
    }
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sample = _sampler(design.kind)
        found = sample(problem, design.n, seed=seed % _SEEDS, **more[design.kind])
    return [tuple(float(share) for share in row) for row in found]


def _sampler(kind: str) -> Callable[..., Any]:
    name = {"lhs": "latin", "sobol": "sobol", "morris": "morris"}[kind]
    try:
        sample: Callable[..., Any] = import_module(f"SALib.sample.{name}").sample
    except ImportError:
        hint = "install the extra channel16[study]"
        raise UsageError(f"--design {kind}: SALib is not installed; {hint}") from None
    return sample


def laid(design: Design, factors: Sequence[Factor], seed: int) -> tuple[Point, ...]:
    """Lay the points of a design: for each factor a number in its unit."""
    return tuple(
        tuple(factor.value(share) for factor, share in zip(factors, row, strict=True))
        for row in shares(design, len(factors), seed)
    )
