"""What is typed or pasted waits in line: the next is handed on once the last has had its effect.

Fast hands, and pastes that arrive as keys, send many keys while a screen is still being changed.
Handed on at once they would reach a screen that is no longer, or not yet, the one they are for.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen

from sim.printable import on_one_line

TypedEvent = events.Key | events.Paste
_ROUNDS_MOST = 20
"""How often it is looked whether all is at rest before the next key is handed on all the same."""
_ROUND_MOST_S = 1.0


class Typed:
    """The line of keys and pastes of an application."""

    def __init__(self, app: App[Any]) -> None:
        self._app = app
        self._line: deque[TypedEvent] = deque()
        self._turn: TypedEvent | None = None
        self._task: asyncio.Task[None] | None = None

    def admits(self, event: events.Event) -> bool:
        """Say whether an event may be handled now; a key or a paste waits for its turn."""
        if not isinstance(event, TypedEvent) or event.is_forwarded or event is self._turn:
            return True
        if isinstance(event, events.Paste):
            event.text = on_one_line(event.text)
        self._line.append(event)
        if self._task is None:
            self._task = asyncio.create_task(self._hand_on())
        return False

    async def _hand_on(self) -> None:
        while self._line and self._app.is_running:
            self._turn = self._line.popleft()
            before = self._app.screen
            self._app.post_message(self._turn)
            await self._rest(before)
        self._task = None

    async def _rest(self, before: Screen[Any]) -> None:
        """Wait until nothing is under way that the last key has led to."""
        for _ in range(_ROUNDS_MOST):
            pumps = self._pumps()
            await _passed(pumps)
            screen = self._app.screen
            if screen is not before:
                before = screen
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(screen.wait_for_refresh(), _ROUND_MOST_S)
            elif not any(pump.message_queue_size for pump in pumps):
                return

    def _pumps(self) -> list[MessagePump]:
        """List what a key may pass through: application, screens, and what has the focus."""
        focused = self._app.focused
        above = () if focused is None else focused.ancestors_with_self
        return list(dict.fromkeys((self._app, *self._app.screen_stack, *above)))


async def _passed(pumps: list[MessagePump]) -> None:
    """Wait until each of these has done what it had to do so far."""
    passed = [asyncio.Event() for _ in pumps]
    waited = [each for pump, each in zip(pumps, passed, strict=True) if pump.call_later(each.set)]
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(asyncio.gather(*(each.wait() for each in waited)), _ROUND_MOST_S)
