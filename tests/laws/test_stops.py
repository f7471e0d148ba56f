"""Law L21: quit, kill, undo of a free command and a torn tail leave no trace in what follows."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.laws import checks_stops as law
from tests.laws.worlds import HEAVY, HOTEL, generated, hold, worlds
from tests.strategies import scenarios

few = settings(max_examples=4, suppress_health_check=[HealthCheck.too_slow])
any_scenario = given(data=scenarios(), seed=st.integers(0, 2**32))


@pytest.mark.slow
def test_l21_cut() -> None:
    """A kill, or a torn tail, would change what others do later."""
    hold(law.check_l21_cut, worlds(2))


@pytest.mark.slow
def test_l21_cut_where_many_talk() -> None:
    """What policies have heard and left unanswered would be put to them again."""
    hold(law.check_l21_cut, worlds(2, [HOTEL, HEAVY], first=3))


@few
@any_scenario
def test_l21_cut_any_scenario(data: dict[str, Any], seed: int) -> None:
    """Some scenario could not be gone on with."""
    hold(law.check_l21_cut, filter(None, [generated(data, seed)]))


@pytest.mark.slow
def test_l21_quit() -> None:
    """Whoever leaves a game and comes back would find another game."""
    hold(law.check_l21_quit, worlds(2))
    hold(law.check_l21_quit, worlds(1, [HOTEL, HEAVY], first=4))


@pytest.mark.slow
def test_l21_undo() -> None:
    """A note taken back would change what others do later."""
    hold(law.check_l21_undo, worlds(3))
    hold(law.check_l21_undo, worlds(8, [HOTEL]))
    hold(law.check_l21_undo, worlds(2, [HEAVY]))
