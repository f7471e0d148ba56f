"""Every law against the faults planted for it; run by `pytest tests/laws --planted`."""

from __future__ import annotations

import pytest

from tests.laws.laws import LAWS, try_law
from tests.laws.planted import PLANTED, Plant
from tests.laws.worlds import course_of

FAULTS = [
    pytest.param(law, plant, id=f"{law}-{what.replace(' ', '_')}")
    for law, faults in PLANTED.items()
    for what, plant in faults
]


@pytest.mark.parametrize(("law", "plant"), FAULTS)
def test_a_law_notices_its_fault(law: str, plant: Plant) -> None:
    """A law that no fault can break protects nothing."""
    course_of.cache_clear()
    with plant(), pytest.raises(AssertionError):
        try_law(law)
    course_of.cache_clear()


def test_every_law_has_a_fault() -> None:
    """A law would be taken on trust."""
    assert set(PLANTED) == set(LAWS)
