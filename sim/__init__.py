"""Channel 16: a crisis-communication simulation; public names load when they are first used."""

from __future__ import annotations

from importlib import import_module

_WHERE = {
    "Command": "sim.engine.rules",
    "Engine": "sim.engine",
    "Play": "sim.play.play",
    "Refusal": "sim.errors",
    "Scenario": "sim.model.scenario",
    "Setup": "sim.engine",
    "SimError": "sim.errors",
    "Streams": "sim.engine",
    "load": "sim.load",
    "occupant": "sim.play.occupants",
    "outcome": "sim.play.outcome",
}

__all__ = [
    "Command",
    "Engine",
    "Play",
    "Refusal",
    "Scenario",
    "Setup",
    "SimError",
    "Streams",
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
