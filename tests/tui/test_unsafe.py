"""What is too near on the screen is what is too near by the scenario's rules."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sim.cli.starter import Starter
from sim.play.seat import Sheet, Shown, Wait
from tests.tui.piloting import SEED
from tui.panes.sea import sea
from tui.panes.vessels import vessels

SCENARIO = "twenty-nine-minutes"


def approached(unsafe: str, cpa_m: float) -> tuple[Sheet, Shown]:
    """Begin with a distance that is unsafe, and with one contact that comes so near."""
    starter = Starter(SCENARIO, (), [f"parameters.unsafe={unsafe}"])
    session = starter.begin(SCENARIO, starter.people, SEED)
    seat = next(iter(session.seats.values()))
    (shown, *_) = seat.handle(Wait())
    session.close()
    assert isinstance(shown, Shown)
    near = replace(shown.view.contacts[0], cpa_m=cpa_m, tcpa_ms=180_000)
    return seat.sheet, replace(shown, view=replace(shown.view, contacts=(near,)))


@pytest.mark.parametrize(
    ("unsafe", "cpa_m", "marked"),
    [  # 500 yd are 457.2 m, 300 yd 274.3 m
        ("500 yd", 457.0, True),
        ("500 yd", 457.5, False),
        ("300 yd", 400.0, False),
        ("300 yd", 274.0, True),
    ],
)
def test_the_screen_warns_where_the_rules_begin(unsafe: str, cpa_m: float, marked: bool) -> None:
    """A scenario that sets another distance would change its rules and not its screen."""
    sheet, shown = approached(unsafe, cpa_m)

    chart = sea(sheet, shown, 0, width=80, height=24, simple=False)
    listed = vessels(sheet, shown, width=80, height=8)

    assert any(role == "cpa" for row in chart for _, role in row) is marked
    assert any(role == "warn" for row in listed for _, role in row) is marked
