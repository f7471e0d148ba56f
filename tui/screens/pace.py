"""How fast a play runs on the screen: from notice to notice, or at a pace that can be stopped."""

from __future__ import annotations

from sim.play.seat import Pacing

LEAST, MOST = 1 / 8, 100_000


class PlayClock:
    """Says where simulated time should stand; wall time, in seconds, is handed in."""

    def __init__(self, rate: float | None) -> None:
        self.paced = rate is not None
        self.rate = rate or 0.0
        self.paused = False
        self._run: Pacing | None = None

    def due(self, wall_s: float, at_ms: int, *, stopped: bool) -> int:
        """Give the instant that is due; time jumped or taken back since is not caught up with."""
        run = self._run
        if run is None or self.paused or stopped or at_ms > run.sim_now(wall_s):
            self._run = Pacing(self.rate, wall_s, at_ms)
            return at_ms
        if at_ms < run.anchor_sim_ms:
            self._run = run = Pacing(self.rate, wall_s, at_ms)
        return run.sim_now(wall_s)

    def pause(self, wall_s: float) -> None:
        """Stop for a while, whatever the player has set."""
        if self._run is not None:
            self._run.pause(wall_s)

    def go(self, wall_s: float) -> None:
        """Go on after that."""
        if self._run is not None:
            self._run.go(wall_s)

    def toggle(self) -> None:
        """Stop the clock, or let it run."""
        self.paused = not self.paused

    def change(self, wall_s: float, factor: float) -> None:
        """Run faster or slower from now on."""
        self.rate = min(MOST, max(LEAST, self.rate * factor))
        if self._run is not None:
            self._run.go(wall_s, self.rate)

    def mode(self, *, stopped: bool) -> str:
        """Say how time passes."""
        if not self.paced:
            return ""
        how = " paused" if self.paused else " held" if stopped else ""
        return f"x{self.rate:g}{how}"
