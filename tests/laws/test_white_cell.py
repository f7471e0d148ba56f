"""The laws hold where a white cell takes part."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.laws import checks_conduct as conduct
from tests.laws import checks_course as course
from tests.laws import checks_secrecy as secrecy
from tests.laws.laws import WHITE
from tests.laws.worlds import HOTEL, ROOMS, World, hold, worlds

SEEDS = 6


@pytest.mark.parametrize(
    "check",
    [
        course.check_l01,
        course.check_l03,
        course.check_l04,
        course.check_l05,
        course.check_l05_always,
        conduct.check_l08,
        conduct.check_l09,
        secrecy.check_l11_redacted,
        secrecy.check_l11_alerts,
    ],
    ids=lambda check: check.__name__,
)
def test_laws(check: Callable[[World], None]) -> None:
    """A command of the white cell would break what every other command keeps."""
    hold(check, worlds(SEEDS, WHITE, white=True))


def test_l11_shown() -> None:
    """A seat would be shown what the white cell keeps to itself."""
    hold(secrecy.check_l11_shown, worlds(2, WHITE, white=True))


def test_l11_behind_the_door() -> None:
    """What the white cell does elsewhere would show."""
    hold(secrecy.check_l11_white_cell, worlds(4, (ROOMS,)))


def test_long_scenario() -> None:
    """Only small scenarios would keep the laws."""
    for check in (course.check_l03, course.check_l05, secrecy.check_l11_redacted):
        hold(check, worlds(1, (HOTEL,), white=True))
