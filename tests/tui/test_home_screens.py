"""The first screens: what the menu remembers, opponents, records, pages to learn from."""

from __future__ import annotations

import os
import random
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli.starter import Starter
from sim.model.channels import Channel
from sim.model.rungs import RUNGS
from sim.play.seat import Ended, Session, Wait
from sim.printable import hidden
from tests.tui.piloting import (
    LARGE,
    SCENARIOS,
    SMALL,
    application,
    fly,
    open_play,
    text,
    to_the_end,
)
from tests.unit.test_shelf import NAMES
from tui.app import Channel16
from tui.base.keytable import TABLE
from tui.base.start import Opening
from tui.base.text import length, plain
from tui.cards.opponents import OpponentsCard
from tui.cards.question import QuestionCard
from tui.panes import home as panes
from tui.panes import manual
from tui.panes.opening import opening_chart
from tui.panes.words import PROMISES
from tui.screens.brief import BriefScreen
from tui.screens.end import EndScreen
from tui.screens.manual import ManualScreen
from tui.screens.menu import MenuScreen
from tui.screens.play import PlayScreen
from tui.screens.records import RecordsScreen

GAME, SEAT = "two-captains", "north_captain"
DAY = date(2026, 3, 1)


def ended(session: Session) -> Session:
    """Wait until a play is over."""
    (seat,) = session.seats.values()
    while not any(isinstance(push, Ended) for push in seat.handle(Wait())):
        pass
    session.close()
    return session


def played(*seeds: int, scenario: str = GAME, seat: str = SEAT) -> Starter:
    """Play games to their end; give who began them."""
    starter = Starter(today=lambda: DAY)
    for seed in seeds:
        ended(starter.begin(scenario, (seat,), seed))
    starter.kept()
    return starter


def words(app: Any) -> str:
    """Give what is on the screen as words."""
    return " ".join(text(app).split())


async def opened(pilot: Pilot[Any], title: str) -> None:
    """Go down the menu to a row and open it."""
    await pilot.press(*["up"] * (len(SCENARIOS) + 6))
    for _ in range(len(SCENARIOS) + 6):
        row = pilot.app.screen.row
        if row.title == title:
            await pilot.press("enter")
            await pilot.pause()
            return
        await pilot.press("down")
        await pilot.pause()
    raise AssertionError(f"“{title}” is not on the menu")


# The menu


def test_a_briefing_that_is_left_stands_marked_on_the_menu() -> None:
    """Enter after Esc would open the first game instead of the one that was just read about."""
    app = application("handshake", "us_captain")

    async def steps(pilot: Pilot[Any]) -> None:
        assert isinstance(app.screen, BriefScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, MenuScreen)
        assert app.screen.marked == "handshake"

    fly(app, steps)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_menu_says_what_each_game_is_about(size: tuple[int, int]) -> None:
    """A newcomer would choose by six bare titles."""
    app = application()

    async def steps(pilot: Pilot[Any]) -> None:
        for poster in Starter().posters():
            await pilot.pause()
            shown = words(app)
            seen = ""
            for _ in range(4):
                seen += words(app)
                await pilot.press("pagedown")
                await pilot.pause()
            assert poster.title in shown
            assert poster.about[:40] in shown
            assert f"of {len(poster.endings)}" in shown
            for chair in poster.seats:
                if chair.playable:
                    assert chair.title[:20] in seen
                    assert f"{chair.decides} to decide" in seen
            assert "Opponents" in seen
            await pilot.press("down")

    fly(app, steps, size)


def test_no_odds_are_shown() -> None:
    """Shares of a divided staff would tell how likely each advice is."""
    poster = next(p for p in Starter().posters() if p.id == "eight-measures")
    chosen = {"beijing": "mix:firm=0.7,hawkish=0.3"}
    lines = panes.opponents(poster.seats, chosen, Starter().policies(), 80)

    assert "divided: firm, hawkish" in plain(lines)
    assert "0.7" not in plain(panes.opponents(poster.seats, {}, Starter().policies(), 80))


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_menu_remembers_what_was_played(size: tuple[int, int], home: Path) -> None:
    """Once finished, a game would be gone."""
    starter = played(1, 2)
    plays = starter.kept()
    best = max(play.score or 0 for play in plays)
    app = application()

    async def steps(pilot: Pilot[Any]) -> None:
        app.screen.marked = GAME
        app.screen.repaint()
        await pilot.pause()
        shown = words(app)
        found = len({play.ending for play in plays})
        assert f"{found}/4" in shown
        assert f"best {best} of 100" in shown
        assert f"last {plays[0].score} of 100, {plays[0].ending_title}" in shown
        assert "Records 2 games" in shown
        assert "Continue" not in shown

    fly(app, steps, size)


