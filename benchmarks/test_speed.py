"""The same timings as `channel16 bench`, one by one: `pytest benchmarks`; nothing is asserted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.bench import CASES, Bench, TimedCase


@pytest.fixture(scope="module")
def bench() -> Bench:
    """Set the timed things up once."""
    return Bench()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(benchmark: Callable[..., Any], bench: Bench, case: TimedCase) -> None:
    """One timed thing."""
    benchmark(case.work, bench)
