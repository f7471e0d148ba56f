"""Keys that the screen names: they do what is said, and what was cut is behind one of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.piloting import application, fly, open_play, text
from tests.tui.test_lines import seated
from tui.base import keymap
from tui.base.keytable import TABLE
from tui.base.text import plain
from tui.cards.notice import Notice
from tui.panes.agenda import ashore
from tui.panes.decision import LETTERS
from tui.panes.ladder import ladder
from tui.panes.minds import minds

SIZES = [(80, 24), (140, 40)]


@pytest.mark.parametrize("width", [80, 140])
def test_the_footer_names_the_orders_by_a_key_that_works(width: int) -> None:
    """While options are open, letters belong to them: no other key showed one's orders."""
    for where, key in (("play", "o"), ("decide", "F3")):
        names = [command.id for command in keymap.of(where, TABLE)]
        assert f" {key} Orders " in plain([keymap.footer(where, TABLE, names, width)])
    keys = {key for command in keymap.of("decide", TABLE) for key in command.keys}
    assert not keys & set(LETTERS)


@pytest.mark.parametrize("size", SIZES)
def test_no_key_is_named_that_does_nothing(size: tuple[int, int]) -> None:
    """The footer called on a seventh channel of six; panes named letters that meant options."""
    app = application("twenty-nine-minutes")

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        assert f"1-{len(play.view.board)} Call" in text(app)
        assert "─ c ─" in text(app)
        await pilot.press("d")
        await pilot.pause()
        assert "F3 Orders" in text(app)
        assert "─ c ─" not in text(app)
        assert "─ o ─" not in text(app)
        await pilot.press("f3")
        await pilot.pause()
        assert isinstance(app.screen, Notice)
        assert "Your orders" in text(app)

    fly(app, steps, size)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scenario", ["twenty-nine-minutes", "seventeen-months"])
def test_what_is_cut_says_so_and_a_key_shows_the_rest(scenario: str, size: tuple[int, int]) -> None:
    """Vessels, sides and counters beyond the last row were left out without a word."""
    app = application(scenario)

    async def steps(pilot: Pilot[Any]) -> None:
        play = await open_play(pilot)
        if not ashore(play.shown):
            await pilot.press("v")
            await pilot.pause()
        whole = [*play.view.contacts, *play.view.own] or [*play.view.counters, *play.view.dates]
        cut = " more: v" in text(app)
        assert cut or len(whole) < play.query_one("#sea").size.height
        await pilot.press("v")
        await pilot.pause()
        assert isinstance(app.screen, Notice) == (cut or ashore(play.shown))
        names = [play.sheet.counters[c].title for c, _ in play.view.counters]
        assert not ashore(play.shown) or all(name in text(app) for name in names)
        await pilot.press("escape", "o")
        await pilot.pause()
        assert isinstance(app.screen, Notice)
        await pilot.press(*["down"] * 30)
        await pilot.pause()
        assert "wants change" in text(app)
        assert all(play.sheet.sides[side] in text(app) for side, rung in play.view.rungs if rung)

    fly(app, steps, size)


@pytest.mark.parametrize("height", [2, 3])
def test_minds_and_ladder_name_what_they_cut(height: int) -> None:
    """The gravest act and what was threatened in public were missing where there was no room."""
    _, found, shown = seated("twenty-nine-minutes")
    mind = shown.view.mind._replace(provoked=4.0, q=1.0, tension=0.2, committed=5.0)
    view = replace(shown.view, mind=mind, rungs=(("ph", 1), ("prc", 2), ("us", 3)))
    shown = replace(shown, view=view)

    rows = plain(minds(found.sheet, shown, None, width=39, height=height))

    assert ("o +2" if height == 2 else "2 more: o") in rows
    assert f"o +{4 - height}, contact" in plain(ladder(found.sheet, shown, 39, height))
