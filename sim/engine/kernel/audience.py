"""Who sees what happens at sea: seats with sensors, of sides that hold a vessel."""

from __future__ import annotations

from typing import Any

from sim.engine.kernel.engine import Engine


def seats_holding(engine: Engine, *vessels: str) -> tuple[str, ...]:
    """List the sensor seats of every side that has or holds one of these vessels, and their own."""
    setup, held = engine.setup, engine.state.vessels.held
    found = setup.once("holders", lambda _: dict[tuple[Any, ...], tuple[str, ...]]())
    holding = [side for vessel in vessels for side in setup.sides if (side, vessel) in held]
    key = vessels, tuple(holding)
    if key not in found:
        sides = {*holding, *(setup.side_of(vessel) for vessel in vessels)}
        seats = [seat for side, w in setup.sensor_seats.items() if side in sides for seat in w]
        found[key] = tuple(dict.fromkeys((*seats, *commanders_of(engine, *vessels))))
    return found[key]


def seats_holding_both(engine: Engine, one: str, two: str, of: str = "") -> tuple[str, ...]:
    """List the sensor seats, and commanders of these vessels, of sides that have or hold both.

    Args:
        engine: The run.
        one: A vessel.
        two: Another.
        of: Only seats of this side; of any if left out.
    """
    setup, held = engine.setup, engine.state.vessels.held
    own, other = setup.side_of(one), setup.side_of(two)
    found: list[str] = []
    for side in (of,) if of else setup.sides:
        if (side == own or (side, one) in held) and (side == other or (side, two) in held):
            found += setup.sensor_seats[side]
            found += [s for s in commanders_of(engine, one, two) if setup.seats[s].side == side]
    return tuple(dict.fromkeys(found))


def own_seats(engine: Engine, vessel: str) -> tuple[str, ...]:
    """List the sensor seats of a vessel's own side, and the seat that commands it."""
    watchers = engine.setup.sensor_seats[engine.setup.side_of(vessel)]
    return tuple(dict.fromkeys((*watchers, *commanders_of(engine, vessel))))


def commanders_of(engine: Engine, *vessels: str) -> tuple[str, ...]:
    """List the seats that command these vessels, each once."""
    seats = [engine.setup.commander[v] for v in vessels if v in engine.setup.commander]
    return tuple(dict.fromkeys(seats))
