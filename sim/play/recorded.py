"""A record read back with its scenario, its seats filled, and its run begun again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sim.engine import Draws, Engine, Setup, begin
from sim.errors import RecordError, ScenarioError
from sim.loader import digest, from_data
from sim.loader.script import script_from_data
from sim.model.scenario import Scenario
from sim.model.scripts import Step
from sim.play import record as rec
from sim.play.occupants import Occupant, from_file, occupant, prevailing


def understood(
    lines: Sequence[str], name: str, *, torn: bool = False, size: int = 0
) -> tuple[rec.Record, Setup]:
    """Read a record from its whole lines, and the scenario that it carries.

    Raises:
        RecordError: not a record.
    """
    record = rec.read([*lines], name, torn=torn, size=size)
    try:
        scenario = from_data(record.header["scenario"], f"{name}: its scenario")
    except ScenarioError as error:
        raise RecordError(error.faults) from None
    if record.header.get("scenario_digest") != digest(scenario):
        raise RecordError(
            f"{name}:1:1: its scenario is not the one that was played; it was changed"
        )
    return record, Setup(scenario)


def recorded_occupants(setup: Setup, record: rec.Record) -> dict[str, Occupant]:
    """Fill the seats as the record says; the steps of a script from a file stand in its header.

    Raises:
        RecordError: the header names seats, occupants or steps that cannot be.
    """
    filled: dict[str, Occupant] = {}
    seats, scripts = record.header["seats"], record.header.get("scripts", {})
    if set(seats) != set(setup.seats):
        raise RecordError("the record's seats are not the scenario's; the record was changed")
    if "took_over" in record.header and record.header["took_over"] not in list(setup.seats):
        raise RecordError("the record's “took_over” is no seat of it; the record was changed")
    for seat in setup.seats:
        name = str(seats[seat])
        if from_file(name):
            steps = _recorded_steps(setup.scenario, seat, scripts.get(seat, []))
            filled[seat] = Occupant(name, "script", steps=steps)
        else:
            filled[seat] = occupant(setup, seat, name)
    return filled


def _recorded_steps(scenario: Scenario, seat: str, data: object) -> tuple[Step, ...]:
    """Read a script that a record carries; a record of old carries none."""
    try:
        return script_from_data(scenario, data, f"the record's script of “{seat}”")
    except ScenarioError as error:
        raise RecordError(error.faults) from None


def begun_again(setup: Setup, record: rec.Record, filled: Mapping[str, Occupant]) -> Engine:
    """Begin a record's run once more, with the same luck and the same occupants."""
    engine = Engine(setup, Draws(record.header["seed"], record.header["replicate"]))
    held = prevailing(filled, engine.draws)
    begin(engine, {seat: (o.name, o.control) for seat, o in held.items()})
    return engine
