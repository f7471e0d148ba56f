"""Looking on: a seat's own screen, read only, for observers and for the white cell."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from sim.cli.joined import JoinedStarter, begun, entered
from sim.exercise.host.opening import Opened
from tests.exercise.rooms import SEATS, Net, opened
from tests.exercise.test_room import Wire
from tests.tui.piloting import LARGE, SMALL, fly, text
from tui.app import Channel16
from tui.screens.watch import LOOKS_ON, SeatsScreen, WatchScreen

SETTLES = 30


@pytest.fixture
def host(tmp_path: Path, home: object) -> Iterator[Opened]:
    """A host of the quick game."""
    made = opened(tmp_path / "host")
    yield made
    made.close()


async def until(pilot: Pilot[Any], words: str) -> str:
    """Wait until something stands on the screen."""
    for _ in range(SETTLES):
        if words in text(pilot.app):
            break
        await pilot.pause(0.1)
    assert words in text(pilot.app)
    return text(pilot.app)


@pytest.mark.parametrize("size", [SMALL, LARGE])
def test_an_observer_looks_at_seats_that_are_open(size: tuple[int, int], host: Opened) -> None:
    """Observers would have a code and no screen, or the keys of whoever sits there."""
    net = Net(host.room)
    watcher = net.join("observer", "Wanjiru")
    link = Wire(net, watcher)
    assert not begun(link)
    for seat in SEATS:
        net.join(seat)
    white = net.join("white_cell")
    opening = entered(link)
    assert opening is not None

    async def steps(pilot: Pilot[Any]) -> None:
        app = pilot.app
        await until(pilot, "No seat is open to you yet")
        await pilot.press("enter")
        net.act(white, "open", seat=SEATS[0])
        await until(pilot, "> Philippine mission commander")
        await pilot.press("enter")
        shown = await until(pilot, "LADDER")
        assert "WATCHING x20" in shown
        assert "Undo" not in shown.splitlines()[-1]
        await pilot.press("n", "u", "w", "full_stop", "space", "d", "down", "enter", "a", "a")
        await until(pilot, LOOKS_ON)
        await pilot.press("escape")
        net.tick(30)
        assert not {each.command.seat for each in host.room.play.said} & set(SEATS)  # type: ignore[union-attr]
        assert isinstance(app.screen, WatchScreen)
        net.act(white, "open", seat=SEATS[0], open=False)
        net.tick(2)
        await until(pilot, "Philippine mission commander is not open any more.")
        assert isinstance(app.screen, SeatsScreen)
        assert watcher.peer.shown is None

    fly(Channel16(JoinedStarter(), opening), steps, size=size)


def test_who_looks_on_comes_back_after_a_cut_and_reads_the_end(host: Opened) -> None:
    """A cut would end the view, or show the seat's whole past as news."""
    net = Net(host.room)
    watcher = net.join("observer")
    for seat in SEATS:
        net.join(seat)
    white = net.join("white_cell")
    net.act(white, "open", seat=SEATS[1])
    opening = entered(Wire(net, watcher))
    assert opening is not None

    async def steps(pilot: Pilot[Any]) -> None:
        await until(pilot, "China Coast Guard")
        await pilot.press("enter")
        await until(pilot, "LADDER")
        net.cut(watcher)
        assert "NOT SAVED" not in await until(pilot, "WATCHING HOST CUT OFF")
        net.tick(20)
        net.back(watcher)
        await until(pilot, "WATCHING x20")
        assert "Time was taken back" not in text(pilot.app)
        assert "is cut" not in text(pilot.app)
        net.act(white, "line", line="jump +2 d")
        net.tick(4)
        assert host.room.ended
        await until(pilot, "Both accounts")

    fly(Channel16(JoinedStarter(), opening), steps)


def test_the_white_cell_looks_at_a_seat_and_goes_back_to_its_console(host: Opened) -> None:
    """The console would show lines in place of what the seat sees, or be gone after a look."""
    net = Net(host.room)
    for seat in SEATS:
        net.join(seat)
    opening = entered(Wire(net, net.join("white_cell")))
    assert opening is not None
    opening.console.close()  # nobody polls beside the test

    async def steps(pilot: Pilot[Any]) -> None:
        await until(pilot, "WHITE CELL")
        await pilot.press("tab", "s")
        await until(pilot, "Observers may look at: Philippine mission commander.")
        await until(pilot, "waits; open to observers")
        await pilot.press("enter")
        await until(pilot, "WATCHING x20")
        await pilot.press("d", "a", "a")
        await until(pilot, LOOKS_ON)
        await pilot.press("escape", "escape")
        await until(pilot, "Injects")
        await pilot.press("s")
        await until(pilot, "Observers may look at: no seat.")
        await pilot.press("colon", *"look ccg_scene", "enter")
        await until(pilot, "LADDER")
        await pilot.press("q")
        await until(pilot, "Injects")

    fly(Channel16(JoinedStarter(), opening), steps)
