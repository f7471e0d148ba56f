"""What a report is made from: one line of play that was run again, and where it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from sim.engine.base.setup import Setup
from sim.engine.kernel.engine import Engine
from sim.units import clock, elapsed


@dataclass(frozen=True, slots=True)
class Evidence:
    """A line of play that stands at its last event, and what its record's header says."""

    engine: Engine
    occupants: Mapping[str, str]
    seed: int
    replicate: int
    digest: str
    scenario: Mapping[str, Any]
    scenario_digest: str
    lines: int = 1

    @property
    def setup(self) -> Setup:
        """Give the scenario's look-ups."""
        return self.engine.setup

    @property
    def ended(self) -> bool:
        """Say whether the run has come to its end."""
        return bool(self.engine.state.run.ended)

    def clock(self, at_ms: int) -> str:
        """Write an instant as the clock shows it."""
        return clock(self.setup.scenario.begins, at_ms)

    def when(self, at_ms: int) -> str:
        """Write an instant for a cell: the clock, and below it the time since the begin."""
        return f"{escape(self.clock(at_ms))}<br><small>{elapsed(at_ms)}</small>"

    def at(self, at_ms: int) -> str:
        """Write an instant in a sentence."""
        return f"{self.clock(at_ms)} ({elapsed(at_ms)})"
