"""A toy whose best move and exact loss are known in both lenses, through a whole review."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli.records import header
from sim.engine import Setup
from sim.engine.seat.rules import Command
from sim.errors import Refusal
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.review.racing import Races, Recorded, Reviewed
from sim.review.verdicts import Verdict, reviews

SCENARIO = Path(__file__).with_name("two_doors.yaml")
ROLLOUTS = 200
FORESIGHT = {"choose go_left": 32.0, "choose go_right": 86.5, "pass": 100.0, "wait": 100.0}
"""1 - 0.85 × 0.8 and 1 - 0.15 × 0.9, of 100 points; who opens no door finds nothing."""
HINDSIGHT = {
    True: {"choose go_left": 20.0, "choose go_right": 100.0, "pass": 100.0, "wait": 100.0},
    False: {"choose go_left": 100.0, "choose go_right": 10.0, "pass": 100.0, "wait": 100.0},
}
"""Whether it lies behind the left door → the loss of each way."""


def played(seed: int, move: str) -> tuple[Recorded, bool]:
    """Play the toy as a person who opens a door; say also whether it lay behind the left one."""
    scenario = load(str(SCENARIO))
    setup = Setup(scenario)
    held = {"seeker": occupant(setup, "seeker", "person")}
    play = Play(setup, seed, held, header=header(scenario, seed, 0, held, played=True))
    play.advance()
    left = bool(play.engine.state.effects.flags["left"])
    play.looked("seeker")
    if move:
        assert not isinstance(play.submit(Command("seeker", "choose", move)), Refusal)
    while play.advance().why != "ended":
        play.looked("seeker")
    return Recorded(tuple(play.text().splitlines()), "two doors"), left


def verdict(seed: int, move: str) -> tuple[Verdict, bool]:
    """Review a play of the toy, which has one decision."""
    asked, left = played(seed, move)
    races = Races(asked, Reviewed(asked), ROLLOUTS)
    for _ in races.run(1, {}, lambda job, rolls: None):
        pass
    (review,) = reviews(races)
    (found,) = review.verdicts
    return found, left


@pytest.mark.parametrize("seed", range(1, 7))
@pytest.mark.parametrize("move", ["go_left", "go_right", ""])
def test_both_lenses_find_the_exact_losses(seed: int, move: str) -> None:
    """A lens would know what it may not, or forget what it knows."""
    found, left = verdict(seed, move)

    for judged, exact in ((found.foresight, FORESIGHT), (found.hindsight, HINDSIGHT[left])):
        for way, estimate in zip(found.decision.ways, judged.losses, strict=True):
            low, high = estimate.low or 0.0, estimate.high or 0.0
            slack = 3.0  # one interval in twenty may miss
            assert low - slack <= exact[way.id] <= high + slack, (way.id, left)
    assert found.best == "choose go_left"
    assert found.mark == ("!" if move == "go_left" else "blunder")
