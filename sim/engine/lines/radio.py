"""Radio: which vessels can speak with one another, and who hears what is said."""

from __future__ import annotations

from sim.engine.base.geometry import radio_reach_m, range_m
from sim.engine.kernel.engine import Engine
from sim.engine.seat.reach import on_channel


def in_reach(engine: Engine, one: str, two: str) -> bool:
    """Say whether two vessels can speak on VHF now."""
    tracks, silenced = engine.state.vessels.tracks, engine.state.vessels.silenced
    if one not in tracks or two not in tracks or silenced.get(one) or silenced.get(two):
        return False
    specs = engine.setup.vessels
    reach = radio_reach_m(specs[one].aerial, specs[two].aerial)
    return range_m(tracks[one], tracks[two], engine.now_ms) <= reach


def hearing(engine: Engine, vessel: str, channel: str) -> tuple[str, ...]:
    """List the seats that hear a vessel: on the channel, with a vessel in reach."""
    spec = engine.setup.channels[channel]
    return tuple(
        seat.id
        for seat in engine.setup.scenario.seats
        if on_channel(spec, seat.id)
        and any(v == vessel or in_reach(engine, vessel, v) for v in seat.commands)
    )
