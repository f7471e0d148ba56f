"""What would plainly never end is a fault; what merely comes often is not."""

from __future__ import annotations

import pytest

from sim.loader.scenario import examine_text, from_text
from tests.unit.test_ends import HEAD
from tests.unit.test_load import assert_faults

LONG = HEAD.replace("horizon: 10 min", "horizon: 30 d")
ON = "{station: {vessel: %s, on: %s, bearing: 90 deg, distance: 500 m, speed: 8 m/s}}"
SHIP_BOAT, BOAT_SHIP = ON % ("ship", "boat"), ON % ("boat", "ship")

ENDLESS = {
    "begins itself": (
        "activities:\n  - {id: x, title: X, by: ship, lasts: 1 s, ended: §[{begin: x}]}",
        ["begins again without end: x → x, every 1 s; let it last longer, with a “beat”"],
    ),
    "begin each other": (
        (
            "activities:\n"
            "  - {id: x, title: X, by: ship, lasts: 20 s, ended: §[{set: late}, {begin: y}]}\n"
            "  - {id: y, title: Y, by: ship, lasts: 40 s, ended: §[{begin: x}]}"
        ),
        [
            "begins again without end: x → y → x, every 1 min; let it last longer, with a “beat”",
            "begins again without end: y → x → y, every 1 min; let it last longer, with a “beat”",
        ],
    ),
    "its own beat ends it": (
        (
            "activities:\n  - {id: x, title: X, by: ship, lasts: 1 d, ended: §[{begin: x}],\n"
            "     beat: {every: 1 min, effects: [{cease: x}]}}"
        ),
        ["begins again without end: x → x, every 1 min; let it last longer, with a “beat”"],
    ),
    "begins itself after another": (
        (
            "activities:\n"
            "  - {id: x, title: X, by: ship, lasts: 1 min, ended: §[{begin: y}, {begin: x}]}\n"
            "  - {id: y, title: Y, by: ship, lasts: 1 h}"
        ),
        ["begins again without end: x → x, every 1 min; let it last longer, with a “beat”"],
    ),
    "keep station on each other": (
        (
            "injects:\n  - {id: i, title: I, kind: news, at: 1 min,\n"
            f"     effects: [{SHIP_BOAT}, {{set: late}}, §{BOAT_SHIP}]}}"
        ),
        [
            (
                "vessels keep station on one another without end: “boat” → “ship” → “boat”; "
                "let one of them steer"
            )
        ],
    ),
    "convenes itself": (
        (
            "meetings:\n  - {id: m, title: M, channel: table, at: 1 d,\n"
            "     effects: §[{convene: {meeting: m, after: 1 min}}]}"
        ),
        [
            (
                "is held again without end: m → m, every 1 min; "
                "give “every” instead, and a longer time"
            )
        ],
    ),
    "a meeting and an activity bring each other about": (
        (
            "activities:\n  - {id: x, title: X, by: ship, lasts: 20 s, ended: §[\n"
            "     {convene: {meeting: m, after: 40 s}}]}\n"
            "meetings:\n  - {id: m, title: M, channel: table, effects: §[{begin: x}]}"
        ),
        [
            "begins again without end: x → m → x, every 1 min; let it last longer, with a “beat”",
            (
                "is held again without end: m → x → m, every 1 min; "
                "give “every” instead, and a longer time"
            ),
        ],
    ),
    "a series without measure": (
        "meetings:\n  - {id: m, title: M, channel: table, at: 1 d, every: §5 min}",
        ["would be held more than 5,000 times; meet less often"],
    ),
}
FINE = {
    "slow enough": "activities:\n"
    "  - {id: x, title: X, by: ship, lasts: 3 min, ended: [{begin: x}]}",
    "on a condition": "activities:\n  - {id: x, title: X, by: ship, lasts: 1 s,\n"
    "     ended: [{if: {when: {flag: late}, then: [{begin: x}]}}]}",
    "while something holds": "activities:\n"
    "  - {id: x, title: X, by: ship, lasts: 1 s, keep: {flag: late}, ended: [{begin: x}]}",
    "called off on a condition": (
        "meetings:\n  - {id: m, title: M, channel: table, at: 1 d, when: {flag: late},\n"
        "     effects: [{convene: {meeting: m, after: 1 min}}]}"
    ),
    "into a circle that does not come back": "activities:\n"
    "  - {id: x, title: X, by: ship, lasts: 1 s, ended: [{begin: y}, {begin: y}]}\n"
    "  - {id: y, title: Y, by: ship, lasts: 1 h, ended: [{begin: y}]}",
    "the one that was ordered last": "injects:\n  - {id: i, title: I, kind: news, at: 1 min,\n"
    f"     effects: [{SHIP_BOAT}, {BOAT_SHIP}, {{steer: {{vessel: ship, course: 90 deg}}}}]}}",
}


@pytest.mark.parametrize("what", ENDLESS)
def test_what_never_ends_is_a_fault(what: str) -> None:
    """A scenario would pass the check and be stopped in the middle of a run, or fill the memory."""
    part, sentences = ENDLESS[what]

    assert_faults(LONG + part, sentences)


@pytest.mark.parametrize("what", FINE)
def test_what_comes_often_is_no_fault(what: str) -> None:
    """An author would be told that a rhythm has no end."""
    assert from_text(LONG + FINE[what]).id == "ends"


def test_stations_that_several_hands_order_are_a_warning() -> None:
    """Two that shadow each other by choice would be stopped in the middle of a game."""
    orders = "".join(
        f"  - {{id: i{k}, title: I, kind: news, at: {k + 1} min, effects: [{order}]}}\n"
        for k, order in enumerate((SHIP_BOAT, BOAT_SHIP))
    )
    long, short = (examine_text(head + "injects:\n" + orders) for head in (LONG, HEAD))

    assert [str(each) for each in long if "station" in each.what] == [
        (
            "text:36:57: warning: vessels may come to keep station on one another without end: "
            "“ship” → “boat” → “ship”; let one of them steer before"
        )
    ]
    assert [str(each) for each in short if "station" in each.what] == []


def test_what_the_horizon_ends_is_no_fault() -> None:
    """A short game would be refused for what would matter over weeks only."""
    part, _ = ENDLESS["keep station on each other"]

    assert from_text(HEAD + part.replace("§", "")).id == "ends"
