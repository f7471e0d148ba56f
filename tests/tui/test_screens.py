"""The screens under a pilot: from the menu to the end, at several sizes, with one or two people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.piloting import (
    LARGE,
    SCENARIOS,
    SEED,
    SMALL,
    application,
    fly,
    open_play,
    text,
    to_the_end,
)
from tui.cards.call import CallCard
from tui.cards.channels import Channels
from tui.cards.clauses import ClauseCard
from tui.cards.curtain import Curtain
from tui.cards.help import Help
from tui.cards.inbox import Inbox
from tui.cards.notice import Notice
from tui.cards.prompt import Prompt
from tui.screens.end import EndScreen
from tui.screens.log import LogScreen
from tui.screens.menu import MenuScreen
from tui.screens.play import PlayScreen

SERVE = "Ordered: Stop and serve boats here."


def learned(app: Any) -> list[str]:
    """Give everything the seat of the play has learned."""
    play = next(screen for screen in app.screen_stack if isinstance(screen, PlayScreen))
    return [item.text for item in play.own.feed()]


def records(home: Path) -> list[Path]:
    """List the records of this test."""
    return sorted(home.glob("*.jsonl"))


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("number", range(len(SCENARIOS)))
def test_a_shipped_scenario_is_played_to_its_end(number: int, size: tuple[int, int]) -> None:
    """A player could not get from the menu through a decision and a call to the end."""
    app = application()

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press(*["down"] * number, "enter")
        await pilot.pause()
        assert app.screen.scenario == SCENARIOS[number]
        assert f"Seed: {SEED}" in text(app)
        play = await open_play(pilot)
        await pilot.press("d", "a", "a")
        await pilot.pause()
        assert any(item.text.startswith("Ordered: ") for item in play.own.feed())
        await open_play(pilot)
        await pilot.press("1")
        await pilot.pause()
        if isinstance(app.screen, CallCard):
            await pilot.press("enter")
            assert play.shown.view.calls or play.message
        await to_the_end(pilot)
        for _ in range(8):
            assert text(app).strip()
            await pilot.press("enter")
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, MenuScreen)
        assert "Continue" not in text(app)

    fly(app, steps, size)


def test_the_play_screen_holds_what_a_player_needs() -> None:
    """A player at 80×24 would miss time, channels, ladder, belief, news, options or their price."""
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        shown = text(app)
        for word in ("08:00", "T+0", "0/38", f"seed {SEED}", "DECISION 4:00", "live firing"):
            assert word in shown
        for word in ("CHANNELS", "unanswered", "suspended", "LADDER", "contact 6", "wants change"):
            assert word in shown
        await pilot.press("enter")
        await pilot.pause()
        shown = text(app)
        for word in (
            "else: Hold for the shoal",
            "at once",
            "0 Routine  3 Presence",
            "Waiting: CCG 5201",
        ):
            assert word in shown

    fly(app, steps)


def test_a_letter_marks_and_the_same_letter_chooses() -> None:
    """One slip of a finger would order something that cannot be called back at sea."""
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        await pilot.press("d", "b")
        assert play.cursor == 1
        serve = play.letters["n01_serve_here"]
        assert serve != "b"
        await pilot.press(serve)
        assert SERVE not in learned(app)
        await pilot.press(serve)
        assert SERVE in learned(app)
        await open_play(pilot)
        await pilot.press("escape", "u")
        assert SERVE not in learned(app)

    fly(app, steps)


def test_a_blocked_option_says_why() -> None:
    """A player would not learn what an option waits for."""
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        await pilot.press("d", *["down"] * 60)
        await pilot.pause()
        assert "not open now. Space" in text(app)
        assert "Not now:" not in text(app)
        await pilot.press("space", *["down"] * 60)
        await pilot.pause()
        assert "Not now:" in text(app)

    fly(app, steps)


@pytest.mark.parametrize(
    ("key", "kind", "word"),
    [
        ("question_mark", Help, "Time stands still"),
        ("l", LogScreen, "ALL YOU HAVE LEARNED"),
        ("c", Channels, "Binds nobody here"),
        ("o", Notice, "Your orders"),
    ],
)
def test_what_lies_over_the_play_opens_and_closes(key: str, kind: type, word: str) -> None:
    """A key would open nothing, or a card could not be put away."""
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        await pilot.press(key)
        await pilot.pause()
        assert isinstance(app.screen, kind)
        assert word in text(app)
        await pilot.press("down", "up", "escape")
        await pilot.pause()
        assert app.screen is play

    fly(app, steps)


def test_notes_and_waits_are_typed() -> None:
    """What is typed would move vessels, or a wait would last too long."""
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        await pilot.press("n", *"wait", "enter")
        await pilot.pause()
        assert play.own.feed()[-1].text == "Note: wait"
        at = play.shown.view.at_ms
        await pilot.press("W", *"90", "space", "s", "enter")
        await pilot.pause()
        assert play.shown.view.at_ms == at + 90_000
        await pilot.press("W", "x", "enter")
        await pilot.pause()
        assert "Not understood" in text(app)
        await pilot.press("n", "escape")
        await pilot.pause()
        assert not isinstance(app.screen, Prompt)

    fly(app, steps)


def test_a_call_is_made_followed_and_hung_up() -> None:
    """A player could not see how the own call stands, or end it."""
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        await pilot.press("1")
        await pilot.pause()
        card = app.screen
        assert isinstance(card, CallCard)
        while card.forms[card.form] != "warning":
            await pilot.press("down")
        await pilot.press("enter")
        await pilot.pause()
        assert play.shown.view.calls[0].form == "warning"
        assert "> VHF" in text(app)
        assert "calling" in text(app)
        await pilot.press("1")
        await pilot.pause()
        assert "Calling CCG 5201" in text(app)
        await pilot.press("x")
        await pilot.pause()
        assert not play.shown.view.calls

    fly(app, steps)


def test_a_ring_is_answered_or_left() -> None:
    """A call that comes in would not be seen, or could not be answered."""
    app = application("two-captains")

    async def steps(pilot: Pilot[Any]) -> None:
        for _ in range(4):  # three quiet weeks, and the call
            await pilot.press("enter")
            await pilot.pause()
        assert "INCOMING CALL" in text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "RINGS" in text(app)
        await pilot.press("i", "a")
        await pilot.pause()
        assert any("answered" in item for item in learned(app))

    fly(app, steps)


@pytest.mark.parametrize("size", [(20, 5), (79, 24), (80, 23), (1, 1)])
def test_too_small_a_terminal_is_told_so(size: tuple[int, int]) -> None:
    """A terminal that shrinks would end the game, or hide what a key does."""
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        for room in (size, (200, 60), size, SMALL, (80, 36), (140, 24), size):
            await pilot.resize_terminal(*room)
            await pilot.pause()
        at = play.shown.view.at_ms
        if size != (1, 1):
            assert "too small" in text(app)
            assert not app.screen.show_vertical_scrollbar
        await pilot.press("w", "d")
        assert play.shown.view.at_ms == at
        await pilot.resize_terminal(*SMALL)
        await pilot.pause()
        await pilot.press("1")
        for room in ((20, 5), SMALL):
            await pilot.resize_terminal(*room)
            await pilot.pause()

    fly(app, steps)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_the_screen_works_without_colours(
    monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    """NO_COLOR would end the game in a traceback."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = application("handshake")

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        await pilot.press("d", "down", "escape", "1", "escape", "l", "escape", "question_mark")
        await pilot.press("escape", "colon", "escape")
        await to_the_end(pilot)

    fly(app, steps, size)


