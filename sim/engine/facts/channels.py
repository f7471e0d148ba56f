"""Channels: whether they work, what was announced of them, whom rules bind."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("line_changed", opens=True, secret=("due_ms",))
class LineChanged(Fact):
    """A line works or is down, until `due_ms`; nobody is told."""

    channel: str
    works: bool
    nth: int
    due_ms: int

    @property
    def key(self) -> str:
        return f"line:{self.channel}"


@fact("channel_changed")
class ChannelChanged(Fact):
    """A channel was opened, suspended or given up, and this was announced."""

    channel: str
    political: str


@fact("rules_bound")
class RulesBound(Fact):
    """Agreed rules bind these services from now on, and this was announced."""

    channel: str
    services: tuple[str, ...]
