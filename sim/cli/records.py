"""Records: the header of a new one, and an old one read, its seats filled, run again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sim.engine import Draws, Engine, Setup, begin
from sim.errors import RecordError, ScenarioError
from sim.loader import digest, from_data
from sim.loader.script import plain_steps, script_from_data
from sim.model.scenario import Scenario, canonical
from sim.model.scripts import Step
from sim.play import record as rec
from sim.play.occupants import Occupant, from_file, occupant, prevailing
from sim.play.rerun import disagreement
from sim.store import read_lines


def header(
    scenario: Scenario, seed: int, replicate: int, filled: Mapping[str, Occupant], *, played: bool
) -> dict[str, Any]:
    """Make a record's header: everything that going on needs, and no path or clock."""
    scripts = {seat: plain_steps(o.steps) for seat, o in filled.items() if from_file(o.name)}
    return {
        "scenario_id": scenario.id,
        "scenario_digest": digest(scenario),
        "scenario": canonical(scenario),
        "seed": seed,
        "replicate": replicate,
        "seats": {seat: o.name for seat, o in filled.items()},
        "played": played,
        **({"scripts": scripts} if scripts else {}),
    }


def read_record(path: Path) -> tuple[rec.Record, Setup]:
    """Read a record and the scenario it carries.

    Raises:
        RecordError: not a record.
    """
    lines, size, torn = read_lines(path)
    record = rec.read(lines, str(path), torn=torn, size=size)
    try:
        scenario = from_data(record.header["scenario"], f"{path}: its scenario")
    except ScenarioError as error:
        raise RecordError(error.faults) from None
    if record.header.get("scenario_digest") != digest(scenario):
        raise RecordError(
            f"{path}:1:1: its scenario is not the one that was played; it was changed"
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


@dataclass(frozen=True, slots=True)
class Rerun:
    """A record whose last line of play was run again to its last event."""

    record: rec.Record
    occupants: dict[str, Occupant]
    engine: Engine


def run_again(path: Path) -> Rerun:
    """Read a record and run its last line of play again.

    Raises:
        RecordError: not a record, or one that does not re-run to what it says.
    """
    record, setup = read_record(path)
    filled = recorded_occupants(setup, record)
    engine = begun_again(setup, record, filled)
    wrong = disagreement(engine, record.line)
    if wrong:
        what = f"does not re-run: {wrong.what.partition(chr(10))[0]}"
        raise RecordError([record.fault(wrong.event, what, "see channel16 rerun")])
    return Rerun(record, filled, engine)
