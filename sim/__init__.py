"""Channel 16: a crisis-communication simulation; public names load when they are first used.

Load a scenario, let its occupants play it, and read what came of it::

    >>> import sim
    >>> setup = sim.Setup(sim.load("two-captains"))
    >>> seats = setup.seats.values()
    >>> held = {seat.id: sim.occupant(setup, seat.id, seat.occupant) for seat in seats}
    >>> play = sim.Play(setup, 7, held)
    >>> play.advance().why
    'ended'
    >>> sim.outcome(play.engine).ending == play.ended
    True
    >>> sim.to_data(play.engine.log[0])["event"]
    'run_begun'

| name | what it is for |
|---|---|
| `load` | a checked scenario by its id or path, perhaps with changes (``PATH=VALUE``) |
| `Scenario` | what `load` gives: everything that an author has said, frozen |
| `Setup` | a scenario laid out for plays: its seats, vessels, channels and so on by id |
| `occupant` | who holds a seat: a policy by its name, a script, or a person |
| `Play` | one run of a scenario from a seed, with an occupant in every seat |
| `Command` | what a person's seat asks for, given to `Play.submit` |
| `Refusal` | what `Play.submit` gives back where that may not be done: a code and a sentence |
| `outcome` | what a finished run adds up to: its ending, measures and scores |
| `to_data` | an event of the log, ``play.engine.log``, as plain data that JSON can hold |
| `study` | many runs as a table, and inputs to outcomes with intervals: see `sim.study` |
| `SimError` | raised for everything wrong from outside, with all faults in one go |
"""

from __future__ import annotations

from importlib import import_module

from sim import native

native.choose()
_WHERE = {
    "Command": "sim.engine.seat.rules",
    "Play": "sim.play.driver",
    "Refusal": "sim.errors",
    "Scenario": "sim.model.scenario",
    "Setup": "sim.engine",
    "SimError": "sim.errors",
    "load": "sim.loader",
    "occupant": "sim.play.occupants",
    "outcome": "sim.play.outcome",
    "to_data": "sim.engine.base.log",
}

__all__ = [
    "Command",
    "Play",
    "Refusal",
    "Scenario",
    "Setup",
    "SimError",
    "load",
    "occupant",
    "outcome",
    "to_data",
]


def __getattr__(name: str) -> object:
    """Load a public name's module when it is first asked for."""
    if name == "study":
        return import_module("sim.study")
    if name not in _WHERE:
        raise AttributeError(f"sim has no public name “{name}”")
    found: object = getattr(import_module(_WHERE[name]), name)
    return found
