"""Channel 16: a crisis-communication simulation; public names load when they are first used."""

from __future__ import annotations

from importlib import import_module

_WHERE = {
    "Command": "sim.engine.seat.rules",
    "Draws": "sim.engine",
    "Engine": "sim.engine",
    "Play": "sim.play.driver",
    "Refusal": "sim.errors",
    "Scenario": "sim.model.scenario",
    "Setup": "sim.engine",
    "SimError": "sim.errors",
    "load": "sim.loader",
    "occupant": "sim.play.occupants",
    "outcome": "sim.play.outcome",
}

__all__ = [
    "Command",
    "Draws",
    "Engine",
    "Play",
    "Refusal",
    "Scenario",
    "Setup",
    "SimError",
    "load",
    "occupant",
    "outcome",
]


def __getattr__(name: str) -> object:
    """Load a public name's module when it is first asked for."""
    if name not in _WHERE:
        raise AttributeError(f"sim has no public name “{name}”")
    found: object = getattr(import_module(_WHERE[name]), name)
    return found
