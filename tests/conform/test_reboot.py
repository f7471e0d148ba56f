"""The scenario for three cells keeps all three as busy, and none of them wins by itself."""

from __future__ import annotations

from collections import Counter
from statistics import fmean

import pytest

from sim.engine import Setup
from sim.engine.acts.scores import scores
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant

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
