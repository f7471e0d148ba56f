"""Injects: scheduled, released, withdrawn."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("inject_scheduled", opens=True, secret=("due_ms", "until_ms"))
class InjectScheduled(Fact):
    """An inject waits for its moment."""

    inject: str
    due_ms: int
    until_ms: int | None

    @property
    def key(self) -> str:
        return f"inject:{self.inject}"


@fact("inject_released")
class InjectReleased(Fact):
    """An inject was released."""

    inject: str


@fact("inject_withdrawn")
class InjectWithdrawn(Fact):
    """An inject will not be released."""

    inject: str
