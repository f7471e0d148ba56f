"""Ships that part: what was asked or offered between them lapses there and then, and is told."""

from __future__ import annotations

import pytest

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.facts.talks import TalkBegun
from sim.engine.seat.rules import Command, options
from sim.engine.seat.views import feed, view
from sim.errors import Refusal
from sim.loader import load
from sim.loader.scenario import from_text
from sim.play.driver import Play
from sim.play.occupants import occupant
from tests.unit.test_promises import MIN, WORLD, give, say

GOES = (
    "  - {id: goes, title: She goes, kind: news, at: %s, to: [one, two], text: She turns for home.,"
    " effects: [{leave: boat}]}\n"
)


def world(at: str) -> Engine:
    """Begin with a person on each bridge; the boat leaves at a set time."""
    clauses = "clauses: [{id: deal, title: a deal}]\nmoves:"
    text = WORLD.replace("speed: 5 m/s", "speed: 0 m/s").replace("moves:", clauses, 1) + GOES % at
    setup = Setup(from_text(text))
    engine = Engine(setup, Draws(1))
    begin(engine, dict.fromkeys(setup.seats, ("person", "person")))
    return engine


def news(engine: Engine, seat: str) -> list[str]:
    """List what a seat has come to know, in words."""
    return [line.text for line in feed(engine.setup, engine.state.known[seat])]


def test_what_was_asked_lapses_as_the_ships_part_and_both_are_told() -> None:
    """“We will” would bind two ships that are hours apart, and decide how it ends."""
    engine = world("1 min")
    engine.drain_to(55_000)
    say(engine, "ask", by="two")
    (asked,) = view(engine.setup, engine.state.known["one"], engine.now_ms).requests
    engine.drain_to(MIN)

    for seat in ("one", "two"):
        assert "What Two asked lapsed: the ships have parted." in news(engine, seat)
        assert not view(engine.setup, engine.state.known[seat], engine.now_ms).requests
    assert not [e for e in engine.state.running.values() if isinstance(e.fact, TalkBegun)]
    reply = submit(engine, Command("one", "reply", asked.request, form="will"))
    assert isinstance(reply, Refusal)
    engine.drain_to(60 * MIN)
    assert not [e for e in engine.log if e.fact.kind == "promise_made"]
    (answered,) = [e for e in engine.log if e.fact.kind == "request_answered"]
    assert (answered.fact.reply, answered.at_ms) == ("parted", MIN)


def test_an_offer_between_captains_lapses_as_their_ships_part() -> None:
    """An offer would be taken up when there is nobody to keep it with."""
    engine = world("1 min")
    engine.drain_to(55_000)
    give(
        engine,
        Command("two", "call", "vhf", "ship", "both", clauses=("deal",)),
        Command("one", "answer", "two>ship"),
    )
    assert view(engine.setup, engine.state.known["one"], engine.now_ms).offers
    engine.drain_to(MIN)

    for seat in ("one", "two"):
        assert "The offer of Two lapsed: the ships have parted." in news(engine, seat)
        assert not view(engine.setup, engine.state.known[seat], engine.now_ms).offers


def test_what_was_answered_before_is_not_touched() -> None:
    """A promise that was given would be taken back by a ship that goes home."""
    engine = world("2 min")
    say(engine, "ask", by="two")
    (asked,) = view(engine.setup, engine.state.known["one"], engine.now_ms).requests
    give(engine, Command("one", "reply", asked.request, form="will"))
    engine.drain_to(5 * MIN)

    assert [e.fact.reply for e in engine.log if e.fact.kind == "request_answered"] == ["will"]
    assert not any("have parted" in text for text in news(engine, "one"))


@pytest.mark.parametrize("seat", ["us_captain", "pla_captain"])
def test_in_handshake_nobody_takes_an_offer_of_a_ship_that_has_gone(seat: str) -> None:
    """Two captains would agree on a distance with nothing between them but sea."""
    for seed in range(1, 4):
        setup = Setup(load("handshake"))
        filled = {each: occupant(setup, each, "firm") for each in setup.seats}
        filled[seat] = occupant(setup, seat, "person")
        play = Play(setup, seed, filled)
        while not play.ended:
            play.looked(seat)
            play.advance()
            known = play.engine.state.known[seat]
            if play.engine.now_ms > 105 * MIN and "chung_hoon" not in known.vessels.tracks:
                able = {o.move for o in options(setup, known, play.engine.now_ms) if not o.blocked}
                assert able.isdisjoint({"d17_us_accept_2000", "d17_pla_accept_2000"})
        told = [e for e in play.engine.log if e.fact.kind == "flag_set" and e.at_ms > 105 * MIN]
        assert not [e for e in told if e.fact.flag in ("understanding", "offer_us", "offer_prc")]