def test_simple_signs_are_ascii_to_the_last_cell() -> None:
    """A terminal without UTF-8 would show escapes in place of lines and quotes."""
    app = application("handshake", signs="ascii")

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        for key in ("d", "escape", "1", "escape", "l", "escape", "n"):
            await pilot.press(key)
            await pilot.pause()
            picture = app.screen._compositor.render_strips(app.size)
            drawn = "".join(segment.text for strip in picture for segment in strip)
            assert drawn.isascii(), {c for c in drawn if not c.isascii()}

    fly(app, steps)


@pytest.mark.parametrize("gone", ["#board", "#top", "#side"])
def test_a_pane_that_is_gone_already_is_not_missed(gone: str) -> None:
    """A tick or a new size while a screen opens or closes would end the game in a traceback."""
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        await play.query_one(gone).remove()
        play.repaint()
        await pilot.resize_terminal(*LARGE)
        await pilot.resize_terminal(*SMALL)
        await pilot.press("l")
        await pilot.pause()
        assert isinstance(app.screen, LogScreen)

    fly(app, steps)


def test_two_people_take_turns_behind_a_curtain(home: Path) -> None:
    """One person would see what the other knows."""
    app = application("twenty-nine-minutes", "ph_mission", "ccg_scene")
    secret = {"ph_mission": "Philippine mission", "ccg_scene": "China Coast Guard on-scene"}

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        turns = []
        for _ in range(40):
            await pilot.pause()
            screen = app.screen
            if isinstance(screen, EndScreen):
                break
            if isinstance(screen, Curtain):
                shown = text(app)
                assert "Hand over to" in shown
                assert "CHANNELS" not in shown
                assert "NEWS" not in shown
                await pilot.press("w", "enter")
            elif isinstance(screen, PlayScreen):
                turns.append(screen.seat)
                assert secret[screen.seat] in text(app)
                await pilot.press("w")
            else:
                await pilot.press("escape")
        assert set(turns) == set(secret)

    fly(app, steps)
    assert len(records(home)) == 1


