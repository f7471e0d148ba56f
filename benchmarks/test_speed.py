"""The same timings as `channel16 bench`, one by one: `pytest benchmarks`; nothing is asserted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.bench import Bench, timeouts

CASES = (
    "run",
    "run_firm",
    "decision",
    "view",
    "fork",
    "rerun",
    "kept_in_memory",
    "written",
    "load",
)


@pytest.fixture(scope="module")
def bench() -> Bench:
    """Set the timed things up once."""
    return Bench()


def test_raw_timeouts(benchmark: Callable[..., Any]) -> None:
    """The yardstick: plain SimPy timeouts."""
    benchmark(timeouts)


@pytest.mark.parametrize("case", CASES)
def test_case(benchmark: Callable[..., Any], bench: Bench, case: str) -> None:
    """One timed thing of the engine."""
    benchmark(getattr(bench, case))
