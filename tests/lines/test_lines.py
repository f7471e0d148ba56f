"""Every line of play of the tiny scenarios, counted by the engine and by a second opinion."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from sim.engine import Setup
from sim.errors import SimError
from sim.loader import load
from sim.play.line_counts import count
from tests.lines import enumerator

TINY = Path(__file__).resolve().parents[2] / "scenarios" / "_tiny"
NAMES = sorted(path.stem for path in TINY.glob("*.lines"))


def test_every_tiny_scenario_is_counted() -> None:
    """A scenario made to be counted by hand that nobody counts proves nothing."""
    assert sorted(path.stem for path in TINY.glob("*.yaml")) == NAMES
    assert len(NAMES) >= 2


@pytest.mark.parametrize("name", NAMES)
def test_the_engine_counts_what_the_file_says(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rule of windows, leave, calls, ties or chance has changed without anybody saying so."""
    code = main(["scenario", "lines", str(TINY / f"{name}.yaml")])

    assert code == 0
    assert capsys.readouterr().out == (TINY / f"{name}.lines").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_an_enumerator_that_knows_nothing_of_the_engine_agrees(name: str) -> None:
    """Engine and file would agree on the same mistake; the second opinion shares no code."""
    engine = count(Setup(load(TINY / f"{name}.yaml")))

    second = enumerator.count(TINY / f"{name}.yaml")

    assert second["lines"] == engine.lines
    assert second["by_depth"] == engine.by_depth
    assert second["endings"] == dict(engine.endings)
    assert second["nodes"] == dict(engine.nodes)
    assert second["split"] == dict(engine.split)


def test_the_enumerator_imports_nothing_of_the_engine() -> None:
    """It would no longer be a second opinion."""
    source = Path(enumerator.__file__).read_text("utf-8")

    assert "sim.engine" not in source
    assert "sim.play" not in source


def test_chance_that_cannot_be_listed_is_said_so() -> None:
    """Counting a scenario with continuous chance would give a number that means nothing."""
    with pytest.raises(SimError, match=r"no listed outcomes|more than"):
        count(Setup(load("twenty-nine-minutes")))
