"""The way in: the first frame of a connection, its code, and the wait after wrong ones."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from sim.errors import Refusal
from sim.exercise.protocol.codes import CodeBook
from sim.exercise.protocol.messages import BadFrameError, Hello, understood


@dataclass(frozen=True, slots=True)
class Door:
    """Lets those in who have a code."""

    codes: CodeBook

    def read(self, text: str | bytes, address: str, wall_s: float) -> Hello | Refusal:
        """Read a first frame; an address that gave wrong codes has to wait before its next try."""
        try:
            said = understood(text)
        except BadFrameError as error:
            return Refusal(error.code, str(error))
        if not isinstance(said, Hello):
            return Refusal("reordered", "Say first who you are and with which code.")
        left = self.codes.wait_s(address, wall_s)
        if left > 0:
            return Refusal("slowed", f"A code was wrong; wait {ceil(left)} s before the next try.")
        return said
