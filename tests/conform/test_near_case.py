"""Seventeen months: what two desks do with a near case counts, and quiet weeks can be let lie."""

from __future__ import annotations

import pytest

from sim.engine import Setup
from sim.engine.facts.windows import WindowOpened
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.play.seat import SeatSession, Submit, Wait

DESK = "prc_defence"


def _play() -> Play:
    setup = Setup(load("seventeen-months"))
    waits = {s.id: occupant(setup, s.id, "standing-orders") for s in setup.scenario.seats}
    return Play(setup, 1, {**waits, DESK: occupant(setup, DESK, "person")})


def _counters(play: Play) -> dict[str, int]:
    found = play.engine.state.effects.counters
    return {name: found[name] for name in ("settled", "answered", "aged")}


@pytest.mark.parametrize(
    ("move", "came"),
    [
        ("d07_pd_explain", {"settled": 1, "answered": 0, "aged": 0}),
        ("v01_pd_blame", {"settled": 0, "answered": 0, "aged": 1}),
        ("", {"settled": 0, "answered": 0, "aged": 1}),
    ],
)
def test_a_case_is_explained_or_it_is_not(move: str, came: dict[str, int]) -> None:
    """A near collision would change nothing, whatever a desk made of it."""
    play = _play()
    desk = SeatSession(play, DESK)
    flags = play.engine.state.effects.flags
    while not play.ended and (not flags["case_open"] or desk_closed(play)):
        desk.handle(Wait())
    assert _counters(play) == {"settled": 0, "answered": 0, "aged": 0}
    if move:
        desk.handle(Submit("choose", move))
    while not any(_counters(play).values()):
        desk.handle(Wait())

    assert _counters(play) == came


def desk_closed(play: Play) -> bool:
    """Say whether the desk has no decision before it."""
    return play.engine.state.opened(("window", DESK)) is None


@pytest.mark.slow
def test_who_lets_it_lie_is_not_asked_every_week() -> None:
    """Seventy rounds would pass of which most hold nothing."""
    rounds = []
    for choice in ("", "n01_pd_rest"):
        play = _play()
        desk = SeatSession(play, DESK)
        while desk_closed(play):
            desk.handle(Wait())
        if choice:
            desk.handle(Submit("choose", choice))
        while not play.ended:
            desk.handle(Wait())
        opened = [e.fact for e in play.engine.log if isinstance(e.fact, WindowOpened)]
        rounds.append(sum(fact.seat == DESK for fact in opened))

    assert rounds[0] > 60
    assert rounds[1] < rounds[0] / 2
