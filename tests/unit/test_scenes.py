"""Scenes: what comes at a rate has place, craft and act, alike for a mishap and an order."""

from __future__ import annotations

from collections import Counter

import pytest

from sim.engine import Draws, Engine, Setup
from sim.engine.base.log import to_line
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.reports import ReportArrived
from sim.engine.facts.traffic import UnsafeEncounter
from sim.engine.sea import traffic
from sim.engine.seat.telling import tell
from sim.engine.seat.views import redact
from sim.loader import load
from sim.play.driver import Play
from sim.play.occupants import occupant

STRATEGIC = ("seventeen-months", "eight-measures", "second-round", "two-captains")


def told(scenario: str, seat: str, stream: str, *, ordered: bool, nth: int) -> list[str]:
    """Let a meeting go unsafe, and give all that a seat may be sent of it."""
    engine = Engine(Setup(load(scenario)), Draws(7))
    spec = engine.setup.traffic[stream]
    traffic.meet(engine, spec, (stream, nth), ordered=ordered, cause=1)
    return [to_line(event) for event in redact(engine.log, seat)] + [
        tell(engine.setup, seat, event) for event in engine.log if seat in event.audience
    ]


@pytest.mark.parametrize("nth", range(12))
def test_a_scene_does_not_tell_an_order_from_a_mishap(nth: int) -> None:
    """Whoever reads where it was would know whether it was meant."""
    heard = [
        told("seventeen-months", "us_pacific", "intercepts_logged", ordered=ordered, nth=nth)
        for ordered in (True, False)
    ]

    assert heard[0] == heard[1]
    scenes = Setup(load("seventeen-months")).traffic["intercepts_logged"].scenes
    assert any(scene in line for scene in scenes for line in heard[0])


def test_every_scene_comes_up() -> None:
    """A place would be written for nothing."""
    setup = Setup(load("seventeen-months"))
    drawn = Counter[int]()
    for nth in range(200):
        engine = Engine(setup, Draws(7))
        spec = setup.traffic["intercepts_logged"]
        traffic.meet(engine, spec, (spec.id, nth), ordered=False, cause=1)
        drawn[next(e.fact.scene for e in engine.log if isinstance(e.fact, UnsafeEncounter))] += 1

    # 7 scenes, 200 draws: one that is missed has a chance of 7 x (6/7)^200 < 1e-12.
    assert set(drawn) == set(range(len(spec.scenes)))


@pytest.mark.parametrize("scenario", STRATEGIC)
def test_what_comes_at_a_rate_says_where_and_with_what(scenario: str) -> None:
    """A report would say “rung 4; it may have been an accident” and nothing else."""
    setup = Setup(load(scenario))

    for spec in (*setup.traffic.values(), *setup.incidents.values()):
        assert len(spec.scenes) >= 4, spec.id
        assert len(set(spec.scenes)) == len(spec.scenes)
        for text in spec.scenes:
            said = text.lower()
            assert not any(word in said for word in ("order", "mean", "accident", "mistake"))


def test_a_report_names_what_the_act_was() -> None:
    """Seats above would read of a rung, and could not tell one act from the next."""
    setup = Setup(load("eight-measures"))
    people = {seat: occupant(setup, seat, "firm") for seat in setup.seats}
    reports: list[str] = []
    for seed in range(1, 6):
        play = Play(setup, seed, people)
        play.advance()
        for event in play.engine.log:
            fact = event.fact
            if isinstance(fact, ReportArrived) and fact.what in setup.traffic:
                reports.append(tell(setup, fact.to, event))
                acts = [e.fact for e in play.engine.log if isinstance(e.fact, ActOccurred)]
                assert fact.scene in {act.scene for act in acts if act.what == fact.what}

    scenes = setup.traffic["intercepts"].scenes
    assert reports
    assert all(any(scene in text for scene in scenes) for text in reports)
