"""Channels: whether they work, what was announced of them, whom rules bind."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.engine.base.declaring import changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.facts.calls import CallsKnown
from sim.model.channels import STARTS, Channel

POLITICAL = {"open": "open", "suspended": "suspended", "not_established": "not established"}
"""What each political state of a channel is called."""


@dataclass(slots=True)
class ChannelsState(Group):
    """The true state of channels."""

    political: dict[str, str] = field(default_factory=dict)
    """Channel → open, suspended or not_established."""
    down: dict[str, bool] = field(default_factory=dict)
    """Line → True while it does not work."""
    bound: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Channel of rules → the services they bind."""

    @classmethod
    def at_begin(cls, setup: Setup) -> ChannelsState:
        """Give channels as the scenario starts them."""
        channels = setup.scenario.channels
        return cls(
            political={channel.id: starts_as(channel) for channel in channels},
            bound={channel.id: channel.binds for channel in channels if channel.kind == "rules"},
        )


@dataclass(slots=True)
class ChannelsKnown(Group):
    """What was announced of channels."""

    political: dict[str, str] = field(default_factory=dict)
    """Channel → open, suspended or not_established, where something was announced."""


@dataclass(slots=True)
class LineChanged(Fact):
    """A line works or is down, until `due_ms`; nobody is told."""

    channel: str
    works: bool
    nth: int
    due_ms: int

    @property
    def key(self) -> Key:
        return ("line", self.channel)


declare("line_changed", LineChanged, opens=True, secret=("due_ms",))


@changes("channels", LineChanged)
def _line_changed(channels: ChannelsState, event: Event, fact: LineChanged) -> None:
    channels.down[fact.channel] = not fact.works


@dataclass(slots=True)
class ChannelChanged(Fact):
    """A channel was opened, suspended or given up, and this was announced."""

    channel: str
    political: str


declare("channel_changed", ChannelChanged)


@changes("channels", ChannelChanged)
def _changed(channels: ChannelsState, event: Event, fact: ChannelChanged) -> None:
    channels.political[fact.channel] = fact.political


@learns("channels", ChannelChanged)
def _announced(channels: ChannelsKnown, reader: Reader, event: Event, fact: ChannelChanged) -> None:
    channels.political[fact.channel] = fact.political


@learns("calls", ChannelChanged)
def _tries_forgotten(calls: CallsKnown, reader: Reader, event: Event, fact: ChannelChanged) -> None:
    calls.last.pop(fact.channel, None)


@tells(ChannelChanged)
def _tell_channel_changed(setup: Setup, seat: str, fact: ChannelChanged) -> str:
    return f"Announced: {setup.channels[fact.channel].name}: {POLITICAL[fact.political]}."


@dataclass(slots=True)
class RulesBound(Fact):
    """Agreed rules bind these services from now on, and this was announced."""

    channel: str
    services: tuple[str, ...]


declare("rules_bound", RulesBound)


@changes("channels", RulesBound)
def _bound(channels: ChannelsState, event: Event, fact: RulesBound) -> None:
    channels.bound[fact.channel] = fact.services


@tells(RulesBound)
def _tell_rules_bound(setup: Setup, seat: str, fact: RulesBound) -> str:
    services = ", ".join(service.replace("_", " ") for service in fact.services)
    return f"Announced: {setup.channels[fact.channel].name}: binding for {services}."


def starts_as(channel: Channel) -> str:
    """Give the true political state of a channel at the begin."""
    declared = channel.truth.political if channel.truth else None
    return declared or STARTS[channel.start].political
