"""How long a frame of the sea chart takes: `pytest benchmarks`; nothing is asserted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sim.units import Position
from tui.chart.coast import coast, shore
from tui.chart.drawing import draw
from tui.chart.ground import ground
from tui.chart.scene import ChartScene, ChartVessel
from tui.chart.window import ZOOMS

SIZES = ((40, 12), (80, 24), (140, 40))


def _ten(shift_m: float = 0.0) -> ChartScene:
    """Ten vessels in the Taiwan Strait, two of them closing."""
    vessels = tuple(
        ChartVessel(
            name=f"vessel number {place}",
            side="ab"[place % 2],
            number=1,
            own=place % 2 == 0,
            flag=place == 0,
            x_m=(place * 7 % 10 - 5) * 3000.0 + shift_m,
            y_m=(place * 3 % 10 - 5) * 3000.0,
            course_deg=place * 36.0,
            speed_mps=7.0,
            cpa_m=300.0 if place in (1, 3) else None,
            tcpa_ms=600_000 if place in (1, 3) else None,
            lost_ms=None,
        )
        for place in range(10)
    )
    return ChartScene(Position(24.5, 119.5), 0, 457.2, vessels=vessels, sides=("a", "b"))


@pytest.mark.parametrize("zoom", ZOOMS)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_frame(benchmark: Callable[..., Any], width: int, height: int, zoom: float) -> None:
    """A frame whose ground is drawn already."""
    benchmark(draw, _ten(), width, height, zoom)


@pytest.mark.parametrize("zoom", ZOOMS)
def test_ground(benchmark: Callable[..., Any], zoom: float) -> None:
    """A frame after the flag vessel came into another cell: the ground is drawn anew."""

    def anew() -> None:
        ground.cache_clear()
        draw(_ten(), 80, 24, zoom)

    benchmark(anew)


def test_coast(benchmark: Callable[..., Any]) -> None:
    """Reading the coast and laying it on the plane, once a run."""

    def anew() -> None:
        coast.cache_clear()
        shore.cache_clear()
        shore(Position(24.5, 119.5))

    benchmark(anew)
