"""What several verbs share: seeds, seats, occupants, records."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.engine import Setup
from sim.errors import Fault, PolicyError, RecordError, ScenarioError, UsageError, nearest
from sim.load import digest, from_data
from sim.load.yamltext import parse, read_text
from sim.model.drill import Step
from sim.model.scenario import Scenario, canonical
from sim.play import record as rec
from sim.play.occupants import Occupant, occupant
from sim.store import read_lines

SEED_MOST = 2**63 - 1


def whole(most: int) -> Callable[[str], int]:
    """Make an argument type: a whole number from 0 to `most`."""

    def number(text: str) -> int:
        if not text.isascii() or not text.isdigit() or int(text) > most:
            raise argparse.ArgumentTypeError(
                f"expected a whole number from 0 to {most}, not “{text}”"
            )
        return int(text)

    return number


def add_run_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that say which run is meant."""
    parser.add_argument(
        "--seat", action="append", default=[], metavar="SEAT=POLICY", help="who holds a seat"
    )
    parser.add_argument("--seed", type=whole(SEED_MOST), metavar="N", help="seed of all chance")
    parser.add_argument(
        "--set", action="append", default=[], metavar="PATH=VALUE", help="change the scenario"
    )


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
    """Fill every seat: as given, else with the scenario's default occupant.

    Raises:
        PolicyError: an unknown occupant, or a person where nobody was asked to sit.
    """
    for seat, spec in setup.seats.items():
        if seat not in specs and spec.occupant == "person":
            raise PolicyError(f"seat “{seat}”: no person sits there by default; name a policy")
    return {
        seat: occupant(
            setup, seat, specs.get(seat, spec.occupant), script=lambda f: script(setup, f)
        )
        for seat, spec in setup.seats.items()
    }


def script(setup: Setup, file: str) -> tuple[Step, ...]:
    """Read a script file: a YAML list of steps.

    Raises:
        ScenarioError: not readable, or a step that names what is not there.
    """
    document = parse(read_text(Path(file)), file)
    if document.faults:
        raise ScenarioError(document.faults)
    try:
        steps = TypeAdapter(tuple[Step, ...]).validate_python(document.data)
    except ValidationError as error:
        raise ScenarioError(
            [
                document.fault(tuple(i["loc"]), i["msg"].removeprefix("Value error, "))
                for i in error.errors(include_url=False)
            ]
        ) from None
    faults: list[Fault] = []
    known: dict[str, Mapping[str, object]] = {
        "choose": setup.moves,
        "call": setup.channels,
        "to": setup.vessels,
        "form": setup.forms,
    }
    for index, step in enumerate(steps):
        for name, table in known.items():
            value = getattr(step, name)
            if value is not None and value not in table:
                hint = nearest(value, table)
                faults.append(document.fault((index, name), f"there is no “{value}”", hint))
    if faults:
        raise ScenarioError(faults)
    return steps


def header(
    scenario: Scenario, seed: int, replicate: int, filled: Mapping[str, Occupant], *, played: bool
) -> dict[str, Any]:
    """Make a record's header: everything a re-run needs, and no path or clock."""
    return {
        "scenario_id": scenario.id,
        "scenario_digest": digest(scenario),
        "scenario": canonical(scenario),
        "seed": seed,
        "replicate": replicate,
        "seats": {seat: o.name for seat, o in filled.items()},
        "played": played,
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
    """Fill the seats as the record says; a script that was played from a file holds no more steps.

    Raises:
        RecordError: the header names seats or occupants that cannot be.
    """
    filled: dict[str, Occupant] = {}
    seats = record.header["seats"]
    if set(seats) != set(setup.seats):
        raise RecordError("the record's seats are not the scenario's; the record was changed")
    for seat in setup.seats:
        name = str(seats[seat])
        if name.startswith("script:") and name != "script:history":
            filled[seat] = Occupant(name, "script")
        else:
            filled[seat] = occupant(setup, seat, name)
    return filled


def show_json(data: object) -> None:
    """Print data as JSON for programs."""
    print(json.dumps(data, indent=2, ensure_ascii=False, allow_nan=False))
