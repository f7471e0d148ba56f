"""Who sits in a seat: a person, a script, or a policy known by a short name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sim.engine.rules import Command
from sim.engine.setup import Setup
from sim.errors import PolicyError, nearest
from sim.model.drill import Step
from sim.play.policies import POLICIES, Policy


@dataclass(frozen=True, slots=True)
class Occupant:
    """Who fills a seat. `pace` is what the engine is told: person, policy, script or none."""

    name: str
    pace: str
    policy: Policy | None = None
    steps: tuple[Step, ...] = ()


def occupant(
    setup: Setup, seat: str, spec: str, script: Callable[[str], tuple[Step, ...]] | None = None
) -> Occupant:
    """Read an occupant: ``person``, ``script:history``, ``script:FILE`` or NAME[:KEY=VALUE,…].

    Args:
        setup: The scenario.
        seat: The seat to be filled.
        spec: What was given.
        script: Reads the steps of a script file.

    Raises:
        PolicyError: unknown, wrong parameters, or no history for this seat.
    """
    name, _, rest = spec.partition(":")
    if name == "person" and not rest:
        return Occupant("person", "person")
    if name == "script":
        return Occupant(_shown(rest), "script", steps=_steps(setup, seat, rest, script))
    if name not in POLICIES:
        known = [*POLICIES, "person", "script:history", "script:FILE"]
        raise PolicyError(f"seat “{seat}”: unknown policy “{name}”; {nearest(name, known)}")
    parameters: dict[str, str] = {}
    for part in rest.split(",") if rest else []:
        key, sign, value = part.partition("=")
        if not sign or not key:
            raise PolicyError(f"seat “{seat}”: “{part}” is not KEY=VALUE")
        parameters[key] = value
    policy = POLICIES.get(name)(parameters)
    return Occupant(spec, "none" if policy is None else "policy", policy)


def _shown(script: str) -> str:
    """Name a script without the folder its file lies in; no file is taken for the history."""
    file = script.replace("\\", "/").rpartition("/")[2]
    return f"script:./{file}" if file == "history" and script != file else f"script:{file}"


def from_file(name: str) -> bool:
    """Say whether an occupant of this name follows a script that was read from a file."""
    return name.startswith("script:") and name != "script:history"


def _steps(
    setup: Setup, seat: str, rest: str, script: Callable[[str], tuple[Step, ...]] | None
) -> tuple[Step, ...]:
    if rest == "history":
        history = setup.scenario.history
        for told in history.scripts if history else ():
            if told.seat == seat:
                return told.steps
        raise PolicyError(f"seat “{seat}”: the scenario has no history of this seat")
    if not rest:
        raise PolicyError(f"seat “{seat}”: “script:” needs a file or “history”")
    if script is None:
        raise PolicyError(f"seat “{seat}”: script files cannot be read here")
    return script(rest)


def command_of(seat: str, step: Step) -> Command:
    """Turn a script's step into the command it asks for."""
    if step.choose is not None:
        return Command(seat, "choose", step.choose)
    to = step.to or step.desk or ""
    return Command(seat, "call", step.call or "", to, step.form or "", clauses=step.clauses)
