"""Key moments: few, ranked by one function, and told with reasons that are true."""

from __future__ import annotations

import pytest

from sim.engine import Setup
from sim.engine.facts.calls import CallEnded
from sim.engine.facts.windows import WindowLapsed
from sim.engine.kernel.ancestry import chain
from sim.loader import load
from sim.loader.library import shipped
from sim.play.driver import Play
from sim.play.lookback import looked_back
from sim.play.moments import LEAST, MOST, key_moments, left
from sim.play.occupants import occupant
from sim.play.reasons import behind, decided, rang


def finished(scenario: str, seed: int, policy: str = "firm") -> Play:
    """Let policies play a scenario to its end."""
    setup = Setup(load(scenario))
    play = Play(setup, seed, {seat: occupant(setup, seat, policy) for seat in setup.seats})
    play.advance()
    return play


@pytest.mark.parametrize("scenario", shipped())
@pytest.mark.parametrize("seed", [1, 2])
def test_every_seat_has_a_few_moments_with_a_turn_each(scenario: str, seed: int) -> None:
    """A player would read of a hundred moments or none, in any order, of some twice."""
    play = finished(scenario, seed)
    setup, log = play.setup, play.engine.log

    for seat in (s.id for s in setup.scenario.seats if s.playable):
        found = key_moments(setup, log, seat)
        numbers = [moment.event for moment in found]
        assert numbers == sorted(set(numbers))
        assert len(found) <= MOST
        assert len(found) >= LEAST or scenario == "two-captains", (seat, len(found))
        assert found == key_moments(setup, log, seat)
        for moment, words in zip(found, looked_back(setup, log, seat), strict=True):
            assert moment.weight > 0
            assert moment.turn is not None
            assert 0 < moment.turn.events <= len(log)
            assert log[moment.turn.events - 1].at_ms <= moment.turn.at_ms
            late = moment.turn.at_ms > log[moment.event - 1].at_ms
            assert words.turn_clock.endswith("(later)") == late
            for text in (words.title, *words.knew, *words.true, *words.why):
                assert text.endswith((".", "?", "!", "…", "”", ":")), text
                assert text[:1].isupper() or not text[:1].isalpha(), text
            assert words.why


@pytest.mark.parametrize("scenario", shipped())
def test_a_reason_is_that_of_whoever_decided(scenario: str) -> None:
    """“You had ordered it” would stand under what the other side did, or the other way round."""
    play = finished(scenario, 1)
    setup, log = play.setup, play.engine.log

    for seat in (s.id for s in setup.scenario.seats if s.playable):
        for moment, words in zip(
            key_moments(setup, log, seat), looked_back(setup, log, seat), strict=True
        ):
            event = log[moment.event - 1]
            found = behind(setup, log, event, seat)
            if isinstance(event.fact, WindowLapsed):
                assert words.why[0].startswith("It was yours to decide.")
            if "You had ordered it." in words.true:
                assert any(getattr(cause.fact, "seat", "") == seat for cause in chain(log, event))
            if found.decision is not None:
                decider, _ = decided(setup, found.decision)
                assert decider != seat
            else:
                assert len(words.why) == 1


def test_nobody_is_blamed_for_a_call_that_was_never_heard() -> None:
    """“It did not answer” would stand where a line was dead or the desk was empty."""
    unheard = 0
    for seed in range(1, 4):
        play = finished("seventeen-months", seed)
        setup, log = play.setup, play.engine.log
        for event in log:
            fact = event.fact
            if not isinstance(fact, CallEnded) or fact.outcome != "rang_out" or not fact.callee:
                continue
            told = behind(setup, log, event, fact.caller)
            heard = rang(log, event)
            assert heard == (told.decision is event)
            unheard += not heard
            if not heard:
                assert told.head == f"{setup.seats[fact.callee].title} never heard of it."
    assert unheard


def test_whoever_left_a_call_is_told_that_it_was_open_to_answer() -> None:
    """The one thing that could have been done would be missing among the options."""
    found = 0
    for seed in range(1, 4):
        setup = Setup(load("handshake"))
        filled = {s: occupant(setup, s, "firm") for s in setup.seats}
        filled["us_captain"] = occupant(setup, "us_captain", "person")
        play = Play(setup, seed, filled)
        while not play.ended:
            play.looked("us_captain")
            play.advance()
        log = play.engine.log
        moments = key_moments(setup, log, "us_captain")
        for moment, words in zip(moments, looked_back(setup, log, "us_captain"), strict=True):
            if left(moment, log[moment.event - 1], "us_captain"):
                found += 1
                assert words.could[0] == "Answer"
    assert found
