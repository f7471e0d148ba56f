"""Who sees what happens at sea: seats with sensors, of sides that hold a vessel."""

from __future__ import annotations

from sim.engine.base.setup import Setup
from sim.engine.kernel.engine import Engine


def seats_holding(engine: Engine, *vessels: str) -> tuple[str, ...]:
    """List the sensor seats of every side that has or holds one of these vessels, and their own."""
    setup, held = engine.setup, engine.state.vessels.held
    seats = setup.once("holders", _seats)
    key = vessels, tuple([held.get(vessel, ()) for vessel in vessels])
    found = seats.get(key)
    if found is None:
        sides = {side for holding in key[1] for side in holding}.union(map(setup.side_of, vessels))
        seeing = [seat for side, w in setup.sensor_seats.items() if side in sides for seat in w]
        found = seats[key] = tuple(dict.fromkeys((*seeing, *commanders_of(engine, *vessels))))
    return found


_Held = tuple[tuple[str, ...], ...]
"""Of some vessels, in order: the sides whose sensors hold each."""


def _seats(setup: Setup) -> dict[tuple[tuple[str, ...], _Held], tuple[str, ...]]:
    """Hold who sees some vessels, by them and by who holds them: it depends on nothing else."""
    return {}


def seats_holding_both(engine: Engine, one: str, two: str, of: str = "") -> tuple[str, ...]:
    """List the sensor seats, and commanders of these vessels, of sides that have or hold both.

    Args:
        engine: The run.
        one: A vessel.
        two: Another.
        of: Only seats of this side; of any if left out.
    """
    setup, held = engine.setup, engine.state.vessels.held
    seats = setup.once("holders of both", _seats)
    key = (one, two, of), (held.get(one, ()), held.get(two, ()))
    found = seats.get(key)
    if found is None:
        sides = {setup.side_of(one), *key[1][0]} & {setup.side_of(two), *key[1][1]}
        seeing: list[str] = []
        for side in (side for side in setup.sides if side in sides and of in ("", side)):
            seeing += setup.sensor_seats[side]
            seeing += [s for s in commanders_of(engine, one, two) if setup.seats[s].side == side]
        found = seats[key] = tuple(dict.fromkeys(seeing))
    return found


def own_seats(engine: Engine, vessel: str) -> tuple[str, ...]:
    """List the sensor seats of a vessel's own side, and the seat that commands it."""
    watchers = engine.setup.sensor_seats[engine.setup.side_of(vessel)]
    return tuple(dict.fromkeys((*watchers, *commanders_of(engine, vessel))))


def commanders_of(engine: Engine, *vessels: str) -> tuple[str, ...]:
    """List the seats that command these vessels, each once."""
    seats = [engine.setup.commander[v] for v in vessels if v in engine.setup.commander]
    return tuple(dict.fromkeys(seats))
