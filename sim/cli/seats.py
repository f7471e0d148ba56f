"""Who holds the seats of a run: what `--seat` says, else the scenario's own choice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial

from sim.engine import Setup
from sim.errors import PolicyError, UsageError, nearest
from sim.loader.script import load_script
from sim.play.occupants import Occupant, occupant


def seat_specs(given: Iterable[str], setup: Setup | None = None) -> dict[str, str]:
    """Read `--seat` texts: SEAT=POLICY, or a bare SEAT for a person.

    Args:
        given: The texts.
        setup: The scenario, if its seats are known yet.

    Raises:
        UsageError: an unknown seat, or one given twice.
    """
    specs: dict[str, str] = {}
    for text in given:
        seat, sign, policy = text.partition("=")
        if setup and seat not in setup.seats:
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
