"""Laws L22 and L23: duties of vessels that meet, and hulls that do."""

from __future__ import annotations

from tests.laws import checks_sea as law
from tests.laws.worlds import AT_SEA, HEAVY, hold, worlds


def test_l22_duties_hold() -> None:
    """A bridge would be told to stand on where it has to keep clear, by a change of bearing."""
    hold(law.check_l22, worlds(4, AT_SEA))
    hold(law.check_l22, worlds(1, [HEAVY]))


def test_l23_hulls_that_meet_meet() -> None:
    """Vessels would pass close to or through each other, and nobody would know."""
    hold(law.check_l23, worlds(4, AT_SEA))
    hold(law.check_l23, worlds(1, [HEAVY]))
