"""What the tests of the screen share: an application with a home, a pilot, and a way to the end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from textual.pilot import Pilot

from sim.cli.starter import Starter
from sim.loader.library import shipped
from tui.app import Channel16
from tui.base.start import Opening
from tui.cards.curtain import Curtain
from tui.cards.inbox import Inbox
from tui.screens.brief import BriefScreen
from tui.screens.end import EndScreen
from tui.screens.play import PlayScreen

SCENARIOS = tuple(shipped())
SMALL, LARGE = (80, 24), (140, 40)
SEED = 29
DAY = date(2025, 5, 4)
"""What day it is at the menu, so that its daily game is the same on every day."""
KEYS_MOST = 300

Steps = Callable[["Pilot[Any]"], Awaitable[None]]


def application(scenario: str = "", *people: str, pace: float | None = None, **how: Any) -> Any:
    """Make the application: at the menu, or at the briefing of a scenario with a fixed seed."""
    starter = Starter(scenario, people, today=lambda: DAY)
    starter.draw = lambda: SEED  # type: ignore[method-assign]
    seats = starter.people if scenario else ()
    return Channel16(starter, Opening(scenario, seats, SEED, pace), **how)


def fly(app: Any, steps: Steps, size: tuple[int, int] = SMALL) -> None:
    """Run an application with a pilot."""

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await steps(pilot)

    asyncio.run(run())


def text(app: Any) -> str:
    """Give what is on the screen as text, the lowest screen first."""
    rows = []
    for screen in app.screen_stack:
        for pane in screen.query("Pane"):
            if pane.display and pane.size.height:
                rows += ["".join(part for part, _ in line) for line in pane.lines]
    return "\n".join(rows)


async def to_the_end(pilot: Pilot[Any]) -> None:
    """Wait until the play is over; whatever rings or is offered is answered."""
    for _ in range(KEYS_MOST):
        screen = pilot.app.screen
        if isinstance(screen, EndScreen):
            return
        if isinstance(screen, Inbox):
            await pilot.press("2" if screen.replies else "a")
        elif isinstance(screen, Curtain):
            await pilot.press("enter")
        elif isinstance(screen, PlayScreen):
            await pilot.press("escape" if screen.deciding else "w")
        else:
            await pilot.press("escape")
    raise AssertionError("the play does not end")


async def open_play(pilot: Pilot[Any]) -> PlayScreen:
    """Begin from a briefing, and go to where a decision is open and nothing lies over the play."""
    if isinstance(pilot.app.screen, BriefScreen):
        await pilot.press("enter")
    for _ in range(KEYS_MOST):
        await pilot.pause()
        screen = pilot.app.screen
        if not isinstance(screen, PlayScreen):
            await pilot.press("escape")
        elif screen.shown is not None and screen.shown.view.window is not None:
            return screen
        else:
            await pilot.press("w")
    raise AssertionError("no decision opens")