def test_the_mark_stays_on_its_row_when_rows_come_and_go(home: Path) -> None:
    """Enter would open what nobody marked."""
    app = application()

    async def steps(pilot: Pilot[Any]) -> None:
        await opened(pilot, "Two captains")
        assert isinstance(app.screen, BriefScreen)
        Starter().begin("handshake", ("us_captain",), 5).close()
        await pilot.press("escape")
        await pilot.pause()
        assert "Continue: Handshake" in text(app)
        assert "Learn" in text(app)
        assert app.screen.query_one("#menu").size.height > len(app.screen.rows)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen.scenario == GAME

    fly(app, steps)


def test_the_play_that_was_left_is_marked(home: Path) -> None:
    """Whoever left for a moment would begin something else by Enter."""
    app = application(GAME)

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        await pilot.press("q")
        await pilot.pause()
        assert app.screen.marked == "continue"
        await pilot.press("enter")
        await pilot.pause()
        assert any(isinstance(each, PlayScreen) for each in app.screen_stack)

    fly(app, steps)


def test_after_a_guided_game_the_next_one_is_marked(home: Path) -> None:
    """A newcomer would be left with what has just been played."""
    app = application("dawn-approach")

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        await to_the_end(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen.row.scenario not in ("", "dawn-approach")
        assert "Next for you" in words(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, BriefScreen)

    fly(app, steps)


def test_a_chart_gives_no_seat_what_only_another_holds() -> None:
    """Whoever looks at the menu would know where the other side's ships begin."""
    for poster in Starter().posters():
        for chair in (None, *poster.seats):
            lines = opening_chart(poster, chair.id if chair else "", 50, 16, simple=True)
            assert len(lines) == 16
            assert all(length(row) <= 50 for row in lines)
    dawn = next(p for p in Starter().posters() if p.id == "dawn-approach")
    assert "Heron" not in plain(opening_chart(dawn, "", 50, 16, simple=True))
    assert "Heron" not in plain(opening_chart(dawn, "east_captain", 50, 16, simple=True))
    assert "Heron" in plain(opening_chart(dawn, "west_captain", 50, 16, simple=True))


# Opponents


def test_opponents_are_chosen_in_words_and_play(home: Path) -> None:
    """Opponents could be chosen on the command line only."""
    app = application(GAME)

    async def steps(pilot: Pilot[Any]) -> None:
        assert "Opponents: firm; o changes them" in words(app)
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, OpponentsCard)
        assert "Answers in kind" in words(app)
        await pilot.press("right")
        await pilot.pause()
        assert "Answers well below" in words(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "Opponents: cautious" in words(app)
        await pilot.press("enter")
        await pilot.pause()
        await to_the_end(pilot)
        await pilot.press("r")
        await pilot.pause()

    fly(app, steps)
    assert [play.policies for play in Starter().kept()] == [{"south_captain": "cautious"}] * 2


def test_opponents_are_chosen_on_the_menu_too(home: Path) -> None:
    """They would be out of sight until a game was opened."""
    app = application()

    async def steps(pilot: Pilot[Any]) -> None:
        app.screen.marked = GAME
        app.screen.repaint()
        await pilot.pause()
        assert "o Opponents" in words(app)
        await pilot.press("o")
        await pilot.pause()
        assert "left aside" in words(app)
        await pilot.press("down", "right", "enter")
        await pilot.pause()
        assert "cautious: answers well below" in words(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "Opponents: cautious" in words(app)
        await pilot.press("escape")
        app.screen.marked = "daily"
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(app.screen, MenuScreen)

    fly(app, steps, LARGE)
    assert Starter().seating(GAME) == {}


def test_escape_leaves_the_opponents_as_they_were(home: Path) -> None:
    """A look at the card would change the game."""
    app = application(GAME)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("o", "right", "right", "escape")
        await pilot.pause()
        assert "Opponents: firm" in words(app)

    fly(app, steps)


# Records


def test_a_record_is_read_again_reported_shared_and_deleted(home: Path) -> None:
    """A game that ended could not be looked at any more."""
    starter = played(1, 2)
    kept = starter.kept()
    app = application()
    copied: list[str] = []
    app.copy_to_clipboard = copied.append

    async def steps(pilot: Pilot[Any]) -> None:
        await opened(pilot, "Records")
        assert isinstance(app.screen, RecordsScreen)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, EndScreen)
        assert app.screen.session.seed == kept[0].seed
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, RecordsScreen)
        await pilot.press("e", "y")
        await pilot.pause()
        assert copied == [kept[0].shared]
        await pilot.press("x", "enter")
        await pilot.pause()
        assert len(app.screen.plays) == 2
        await pilot.press("x")
        await pilot.pause()
        assert isinstance(app.screen, QuestionCard)
        await pilot.press("down", "enter")
        await pilot.pause()
        assert [play.seed for play in app.screen.plays] == [kept[1].seed]
        assert "Deleted" in words(app)

    fly(app, steps)
    assert Path(kept[0].record).with_suffix(".html").read_text("utf-8").startswith("<!DOCTYPE")
    assert not Path(kept[0].record).exists()


