"""Waiting that keeps the drama: it stops at what changes the picture, and says what that is."""

from __future__ import annotations

import re
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli.plain import Conversation
from sim.cli.starter import Starter
from sim.play.seat import (
    MEANINGS,
    RUNGS,
    SeatSession,
    Shown,
    Submit,
    Wait,
    meaning,
    playable,
    rung_name,
    threats,
)
from sim.units import MS_PER_D, MS_PER_MIN
from tests.tui.piloting import LARGE, SCENARIOS, SMALL, application, fly, open_play, text
from tui.cards.meanings import Meanings

SCENE, SEAT = "twenty-nine-minutes", "ccg_scene"


def seated(scenario: str, seat: str, seed: int) -> SeatSession:
    """Sit down at a play that keeps no record."""
    return Starter(scenario, (seat,)).begin(scenario, (seat,), seed).seats[seat]


def waited(own: SeatSession, ms: int | None = None) -> Shown:
    """Wait, and give what the seat is shown."""
    return next(push for push in own.handle(Wait(ms)) if isinstance(push, Shown))


def stops(own: SeatSession, most: int = 60) -> list[Shown]:
    """Wait again and again, to the end or so often; give where waiting stopped for the picture."""
    shown = [waited(own)]
    while len(shown) < most and not shown[-1].view.ended:
        shown.append(waited(own))
    return [each for each in shown if each.stopped]


def test_waiting_stops_before_a_decision_lapses(home: object) -> None:
    """A person who waits for news would have decided nothing, without a word."""
    own = seated(SCENE, SEAT, 11)
    waited(own)

    shown = waited(own)

    assert shown.view.window is not None
    left = shown.view.window.closes_ms - shown.view.at_ms
    assert left == MS_PER_MIN
    assert shown.stopped == (
        "Decision 1 lapses in 1 min; otherwise: Shadow at 500 to 600 m; wait again to let it."
    )
    assert "Decision 1 lapsed" in " ".join(line.text for line in waited(own).news)


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("step", [None, 10 * MS_PER_MIN])
def test_no_decision_is_waited_out_that_was_not_told_to_lapse(
    scenario: str, step: int | None, home: object
) -> None:
    """Where something else was told at that instant, the next key would jump over a decision."""
    seat, _ = playable(Starter(scenario)._setup(scenario).scenario)[0]
    own, told, lapsed = seated(scenario, seat, 7), set[str](), set[str]()
    for _ in range(60):  # in each there is something to choose
        shown = waited(own, step)
        told |= set(re.findall(r"Decision (\d+) lapses", shown.stopped))
        news = " ".join(line.text for line in shown.news)
        lapsed |= set(re.findall(r"Decision (\d+) lapsed", news))
        if shown.view.ended:
            break

    assert lapsed <= told


def test_nobody_is_held_up_by_a_decision_in_which_there_is_nothing_to_choose(
    home: object,
) -> None:
    """All that was left runs already, and each empty decision took two more keys."""
    own, chance, empty = seated("handshake", "pla_delegation", 0), Random(0), 0
    for _ in range(60):
        shown = waited(own)
        window = shown.view.window
        others = [o.move for o in shown.options if not o.blocked and window]
        ways = [move for move in others if move != window.default] if window else []
        if window and not ways:
            empty += 1
            assert "lapses" not in shown.stopped
        elif ways:
            own.handle(Submit("choose", chance.choice(ways)))
        if shown.view.ended:
            break

    assert empty > 2


@pytest.mark.parametrize("seed", [1, 2])
def test_waiting_stops_as_another_side_goes_where_it_was_not_seen_before(
    seed: int, home: object
) -> None:
    """A force at sea would be a line among others, and hours of a decision would pass."""
    own, stopped = seated("eight-measures", "white_house", seed), 0
    for _ in range(120):
        shown = waited(own)
        said = re.match(r"(China|Taiwan) is on rung ([2-9]) ", shown.stopped)
        if said:
            stopped += 1
            rungs = {own.sheet.sides[side]: rung for side, rung in shown.view.rungs}
            assert rungs[said[1]] == int(said[2])
            assert shown.news[-1].at_ms == shown.view.at_ms
        if shown.view.ended:
            break

    assert stopped


def test_waiting_stops_as_somebody_comes_too_near(home: object) -> None:
    """Two ships would be at each other between one key press and the next."""
    own = seated(SCENE, SEAT, 11)
    found = [each for each in stops(own) if each.stopped.startswith(("near: ", "danger: "))]

    assert found
    for each in found:
        graded = threats(each.view, own.sheet.unsafe_m)
        assert any(threat.level > 1 and threat.name in each.stopped for threat in graded)


