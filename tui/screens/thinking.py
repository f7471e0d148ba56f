"""Requests that may wait for a seat that thinks, answered beside the screen: it keeps reacting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import TYPE_CHECKING

from sim.errors import SimError
from sim.play.seat import Push, Session

if TYPE_CHECKING:
    from tui.base.screen import BaseScreen

THINKS = "the other side thinks"
ASKS_HOST = "the host is asked"
MEANWHILE = ("help", "words", "theme", "stand_up")
"""Commands that can be done meanwhile: none of them asks the play for anything."""
SHOWN_AFTER_S = 0.3
"""What is shorter is not worth a word."""


class Thinking:
    """One request at a time, answered in a thread.

    Attributes:
        busy: Whether an answer is awaited.
        words: Says from whom.
    """

    def __init__(self, screen: BaseScreen, session: Session) -> None:
        self._screen, self._session = screen, session
        self.words = ASKS_HOST if session.hosted else THINKS
        self.busy = self._left = False
        self._since_s = 0.0
        self._done = Event()
        self._done.set()

    def say(self) -> str:
        """Say that somebody thinks, "" if nobody does, or only for a moment."""
        if not self.busy or self._screen.game.clock() - self._since_s < SHOWN_AFTER_S:
            return ""
        return self.words.upper()

    def answer(
        self, ask: Callable[[], Sequence[Push]], then: Callable[[Sequence[Push]], None]
    ) -> None:
        """Let a request be answered, and go on with what came of it.

        Args:
            ask: Asks the session.
            then: Takes the answer, on the screen's own thread.
        """
        self.busy, self._since_s = True, self._screen.game.clock()
        self._done.clear()
        self._screen.set_timer(SHOWN_AFTER_S, self._screen.repaint)

        def work() -> None:
            try:
                pushes, fault = ask(), None
            except SimError as error:
                pushes, fault = (), error
            finally:
                self._done.set()
            if not self._left:
                self._screen.app.call_from_thread(took, pushes, fault)

        def took(pushes: Sequence[Push], fault: SimError | None) -> None:
            self.busy = False
            if self._left:
                return
            if fault is not None:
                raise fault
            then(pushes)

        self._screen.run_worker(work, thread=True)

    def leave(self) -> None:
        """Let nobody think any more, so that the play can be closed."""
        self._left = True
        if self.busy:
            self._session.leave_off()
            self._done.wait()
