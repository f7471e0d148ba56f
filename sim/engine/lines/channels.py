"""Channels as processes: lines that work or are down, and channels opened or shut by decision."""

from __future__ import annotations

import math
from collections.abc import Callable

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.channels import ChannelChanged, LineChanged
from sim.engine.facts.suspension import FreezeBegun
from sim.engine.kernel.engine import Engine, process
from sim.engine.seat.reach import on_channel
from sim.model.channels import STARTS, Channel


def start_lines(engine: Engine, cause: int) -> None:
    """Begin the technical life of every line: it works, unless it is said to be down."""
    for channel in engine.setup.scenario.channels:
        if channel.kind == "line" and channel.fails:
            down = channel.truth is not None and channel.truth.technical == "down"
            _change(engine, channel.id, works=not down, nth=0, cause=cause, closes=None)


def _change(
    engine: Engine, channel: str, *, works: bool, nth: int, cause: int, closes: int | None
) -> None:
    terms = engine.setup.parameters
    mean = terms.u_tech if works else terms.d_tech
    u = engine.draws.uniform("line.state", channel, nth)
    wait = max(1, round(-math.log(u) * mean))
    changed = engine.emit(
        LineChanged(channel, works, nth, engine.now_ms + wait), cause=cause, closes=closes
    )
    if not works:
        _shut(engine, channel, changed.seq)


@process(LineChanged)
def line_due(engine: Engine, opened: Event, tag: str) -> None:
    """A line breaks down or is repaired; a talk on it is cut."""
    fact = opened.fact
    _change(
        engine,
        fact.channel,
        works=not fact.works,
        nth=fact.nth + 1,
        cause=opened.seq,
        closes=opened.seq,
    )


Shut = Callable[[Engine, str, int], None]
_FOLLOWERS: list[Shut] = []


def after_shut(follow: Shut) -> Shut:
    """Register what else ends when a line breaks down or a channel is shut."""
    _FOLLOWERS.append(follow)
    return follow


def _shut(engine: Engine, channel: str, cause: int) -> None:
    for follow in _FOLLOWERS:
        follow(engine, channel, cause)


def usable(engine: Engine, channel: str) -> bool:
    """Say whether a channel works and is politically open now."""
    channels = engine.state.channels
    return channels.political[channel] == "open" and not channels.down.get(channel)


def may_answer(setup: Setup, channel: Channel) -> float:
    """Give the chance that whoever is rung may answer without asking above."""
    declared = channel.truth.u if channel.truth else None
    return (setup.parameters.u if declared is None else declared) * STARTS[channel.start].may


def by_appointment(channel: Channel) -> bool:
    """Say whether a call on a channel has to be arranged first; on a radio, never."""
    if channel.kind == "radio":
        return False
    declared = channel.truth.access if channel.truth else None
    return declared == "appointment" if declared else STARTS[channel.start].appointment


def turn(engine: Engine, name: str, political: str, cause: int) -> None:
    """Open, suspend or give up a channel, and announce it; one with a closer waits to reopen."""
    if engine.state.channels.political[name] == political:
        return
    channel = engine.setup.channels[name]
    informed = tuple(s for s in engine.setup.everybody if on_channel(channel, s))
    waits = engine.state.open.get(("freeze", name)) or engine.state.open.get(("building", name))
    changed = engine.emit(
        ChannelChanged(name, political),
        cause=cause,
        closes=waits,
        audience=informed,
        alert=informed,
    )
    if political != "open":
        _shut(engine, name, changed.seq)
    if political == "suspended":
        freeze(engine, channel, engine.now_ms, changed.seq)


def freeze(engine: Engine, channel: Channel, since_ms: int, cause: int) -> None:
    """Let a channel that is shut wait for its closer to reopen it, if it has one."""
    if channel.politics is not None:
        nth = engine.state.suspension.freezes.get(channel.id, 0)
        begun = FreezeBegun(channel.id, channel.politics.closer, nth, since_ms)
        engine.emit(begun, cause=cause)
