"""What happened in five lines, what became of every promise, and both on the report's page."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.records import run_again
from sim.engine import Setup
from sim.engine.base.wording import vessel_name
from sim.engine.facts.acts import ActOccurred, HarmDone, RungReached
from sim.engine.facts.encounters import HullsTouched
from sim.engine.facts.promises import PromiseClosed
from sim.engine.facts.vessels import VesselLeft
from sim.loader import load
from sim.loader.library import find, shipped
from sim.pages import escape
from sim.play.debrief import Debrief, debrief
from sim.play.deciding import deciding
from sim.play.deeds import deed
from sim.play.driver import Play
from sim.play.lookback import looked_back
from sim.play.occupants import occupant
from sim.play.pledged import promise_ends
from sim.units import clock
from tests.unit.test_moments import finished


def ended(play: Play) -> tuple[str, Debrief]:
    """Debrief the first seat that somebody may sit in."""
    seat = next(s.id for s in play.setup.scenario.seats if s.playable)
    return seat, debrief(play.engine, seat)


@pytest.mark.parametrize("scenario", shipped())
def test_five_lines_name_who_did_what_and_when(scenario: str) -> None:
    """“To rung 4 by what happened” would say neither where nor which ship nor what was done."""
    for seed in (1, 5):
        play = finished(scenario, seed)
        setup, log = play.setup, play.engine.log
        seat, end = ended(play)
        text = " ".join(end.story)

        assert len(end.story) == 5
        for number in deciding(setup, log)[:1]:
            assert f"at {clock(setup.scenario.begins, log[number - 1].at_ms)}:" in end.story[0]
        own = setup.seats[seat].side
        for side in (own, setup.faces[own]):
            peaks = [e for e in log if isinstance(e.fact, RungReached) and e.fact.side == side]
            if peaks and peaks[-1].fact.rung:
                at = clock(setup.scenario.begins, peaks[-1].at_ms)
                head = f"{setup.sides[side].name} went to rung {peaks[-1].fact.rung} "
                (line,) = [line for line in end.story if line.startswith(head)]
                assert f"at most, at {at}: " in line
                shown = play.engine.state.known[seat].acts.rungs.get(side, 0)
                assert ("Your ladder showed" in line) == (shown != peaks[-1].fact.rung)
        hurt = [e.fact for e in log if isinstance(e.fact, HarmDone) and e.fact.hurt + e.fact.dead]
        assert ("Nobody was hurt" in text) <= (not hurt)
        assert "by what happened." not in text


def test_where_force_was_used_nobody_says_that_nothing_touched() -> None:
    """Under “Hulls or boats were touched” would stand “no hulls touched”."""
    told = set[str]()
    for seed in range(1, 9):
        play = finished("two-captains", seed)
        _, end = ended(play)
        force = any(isinstance(e.fact, ActOccurred) and e.fact.rung >= 6 for e in play.engine.log)
        assert not force or "no hulls touched" not in end.story[1]
        assert not end.outcome.text.startswith("Hulls or boats were touched") or force
        told.add(end.outcome.ending)
    assert "force" in told


@pytest.mark.parametrize("scenario", shipped())
def test_every_promise_is_told_with_its_fate(scenario: str) -> None:
    """Who broke what by which act, and what merely lapsed, would have to be guessed."""
    for seed in (1, 5):
        play = finished(scenario, seed)
        log = play.engine.log
        broken = [e for e in log if isinstance(e.fact, PromiseClosed)]
        for end in promise_ends(play.setup, log):
            assert end.made_clock in end.sentence
            assert end.text in end.sentence
            if end.outcome == "broken":
                assert end.closed_clock in end.sentence
                late = end.closed is not None and end.closed.cause == end.made.seq
                assert late or f"It was broken {end.breaker}" in end.sentence
                assert late or end.breaker
        assert len([e for e in broken if e.fact.outcome == "broken"]) == sum(
            end.outcome == "broken" for end in promise_ends(play.setup, log)
        )


def test_a_promise_that_lapsed_as_ships_parted_is_told_as_that() -> None:
    """“Never put to the test” would stand where nobody was there any more to test it."""
    play = finished("handshake", 5)
    left = next(e for e in play.engine.log if isinstance(e.fact, VesselLeft))
    at = clock(play.setup.scenario.begins, left.at_ms)
    found = [p for p in promise_ends(play.setup, play.engine.log) if p.parted_clock]
    assert found
    for end in found:
        assert end.state == "lapsed as ships parted"
        assert f"Lapsed at {at} as the ships parted" in end.sentence
        assert end.closed is None or end.closed.seq > left.seq


def test_the_report_tells_the_key_moments_in_the_same_words(tmp_path: Path) -> None:
    """The page would tell another story of the same run than the end of play."""
    record, page = tmp_path / "run.jsonl", tmp_path / "run.html"
    assert main(["run", "handshake", "--seed", "5", "--record", str(record)]) == 0
    assert main(["exercise", "report", str(record), "-o", str(page)]) == 0
    text = page.read_text("utf-8")

    engine = run_again(record).engine
    for spec in (s for s in engine.setup.scenario.seats if s.playable):
        assert f"<h3>{escape(spec.title)}</h3>" in text
        found = looked_back(engine.setup, engine.log, spec.id)
        assert found
        for moment in found:
            assert escape(moment.title) in text
            for row in (*moment.knew, *moment.true, *moment.why):
                assert escape(row) in text


def usual(seed: int) -> Play:
    """Let those who hold the seats of twenty-nine minutes by default play it to the end."""
    setup = Setup(load(find("twenty-nine-minutes")))
    held = {s.id: occupant(setup, s.id, s.occupant) for s in setup.seats.values()}
    play = Play(setup, seed, held)
    play.advance()
    return play


def test_a_touch_names_what_each_of_the_two_had_been_ordered() -> None:
    """It was laid to whoever had moved last, though another order had put a ship in the way."""
    play = usual(1)
    log, setup = play.engine.log, play.setup
    touches = [e for e in log if isinstance(e.fact, HullsTouched)]

    assert touches
    for event in touches:
        found = deed(setup, log, event)
        assert found is not None
        said = " ".join(each.what for each in found.after)
        for vessel in (event.fact.one, event.fact.two):
            assert vessel_name(setup, vessel) in said


def test_who_broke_its_word_is_told_with_its_reasons() -> None:
    """That a side broke its word was told, and why stood in the log alone."""
    play = usual(2)
    end = debrief(play.engine, "ccg_scene")
    broken = [p for p in end.promises if p.outcome == "broken" and not p.mishap]

    assert broken
    assert all(p.why for p in broken if p.breaker.startswith("by “"))
    for promise in broken:
        assert promise.sentence == " ".join([promise.course, *promise.why])
    assert "had given its word to stay below rung" in broken[0].sentence
    assert "Its orders, " in broken[0].sentence


def test_an_order_older_than_the_word_is_told_as_that() -> None:
    """It would read as bad faith where nobody had thought of an order that ran."""
    play = usual(1)
    why = [p.why for p in debrief(play.engine, "ccg_scene").promises]

    old = "That had been ordered at 08:37 already, and was not taken back with the word."
    assert (old,) in why
