"""The echo of what a seat did last: what it knows to have come of it."""

from __future__ import annotations

import pytest

from sim.play.echo import Echo
from sim.play.seat import SeatSession, Shown, Submit, Undo, Wait
from tests.unit.test_news import _play

SCENARIO, SEAT, SEED = "twenty-nine-minutes", "ph_mission", 21
HAIL = "d01_ph_hail_525"


def _asked(seat: SeatSession, request: Submit | Wait | Undo) -> Shown:
    return next(push for push in seat.handle(request) if isinstance(push, Shown))


@pytest.fixture
def seat() -> SeatSession:
    """A commander who has just seen the first notice."""
    found = SeatSession(_play(SCENARIO, SEAT, SEED), SEAT)
    assert _asked(found, Wait()).echo is None
    return found


def _echo(shown: Shown) -> Echo:
    assert shown.echo is not None
    return shown.echo


def test_an_order_is_under_way_then_done_then_answered(seat: SeatSession) -> None:
    """After an order nothing on the list of options said that it had been given."""
    ordered = _echo(_asked(seat, Submit("choose", HAIL)))
    assert ordered.text == "Ordered: Hail 525 about the firing."
    assert ordered.under_way
    assert not ordered.last

    shown = _asked(seat, Wait())
    while "names a box" not in _echo(shown).last:
        shown = _asked(seat, Wait())

    assert not _echo(shown).under_way
    lines = {line.number: line.text for line in shown.view.feed}
    came = [lines[number] for number in _echo(shown).came]
    assert came[0].startswith("Ordered: Hail 525")
    assert any("answered after" in text for text in came)
    assert not any("Decision 1 is renewed" in text for text in came)


def test_what_is_taken_back_has_no_echo(seat: SeatSession) -> None:
    """An order that was undone would still be said to have been given."""
    _asked(seat, Submit("choose", HAIL))
    assert _asked(seat, Undo()).echo is None


def test_a_call_is_named_by_whom_it_was_for_and_what_it_says(seat: SeatSession) -> None:
    """Words over a radio would be named by the channel alone."""
    shown = _asked(seat, Wait())
    row = next(line for line in shown.view.board if line.channel == "vhf_bridge_to_bridge")
    assert row.callable
    said = _echo(_asked(seat, Submit("call", row.channel, to="ccg_5201", form="question")))
    assert said.text == "Said to CCG 5201: Question."
    assert said.under_way
