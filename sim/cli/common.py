"""What several verbs share: seats, occupants, records."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from sim.engine import Draws, Engine, Setup, begin
from sim.errors import PolicyError, RecordError, ScenarioError, UsageError, nearest
from sim.loader import digest, from_data
from sim.loader.script import load_script, plain_steps, script_from_data
from sim.model.drill import Step
from sim.model.scenario import Scenario, canonical
from sim.play import record as rec
from sim.play.occupants import Occupant, from_file, occupant, prevailing
from sim.play.rerun import disagreement
from sim.store import read_lines


def seat_specs(setup: Setup, given: Iterable[str]) -> dict[str, str]:
    """Read `--seat` texts: SEAT=POLICY, or a bare SEAT for a person.

    Raises:
        UsageError: an unknown seat, or one given twice.
    """
    specs: dict[str, str] = {}
    for text in given:
        seat, sign, policy = text.partition("=")
        if seat not in setup.seats:
            raise UsageError(
                f"--seat {text}: there is no seat “{seat}”; {nearest(seat, setup.seats)}"
            )
        if seat in specs:
            raise UsageError(f"--seat {text}: the seat “{seat}” is given twice; keep one")
        specs[seat] = policy if sign else "person"
    return specs


def occupants(setup: Setup, specs: Mapping[str, str]) -> dict[str, Occupant]:
    """Fill every seat: as given, else with the scenario's default occupant, which names no file.

    Raises:
        PolicyError: an unknown occupant, or a person where nobody was asked to sit.
        ScenarioError: a script file that cannot be read, or has faults.
    """
    for seat, spec in setup.seats.items():
        if seat not in specs and spec.occupant == "person":
            raise PolicyError(f"seat “{seat}”: no person sits there by default; name a policy")
    script = partial(load_script, setup.scenario)
    return {
        seat: occupant(setup, seat, specs[seat], script)
        if seat in specs
        else occupant(setup, seat, spec.occupant)
        for seat, spec in setup.seats.items()
    }


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


def read_run(path: Path) -> tuple[rec.Record, dict[str, Occupant], Engine]:
    """Read a record and re-run the line of play that was played last.

    Returns:
        The record, who fills the seats, and the engine where the line led.

    Raises:
        RecordError: not a record, or one that does not re-run to what it says.
    """
    record, setup = read_record(path)
    filled = recorded_occupants(setup, record)
    engine = begun(setup, filled, record.header["seed"], record.header["replicate"])
    wrong = disagreement(engine, record.line)
    if wrong:
        what = wrong.partition("\n")[0]
        raise RecordError(f"{path}: does not re-run: {what}; see channel16 rerun")
    return record, filled, engine


def begun(setup: Setup, filled: Mapping[str, Occupant], seed: int, replicate: int) -> Engine:
    """Begin a run to be re-run: nobody acts in it but by a record's commands."""
    engine = Engine(setup, Draws(seed, replicate))
    held = prevailing(filled, engine.draws)
    begin(engine, {seat: (o.name, o.pace) for seat, o in held.items()})
    return engine


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


def show_json(data: object) -> None:
    """Print data as JSON for programs."""
    print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))
