"""A record scrubbed: whatever way one came to a place, it shows the same."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.cli import main
from sim.engine import Setup
from sim.engine.base.log import Event
from sim.engine.kernel.state import fold
from sim.engine.seat.telling import tell
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.review.scrub import Scrub

SEAT = "west_captain"


@functools.cache
def played() -> tuple[Setup, tuple[Event, ...]]:
    """Play the guided game by two firm captains."""
    setup = Setup(load("dawn-approach"))
    players = ("west_captain", "east_captain")
    held = {
        seat: occupant(setup, seat, "firm" if seat in players else spec.occupant)
        for seat, spec in setup.seats.items()
    }
    play = Play(setup, 4, held)
    play.advance()
    return setup, tuple(play.engine.log)


@given(st.lists(st.integers(-5, 2_000), min_size=1, max_size=12))
def test_every_place_shows_what_the_log_adds_up_to(places: list[int]) -> None:
    """Going back would leave something of what comes later, or forget something."""
    setup, log = played()
    scrub = Scrub(setup, log)

    for place in places:
        scrub.to(place)

        at = min(max(place, 1), len(log))
        assert scrub.place == at
        assert scrub._state == fold(setup, log[:at])


def test_rows_tell_what_a_seat_held_from_what_was_so() -> None:
    """Somebody would learn from it what the seat knew, and be wrong."""
    setup, log = played()
    scrub = Scrub(setup, log)
    scrub.to(len(log))
    state = fold(setup, list(log))

    rows = {row.what: row for row in scrub.rows(SEAT)}

    card = state.run.order_cards["east_captain"]
    title = next(order.title for order in setup.seats["east_captain"].orders if order.id == card)
    theirs = rows[f"Orders of {setup.seats['east_captain'].title}"]
    assert (theirs.held, theirs.true, theirs.differs) == ("", title, True)
    own = rows[f"Orders of {setup.seats[SEAT].title}"]
    assert own.held == own.true
    assert not own.differs


@pytest.mark.parametrize("step", [-1, 1])
def test_it_stops_at_what_the_seat_was_told(step: int) -> None:
    """It would stop at what the seat never heard of, or pass over what it did."""
    setup, log = played()
    scrub = Scrub(setup, log)
    scrub.to(len(log) // 2)
    before = scrub.place

    scrub.to_told(SEAT, step)

    between = range(min(before, scrub.place) + 1, max(before, scrub.place))
    assert scrub.as_told(SEAT)
    assert not [n for n in between if SEAT in log[n - 1].audience and tell(setup, SEAT, log[n - 1])]


def test_one_event_in_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A poor line or a pipe would show nothing of a record."""
    record = tmp_path / "a.jsonl"
    assert main(["run", "dawn-approach", "--seed", "4", "--record", str(record)]) == 0
    capsys.readouterr()

    assert main(["replay", str(record), "--seat", SEAT, "--at", "40"]) == 0
    out = capsys.readouterr().out
    assert "event 40 of" in out
    assert "\ntrue: " in out
    assert main(["replay", str(record), "--seat", "nobody", "--at", "40"]) == 2
    assert "has no such seat" in capsys.readouterr().err
