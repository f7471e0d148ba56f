"""The first screen of who joins a host: a field for the code, then who is here until the begin."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from sim.errors import SimError
from tui.base.pane import Pane
from tui.base.text import Line, line, wrap
from tui.cards.prompt import Field

if TYPE_CHECKING:
    from tui.base.start import Joining

CODE_MOST = 60
LOOK_S = 0.3
_CODE = "Type your join code, such as KELP-7Q3F-9XKD-2MHW, then press Enter."


class JoinScreen(Screen[Any]):
    """Asks for a code until one is right; gives what it opens once it has begun, None to leave."""

    def __init__(self, joining: Joining) -> None:
        super().__init__()
        self._joining = joining
        self._said = ""
        self._in = False

    def compose(self) -> ComposeResult:
        """Show what is asked for above the field."""
        yield Pane(self._lines, id="join")
        box = Field(max_length=CODE_MOST, id="ask")
        box.cursor_blink = False
        box.border_title = "Join code; Esc leaves"
        yield box

    def on_key(self, event: events.Key) -> None:
        """Leave on Escape."""
        if event.key == "escape":
            event.stop()
            self.dismiss(None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Try the code; the field takes no other until the host has answered."""
        code = event.value.strip()
        if code:
            event.input.disabled = True
            self._say("The host looks at the code …")
            self.run_worker(self._knock(code, event.input))

    async def _knock(self, code: str, box: Input) -> None:
        wrong = await asyncio.to_thread(self._joining.knock, code)
        if wrong:
            box.disabled = False
            box.focus()
            self._say(wrong)
            return
        self._in = True
        await box.remove()
        self._look()
        self.set_interval(LOOK_S, self._look)

    def _look(self) -> None:
        """Go on to the play once it has begun."""
        if not self.is_current:
            return
        try:
            opening = self._joining.begun()
        except SimError as error:
            self._say(str(error.faults[0]))
            return
        if opening is not None:
            self.dismiss(opening)
        else:
            self._say("Waiting for the begin (STARTEX); Esc leaves.")

    def _say(self, text: str) -> None:
        self._said = text
        self.query_one("#join", Pane).repaint()

    def _lines(self, width: int, height: int) -> list[Line]:
        title = self._joining.title() or "Channel 16: an exercise"
        rows: list[Line] = [(), line((f" {title}", "head")), ()]
        if not self._in:
            rows += wrap(_CODE, width - 1, "", first=" ", rest=" ")
        for seat, here in self._joining.seats():
            sign = (" here   ", "good") if here else (" empty  ", "dim")
            rows.append(line(sign, (seat, "")))
        said = wrap(self._said, width - 1, "alert", first=" ", rest=" ") if self._said else []
        return [*rows, (), *said][: max(1, height)]
