"""Taking back: whether somebody was shown what cannot be unseen."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.setup import Setup
from sim.engine.kernel.state import State
from sim.engine.seat.telling import tell

NO_UNDO = "In this play nothing is taken back: what was done is done."
MARKED = "Somebody had heard or seen what came of it: the result will be marked “taken back”."


@dataclass(frozen=True, slots=True)
class Marked:
    """The play is marked from now on, and what the person is told of that."""

    text: str


def learned(
    setup: Setup, now: State, before: State, before_ms: int, *, seat: str, shown: int
) -> bool:
    """Say whether a seat was shown anything new after a command: later, or as an alert.

    `shown` is how many of its events were shown.
    """
    since = now.known[seat].feed[len(before.known[seat].feed) : shown]
    return any(
        seat in event.alert or (event.at_ms > before_ms and tell(setup, seat, event))
        for event in since
    )
