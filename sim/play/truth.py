"""The truth of a moment that no seat is shown: how a line really stood."""

from __future__ import annotations

from sim.engine.acts.hours import is_open, staffed
from sim.engine.base.setup import Setup
from sim.engine.kernel.knowledge import Known
from sim.engine.kernel.state import State
from sim.engine.seat.reach import desks_of


def line_state(setup: Setup, state: State, known: Known, name: str, at_ms: int) -> str:
    """Give the true state of a channel of a seat's board in one word."""
    channel = setup.channels[name]
    if state.channels.political[name] != "open":
        return state.channels.political[name]
    if state.channels.down.get(name):
        return "down"
    others = desks_of(channel, known.seat) if channel.kind == "line" else []
    away = bool(others) and not any(is_open(setup, desk, at_ms) for desk in others)
    if away or not staffed(setup, channel, at_ms):
        return "desk_closed"
    if channel.kind == "radio":
        own = setup.seats[known.seat].commands
        out = [
            v
            for v in setup.vessels
            if state.vessels.silenced.get(v) or v not in state.vessels.tracks
        ]
        if own and all(vessel in out for vessel in own):
            return "radio_dead"
        unseen = [
            v for v in out if v in state.vessels.silenced and not known.vessels.silenced.get(v)
        ]
        if unseen:
            return f"works, but not on {', '.join(setup.vessels[v].name for v in unseen)}"
    return "works"