@pytest.mark.parametrize("cut", [0, 5, 200])
def test_a_play_is_continued_from_the_menu_after_a_crash(home: Path, cut: int) -> None:
    """What was played before a crash would be lost, or the menu would not offer it."""
    first = application("twenty-nine-minutes")

    async def begin(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        await pilot.press("d")
        serve = play.letters["n01_serve_here"]
        await pilot.press(serve, serve, "n", *"before", "enter")
        await pilot.pause()

    fly(first, begin)
    (record,) = records(home)
    whole = record.read_bytes()
    record.write_bytes(whole[: len(whole) - cut] if cut else whole)
    app = application()

    async def go_on(pilot: Pilot[Any]) -> None:
        assert "Continue: Twenty-nine minutes" in text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert SERVE in learned(app)
        await to_the_end(pilot)

    fly(app, go_on)
    assert len(records(home)) == 1


def test_own_keys_are_taken_and_bad_ones_left_aside(home: Path) -> None:
    """A player's file of keys would be ignored, or keep the game from opening."""
    (home / "screen.yaml").write_text("keys: {wait: g, note: [N, f5]}\nconfirm: false\n", "utf-8")
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        at = play.shown.view.at_ms
        await pilot.press("w")
        assert play.shown.view.at_ms == at
        await pilot.press("g")
        assert play.shown.view.at_ms > at
        await pilot.press("d", "b")
        assert "Ordered" in " ".join(learned(app))
        await pilot.press("g")
        await open_play(pilot)
        await pilot.press("question_mark")
        await pilot.pause()
        assert "g            go on until" in text(app)

    fly(app, steps)


@pytest.mark.parametrize(
    "settings", ["keys: {wait: u}", "keys: {fly: g}", "keys: 3", "- 1", "a: [", "\x00", "keys: {"]
)
def test_settings_that_cannot_be_read_are_told_of(home: Path, settings: str) -> None:
    """A slip in a file would keep the game from opening."""
    (home / "screen.yaml").write_text(settings, "utf-8")
    app = application()

    async def steps(pilot: Pilot[Any]) -> None:
        assert "left aside" in " ".join(text(app).split())
        await pilot.press("enter")
        await pilot.pause()
        assert not isinstance(app.screen, MenuScreen)

    fly(app, steps)


def test_time_runs_at_a_pace_and_stops_when_asked() -> None:
    """Real time would not pass, or would pass while a player who asked for time decides."""
    wall = [100.0]
    app = application("twenty-nine-minutes", pace=60.0, clock=lambda: wall[0])

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        play.tick()
        at = play.shown.view.at_ms
        wall[0] += 1
        play.tick()
        assert play.shown.view.at_ms == at + 60_000
        await pilot.press("t")
        wall[0] += 10
        play.tick()
        assert play.shown.view.at_ms == at + 60_000
        assert "held" in text(app)
        await pilot.press("t", "space")
        wall[0] += 10
        play.tick()
        assert play.shown.view.at_ms == at + 60_000
        assert "paused" in text(app)
        await pilot.press("space", "right_square_bracket")
        play.tick()
        wall[0] += 0.5
        play.tick()
        assert play.shown.view.at_ms == at + 120_000

    fly(app, steps)


def test_the_palette_offers_what_can_be_done() -> None:
    """The palette would offer what the screen cannot do, or miss what it can."""
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        titles = {command.title for command in app.get_system_commands(play)}
        assert {"Wait", "Note", "Undo", "Log"} <= titles
        assert "Hang up" not in titles
        await pilot.press("colon")
        await pilot.pause()
        assert app.screen is not play

    fly(app, steps)


def test_the_same_morning_is_played_again_from_the_other_bridge() -> None:
    """A player could not see the same run with other eyes."""
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        await open_play(pilot)
        await to_the_end(pilot)
        await pilot.press("enter", "b")
        await pilot.pause()
        play = await open_play(pilot)
        assert (play.seat, play.session.seed) == ("ccg_scene", SEED)

    fly(app, steps)


def test_an_offer_is_made_on_a_line_and_countered() -> None:
    """Two people could not come to terms: clauses could not be chosen, or not be answered."""
    app = application("two-captains", "north_captain", "south_captain")

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        offered = False
        for _ in range(120):
            await pilot.pause()
            screen = app.screen
            if isinstance(screen, Curtain):
                await pilot.press("enter")
            elif isinstance(screen, Inbox):
                await pilot.press("c" if screen.item.counter else "a")
            elif isinstance(screen, ClauseCard):
                await pilot.press("down", "space", "enter")
            elif isinstance(screen, PlayScreen) and not offered and screen.seat == "north_captain":
                await pilot.press("2")
                await pilot.pause()
                card = app.screen
                assert isinstance(card, CallCard)
                while card.forms[card.form] != "propose":
                    await pilot.press("down")
                assert "[x] both ships hold station" in text(app)
                await pilot.press("enter")
                offered = True
            elif isinstance(screen, PlayScreen):
                if any("Counter-offer" in item for item in learned(app)):
                    return
                await pilot.press("w")
            else:
                raise AssertionError(screen)
        raise AssertionError("no counter-offer was made")

    fly(app, steps)
