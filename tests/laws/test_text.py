"""Laws L14 and L16: what is written down reads back as what it was."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.loader import from_data
from tests import strategies as own
from tests.laws import checks_text as law
from tests.laws.worlds import AT_SEA, HEAVY, STILL, setup_of

few = settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", [*STILL, *AT_SEA, HEAVY], ids=lambda n: n.rpartition("/")[2][:24])
def test_l14_scenario_to_text_to_scenario(name: str) -> None:
    """A record would carry, or an author would save, another scenario than was played."""
    law.check_l14(setup_of(name).scenario)


@few
@given(data=own.scenarios())
def test_l14_any_scenario_to_text_to_scenario(data: dict[str, Any]) -> None:
    """Some text or number would not survive being written."""
    law.check_l14(from_data(data))


@pytest.mark.parametrize("kind", law.QUANTITIES)
@given(data=st.data())
def test_l16_quantity_to_text_to_quantity(kind: str, data: st.DataObject) -> None:
    """A saved scenario would load with other numbers than it was saved with."""
    law.check_l16(kind, data.draw(getattr(own, kind)))
