"""Words that bind, between two seats: limits, replies, releases, and why others are refused."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.engine.facts.judged import PromiseJudged
from sim.engine.facts.promises import PromiseClosed
from sim.play.seat import Submit, waiting
from tests.bridges import MIN, Bridges

ASK = Submit("call", "bridge_radio", to="south_destroyer", form="request")


@pytest.fixture
def bridges(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bridges]:
    """Seat two people, some minutes after the begin."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    found = Bridges()
    yield found
    found.session.close()


def test_yes_to_a_request_binds_and_no_does_not(bridges: Bridges) -> None:
    """Whoever is asked would be bound by a no, or not by a yes."""
    bridges.says("request")
    for reply, bound in (("will_not", 0), ("will", 1)):
        (item,) = waiting(bridges.view(bridges.south))
        assert item.kind == "request"
        bridges.does(bridges.south, Submit("reply", item.id, form=reply))
        assert len(bridges.view(bridges.south).promises) == bound
        if not bound:
            bridges.does(bridges.north, ASK)  # in the same talk


def test_a_counter_binds_to_less_and_to_no_more(bridges: Bridges) -> None:
    """Somebody would counter with more than was asked, or could not counter at all."""
    bridges.says("request")
    (request,) = bridges.view(bridges.south).requests
    counter = request.replies[2]
    assert [line.limit for line in counter.terms[0].lines] == [5, 6, 7, 8, 9, 10]

    for wrong in ((), (4.0,), (3.0,), (11.0,), (5.5,), (math.nan,), (5.0, 6.0)):
        reply = Submit("reply", request.request, form="counter", limits=wrong)
        assert bridges.refused(bridges.south, reply) == "no_limit", wrong
    will = Submit("reply", request.request, form="will", limits=(5.0,))
    assert bridges.refused(bridges.south, will) == "no_limit"
    bridges.does(bridges.south, Submit("reply", request.request, form="counter", limits=(6.0,)))

    (mine,) = bridges.view(bridges.south).promises
    (theirs,) = bridges.view(bridges.north).promises
    assert "rung 6" in mine.text
    assert mine.text == theirs.text
    assert (mine.whose, theirs.whose) == ("mine", "theirs")


@pytest.mark.parametrize("limits", [(0.0,), (11.0,), (math.nan,), (math.inf,), (4.0, 4.0), (2.5,)])
def test_a_limit_that_no_term_has_is_refused(bridges: Bridges, limits: tuple[float, ...]) -> None:
    """A call with too many limits, or with none that means anything, would end in a traceback."""
    call = Submit("call", "bridge_radio", to="south_destroyer", form="assure", limits=limits)

    assert bridges.refused(bridges.north, call) == "no_limit"


def test_a_form_without_terms_takes_no_limit(bridges: Bridges) -> None:
    """A hail with a limit would be recorded as if it meant something."""
    call = Submit("call", "bridge_radio", to="south_destroyer", form="hail", limits=(4.0,))

    assert bridges.refused(bridges.north, call) == "no_limit"


def test_what_is_said_with_a_limit_binds_to_it(bridges: Bridges) -> None:
    """The card would show one rung, and the promise hold another."""
    (term,) = bridges.north.terms("bridge_radio", "south_destroyer", "assure")
    line = term.lines[term.at + 2]
    assert (term.binds_us, line.name, line.limit) == (True, "6 Force", 6)

    bridges.says("assure", line.limit)

    (mine,) = bridges.view(bridges.north).promises
    assert "nothing on rung 6 (force) or above until" in mine.text
    assert "nothing on rung 6 (force) or above for" in line.text


def test_only_who_was_promised_something_releases_it(bridges: Bridges) -> None:
    """Whoever is bound could free itself, or a promise be released twice."""
    bridges.says("assure")
    (mine,) = bridges.view(bridges.north).promises
    release = Submit("release", mine.promise)

    assert bridges.refused(bridges.north, release) == "not_yours"
    assert bridges.refused(bridges.south, Submit("release", "nothing")) == "no_promise"
    bridges.does(bridges.south, release)

    assert bridges.refused(bridges.south, release) == "closed"
    for seat in (bridges.north, bridges.south):
        (line,) = bridges.view(seat).promises
        assert line.outcome == "released"
        assert any("from your word" in f.text or "no longer" in f.text for f in seat.feed())


def test_what_was_tested_before_it_is_released_was_kept(bridges: Bridges) -> None:
    """Whoever provoked somebody in vain could take the credit for it away at the last instant."""
    bridges.says("assure")
    (mine,) = bridges.view(bridges.north).promises
    bridges.does(bridges.south, Submit("choose", "u01_south_close_pass"))
    bridges.passes(30 * MIN)
    assert bridges.view(bridges.north).window is not None
    bridges.does(bridges.north, Submit("choose", "n01_north_hold"))

    bridges.does(bridges.south, Submit("release", mine.promise))

    facts = [event.fact for event in bridges.play.engine.log]
    assert [f.outcome for f in facts if isinstance(f, PromiseClosed)] == ["kept"]
    assert [f.outcome for f in facts if isinstance(f, PromiseJudged)] == ["kept"]


def test_both_lines_of_a_talk_are_shown(bridges: Bridges) -> None:
    """Whoever is asked would not see what was said before."""
    bridges.says("request")

    said, theirs = (bridges.view(seat).said for seat in (bridges.south, bridges.north))
    assert [line.mine for line in said] == [False, True, False], "called, answered, asked"
    assert [line.mine for line in theirs] == [True, False, True]
    assert all(line.text.strip("“”") for line in said)
    assert [line.text for line in said] == [line.text for line in theirs]
