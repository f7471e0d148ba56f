"""Planted blunders: a plain mistake in a shipped scenario is found where it was made."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from sim.cli.records import header
from sim.engine import Setup
from sim.engine.seat.rules import legal
from sim.loader import load
from sim.play.asked import Asked
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from sim.review.racing import ROUND, Races, Recorded, Reviewed
from sim.review.verdicts import Verdict, reviews

SEED, ROLLOUTS = 1, 50


@dataclass(frozen=True, slots=True)
class Slip:
    """A move taken once by a seat that is else firm, as soon as it may from a decision on."""

    scenario: str
    seat: str
    move: str
    replicate: int = 0
    since: int = 1


def slipping(base: Occupant, slip: Slip, made: list[int]) -> Occupant:
    """Let an occupant slip once; the instant of it is noted."""
    policy = base.policy
    assert policy is not None

    def slips(asked: Asked) -> str | None:
        open_now = legal(asked.setup, asked.known, asked.now_ms, acts_only=True)
        if made or asked.number < slip.since or slip.move not in open_now:
            return policy.decide(asked)
        made.append(asked.now_ms)
        return slip.move

    return replace(base, policy=replace(policy, decide=slips))


def planted(slip: Slip) -> tuple[Recorded, int]:
    """Play a run in which one seat slips once; give also when it does."""
    found, made = load(slip.scenario), list[int]()
    setup = Setup(found)
    held = {s: occupant(setup, s, spec.occupant) for s, spec in setup.seats.items()}
    held[slip.seat] = slipping(occupant(setup, slip.seat, "firm"), slip, made)
    head = header(found, SEED, slip.replicate, held, played=False)
    play = Play(setup, SEED, held, header=head, replicate=slip.replicate)
    play.advance()
    assert made, "it was never open"
    return Recorded(tuple(play.text().splitlines()), slip.scenario, (slip.seat,)), made[0]


def verdict(played: Recorded, at_ms: int) -> Verdict:
    """Review the one decision; hindsight, which gives no mark, for one round."""
    (seat,), reviewed = played.seats, Reviewed(played)
    every = reviewed.decisions[seat]
    (one,) = [each for each in every if each.kind == "act" and each.moment.now_ms == at_ms]
    races = Races(played, reviewed, ROLLOUTS)
    races.all = {key: race for key, race in races.all.items() if key[1] == one.number}
    reviewed.decisions[seat] = [one]
    reviewed.decision = lambda seat, number: one  # type: ignore[method-assign]
    while jobs := races.jobs():
        for job in jobs:
            race = races.all[job.seat, job.number, job.lens]
            most = ROLLOUTS if job.lens == "foresight" else ROUND
            race.take(reviewed.roll(job), job.count, most)
    (review,) = reviews(races)
    (found,) = review.verdicts
    return found


@pytest.mark.slow
@pytest.mark.parametrize(
    "slip",
    [
        Slip("dawn-approach", "west_captain", "d29_w_leave", replicate=1, since=5),
        Slip("dawn-approach", "east_captain", "n01_e_ask_home", since=5),
        Slip("two-captains", "north_captain", "f08_north_warning_shots", replicate=5),
        Slip("two-captains", "south_captain", "f08_south_warning_shots", replicate=5),
        Slip("handshake", "us_captain", "d03_open_30", since=10),
    ],
    ids=lambda slip: f"{slip.scenario}, {slip.seat}",
)
def test_a_planted_blunder_is_found(slip: Slip) -> None:
    """A review would say of nothing that it was wrong."""
    found = verdict(*planted(slip))

    assert found.mark in ("mistake", "blunder")
    assert found.best != f"choose {slip.move}"
    assert found.foresight.high <= -10
