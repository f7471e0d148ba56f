"""An adviser on the screen, and an opponent that thinks while the screen goes on reacting."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli.plain import Conversation
from sim.cli.starter import Starter
from sim.play.seat import Look, Session, Wait, must_decide
from tests.tui.piloting import LARGE, SEED, SMALL, application, fly, open_play, text
from tui.cards.advice import AdviceCard
from tui.panes.advising import advising
from tui.panes.home import STRONG
from tui.screens.play import PlayScreen
from tui.screens.thinking import THINKS

GAME, SEAT, OTHER = "dawn-approach", "west_captain", "east_captain"
PATIENCE_S, UNTIL_MS = 120, 30 * 60_000


async def until(pilot: Pilot[Any], reached: Callable[[], bool]) -> None:
    """Wait for what is worked out beside the screen."""
    for _ in range(PATIENCE_S * 20):
        await pilot.pause()
        if reached():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("it took too long")


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_advice_is_asked_for_twice_over_and_counted_once(size: tuple[int, int]) -> None:
    """A slip of a key would be told at the end, or advice would not."""

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        session: Session = play.session
        await pilot.press("A")
        await pilot.pause()
        card = pilot.app.screen
        assert isinstance(card, AdviceCard)
        assert "An adviser looks ahead" in text(pilot.app)
        assert session._play.advised == 0
        await pilot.press("enter")
        assert session._play.advised == 1
        await until(pilot, lambda: card.advice is not None)
        seen = text(pilot.app)
        assert "Your decision" in seen
        assert "Against it" in seen
        await pilot.press("enter")
        assert session._play.advised == 1
        await pilot.press("escape")
        assert pilot.app.screen is play
        pilot.app.starter.unsaved()

    fly(application(GAME, SEAT), steps, size)


def test_an_adviser_is_left_off_by_one_key() -> None:
    """A key would wait for roll-outs."""

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        await pilot.press("A", "enter", "escape")
        await pilot.pause()
        assert pilot.app.screen is play
        await pilot.press("A", "enter")
        await pilot.pause()
        card = pilot.app.screen
        assert isinstance(card, AdviceCard)
        await until(pilot, lambda: card.advice is not None or bool(card.complaint))
        assert card.advice is not None, card.complaint
        pilot.app.starter.unsaved()

    fly(application(GAME, SEAT), steps)


def test_lines_say_what_the_card_says(capsys: pytest.CaptureFixture[str]) -> None:
    """Who plays without a screen would have no adviser, or another one."""
    starter = Starter(GAME, [SEAT])
    talk = Conversation(starter.begin(GAME, starter.people, SEED), None, starter)
    talk.ask(Wait())
    while not must_decide(talk.seat.handle(Look())[0].view):  # type: ignore[union-attr]
        talk.ask(Wait())
    capsys.readouterr()
    talk.obey("advise offer")
    talk.obey("advise")
    said = capsys.readouterr().out

    card = starter.advise(talk.session, SEAT).result()
    assert said.startswith("Not accepted: Nothing of that kind")
    assert card is not None
    for row in advising(card, talk.width):
        assert "".join(text for text, _ in row).rstrip() in said
    assert talk.session._play.advised == 1
    starter.unsaved()


def strong(n: int) -> Any:
    """Make the application with an opponent that looks ahead."""
    return application(GAME, SEAT, f"{OTHER}=search:{n}")


@pytest.mark.slow
def test_keys_act_while_the_other_side_thinks() -> None:
    """The screen would stand still for as long as somebody looks ahead."""

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        while not play.thinking.busy:
            await pilot.press("escape" if play.deciding else "w")
            await pilot.pause()
        await until(pilot, lambda: THINKS.upper() in text(pilot.app))
        await pilot.press("d")
        assert f"{THINKS}: wait" in text(pilot.app)
        await pilot.press("question_mark")
        await pilot.pause()
        assert pilot.app.screen is not play
        assert play.thinking.busy
        await pilot.press("escape")
        await pilot.press("q")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, PlayScreen)
        pilot.app.starter.unsaved()

    fly(strong(1000), steps)


@pytest.mark.slow
def test_what_was_left_while_somebody_thought_is_the_same_when_gone_on_with() -> None:
    """A play that was left in the midst of a thought would go on otherwise."""
    assert gone_through(leaves=True) == gone_through(leaves=False)


def gone_through(*, leaves: bool) -> list[str]:
    """Play a quarter of an hour, left and gone on with in the midst of the first thought if so."""
    starter = Starter(GAME, [SEAT, f"{OTHER}=search:5"])
    people, facts = starter.people, list[str]()

    async def steps(pilot: Pilot[Any]) -> None:
        app, left = pilot.app, not leaves
        app.open_play(starter.begin(GAME, people, SEED))
        await pilot.pause()
        for _ in range(400):
            play = app.screen
            if not isinstance(play, PlayScreen):
                await pilot.press("escape")
            elif play.thinking.busy and not left:
                left, record = True, play.session.record
                play.do_stand_up()
                await pilot.pause()
                app.open_play(starter.resume(record))
            elif play.thinking.busy:
                await asyncio.sleep(0.05)
            elif play.view.at_ms >= UNTIL_MS:
                break
            else:
                play.ask(Wait(60_000))
                await asyncio.sleep(0.2)  # long enough for all but a thought
                continue
            await pilot.pause()
        assert left
        log = play.session._play.engine.log
        facts.extend(repr(e.fact) for e in log if e.at_ms <= UNTIL_MS)

    fly(application(), steps)
    starter.unsaved()
    return facts


def test_a_strong_opponent_is_chosen_in_a_word(home: Path) -> None:
    """Who wants one would have to know how it is written."""
    app = application("two-captains")

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("o")
        await pilot.press("left")
        await pilot.pause()
        assert "< strong >" in text(app)
        assert "Looks ahead before each decision" in text(app)
        await pilot.press("enter")
        await pilot.pause()
        assert "Opponents: strong" in text(app)
        play = await open_play(pilot)
        assert play.session.thinks
        await until(pilot, lambda: not play.thinking.busy)
        await pilot.press("q")
        await pilot.pause()

    fly(app, steps)
    (play,) = app.starter.kept()
    assert play.policies == {"south_captain": STRONG}
    app.starter.unsaved()
