"""Which hint is shown: what has to be known of a person besides the view of the seat."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from sim.engine.seat.hints import HintLine
from sim.engine.seat.views import SeatView
from sim.model.hints import Glance

GLANCES: tuple[str, ...] = get_args(Glance)


class Guide:
    """Remembers what a person has looked at, and since when nothing has come to the seat.

    Time is real time, in seconds of any clock, and is handed in: someone is stuck in it.
    """

    def __init__(self) -> None:
        self._looked: set[str] = set()
        self._last, self._since_s = -1, 0.0

    def take_in(self, view: SeatView, wall_s: float) -> None:
        """Take in a view; what is new in it begins the time without news anew."""
        last = view.feed[-1].number if view.feed else 0
        if last != self._last:
            self._last, self._since_s = last, wall_s

    def looked(self, view: SeatView, glances: Iterable[str]) -> None:
        """Put every hint of a view away that asks to look at what has been looked at now."""
        seen = {glance for glance in glances if glance in GLANCES}
        self._looked.update(hint.hint for hint in view.hints if hint.verb in seen)

    def hint(self, view: SeatView, wall_s: float) -> HintLine | None:
        """Give the first hint of a view that is due."""
        idle_ms = (wall_s - self._since_s) * 1000
        return next(
            (h for h in view.hints if idle_ms >= h.stuck_ms and h.hint not in self._looked), None
        )