def test_waiting_stops_as_the_cannon_begin(home: object) -> None:
    """Jets at a bridge would be a line among others."""
    told = [
        each.stopped for seed in range(1, 6) for each in stops(seated(SCENE, "ph_mission", seed))
    ]

    assert any(text.startswith("Begins: Jets") for text in told)


def test_no_alarm_is_told_again_and_again(home: object) -> None:
    """Ships in company stopped the clock every few seconds, and one decision six times."""
    own = seated(SCENE, SEAT, 11)
    lapses, nearness = list[str](), list[int]()
    for _ in range(70):
        shown = waited(own)
        if shown.view.ended:
            break
        alarms = [line.text for line in shown.news if line.alert]
        lapses += re.findall(r"Decision \d+ lapses", shown.stopped)
        near = [text for text in alarms if ": closest " in text or " close: " in text]
        graver = any("rung" in text or "Hulls" in text or "Decision" in text for text in near)
        called = shown.stopped.startswith(("near: ", "danger: "))
        if (called or near) and near == alarms and not graver and shown.view.window is None:
            nearness.append(shown.view.at_ms)

    assert len(set(lapses)) == len(lapses) or lapses.count("Decision 3 lapses") == 2
    assert nearness
    assert all(two - one >= MS_PER_MIN // 2 for one, two in pairwise(nearness))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_no_stop_is_made_twice_and_each_says_why(scenario: str, home: object) -> None:
    """Waiting would stand still for ever, or stop for nothing that anybody can see."""
    seat, _ = playable(Starter(scenario)._setup(scenario).scenario)[0]
    own = seated(scenario, seat, 5)
    before: tuple[int, str] = (-1, "")
    for _ in range(80):
        shown = waited(own)
        now = shown.view.at_ms, shown.stopped
        assert now != before or not shown.stopped
        before = now
        if shown.view.ended:
            break


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_steps_go_on_for_one_five_and_ten_minutes(size: tuple[int, int], home: object) -> None:
    """A person could not look more often than something happens."""
    app = application("seventeen-months")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        await pilot.press("escape")
        for key, minutes in (("full_stop", 1), ("comma", 5), ("semicolon", 10)):
            at = play.view.at_ms
            await pilot.press(key)
            await pilot.pause()
            assert play.view.at_ms - at == minutes * MS_PER_MIN

    fly(app, steps, size)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_why_waiting_stopped_stands_on_the_screen(size: tuple[int, int], home: object) -> None:
    """The clock would stop, and nobody would know what for."""
    app = application(SCENE, SEAT)

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        for _ in range(12):  # news comes first, and a card may lie over the play
            await pilot.press("w")
            await pilot.pause()
            if play.stopped:
                break
            await pilot.press("escape")
        assert play.stopped
        assert f"> {play.stopped}"[:40] in text(app)
        assert "? Help" in text(app)

    fly(app, steps, size)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_what_words_mean_is_one_key_away(size: tuple[int, int], home: object) -> None:
    """“wants change: 30%” would stay a riddle; a letter would order something instead."""
    app = application(SCENE, SEAT)

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        for first, at in (("tension", "play"), ("asks leave", "decide"), ("untested", "card")):
            await pilot.press(*{"play": [], "decide": ["d"], "card": ["escape", "1"]}[at])
            await pilot.press("slash")
            await pilot.pause()
            assert isinstance(app.screen, Meanings)
            assert first in text(app)
            await pilot.press(*["pagedown"] * 20)
            await pilot.pause()
            await pilot.press("slash")
            await pilot.pause()
            assert not isinstance(app.screen, Meanings)

    fly(app, steps, size)


def test_every_rung_and_every_word_of_the_minds_is_explained(
    home: object, capsys: pytest.CaptureFixture[str]
) -> None:
    """A word would stand on the screen that nothing explains."""
    assert all(rung_name(rung) in MEANINGS["THE LADDER"] for rung in range(len(RUNGS)))
    for word in ("tension", "pressure", "wants change", "promise", "rung", "CPA"):
        assert word in meaning(word)

    talk = Conversation(Starter(SCENE, (SEAT,)).begin(SCENE, (SEAT,), 3), None)
    talk.obey("words tension")
    talk.obey("words xyzzy")
    shown = capsys.readouterr().out
    assert "tension: How alarmed" in shown
    assert "none of the words" in shown


def test_nobody_waits_a_month_in_one_key() -> None:
    """A captain who waited found the month over, and had been asked nothing."""
    own, longest, at_ms = seated("two-captains", "north_captain", 3), 0, 0
    while not own._play.ended:
        shown = waited(own)
        longest, at_ms = max(longest, shown.view.at_ms - at_ms), shown.view.at_ms
    assert longest == 7 * MS_PER_D
