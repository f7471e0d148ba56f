"""Wall clock to simulation time: a rate, a pause, and an anchor; arithmetic only."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Pacing:
    """Where simulation time should stand at a wall-clock time.

    `rate` is simulated seconds per real second. Every change sets a new anchor, so no time is
    lost or counted twice. Wall time comes from the caller, in seconds of any monotonic clock.
    """

    rate: float
    anchor_wall_s: float
    anchor_sim_ms: int
    paused: bool = False

    def sim_now(self, wall_s: float) -> int:
        """Give the simulation time due at a wall time, in ms."""
        if self.paused:
            return self.anchor_sim_ms
        return self.anchor_sim_ms + round(max(0.0, wall_s - self.anchor_wall_s) * self.rate * 1000)

    def wall_at(self, sim_ms: int) -> float | None:
        """Give the wall time at which a simulation time is due, None while paused."""
        if self.paused or self.rate <= 0:
            return None
        return self.anchor_wall_s + (sim_ms - self.anchor_sim_ms) / (self.rate * 1000)

    def pause(self, wall_s: float) -> None:
        """Stop the clock."""
        self._anchor(wall_s)
        self.paused = True

    def go(self, wall_s: float, rate: float | None = None) -> None:
        """Start the clock, or change its rate."""
        self._anchor(wall_s)
        self.paused = False
        self.rate = self.rate if rate is None else rate

    def _anchor(self, wall_s: float) -> None:
        self.anchor_sim_ms = self.sim_now(wall_s)
        self.anchor_wall_s = wall_s
