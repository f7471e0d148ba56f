"""No order without its mark: what is ordered was marked, by this person, on the list as it is."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.play.seat import Submit
from tests.tui.piloting import LARGE, SCENARIOS, application, fly, open_play, text
from tui.base import keymap
from tui.base.keytable import TABLE
from tui.cards.call import CallCard
from tui.panes.decision import LETTERS
from tui.screens.play import PlayScreen

KEYS = (*"abcdefgh" * 2, "enter", "enter", "d", "d", "w", "up", "down", "escape", "i", "1", "2")


class Watched:
    """Keeps what was marked, on which list, when each key came; and what was ordered without it."""

    def __init__(self, play: PlayScreen) -> None:
        self.play, self.orders, self.slips = play, 0, list[str]()
        self.before: tuple[str, list[str]] = ("", [])
        real = play.ask

        def ask(request: Any, **more: Any) -> None:
            if isinstance(request, Submit) and request.verb == "choose":
                self.orders += 1
                marked, able = self.before
                if marked != request.subject or able != play._able():
                    self.slips.append(f"{request.subject} is ordered, {marked or 'nothing'} marked")
            real(request, **more)

        play.ask = ask  # type: ignore[method-assign]

    def looks(self) -> None:
        """Note what is marked on the list that is open now, before the next key."""
        marked = self.play.marked if self.play.deciding else ""
        self.before = (marked, self.play._able())


@pytest.mark.parametrize("seed", range(len(SCENARIOS)))
def test_nothing_is_ordered_without_its_mark(seed: int) -> None:
    """One key too many would order what nobody has chosen."""
    dice = random.Random(seed)
    app, found = application(SCENARIOS[seed % len(SCENARIOS)]), list[Watched]()

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        found.append(Watched(await open_play(pilot)))
        for _ in range(60):
            if not isinstance(app.screen, PlayScreen):
                await pilot.press("escape")
            found[0].looks()
            await pilot.press(dice.choice(KEYS))
            await pilot.pause()
            if found[0].play.over:
                break

    fly(app, steps)
    assert found[0].slips == []


def test_the_same_letter_twice_orders_once() -> None:
    """A player could order nothing at all, or the same thing twice."""
    app = application("two-captains", "north_captain")

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        orders = Watched(await open_play(pilot))
        for key in ("d", "b"):
            await pilot.press(key)
            await pilot.pause()
        assert (orders.orders, orders.play.letters[orders.play.marked]) == (0, "b")
        orders.looks()
        await pilot.press("b")
        await pilot.pause()
        assert (orders.orders, orders.slips) == (1, [])

    fly(app, steps)


def test_a_letter_of_a_list_that_is_not_open_is_answered() -> None:
    """A letter that stands on the screen would do nothing, without a word."""
    app = application("twenty-nine-minutes", "ccg_scene")

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        play = await open_play(pilot)
        orders = Watched(play)
        dead = next(x for x in play.letters.values() if not keymap.find(x, "play", TABLE))
        await pilot.press(dead, dead)
        await pilot.pause()
        assert "d first" in text(app)
        assert orders.orders == 0

    fly(app, steps, LARGE)


def test_one_press_goes_one_message_on() -> None:
    """A call would say what stands above what was meant."""
    app = application("twenty-nine-minutes", "ph_mission")

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        await open_play(pilot)
        await pilot.press("1")
        await pilot.pause()
        card = app.screen
        assert isinstance(card, CallCard)
        single = [form for form in card.forms if len(card._limited(form)) < 2]
        assert single[:2] == card.forms[:2]
        before = card.form
        await pilot.press("down")
        assert card.form == before + 1

    fly(app, steps)


def test_a_mark_does_not_outlive_its_list() -> None:
    """Marked, put away, waited, opened again: one letter would order what stands there now."""
    app = application("twenty-nine-minutes", "ccg_scene")

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        play = await open_play(pilot)
        orders = Watched(play)
        await pilot.press("d", "b", "escape", "w", "escape", "d", "b")
        await pilot.pause()
        assert orders.orders == 0
        assert play.marked == ("" if not play.deciding else play.rows()[play.cursor].move)

    fly(app, steps)


def test_an_option_keeps_its_letter_and_a_changed_list_its_mark_no_longer() -> None:
    """The mark would follow a position, and the letter another option."""
    app = application("twenty-nine-minutes", "ccg_scene")

    async def steps(pilot: Pilot[Any]) -> None:
        await pilot.press("enter")
        play = await open_play(pilot)
        await pilot.press("d", "c")
        await pilot.pause()
        letters, marked = dict(play.letters), play.marked
        assert letters[marked] == "c"
        gone = play._able()[0]
        options = tuple(o for o in play.shown.options if o.move != gone)
        play._take_in(replace(play.shown, options=options))
        play.repaint()
        await pilot.pause()
        assert play.marked == ""
        assert {m: key for m, key in play.letters.items() if m != gone} == {
            m: key for m, key in letters.items() if m != gone
        }
        assert "mark again" in text(app)
        await pilot.press("c")
        assert play.marked == marked

    fly(app, steps)


@pytest.mark.parametrize(
    "key", sorted({k for c in TABLE if "play" in c.where for k in c.keys} & set(LETTERS))
)
def test_the_key_that_orders_does_nothing_besides(key: str) -> None:
    """The list is gone with the order, and the same press would be taken for a command of play."""
    app = application("handshake", "us_captain")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        await pilot.press("d")
        await pilot.pause()
        move = "n01_stand_on"
        play.letters = {m: k for m, k in play.letters.items() if k != key} | {move: key}
        requests: list[Any] = []
        real = play.ask

        def ask(request: Any, **more: Any) -> None:
            requests.append(request)
            real(request, **more)

        play.ask = ask  # type: ignore[method-assign]
        await pilot.press(key, key)
        await pilot.pause()

        # What is done at once is looked at first: play does not go on by itself.
        assert requests == [Submit("choose", move)]
        assert app.screen is play
        assert play.message == ""

    fly(app, steps)