def test_what_cannot_be_done_with_a_record_is_said(home: Path) -> None:
    """A report over somebody's own page, or a file that is gone, would end in a traceback."""
    (record,) = [play.record for play in played(1).kept()]
    page = Path(record).with_suffix(".html")
    page.write_text("mine", "utf-8")
    app = application()

    async def steps(pilot: Pilot[Any]) -> None:
        await opened(pilot, "Records")
        await pilot.press("e")
        await pilot.pause()
        assert "Written" in words(app)
        assert page.read_text("utf-8") == "mine"
        page.unlink()
        Path(record).unlink()
        await pilot.press("e")
        await pilot.pause()
        assert "there is no such file" in words(app)
        await pilot.press("x", "down", "enter")
        await pilot.pause()
        assert "cannot be deleted" in words(app)
        assert "No game has ended yet" in words(app)
        await pilot.press("e", "y", "x", "enter", "down", "pagedown")

    fly(app, steps)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_records_under_any_name_are_handled(size: tuple[int, int], home: Path) -> None:
    """A name that is no text would end the screen in a traceback, or drive the terminal."""
    (record,) = [Path(play.record) for play in played(1).kept()]
    for name in NAMES:
        Path(os.fsdecode(os.fsencode(home) + b"/" + name + b".jsonl")).write_bytes(
            record.read_bytes()
        )
    app = application()
    app.copy_to_clipboard = list

    async def steps(pilot: Pilot[Any]) -> None:
        await opened(pilot, "Records")
        for _ in range(len(NAMES) + 1):
            await pilot.press("e")
            await pilot.pause()
            shown = text(app)
            assert "Written" in shown or "cannot be written" in words(app)
            assert not hidden(shown)
            await pilot.press("y", "enter")
            await pilot.pause()
            assert isinstance(app.screen, EndScreen)
            await pilot.press("escape", "x", "down", "enter")
            await pilot.pause()
            assert "Deleted" in text(app)
        assert app.screen.plays == []

    fly(app, steps, size)
    assert not list(home.glob("*.jsonl"))


# The game of a day


