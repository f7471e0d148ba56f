"""Laws L1 to L5 and L20: one run, however it is started, watched, cut, forked or repeated."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.laws import checks_course as law
from tests.laws.worlds import (
    AT_SEA,
    CROSSING,
    HEAVY,
    LINES,
    ROOMS,
    STILL,
    STORM,
    TINY,
    generated,
    hold,
    worlds,
)
from tests.strategies import scenarios

few = settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
any_scenario = given(data=scenarios(), seed=st.integers(0, 2**32))

EAST = "proceed: {vessel: b_runner, position: 15.004 N 119.5 E, speed: 7.123457 m/s}"
ONWARD = (
    f"{CROSSING}|activities.zigzag.beat.every=7777 ms|activities.zigzag.beat.effects=[{{{EAST}}}]"
)
"""The same order again and again, each time from a position rounded anew."""


def test_l01_one_process() -> None:
    """The same scenario, seed and commands would give another log the second time."""
    hold(law.check_l01, worlds(4))
    hold(law.check_l01, worlds(1, [HEAVY]))


@few
@any_scenario
def test_l01_one_process_any_scenario(data: dict[str, Any], seed: int) -> None:
    """Some scenario would give another log the second time."""
    hold(law.check_l01, filter(None, [generated(data, seed)]))


@pytest.mark.slow
@pytest.mark.parametrize("name", [TINY[0], STORM, HEAVY], ids=["tiny", "storm", "heavy"])
def test_l01_other_processes(name: str) -> None:
    """A table made on another day or machine could not be compared with this one."""
    law.check_l01_processes(name)


@pytest.mark.slow
def test_l02_records() -> None:
    """A record could not prove what happened."""
    hold(law.check_l02, worlds(6, STILL))
    hold(law.check_l02, worlds(1, [HEAVY], first=2))


def test_l02_records_at_sea() -> None:
    """A record in which something was undone could not be gone on with."""
    hold(law.check_l02, worlds(8, AT_SEA))


@few
@any_scenario
def test_l02_records_any_scenario(data: dict[str, Any], seed: int) -> None:
    """The record of some scenario could not prove what happened."""
    world = generated(data, seed)
    hold(law.check_l02, filter(None, [world]))


@pytest.mark.slow
def test_l02_restored_play() -> None:
    """A saved play would go on otherwise than if it had never been closed."""
    hold(law.check_l02_restored, worlds(8, STILL))


def test_l03_fold() -> None:
    """Replay, review and forks would show a state that never was."""
    hold(law.check_l03, worlds(4))
    hold(law.check_l03, worlds(1, [HEAVY]))


@few
@any_scenario
def test_l03_fold_any_scenario(data: dict[str, Any], seed: int) -> None:
    """Some word of the data language would change the state behind the log's back."""
    hold(law.check_l03, filter(None, [generated(data, seed)]))


def test_l04_pace() -> None:
    """Looking more often, or a slow screen, would change history."""
    hold(law.check_l04, worlds(4))
    hold(law.check_l04, worlds(1, [HEAVY]))


def test_l04_pace_of_a_play() -> None:
    """Waiting in small steps would change what policies and scripts do."""
    hold(law.check_l04_play, worlds(6))
    hold(law.check_l04_play, worlds(1, [HEAVY]))


@few
@any_scenario
def test_l04_pace_any_scenario(data: dict[str, Any], seed: int) -> None:
    """Looking more often would change the history of some scenario."""
    hold(law.check_l04, filter(None, [generated(data, seed)]))


def test_l05_fork() -> None:
    """What-if, undo and review would show a future that could not have been; ties above all."""
    hold(law.check_l05, worlds(6, STILL))
    hold(law.check_l05, worlds(8, [STORM], first=7))


def test_l05_fork_after_every_step() -> None:
    """Something that outlives an instant would be kept outside the state."""
    hold(law.check_l05_always, worlds(6, STILL))
    hold(law.check_l05_always, worlds(8, [STORM], first=7))


@pytest.mark.parametrize("name", [*AT_SEA, HEAVY], ids=["crossing", "adrift", "meeting", "heavy"])
def test_l05_fork_at_sea(name: str) -> None:
    """After a fork vessels would miss crossings, contacts and closest approaches."""
    hold(law.check_l05_always, worlds(3, [name]))


def test_l05_fork_between_two_sights() -> None:
    """After a fork a side would lose a vessel at another moment."""
    hold(law.check_l05_untouched, worlds(1, [CROSSING]))


def test_l05_fork_after_orders_that_change_nothing() -> None:
    """After a fork a crossing would come a millisecond sooner or later."""
    hold(law.check_l05_untouched, worlds(1, [ONWARD]))


@few
@any_scenario
def test_l05_fork_any_scenario(data: dict[str, Any], seed: int) -> None:
    """Some word of the data language could not be forked."""
    world = generated(data, seed)
    hold(law.check_l05, filter(None, [world]))
    hold(law.check_l05_always, filter(None, [world]))


@pytest.mark.slow
def test_l05_forked_play() -> None:
    """A play could not be tried out without disturbing it."""
    hold(law.check_l05_play, worlds(6, STILL))


@pytest.mark.slow
def test_l05_forked_play_undone() -> None:
    """Undo in a trial would take away the undo of the play itself."""
    hold(law.check_l05_play_undone, worlds(8, STILL))


@pytest.mark.slow
def test_l20_shared_look_ups() -> None:
    """A sweep over a doctrine's numbers would depend on the order of its runs."""
    hold(law.check_l20, worlds(1, ["two-captains|parameters.a_true=0.5 per d"]))
    hold(law.check_l20, worlds(1, [*TINY, STORM, ROOMS, LINES, HEAVY]))
