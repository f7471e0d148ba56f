"""Who is at a host: everybody with a role, the seats they may look at, and what they were sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sim.exercise.protocol.gate import FrameGate
from sim.exercise.protocol.messages import Role, written

SEES_ALL: tuple[Role, ...] = ("evaluator", "white_cell")
"""The roles that may look at every seat, and at what is true."""
WAITING_MOST = 200
"""Frames that may wait for a client which reads no more; then it is cut, and may come back."""


@dataclass(slots=True)
class Participant:
    """Somebody who has joined, by one connection.

    Attributes:
        key: Names the connection.
        who: Whose code it was: a seat, ``cell.NAME``, ``observer``, ``evaluator``, ``white_cell``.
        role: What the code makes of them.
        client: Names their program, which may come back.
        name: A pseudonym.
        seats: The seats they may sit in, or look at.
        seat: The one they sit in or look at, "" for none.
        seen, seen_ms: How many of its events they were shown, and when the last of them was.
        gate: Looks at what they say.
    """

    key: str
    who: str
    role: Role
    client: str
    name: str
    seats: tuple[str, ...]
    seat: str = ""
    seen: int = 0
    seen_ms: int = 0
    gate: FrameGate = field(default_factory=FrameGate)
    sent: int = 0
    shown: tuple[Any, ...] = ()

    @property
    def holds(self) -> bool:
        """Say whether they decide for the seat they sit in."""
        return self.role in ("seat", "cell") and bool(self.seat)

    def may_look(self, seat: str, open_to: Collection[str]) -> bool:
        """Say whether they may sit in a seat or look at it; observers where it was opened."""
        return seat in self.seats or (self.role == "observer" and seat in open_to)

    def frame(self, said: dict[str, Any] | str) -> tuple[str, str]:
        """Write the next frame for them: for which connection, and the text."""
        self.sent += 1
        return self.key, written(self.sent, said)


def role_of(who: str) -> Role:
    """Say which role a code gives, by whose it is."""
    if who.startswith("cell."):
        return "cell"
    for role in ("observer", "evaluator", "white_cell"):
        if who == role:
            return role
    return "seat"
