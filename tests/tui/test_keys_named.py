"""Keys that the screen names: they do what is said, and what was cut is behind one of them."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot

from tests.tui.piloting import application, fly, open_play, text
from tui.base import keymap
from tui.base.keytable import TABLE
from tui.base.text import plain
from tui.cards.notice import Notice
from tui.panes.decision import LETTERS

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
