"""The scenario for three cells keeps all three as busy, and none of them wins by itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import fmean

import pytest

from sim.cli import main
from sim.engine import Setup
from sim.engine.acts.scores import scores
from sim.exercise.folder import examined, opened
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.units import MS_PER_MIN

RUNS = 40


@pytest.mark.slow
def test_three_cells_have_alike_to_do() -> None:
    """One cell would sit and wait, or one would win whatever the others do."""
    setup = Setup(load("the-reboot"))
    orders: Counter[str] = Counter()
    endings: Counter[str] = Counter()
    reached: dict[str, list[float]] = {side: [] for side in setup.sides}
    for replicate in range(RUNS):
        held = {seat: occupant(setup, seat, spec.occupant) for seat, spec in setup.seats.items()}
        play = Play(setup, 1, held, replicate=replicate)
        play.advance()
        endings[play.engine.state.run.ended] += 1
        orders.update(each.command.seat for each in play.said if each.command.verb == "choose")
        for side, found in scores(setup, play.engine.state, play.engine.now_ms).items():
            reached[side].append(float(found["score"]))

    assert max(orders.values()) <= 1.2 * min(orders[seat] for seat in setup.seats)
    assert max(endings.values()) <= 0.5 * RUNS
    assert len(endings) >= 5
    means = [fmean(each) for each in reached.values()]
    assert max(means) - min(means) <= 10


def test_its_plan_takes_three_cells_through_three_days_in_ninety_minutes(tmp_path: Path) -> None:
    """What is shipped for three cells would not pass its own check, or take half a day."""
    made = tmp_path / "ours"

    assert main(["exercise", "new", "the-reboot", str(made), "--vocabulary", "nato"]) == 0
    assert examined(made) == []
    folder = opened(made)
    assert folder.exercise.vocabulary == "nato"
    assert sorted(folder.cell_seats()) == ["beijing", "manila", "washington"]
    assert all(any(t.cell == cell for t in folder.tasks()) for cell in folder.exercise.cells)
    minutes = folder.clock().exercise_ms(folder.scenario.horizon) / MS_PER_MIN
    assert 80 <= minutes <= 90
    assert any(piece.jump is not None for piece in folder.exercise.clock)
