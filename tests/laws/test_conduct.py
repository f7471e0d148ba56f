"""Laws L6 to L9: going back, what may be done, and what every log keeps to."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.laws import checks_conduct as law
from tests.laws.worlds import HEAVY, STILL, TINY, generated, hold, worlds
from tests.strategies import scenarios

few = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
any_scenario = given(data=scenarios(), seed=st.integers(0, 2**32))

HAIL = "hail: {channel: vhf, vessel: alpha_ship, to: bravo_ship, form: hail"
HAIL_AGAIN = (
    f"{TINY[0]}|moves.d01_hail.once=false"
    f"|moves.d01_hail.effects=[{{{HAIL}, unanswered: [{{{HAIL}}}}}]}}}}]"
)


def test_l06_undo() -> None:
    """Undo would leave something of the undone command behind."""
    hold(law.check_l06, worlds(6))
    hold(law.check_l06, worlds(1, [HEAVY]))


@few
@any_scenario
def test_l06_undo_any_scenario(data: dict[str, Any], seed: int) -> None:
    """Undo would leave something behind in some scenario."""
    hold(law.check_l06, filter(None, [generated(data, seed)]))


@pytest.mark.slow
def test_l06_the_play_goes_on() -> None:
    """Trying a move and taking it back would change what the others do."""
    hold(law.check_l06_goes_on, worlds(8, STILL))


@pytest.mark.parametrize("name", [law.LATE, law.NEAR], ids=["by_time", "by_distance"])
def test_l06_a_script_goes_on(name: str) -> None:
    """Taking a move back would change when a script acts."""
    hold(law.check_l06_script, worlds(1, [name]))


@pytest.mark.parametrize("name", list(law.ALLOWED_MS), ids=["by_time", "by_distance"])
def test_l04_a_script_acts_as_soon_as_it_may(name: str) -> None:
    """What history did would be done later or sooner, as the play happens to be looked at."""
    hold(law.check_l04_script, worlds(1, [name]))


@pytest.mark.slow
def test_l07_commands() -> None:
    """A seat would be offered what it may not do, or could spoil a run by asking."""
    hold(law.check_l07, worlds(2))
    hold(law.check_l07, worlds(1, [HEAVY]))


@few
@any_scenario
def test_l07_commands_any_scenario(data: dict[str, Any], seed: int) -> None:
    """Some scenario would offer what may not be done."""
    hold(law.check_l07, filter(None, [generated(data, seed)]))


def test_l07_what_is_accepted_can_be_written() -> None:
    """A command could make the record of a play unwritable."""
    hold(law.check_l07_written, worlds(1, TINY))


def test_l08_time_and_causes() -> None:
    """“Why did this happen?” would lead in circles."""
    hold(law.check_l08, worlds(6))
    hold(law.check_l08, worlds(1, [HEAVY]))


@few
@any_scenario
def test_l08_time_and_causes_any_scenario(data: dict[str, Any], seed: int) -> None:
    """Some scenario would have an event without a cause, or after the end."""
    hold(law.check_l08, filter(None, [generated(data, seed)]))


def test_l09_intervals() -> None:
    """Something would end twice, never, or too late."""
    hold(law.check_l09, worlds(6))
    hold(law.check_l09, worlds(1, [HEAVY]))


@few
@any_scenario
def test_l09_intervals_any_scenario(data: dict[str, Any], seed: int) -> None:
    """Something would end twice, never, or too late in some scenario."""
    hold(law.check_l09, filter(None, [generated(data, seed)]))


def test_l09_one_call_at_a_time() -> None:
    """A call would ring on that nobody can answer or hang up."""
    hold(law.check_l09, worlds(12, [HAIL_AGAIN]))
