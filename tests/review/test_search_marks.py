"""Whoever looks ahead is seldom marked by whoever looks back."""

from __future__ import annotations

from collections import Counter

import pytest

from sim.cli.records import header
from sim.engine import Setup
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.review.marks import STRIKES
from sim.review.racing import Races, Recorded, Reviewed
from sim.review.verdicts import reviews

GAMES = [("dawn-approach", seat) for seat in ("west_captain", "east_captain")] + [
    ("two-captains", seat) for seat in ("north_captain", "south_captain")
]
ROLLOUTS = 50


def searched(scenario: str, seat: str, seed: int) -> Recorded:
    """Let search play a seat."""
    found = load(scenario)
    setup = Setup(found)
    held = {
        s: occupant(
            setup, s, "search:20" if s == seat else "firm" if spec.playable else spec.occupant
        )
        for s, spec in setup.seats.items()
    }
    play = Play(setup, seed, held, header=header(found, seed, 0, held, played=False))
    play.advance()
    return Recorded(tuple(play.text().splitlines()), scenario, (seat,))


def acts_marked(played: Recorded) -> Counter[str]:
    """Count the marks of its acts; what it says is by its doctrine and not looked ahead."""
    reviewed = Reviewed(played)
    acts = {
        (seat, each.number)
        for seat, every in reviewed.decisions.items()
        for each in every
        if each.kind == "act"
    }
    races = Races(played, reviewed, ROLLOUTS)
    races.all = {key: race for key, race in races.all.items() if key[:2] in acts}
    while jobs := races.jobs():
        for job in jobs:
            race = races.all[job.seat, job.number, job.lens]
            race.take(reviewed.roll(job), job.count, races.rollouts)
    for seat, every in reviewed.decisions.items():
        reviewed.decisions[seat] = [each for each in every if (seat, each.number) in acts]
    return Counter(each.mark for review in reviews(races) for each in review.verdicts)


@pytest.mark.long
def test_few_acts_of_search_are_marked() -> None:
    """Search would play badly, or a review mark what is chance."""
    marks: Counter[str] = Counter()
    for number in range(10):
        scenario, seat = GAMES[number % len(GAMES)]
        marks += acts_marked(searched(scenario, seat, number + 1))
    struck = sum(count for mark, count in marks.items() if mark in STRIKES)

    print(dict(marks))
    assert struck <= 0.05 * marks.total()
