"""Which checks make up a law, and worlds enough to notice a fault planted against it."""

from __future__ import annotations

import random
from collections.abc import Callable

from tests.laws import checks_conduct as conduct
from tests.laws import checks_course as course
from tests.laws import checks_sea as sea
from tests.laws import checks_secrecy as secrecy
from tests.laws import checks_sentences as sentences
from tests.laws import checks_staffs as staffs
from tests.laws import checks_stops as stops
from tests.laws import checks_text as text
from tests.laws import checks_words as words
from tests.laws.worlds import (
    CROSSING,
    HOTEL,
    LINES,
    MEETING,
    ROOMS,
    STILL,
    STORM,
    TINY,
    ZONES,
    World,
    hold,
    setup_of,
    worlds,
)


def _in(check: Callable[[World], None], seeds: int, names: tuple[str, ...]) -> Callable[[], None]:
    return lambda: hold(check, worlds(seeds, names))


def _white(
    check: Callable[[World], None], seeds: int, names: tuple[str, ...]
) -> Callable[[], None]:
    """Hold a law where a white cell takes part."""
    return lambda: hold(check, worlds(seeds, names, white=True))


def _each(check: Callable[[int], None]) -> Callable[[], None]:
    """Hold a law of one decision for some seeds."""

    def held() -> None:
        for seed in range(30):
            check(seed)

    return held


def _durations() -> None:
    dice = random.Random(16)
    for _ in range(100):
        text.check_l16("durations_ms", dice.randint(0, 10**9))


TALKING = "two-captains|parameters.a_true=0.5 per d"
"""Two captains to whom something happens every other day, so that they talk."""
WHITE = (TINY[1], STORM, ROOMS, ZONES)
"""Where laws are held with a white cell, too."""
LAWS: dict[str, list[Callable[[], None]]] = {
    "L1": [
        _white(course.check_l01, 1, WHITE),
        _in(course.check_l01, 1, TINY),
        lambda: course.check_l01_processes(STORM),
    ],
    "L2": [_in(course.check_l02, 3, STILL)],
    "L3": [_white(course.check_l03, 2, WHITE), _in(course.check_l03, 2, (*STILL, CROSSING))],
    "L4": [
        _white(course.check_l04, 1, WHITE),
        _in(course.check_l04, 3, STILL),
        _in(course.check_l04_play, 3, STILL),
    ],
    "L5": [
        _white(course.check_l05, 2, WHITE),
        _in(course.check_l05, 4, STILL),
        _in(course.check_l05_always, 2, STILL),
    ],
    "L6": [_in(conduct.check_l06, 4, STILL)],
    "L7": [_in(conduct.check_l07, 2, STILL)],
    "L8": [_white(conduct.check_l08, 1, WHITE), _in(conduct.check_l08, 2, STILL)],
    "L9": [_white(conduct.check_l09, 2, WHITE), _in(conduct.check_l09, 2, STILL)],
    "L11": [
        _white(secrecy.check_l11_shown, 1, WHITE),
        _white(secrecy.check_l11_redacted, 1, WHITE),
        _in(secrecy.check_l11_white_cell, 3, (ROOMS,)),
        _in(secrecy.check_l11_shown, 2, STILL),
        _in(secrecy.check_l11_redacted, 2, STILL),
        _in(secrecy.check_l11_behind_the_door, 4, (ROOMS,)),
        _in(secrecy.check_l11_policy, 2, (ROOMS,)),
        _in(secrecy.check_l11_imagined, 3, (ROOMS,)),
        _in(secrecy.check_l11_names, 2, (STORM, ROOMS)),
        _in(staffs.check_l11_reports, 3, (ZONES,)),
    ],
    "L10": [_in(words.check_l10, 40, (LINES,)), _in(staffs.check_l10_desks, 6, (ZONES,))],
    "L12": [_in(words.check_l12, 1, (TINY[0], CROSSING, LINES))],
    "L14": [lambda: text.check_l14(setup_of(STORM).scenario)],
    "L15": [_in(words.check_l15, 1, (LINES,))],
    "L16": [_durations],
    "L17": [_each(words.check_l17)],
    "L19": [_each(words.check_l19)],
    "L18": [_in(words.check_l18, 8, ("two-captains",))],
    "L21": [
        _in(stops.check_l21_cut, 2, (LINES, HOTEL)),
        _in(stops.check_l21_quit, 3, (*TINY, STORM)),
        _in(stops.check_l21_undo, 12, (HOTEL,)),
    ],
    "L20": [_in(course.check_l20, 1, ("two-captains|parameters.a_true=0.5 per d",))],
    "L22": [_in(sea.check_l22, 4, (CROSSING, MEETING))],
    "L23": [_in(sea.check_l23, 2, (CROSSING, MEETING))],
    "L24": [_in(sentences.check_l24, 2, (TALKING,))],
}


def try_law(law: str) -> None:
    """Check a law everywhere it is known to hold; AssertionError where it does not."""
    for check in LAWS[law]:
        check()
