"""How the cost of a run grows: what there is more of, and what is printed of it."""

from __future__ import annotations

import pytest

from sim import growth
from sim.cli import main
from sim.engine import Setup


@pytest.mark.parametrize("name", growth.CASES)
def test_there_is_so_many_times_as_much(name: str) -> None:
    """The slope would be one of something else than what it is called after."""
    one, four = (Setup(growth.CASES[name](times)) for times in (1, 4))
    held = {
        "events": lambda setup: setup.parameters.a_true,
        "months": lambda setup: setup.scenario.horizon,
        "vessels": lambda setup: len(setup.vessels),
        "seats": lambda setup: len(setup.seats),
    }[name]
    assert held(four) == pytest.approx(4 * held(one))


def test_slopes_are_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whoever asks how the cost grows would get a table of something else, or none."""
    monkeypatch.setattr(growth, "CASES", {"seats": growth.more_seats})
    monkeypatch.setattr(growth, "TIMES", (1, 2))
    assert main(["bench", "--growth", "--rounds", "1"]) == 0
    said = capsys.readouterr().out.strip().split("\n")
    assert len(said) == 2
    assert said[1].startswith("seats    slope ")
