"""Who sees what happens at sea: seats with sensors, of sides that hold a vessel."""

from __future__ import annotations

from sim.engine.engine import Engine


def holders(engine: Engine, *vessels: str) -> tuple[str, ...]:
    """List the sensor seats of every side that has or holds one of these vessels, and their own."""
    setup, held = engine.setup, engine.state.held
    seats: tuple[str, ...] = ()
    for side, watchers in setup.sensor_seats.items():
        for vessel in vessels:
            if setup.vessels[vessel].side == side or (side, vessel) in held:
                seats += watchers
                break
    return tuple(dict.fromkeys((*seats, *commander_of(engine, *vessels))))


def own_side(engine: Engine, vessel: str) -> tuple[str, ...]:
    """List the sensor seats of a vessel's own side, and the seat that commands it."""
    watchers = engine.setup.sensor_seats[engine.setup.side_of(vessel)]
    return tuple(dict.fromkeys((*watchers, *commander_of(engine, vessel))))


def commander_of(engine: Engine, *vessels: str) -> tuple[str, ...]:
    """List the seats that command these vessels, each once."""
    seats = [engine.setup.commander[v] for v in vessels if v in engine.setup.commander]
    return tuple(dict.fromkeys(seats))