def test_the_daily_game_is_opened_played_and_shared(home: Path) -> None:
    """Seat or seed of a day could be chosen, or a second try begun."""
    starter = Starter(today=lambda: DAY)
    app: Any = Channel16(starter, Opening(daily=True))
    copied: list[str] = []
    app.copy_to_clipboard = copied.append
    daily = starter.daily()
    assert daily is not None

    async def steps(pilot: Pilot[Any]) -> None:
        assert isinstance(app.screen, BriefScreen)
        await pilot.press("s", "b", "r", "o")
        await pilot.pause()
        screen = app.screen
        assert (screen.scenario, screen.people, screen.seed) == (
            daily.scenario,
            [daily.seat],
            daily.seed,
        )
        assert str(daily.seed) not in words(app)
        await pilot.press("enter", "enter")  # one too many begins nothing
        await pilot.pause()
        assert isinstance(app.screen, BriefScreen)
        assert not starter.kept()
        await pilot.press("enter", "down", "enter")
        await pilot.pause()
        await to_the_end(pilot)
        shared = starter.kept()[0].shared
        for _ in range(2):  # before the guess and after it
            assert f"{starter.kept()[0].score} of 100 y copies" in words(app)
            await pilot.press("y", "enter")
            await pilot.pause()
        assert copied == [shared] * 2
        assert starter.kept()[0].ending_title not in shared
        await pilot.press("right", "left", "escape")
        await pilot.pause()
        assert f"{starter.kept()[0].score} of 100" in words(app)
        await opened(pilot, f"Daily: {daily.title}")
        assert isinstance(app.screen, EndScreen)

    fly(app, steps)
    assert [play.daily for play in starter.kept()] == [DAY.isoformat()]


# Pages to learn from


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_pages_can_be_read_and_lead_to_the_guided_game(size: tuple[int, int]) -> None:
    """Newcomers would have the help of keys only."""
    app = application()

    async def steps(pilot: Pilot[Any]) -> None:
        await opened(pilot, "Learn")
        assert isinstance(app.screen, ManualScreen)
        for page in panes.PAGES:
            await pilot.press("down")
            await pilot.pause()
            assert app.screen.rows[app.screen.at].title == page
        await pilot.press(*["up"] * len(panes.PAGES), "enter")
        await pilot.pause()
        assert isinstance(app.screen, BriefScreen)
        assert app.screen.scenario == "dawn-approach"

    fly(app, steps, size)


def test_the_pages_agree_with_the_model() -> None:
    """A page would explain rungs or channels that there are none of, or leave one out."""
    kinds = Channel.model_fields["kind"].annotation.__args__  # type: ignore[union-attr]
    assert set(manual.KINDS) == set(kinds)
    assert len(manual.RUNGS_MEAN) == len(RUNGS)
    assert set(manual.PROMISES_MEAN) == set(PROMISES)
    policies = Starter().policies()
    for page in panes.PAGES:
        lines = manual.manual(page, TABLE, policies, 76)
        assert len(lines) > 5
        assert all(length(row) <= 80 for row in lines)


# Whatever is pressed

_KEYS = (*"jkoyexrsb?", *("up", "down", "left", "right", "enter", "escape", "space", "delete") * 2)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_no_key_breaks_the_first_screens(seed: int, home: Path) -> None:
    """Some key at some moment would end the program in a traceback."""
    played(1, 2)
    (home / "odd.jsonl").mkdir()
    dice = random.Random(seed)
    app = application()
    app.copy_to_clipboard = list

    async def steps(pilot: Pilot[Any]) -> None:
        for title in ("Records", "Learn", "Two captains", "Records"):
            if not isinstance(app.screen, MenuScreen):
                app.open_menu("")
                await pilot.pause()
            await opened(pilot, title)
            keys = ["question_mark" if key == "?" else key for key in dice.choices(_KEYS, k=25)]
            await pilot.press(*keys)
            await pilot.resize_terminal(*dice.choice((SMALL, LARGE, (20, 5), (60, 20), (200, 24))))
            await pilot.pause()
            await pilot.resize_terminal(*SMALL)

    fly(app, steps)


# How fast


def test_a_full_shelf_is_shown_at_once(home: Path) -> None:
    """The menu would wait for hundreds of records each time it is shown."""
    (one,) = [Path(play.record) for play in played(1).kept()]
    for number in range(200):
        (home / f"copy{number}.jsonl").write_bytes(one.read_bytes())
    starter = Starter()
    assert len(starter.kept()) == 201

    begun = time.perf_counter()
    assert len(starter.kept()) == 201
    assert time.perf_counter() - begun < 0.25


def test_the_menu_is_first() -> None:
    """Records and pages would not lead back."""
    app = application()

    async def steps(pilot: Pilot[Any]) -> None:
        for title in ("Records", "Learn"):
            await opened(pilot, title)
            await pilot.press("escape")
            await pilot.pause()
            assert isinstance(app.screen, MenuScreen)

    fly(app, steps)
