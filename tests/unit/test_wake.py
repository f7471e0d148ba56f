"""What came of each thing a seat did, told at the end: who reacted, and by how much."""

from __future__ import annotations

import pytest

from sim.engine.facts.effects import CounterChanged
from sim.play.seat import SeatSession, Submit, Wait
from sim.play.wake import Wake, wakes
from tests.unit.test_news import _play

SEAT = "ph_mission"
STANDING = "Your standing order, as time ran out"


@pytest.fixture(scope="module")
def mission() -> tuple[SeatSession, list[Wake]]:
    """A mission that hails, serves where it is, and lies still from then on."""
    seat = SeatSession(_play("twenty-nine-minutes", SEAT, 21), SEAT)
    seat.handle(Wait())
    for order in ("d01_ph_hail_525", "n01_serve_here"):
        seat.handle(Submit("choose", order))
        for _ in range(8):
            seat.handle(Wait())
    while not seat._play.ended:
        seat.handle(Wait())
    return seat, list(wakes(seat._play.setup, seat._play.engine.log, SEAT))


def test_each_order_is_told_with_what_came_of_it(mission: tuple[SeatSession, list[Wake]]) -> None:
    """The end told of moments, never of what one's own orders had done."""
    _, found = mission
    ordered = [wake for wake in found if not wake.text.startswith(STANDING)]
    assert [wake.text for wake in ordered] == [
        "Ordered: Hail 525 about the firing.",
        "Ordered: Stop and serve boats here.",
    ]
    hail, serve = (" ".join(wake.came) for wake in ordered)
    assert "The call: answered after" in hail
    assert "Boats served: 0 to" in serve
    assert "Boats served" not in hail


def test_counters_are_told_from_and_to(mission: tuple[SeatSession, list[Wake]]) -> None:
    """A sum over what came of several orders would credit each with all of it."""
    seat, found = mission
    last = [
        e.fact.value
        for e in seat._play.engine.log
        if isinstance(e.fact, CounterChanged) and e.fact.counter == "boats"
    ][-1]
    assert any(f"Boats served: 0 to {last}." in wake.came for wake in found)


def test_all_of_it_stands_in_the_debriefing(mission: tuple[SeatSession, list[Wake]]) -> None:
    """The page Deeds and the end in lines would have nothing to tell."""
    seat, found = mission
    assert list(seat.debrief().wakes) == found
    assert all(text.endswith((".", "”")) for wake in found for text in wake.came)


def test_a_standing_order_is_told_where_something_came_of_it(
    mission: tuple[SeatSession, list[Wake]],
) -> None:
    """What a decision that lapsed brought about would be nobody's doing."""
    _, found = mission
    standing = [wake for wake in found if wake.text.startswith(STANDING)]
    assert standing
    assert all(len(wake.came) > 1 for wake in standing)
