"""The adviser's card: it says what asking means, then what looking ahead came to."""

from __future__ import annotations

from collections.abc import Callable

from textual.worker import get_current_worker

from sim.errors import SimError
from tui.base.card import CardScreen
from tui.base.start import Advising
from tui.base.text import Line, wrap
from tui.panes.advising import OFFERED, WORKING, Advice, advising


class AdviceCard(CardScreen[None]):
    """Asks an adviser after Enter; the screen keeps reacting while it looks ahead.

    Attributes:
        advice: What it said, None before.
        complaint: Why there is none, "" if nothing is wrong.
    """

    WIDTH = 92
    title_text = "ADVICE"

    def __init__(self, ask: Callable[[], Advising | str], *, at_once: bool = False) -> None:
        """Say how it is asked.

        Args:
            ask: Asks for advice; gives what works it out, or why there is none.
            at_once: Whether it is asked without another key.
        """
        super().__init__()
        self._ask, self._at_once = ask, at_once
        self._advising: Advising | None = None
        self.advice: Advice | None = None
        self.complaint, self.first = "", 0

    def on_mount(self) -> None:
        """Ask at once where no second key is wanted."""
        if self._at_once:
            self.do_choose()
        super().on_mount()

    def on_unmount(self) -> None:
        """Leave off."""
        if self._advising is not None and self.advice is None:
            self._advising.stop()

    def text(self, width: int) -> list[Line]:
        """Write what is known so far."""
        if self.complaint:
            return wrap(self.complaint, width, "bad")
        if self.advice is None:
            return wrap(WORKING if self._advising else OFFERED, width)
        lines = advising(self.advice, width)
        self.first = max(0, min(self.first, len(lines) - self.room))
        return lines[self.first :]

    def keys(self) -> str:
        """Say which keys act."""
        ask = "" if self._advising or self.complaint else "Enter ask   "
        more = "Up Down read   " if self.advice is not None else ""
        return f"{ask}{more}Esc back"

    def move(self, by: int) -> None:
        self.first = max(0, self.first + by)
        self.repaint()

    def do_choose(self) -> None:
        """Ask."""
        if self._advising is not None or self.complaint:
            return
        asked = self._ask()
        if isinstance(asked, str):
            self.complaint = asked
        else:
            self._advising = asked
            self.run_worker(self._work_out, thread=True)
        self.repaint()

    def _work_out(self) -> None:
        worker, advising = get_current_worker(), self._advising
        assert advising is not None, "it was asked"
        found, complaint = None, ""
        try:
            found = advising.result()
        except SimError as error:
            complaint = str(error.faults[0])
        if not worker.is_cancelled:
            self.app.call_from_thread(self._take, found, complaint)

    def _take(self, found: Advice | None, complaint: str) -> None:
        self.advice = found
        self.complaint = complaint or ("" if found else "There is nothing to decide now.")
        self.repaint()
