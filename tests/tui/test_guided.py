"""The guided first game is played by its hint line alone, on the screen and in lines."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli.plain import Conversation
from sim.cli.starter import Starter
from sim.engine.facts.calls import CallEnded
from sim.engine.facts.windows import WindowLapsed
from sim.loader import load
from sim.loader.library import shipped
from sim.play.driver import Play
from sim.play.seat import Wait
from tests.tui.piloting import LARGE, SMALL, application, fly, text
from tui.cards.call import CallCard
from tui.screens.end import EndScreen
from tui.screens.play import PlayScreen

SCENE = "dawn-approach"
OTHER = {"west_captain": "east_captain", "east_captain": "west_captain"}
LINE = re.compile(r">> (?:press|type) (.+?): (\S.*)")
NAMES = {
    "Enter": "enter",
    "Esc": "escape",
    "Tab": "tab",
    "Space": "space",
    "Up": "up",
    "Down": "down",
    "Right": "right",
}
STEPS_MOST = 150
OFFER = "now sit on the other bridge"


def read(shown: str) -> tuple[str, str] | None:
    """Read the hint line: what to press or type, one of several if it says so, and what for."""
    found = LINE.findall(shown)
    return found[-1] if found else None


def shown_all(play: Play, seat: str) -> None:
    """Check that everything the game means to show has happened to whoever sat there."""
    log = play.engine.log
    calls = [e.fact for e in log if isinstance(e.fact, CallEnded) and e.fact.caller == seat]
    lapsed = [e for e in log if isinstance(e.fact, WindowLapsed) and e.fact.seat == seat]
    known = play.engine.state.known[seat]
    letter = seat[0]
    wanted = {"w": ("tern_aye", "holds_301", "noted_west"), "e": ("petrel_aye", "holds_heron")}

    assert [c.outcome for c in calls[:4]] == ["answered", "answered", "rang_out", "answered"]
    assert all(known.injects.released.get(inject) for inject in wanted[letter])
    assert any(move.startswith(f"n01_{letter}_guess") for move in known.moves.done)
    assert lapsed


async def led(pilot: Pilot[Any], wall: list[float], dice: random.Random, until: str) -> list[str]:
    """Press what the hint line says until it says the last; where it is silent, wait."""
    followed = []
    for _ in range(STEPS_MOST):
        await pilot.pause()
        app = pilot.app
        hint = read(text(app))
        if hint is None:
            wall[0] += 60
            for screen in app.screen_stack:
                if isinstance(screen, PlayScreen):
                    screen.nudge()
            assert read(text(app)), "no hint comes to somebody who is stuck"
            continue
        followed.append(hint[1])
        if hint[1] == until:
            return followed
        key = dice.choice(hint[0].split("/"))
        await pilot.press(NAMES.get(key, key))
    raise AssertionError(f"the hints lead nowhere: {followed[-5:]}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("seat", "seed", "size"),
    [
        ("west_captain", 1, SMALL),
        ("east_captain", 2, SMALL),
        ("west_captain", 3, LARGE),
        ("east_captain", 4, (100, 30)),
    ],
)
def test_the_hint_line_alone_leads_to_the_end(seat: str, seed: int, size: tuple[int, int]) -> None:
    """A newcomer who does what the line says would be stuck, or miss what it is there to show."""
    wall = [0.0]
    app = application(SCENE, seat, clock=lambda: wall[0])
    dice = random.Random(seed)
    plays: list[Play] = []

    async def steps(pilot: Pilot[Any]) -> None:
        app.opening = type(app.opening)(SCENE, (seat,), seed)
        app.screen.seed = seed
        followed = await led(pilot, wall, dice, OFFER)
        assert isinstance(app.screen, EndScreen)
        assert followed.count("guess their orders") == 1
        assert followed.count("none is the right one; take one") >= 1
        plays.append(app.screen.session.seats[seat]._play)
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(app.screen, PlayScreen)
        assert app.screen.seat == OTHER[seat]

    fly(app, steps, size)

    shown_all(plays[0], seat)


@pytest.mark.parametrize("seat", OTHER)
@pytest.mark.parametrize("seed", range(1, 9))
def test_in_lines_the_hints_lead_to_the_end_too(
    seat: str, seed: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """In lines a hint would ask for what cannot be typed, or luck would spoil a lesson."""
    session = Starter(SCENE, (seat,)).begin(SCENE, (seat,), seed)
    wall, dice = [0.0], random.Random(seed)
    talk = Conversation(session, None)
    talk.clock = lambda: wall[0]
    talk.ask(Wait())

    for _ in range(STEPS_MOST):
        if talk.over:
            break
        capsys.readouterr()
        talk.prompt()
        hint = read(capsys.readouterr().out)
        if hint is None:
            wall[0] += 60
        else:
            command = hint[0] if " " in hint[0] else dice.choice(hint[0].split("/"))
            talk.obey(command)
            assert "Not accepted" not in capsys.readouterr().out

    assert talk.over
    shown_all(session._play, seat)
    session.close()


def test_help_is_strong_at_first_and_at_last_only_for_those_who_are_stuck() -> None:
    """The last decision would be taken by the line instead of by the player."""
    hints = load(SCENE).hints

    for seat in OTHER:
        own = [hint for hint in hints if hint.seat == seat]
        late = [hint for hint in own if hint.stuck]
        assert own[-len(late) :] == late
        assert {len(hint.choose) for hint in late} == {7, 0}


def test_the_first_game_stands_first_in_the_menu() -> None:
    """A newcomer would begin with thirty minutes at a strait."""
    posters = [poster.id for poster in Starter().posters()]

    assert posters == [SCENE, *(name for name in shipped() if name != SCENE)]


def test_a_hint_is_one_short_line() -> None:
    """A hint would be cut, or be a paragraph."""
    wide = max(len(f" >> press a/b/c/d/e/f/g: {hint.text}") for hint in load(SCENE).hints)

    assert wide <= SMALL[0]


def test_what_lies_over_the_play_is_put_away_first() -> None:
    """A hint would name a key that does something else, or nothing, on the card on top."""
    app = application(SCENE)

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await pilot.pause()
        assert read(text(app)) == ("m", "see where you are")
        await pilot.press("o")
        await pilot.pause()
        assert read(text(app)) == ("Esc", "back")
        await pilot.press("escape", "d")
        await pilot.pause()
        assert read(text(app)) == ("Tab", "back to the news")

    fly(app, steps)


def test_on_the_call_card_the_line_leads_to_the_right_vessel() -> None:
    """A newcomer would hail whoever stands first on the card."""
    app = application(SCENE, clock=lambda: 0.0)

    async def steps(pilot: Pilot[Any]) -> None:
        dice = random.Random(1)
        await led(pilot, [0.0], dice, "hail 301")
        await pilot.press("1", "up", "right", "down", "down")
        await pilot.pause()
        assert isinstance(app.screen, CallCard)
        pressed = []
        while isinstance(app.screen, CallCard):
            hint = read(text(app))
            assert hint is not None
            pressed.append(hint[0])
            await pilot.press(NAMES.get(hint[0], hint[0]))
            await pilot.pause()
        play = app.screen
        assert pressed[-1] == "Enter"
        assert {"t", "Down"} <= set(pressed)
        (call,) = play.shown.view.calls
        assert (call.other, call.form) == ("patrol_301", "hail")
        assert play.step_to(play.hint()) == ("w", "listen")

    fly(app, steps)


def test_other_scenarios_have_no_hint_line() -> None:
    """A row of the screen would be lost where nobody is guided."""
    app = application("handshake")

    async def steps(pilot: Pilot[Any]) -> None:
        assert not app.screen.query("#hint")
        await pilot.press("enter")
        await pilot.pause()
        assert not app.screen.query("#hint")

    fly(app, steps)
