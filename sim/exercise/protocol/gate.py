"""What is looked at in every frame of one connection before anybody acts on it."""

from __future__ import annotations

from dataclasses import dataclass

from sim.errors import Refusal
from sim.exercise.protocol.messages import BadFrameError, Hello, Said, understood

RATE, BURST = 40.0, 120.0
"""Frames a second that a client may send in the long run, and at once."""
WRONG_MOST = 50
"""Faulty frames after which a connection is closed: nobody means well for so long."""


@dataclass(slots=True)
class FrameGate:
    """Counts the frames of a connection: their order, their rate, and how many were wrong.

    Attributes:
        last: The number of the last frame that was let in.
        wrong: How many were not.
    """

    last: int = 0
    wrong: int = 0
    _left: float = BURST
    _at_s: float = 0.0

    def admit(self, text: str | bytes, wall_s: float) -> Said | Refusal:
        """Let a frame in, or say why not; wall time in seconds of any monotonic clock."""
        passed = max(0.0, wall_s - self._at_s)
        self._at_s = max(self._at_s, wall_s)
        self._left = min(BURST, self._left + passed * RATE)
        if self._left < 1:
            return self._refused("flooding", f"At most {RATE:g} frames a second are answered.")
        self._left -= 1
        try:
            said = understood(text)
        except BadFrameError as error:
            return self._refused(error.code, str(error))
        if isinstance(said, Hello):
            return said
        if said.n <= self.last:
            return self._refused("replayed", f"Frame {said.n} was said before.")
        if said.n != self.last + 1:
            return self._refused("reordered", f"Frame {self.last + 1} is missing.")
        self.last = said.n
        return said

    @property
    def lost(self) -> bool:
        """Say whether the connection is to be closed."""
        return self.wrong > WRONG_MOST

    def _refused(self, code: str, text: str) -> Refusal:
        self.wrong += 1
        return Refusal(code, text)
