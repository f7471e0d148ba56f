"""`search:N`: it finds what is best by what its seat knows, and knows nothing else."""

from __future__ import annotations

from collections import defaultdict

import pytest

from sim.engine import Draws, Setup
from sim.errors import PolicyError
from sim.loader import load
from sim.play.asked import Asked, OwnDraws
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.review.search import look_ahead
from tests.review.test_two_doors import SCENARIO

SEEDS = range(1, 13)


def asked(seed: int) -> tuple[Asked, bool]:
    """Stand at the toy's one decision; say also whether what is sought lies to the left."""
    setup = Setup(load(str(SCENARIO)))
    play = Play(setup, seed, {"seeker": occupant(setup, "seeker", "person")})
    play.advance()
    engine = play.engine
    known = engine.state.known["seeker"]
    draw = OwnDraws(Draws(seed), "seeker")
    found = Asked.of(setup, known, now_ms=engine.now_ms, number=1, draw=draw)
    return found, bool(engine.state.effects.flags["left"])


def test_worlds_that_differ_in_what_is_hidden_look_alike_ahead() -> None:
    """It would find what nobody told it of."""
    found = defaultdict(list)
    for seed in SEEDS:
        at, left = asked(seed)
        found[left].append(look_ahead(at, ["go_left", "go_right", ""], 20, "firm"))

    assert len(found) == 2, "no two worlds of these seeds differ"
    assert all(each == found[True][0] for ways in found.values() for each in ways)


def test_it_takes_the_door_that_is_right_more_often() -> None:
    """It would do no better than by lot."""
    best, *rest = look_ahead(asked(1)[0], ["go_right", "", "go_left"], 40, "firm")

    assert best.move == "go_left"
    assert all(each.mean > best.mean for each in rest)


def test_a_run_with_it_is_the_same_every_time() -> None:
    """Its roll-outs would leave a mark on the run, or on one another."""
    setup = Setup(load(str(SCENARIO)))
    digests = set()
    for _ in range(2):
        play = Play(setup, 5, {"seeker": occupant(setup, "seeker", "search:8")})
        play.advance()
        digests.add(play.digest())

    assert len(digests) == 1


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("search:0", "expected 1 to"),
        ("search:1001", "expected 1 to"),
        ("search:x", "is not KEY=VALUE"),
        ("search:20,by=nobody", "no doctrine “nobody”"),
        ("search:20,depth=3", "takes no “depth”"),
    ],
)
def test_what_it_cannot_be_is_said(spec: str, said: str) -> None:
    """A slip would give another policy than the one that was meant."""
    setup = Setup(load(str(SCENARIO)))

    with pytest.raises(PolicyError, match=said):
        occupant(setup, "seeker", spec)
