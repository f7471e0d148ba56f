"""A reason with an order, on the player's screen of a hosted seat; nothing of it at home."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from sim.cli.joined import JoinedStarter, entered
from sim.exercise.folder import JOURNAL
from tests.exercise.rooms import SEATS, Net, opened
from tests.exercise.test_room import Wire
from tests.tui.piloting import application, fly, open_play, text
from tests.tui.test_watching import until
from tui.app import Channel16


def test_the_next_order_carries_the_reason_and_no_later_one(tmp_path: Path, home: Path) -> None:
    """Cells would have to type lines to say why, or one reason would stand by every order."""
    host = opened(tmp_path / "host")
    net = Net(host.room)
    one, _ = net.join(SEATS[0]), net.join(SEATS[1])
    opening = entered(Wire(net, one))
    assert opening is not None

    async def steps(pilot: Pilot[Any]) -> None:
        await until(pilot, "LADDER")
        await pilot.press("d", "down", "plus", *"no", "enter")
        await until(pilot, "With the next order: “no”")
        await pilot.press("plus", "enter")
        assert "With the next order" not in text(pilot.app)
        await pilot.press("plus", *"it is near", "enter")
        await until(pilot, "With the next order: “it is near”")
        await pilot.press("enter")
        await pilot.pause(0.3)
        assert "With the next order" not in text(pilot.app)
        await pilot.press("escape", "n", *"later", "enter")
        await until(pilot, "Note: later")

    fly(Channel16(JoinedStarter(), opening), steps)
    host.close()
    lines = (tmp_path / "host" / JOURNAL).read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row.get("seat") == SEATS[0]]
    assert [row.get("because", "") for row in rows] == ["it is near", ""]


def test_at_home_no_key_asks_for_a_reason(home: Path) -> None:
    """A game would offer to explain oneself to nobody."""

    async def steps(pilot: Pilot[Any]) -> None:
        screen = await open_play(pilot)
        assert "reason" not in screen.able()
        await pilot.press("plus")
        assert pilot.app.screen is screen

    fly(application("two-captains"), steps)
