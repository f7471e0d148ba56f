"""A toy whose best move and exact loss are known in both lenses, through a whole review."""

from __future__ import annotations

from collections import defaultdict
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
from sim.review.verdicts import Verdict, reviews, to_json

SCENARIO = Path(__file__).with_name("two_doors.yaml")
ROLLOUTS = 200
FORESIGHT = {"choose go_left": 32.0, "choose go_right": 86.5, "pass": 100.0, "wait": 100.0}
"""1 - 0.85 × 0.8 and 1 - 0.15 × 0.9, of 100 points; who opens no door finds nothing."""
HINDSIGHT = {
    True: {"choose go_left": 20.0, "choose go_right": 100.0, "pass": 100.0, "wait": 100.0},
    False: {"choose go_left": 100.0, "choose go_right": 10.0, "pass": 100.0, "wait": 100.0},
}
"""Whether it lies behind the left door → the loss of each way."""
FORESEEN = ("mark", "quality", "quality_low", "quality_high", "best", "reason")
"""What of a decision rests on foresight alone."""


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


@pytest.mark.parametrize("move", ["go_left", "go_right", ""])
def test_foresight_is_the_same_in_worlds_that_differ_in_what_is_hidden(move: str) -> None:
    """A review would blame a seat for what nobody told it, or praise its luck as skill."""
    found = defaultdict(list)
    for seed in range(1, 13):
        asked, left = played(seed, move)
        races = Races(asked, Reviewed(asked), 20)
        for _ in races.run(1, {}, lambda job, rolls: None):
            pass
        (decision,) = to_json(races)["seats"]["seeker"]["decisions"]
        told = {key: decision[key] for key in FORESEEN}
        ahead = [option["foresight"] for option in decision["options"]]
        behind = [option["hindsight"] for option in decision["options"]]
        found[left].append((told, ahead, behind))

    assert len(found) == 2, "no two worlds of these seeds differ"
    first, other = found[True][0], found[False][0]
    assert all(each[:2] == first[:2] for all_of in found.values() for each in all_of)
    assert first[2] != other[2], "hindsight tells the truth, which differs"
