"""What an order would undo: told before it is given, from what the seat knows, and truly so."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.cli.starter import Starter
from sim.play.seat import Look, Option, SeatSession, Shown, Submit, Wait, Wording
from tests.bridges import MIN, Bridges

PASS = "u01_north_close_pass"


@pytest.fixture
def bridges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bridges]:
    """Seat two people, some minutes after the begin."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    found = Bridges()
    yield found
    found.session.close()


def offered(seat: SeatSession) -> dict[str, Option]:
    """Give the options of a seat as it is shown them."""
    (shown,) = [push for push in seat.handle(Look()) if isinstance(push, Shown)]
    return {option.move: option for option in shown.options}


def test_an_order_says_that_it_breaks_ones_word_and_it_does(bridges: Bridges) -> None:
    """A player would break a promise without a word of warning."""
    assert not any(option.breaks for option in offered(bridges.north).values())
    bridges.says("assure")

    (word,) = offered(bridges.north)[PASS].breaks
    (mine,) = bridges.view(bridges.north).promises
    assert word == mine.text
    assert not any(option.breaks for option in offered(bridges.south).values())

    bridges.does(bridges.north, Submit("choose", PASS))
    bridges.passes(30 * MIN)
    (mine,) = bridges.view(bridges.north).promises
    assert mine.outcome == "broken"
    assert not any(option.breaks for option in offered(bridges.north).values())


def test_a_word_says_which_order_in_preparation_will_break_it_and_it_does(bridges: Bridges) -> None:
    """A player would give a word that the last order is about to break, and look faithless."""
    assure = Submit("call", "bridge_radio", to="south_destroyer", form="assure")
    before = bridges.north.ahead(assure)
    assert isinstance(before, Wording)
    assert not before.undone
    bridges.says("protest")
    bridges.does(bridges.south, Submit("choose", "u01_south_close_pass"))
    bridges.passes(30 * MIN)
    bridges.does(bridges.north, Submit("choose", PASS))

    found = bridges.north.ahead(assure)
    assert isinstance(found, Wording)
    (word,) = found.undone
    assert "Pass close ahead of her" in word

    bridges.says("assure")
    bridges.passes(40 * MIN)
    (mine,) = [each for each in bridges.view(bridges.north).promises if each.whose == "mine"]
    assert mine.outcome == "broken"


def test_a_word_given_back_binds_no_order(bridges: Bridges) -> None:
    """The list would warn of promises that bind nobody any more."""
    bridges.says("assure")
    (mine,) = bridges.view(bridges.north).promises
    bridges.does(bridges.south, Submit("release", mine.promise))

    assert not any(option.breaks for option in offered(bridges.north).values())


def test_an_order_says_which_order_it_withdraws(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A vessel carries out one order at a time: the second would undo the first in silence."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    own = Starter("handshake", ("us_captain",)).begin("handshake", ("us_captain",), 5)
    seat = own.seats["us_captain"]
    seat.handle(Wait())
    first, second = [o for o in offered(seat).values() if not o.blocked and o.lead_ms][:2]
    assert first.ends == second.ends == ""

    seat.handle(Submit("choose", first.move))

    assert first.title in offered(seat)[second.move].ends
    own.close()


@pytest.mark.parametrize("form", ["hail", "assure", "request", "ask", "warn"])
def test_what_is_shown_is_what_is_said(bridges: Bridges, form: str) -> None:
    """The card would show one sentence, and another go out over the air."""
    call = Submit("call", "bridge_radio", to="south_destroyer", form=form)
    found = bridges.north.ahead(call)
    assert isinstance(found, Wording)
    assert len(found.said) == (2 if form in ("assure", "request") else 1)

    bridges.says(form)

    heard = [line.text for line in bridges.view(bridges.north).said if line.mine]
    assert [text.split(" until ")[0] for text in found.said] == [
        text.split(" until ")[0] for text in heard
    ]


def test_a_message_says_that_it_breaks_ones_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ultimatum would break a promise to hold back, and nobody would have said so."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    own = Starter("handshake", ("pla_captain",)).begin("handshake", ("pla_captain",), 5)
    seat, radio = own.seats["pla_captain"], "vhf_bridge_to_bridge"
    threat, calm = (Submit("call", radio, "chung_hoon", form) for form in ("ultimatum", "hail"))
    seat.handle(Wait())
    for _ in range(20):
        seat.handle(Submit("call", radio, to="chung_hoon", form="hold_back"))
        (shown,) = [push for push in seat.handle(Wait(MIN)) if isinstance(push, Shown)]
        if any(line.whose == "mine" for line in shown.view.promises):
            break
    (mine,) = [line for line in shown.view.promises if line.whose == "mine"]

    for call, breaks in ((threat, (mine.text,)), (calm, ())):
        found = seat.ahead(call)
        assert isinstance(found, Wording)
        assert found.breaks == breaks
    own.close()


def test_a_call_that_would_be_refused_is_not_shown_as_said(bridges: Bridges) -> None:
    """The card would show words for a call that cannot be made."""
    found = bridges.north.ahead(Submit("call", "bridge_radio", to="nobody", form="hail"))

    assert isinstance(found, str)


def test_a_word_that_is_broken_as_it_is_given_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nearer than the limit already: the promise would be broken at the instant it is made."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    own = Starter("handshake", ("us_captain",)).begin("handshake", ("us_captain",), 5)
    seat, radio = own.seats["us_captain"], "vhf_bridge_to_bridge"
    seat.handle(Wait())
    for limits, broken in (((3000.0,), False), ((20_000.0,), True)):
        found = seat.ahead(Submit("call", radio, to="ly_132", form="keep_room", limits=limits))
        assert isinstance(found, Wording)
        assert any("already" in word for word in found.breaks) == broken
    own.close()
