"""Whatever happens in a run was called possible: a warning that something never comes is true."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.engine import Setup
from sim.loader import examine, library, load
from sim.loader.possible import Possible
from sim.play.driver import Play
from sim.play.occupants import occupant

WORLDS = sorted((Path(__file__).parents[1] / "laws").glob("*.yaml"))
NAMES = [*library.shipped(), *sorted(library.root().glob("_tiny/*.yaml")), *WORLDS]
each_scenario = pytest.mark.parametrize("name", NAMES, ids=lambda name: Path(name).stem)
POLICIES = ("random", "hawkish")


@pytest.mark.parametrize("name", library.shipped())
def test_a_shipped_scenario_has_no_warnings(name: str) -> None:
    """An author would learn from an example that warnings do not matter."""
    assert [str(found) for found in examine(name)] == []


@each_scenario
@pytest.mark.parametrize("policy", POLICIES)
def test_what_happens_was_possible(name: str | Path, policy: str) -> None:
    """An author would be told to take out what does come about."""
    setup = Setup(load(name))
    possible = Possible(setup.scenario)
    filled = {seat: occupant(setup, seat, policy) for seat in setup.seats}
    for seed in (1, 2):
        play = Play(setup, seed, filled)
        play.advance()
        state = play.engine.state

        happened = {("done", move) for move in state.moves.done}
        happened |= {("released", inject) for inject in state.injects.released}
        happened |= {("begun", activity) for activity in state.activities.begun}
        happened |= {("tally", of) for of, count in state.acts.tallies.items() if count}
        for event in play.engine.log:
            fact = event.fact
            if fact.kind == "flag_set":
                happened.add(("set" if fact.on else "cleared", fact.flag))
            elif fact.kind == "radio_silenced":
                happened.add(("silenced", fact.vessel))
            elif fact.kind == "vessel_left":
                happened.add(("left", fact.vessel))
        assert happened <= possible.happens
        for counter, value in state.effects.counters.items():
            low, high = possible.reach(("counter", counter))
            assert low <= value <= high
        assert all(rung <= possible.rungs[side] for side, rung in state.acts.rungs.items())
        assert possible.holds(setup.endings[play.ended].when)
