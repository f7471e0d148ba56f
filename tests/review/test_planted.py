"""Planted blunders: a plain mistake in a shipped scenario is found where it was made."""

from __future__ import annotations

import pytest

from sim.cli.records import header
from sim.engine import Setup
from sim.engine.seat.rules import Command, legal
from sim.errors import Refusal
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.review.racing import Races, Recorded, Reviewed
from sim.review.verdicts import Verdict, reviews

SEED, ROLLOUTS = 3, 20


def planted(scenario: str, seat: str, move: str) -> Recorded:
    """Play as a person who lets everything lapse, but does one thing as soon as it may."""
    found = load(scenario)
    setup = Setup(found)
    held = {s: occupant(setup, s, "person" if s == seat else spec.occupant)
            for s, spec in setup.seats.items()}  # fmt: skip
    play = Play(setup, SEED, held, header=header(found, SEED, 0, held, played=True))
    done = False
    while play.advance().why != "ended":
        known = play.engine.state.known[seat]
        play.looked(seat)
        if not done and move in legal(setup, known, play.engine.now_ms, acts_only=True):
            assert not isinstance(play.submit(Command(seat, "choose", move)), Refusal)
            done = True
    assert done, "it was never open"
    return Recorded(tuple(play.text().splitlines()), scenario, (seat,))


def verdict(played: Recorded, move: str) -> Verdict:
    """Review the one decision."""
    (seat,), reviewed = played.seats, Reviewed(played)
    every = reviewed.decisions[seat]
    (one,) = [each for each in every if each.chosen.id == f"choose {move}"]
    races = Races(played, reviewed, ROLLOUTS)
    races.all = {key: race for key, race in races.all.items() if key[1] == one.number}
    reviewed.decisions[seat] = [one]
    reviewed.decision = lambda seat, number: one  # type: ignore[method-assign]
    while jobs := races.jobs():
        for job in jobs:
            race = races.all[job.seat, job.number, job.lens]
            race.take(reviewed.roll(job), job.count, races.rollouts)
    (review,) = reviews(races)
    (found,) = review.verdicts
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scenario", "seat", "move"),
    [
        ("two-captains", "north_captain", "f08_north_warning_shots"),
        ("two-captains", "south_captain", "f08_south_warning_shots"),
    ],
)
def test_a_planted_blunder_is_found(scenario: str, seat: str, move: str) -> None:
    """A review would say of nothing that it was wrong."""
    found = verdict(planted(scenario, seat, move), move)

    assert found.mark in ("mistake", "blunder")
    assert found.best != f"choose {move}"
    assert found.foresight.high <= -10
