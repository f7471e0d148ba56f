"""The scenario for three cells keeps all three as busy, and none of them wins by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean

import pytest

from sim.cli import main
from sim.engine import Setup
from sim.engine.acts.scores import scores
from sim.engine.facts.effects import CounterChanged, Told
from sim.engine.facts.injects import InjectReleased
from sim.engine.seat.rules import legal
from sim.exercise.folder import examined, opened
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant
from sim.units import MS_PER_MIN

RUNS = 40
OF_A_PAGE = {
    "n01_us_wait",
    "n01_us_fleet",
    "n01_bj_wait",
    "n01_bj_bureau",
    "n01_bj_above",
    "d14_us_draft",
    "d14_bj_draft",
    "d14_mn_write_in",
    "d14_us_coast_guards",
    "d01_us_tell",
    "d17_us_sign",
    "d17_bj_sign",
    "v08_us_stop",
    "v08_bj_stop",
}
"""Options about a page that is not signed."""


def _watched(setup: Setup, seat: str, seed: int) -> Iterator[tuple[Play, frozenset[str], str]]:
    """Hold a seat that only looks on: play, choices and default, at each decision and the end."""
    held = {each: occupant(setup, each, spec.occupant) for each, spec in setup.seats.items()}
    play, seen = Play(setup, seed, {**held, seat: occupant(setup, seat, "person")}), 0
    while play.advance().why != "ended":
        play.looked(seat)
        engine = play.engine
        window = engine.state.opened(("window", seat))
        if window is not None and window.fact.number != seen:
            seen = window.fact.number
            open_now = legal(setup, engine.state.known[seat], engine.now_ms, acts_only=True)
            yield play, frozenset(open_now), window.fact.default
    yield play, frozenset(), ""


@pytest.mark.slow
def test_three_cells_have_alike_to_do() -> None:
    """One cell would sit and wait, or one would win whatever the others do."""
    setup = Setup(load("the-reboot"))
    orders: Counter[str] = Counter()
    endings: Counter[str] = Counter()
    reached: dict[str, list[float]] = {side: [] for side in setup.sides}
    for replicate in range(RUNS):
        held = {seat: occupant(setup, seat, spec.occupant) for seat, spec in setup.seats.items()}
        play = Play(setup, 1, held, replicate=replicate)
        play.advance()
        endings[play.engine.state.run.ended] += 1
        orders.update(each.command.seat for each in play.said if each.command.verb == "choose")
        for side, found in scores(setup, play.engine.state, play.engine.now_ms).items():
            reached[side].append(float(found["score"]))

    assert max(orders.values()) <= 1.2 * min(orders[seat] for seat in setup.seats)
    assert max(endings.values()) <= 0.5 * RUNS
    assert len(endings) >= 5
    means = [fmean(each) for each in reached.values()]
    assert max(means) - min(means) <= 10


def test_its_plan_takes_three_cells_through_three_days_in_ninety_minutes(tmp_path: Path) -> None:
    """What is shipped for three cells would not pass its own check, or take half a day."""
    made = tmp_path / "ours"

    assert main(["exercise", "new", "the-reboot", str(made), "--vocabulary", "nato"]) == 0
    assert examined(made) == []
    folder = opened(made)
    assert folder.exercise.vocabulary == "nato"
    assert sorted(folder.cell_seats()) == ["beijing", "manila", "washington"]
    assert all(any(t.cell == cell for t in folder.tasks()) for cell in folder.exercise.cells)
    minutes = folder.clock().exercise_ms(folder.scenario.horizon) / MS_PER_MIN
    assert 80 <= minutes <= 90
    assert any(piece.jump is not None for piece in folder.exercise.clock)


@pytest.mark.parametrize("seat", ["washington", "beijing"])
def test_no_text_is_signed_for_a_capital_that_only_waits(seat: str) -> None:
    """A draft of one's own would be signed, or the new line rung, while one is still deciding."""
    setup = Setup(load("the-reboot"))
    for seed in range(1, 13):
        *_, (play, _, _) = _watched(setup, seat, seed)
        flags = play.engine.state.effects.flags
        assert not flags["written"]
        assert not flags["tested"]


@pytest.mark.parametrize("seat", ["washington", "beijing", "manila"])
def test_every_decision_has_something_to_choose(seat: str) -> None:
    """A cell would meet for a list of ways to write a log, or for a page that is signed."""
    setup = Setup(load("the-reboot"))
    for seed in range(1, 9):
        *decisions, _ = _watched(setup, seat, seed)
        assert len(decisions) >= 9
        for _, choices, default in decisions:
            does = [move for move in choices if setup.moves[move].effects]
            assert len(does) >= 4, (seed, sorted(choices))
            assert default in choices


def test_what_is_about_a_page_closes_once_it_is_signed() -> None:
    """The lawyers would go on over a page that both have initialled."""
    setup = Setup(load("the-reboot"))
    signed = 0
    for seed in range(1, 31):
        held = {each: occupant(setup, each, spec.occupant) for each, spec in setup.seats.items()}
        play = Play(setup, seed, held)
        for hour in range(6, 72, 3):
            play.advance(until_ms=hour * 60 * MS_PER_MIN)
            engine = play.engine
            if engine.state.effects.flags["written"]:
                signed += 1
                for seat in setup.seats:
                    could = legal(setup, engine.state.known[seat], engine.now_ms, acts_only=True)
                    assert not OF_A_PAGE & set(could), (seed, hour, seat)
    assert signed


def test_a_boat_that_sails_is_told_before_what_became_of_it() -> None:
    """It would turn back in the minute in which it did not slow down."""
    setup = Setup(load("the-reboot"))
    boats = {"first_boat", "second_boat", "third_boat", "extra_boat"}
    for seed in range(1, 21):
        held = {each: occupant(setup, each, spec.occupant) for each, spec in setup.seats.items()}
        play = Play(setup, seed, held)
        play.advance()
        log = play.engine.log
        sailed = {
            e.at_ms for e in log if isinstance(e.fact, InjectReleased) and e.fact.inject in boats
        }
        came = {
            e.at_ms
            for e in log
            if isinstance(e.fact, CounterChanged) and e.fact.counter in ("through", "turned")
        }
        at_sea = {
            e.at_ms for e in log if isinstance(e.fact, Told) and "holds its course" in e.fact.text
        }
        stayed = {
            e.at_ms for e in log if isinstance(e.fact, Told) and "stayed in port" in e.fact.text
        }
        assert came
        assert not came & sailed
        assert not at_sea & stayed
