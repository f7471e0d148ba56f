"""Who sits in a seat: a person, a script, or a policy known by a short name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.engine.rules import Command
from sim.engine.setup import Setup
from sim.errors import PolicyError, nearest
from sim.model.drill import Step
from sim.plugins import Registry


@dataclass(frozen=True, slots=True)
class Asked:
    """What a policy is given when it decides: never more than its seat knows.

    `moves` are the ids it may choose now; `draw()` gives a number in (0, 1) that belongs to
    this seat and decision.
    """

    seat: str
    number: int
    moves: tuple[str, ...]
    draw: Callable[[], float]


Decide = Callable[[Asked], str | None]
"""A policy's choice: a move id, or None to let the window lapse."""

POLICIES: Registry[Callable[[Mapping[str, str]], Decide | None]] = Registry("policy")
"""Makers of policies: from parameters to a decision rule; None never decides."""


@dataclass(frozen=True, slots=True)
class Occupant:
    """Who fills a seat. `pace` is what the engine is told: person, policy, script or none."""

    name: str
    pace: str
    decide: Decide | None = None
    steps: tuple[Step, ...] = ()


@POLICIES.add("standing-orders")
def standing_orders(parameters: Mapping[str, str]) -> Decide | None:
    """Let every window lapse, so that the seat's standing orders are carried out."""
    _none_left(parameters, "standing-orders")
    return None


@POLICIES.add("random")
def random_policy(parameters: Mapping[str, str]) -> Decide | None:
    """Pick any legal move, or none, all alike."""
    _none_left(parameters, "random")

    def decide(asked: Asked) -> str | None:
        at = int(asked.draw() * (len(asked.moves) + 1))
        return asked.moves[at] if at < len(asked.moves) else None

    return decide


def _none_left(parameters: Mapping[str, str], name: str) -> None:
    if parameters:
        raise PolicyError(f"the policy “{name}” takes no “{next(iter(parameters))}”")


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
        steps = _steps(setup, seat, rest, script)
        return Occupant(
            f"script:{rest.replace(chr(92), '/').rpartition('/')[2]}", "script", steps=steps
        )
    if name not in POLICIES:
        known = [*POLICIES, "person", "script:history", "script:FILE"]
        raise PolicyError(f"seat “{seat}”: unknown policy “{name}”; {nearest(name, known)}")
    parameters: dict[str, str] = {}
    for part in rest.split(",") if rest else []:
        key, sign, value = part.partition("=")
        if not sign or not key:
            raise PolicyError(f"seat “{seat}”: “{part}” is not KEY=VALUE")
        parameters[key] = value
    decide = POLICIES.get(name)(parameters)
    return Occupant(spec, "none" if decide is None else "policy", decide)


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
    return Command(seat, "call", step.call or "", step.to or "", step.form or "")
