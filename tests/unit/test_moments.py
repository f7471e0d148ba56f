"""Key moments: few, ranked by one function, and told with reasons that are true."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from sim.engine import Setup
from sim.engine.facts.acts import HarmDone, RungReached
from sim.engine.facts.calls import CallEnded
from sim.engine.facts.moves import MoveChosen
from sim.engine.facts.windows import WindowLapsed
from sim.engine.kernel.ancestry import chain
from sim.loader import load
from sim.loader.library import shipped
from sim.play.deciding import deciding
from sim.play.deeds import by, deed
from sim.play.driver import Play
from sim.play.lookback import KeyMoment, looked_back
from sim.play.moments import LEAST, MOST, Moment, key_moments, left
from sim.play.occupants import occupant
from sim.play.reasons import behind, decided, rang
from sim.units import clock


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
            if words.why[0].startswith("It was yours to decide.") and event.closes:
                knew = (seat in e.audience for e in log[event.closes - 1 : event.seq - 1])
                assert any(knew), words
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


def waited(scenario: str, seed: int, seat: str) -> Play:
    """Let a person sit and only wait, while policies hold the other seats, to the end."""
    setup = Setup(load(scenario))
    filled = {s: occupant(setup, s, "person" if s == seat else "firm") for s in setup.seats}
    play = Play(setup, seed, filled)
    while not play.ended:
        play.looked(seat)
        play.advance()
    return play


def test_a_try_that_never_rang_is_not_taken_for_an_earlier_one_that_did() -> None:
    """“No answer; it was yours to decide” would blame a seat for what it could not know."""
    play = waited("two-captains", 772970107, "north_captain")
    setup, log = play.setup, play.engine.log
    tries = [e for e in log if isinstance(e.fact, CallEnded) and e.fact.channel == "staff_line"]
    assert [rang(log, event) for event in tries] == [True, False]

    told = looked_back(setup, log, "north_captain")
    late = [
        moment for moment in told if moment.clock == clock(setup.scenario.begins, tries[1].at_ms)
    ]
    for moment in late:
        assert "it never rang here" in moment.title
        assert "yours to decide" not in " ".join(moment.why)


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


def every_seat(play: Play) -> Iterator[tuple[str, tuple[Moment, ...], tuple[KeyMoment, ...]]]:
    """Give each playable seat of a finished run with its key moments, and those in words."""
    setup, log = play.setup, play.engine.log
    for seat in (s.id for s in setup.scenario.seats if s.playable):
        yield seat, key_moments(setup, log, seat), looked_back(setup, log, seat)


@pytest.mark.parametrize("scenario", shipped())
@pytest.mark.parametrize("seed", [1, 5])
def test_what_chose_the_ending_is_a_key_moment_that_says_so(scenario: str, seed: int) -> None:
    """A player would read five moments and not find why it ended as it did."""
    play = finished(scenario, seed)
    setup, log = play.setup, play.engine.log
    decided = deciding(setup, log)
    title = setup.endings[play.engine.state.run.ended].title

    for _, moments, words in every_seat(play):
        told = {number for moment in moments for number in (moment.event, *moment.also)}
        assert not decided or decided[0] in told
        texts = [words.title for words in words]
        assert sum("This decided the ending" in text for text in texts) == bool(decided)
        assert all(title in text for text in texts if "decided the ending" in text)


@pytest.mark.parametrize("scenario", shipped())
@pytest.mark.parametrize("seed", [5, 11])
def test_harm_and_the_crossing_of_a_line_are_key_moments(scenario: str, seed: int) -> None:
    """Somebody is hurt, hulls touch, a gun is fired, and the moments would tell of telephones."""
    play = finished(scenario, seed)
    log = play.engine.log
    for _, moments, _ in every_seat(play):
        told = {number for moment in moments for number in (moment.event, *moment.also)}
        grave = [e.seq for e in log if isinstance(e.fact, HarmDone) and e.fact.hurt + e.fact.dead]
        firsts = [e.seq for e in log if isinstance(e.fact, RungReached) and e.fact.rung >= 6][:1]
        assert told.issuperset(firsts)
        assert not grave or not told.isdisjoint(grave)


@pytest.mark.parametrize("scenario", ["handshake", "eight-measures", "second-round"])
def test_a_breach_names_the_act_that_broke_the_promise_and_who_ordered_it(scenario: str) -> None:
    """“It was yours to decide” would stand where an accident broke a promise."""
    found = 0
    for seed in (1, 3):
        play = finished(scenario, seed)
        setup, log = play.setup, play.engine.log
        for seat, moments, words in every_seat(play):
            for moment, text in zip(moments, words, strict=True):
                event = log[moment.event - 1]
                if getattr(event.fact, "outcome", "") != "broken" or moment.kind != "promise":
                    continue
                found += 1
                act = deed(setup, log, event)
                assert act is not None
                assert f"broken {by(setup, act, seat)}" in text.title
                causes = [c.seq for c in (log[event.cause - 1], *chain(log, event))]
                chosen = [log[number - 1].fact for number in causes]
                seats = {fact.seat for fact in chosen if isinstance(fact, MoveChosen)}
                assert not act.seat or act.seat in seats
    assert found


@pytest.mark.parametrize("scenario", shipped())
def test_no_reason_is_told_twice(scenario: str) -> None:
    """Five moments would give one reason five times, and a reader stop at the second."""
    for _, _, words in every_seat(finished(scenario, 5)):
        after = [row for m in words for row in m.why[2 if m.why[0].endswith(":") else 1 :]]
        assert len(after) == len(set(after))
        titles = [m.title for m in words]
        assert len(titles) == len(set(titles))
