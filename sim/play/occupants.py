"""Who sits in a seat: a person, a script, or a policy known by a short name."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sim.engine.base.draws import Draws
from sim.engine.base.setup import Setup
from sim.engine.seat.rules import Command
from sim.errors import PolicyError, nearest, quoted
from sim.model.scripts import Step
from sim.play.policies import POLICIES, Policy
from sim.units import parse_typed

LOOKS_AHEAD = "looks ahead for seconds, and a whole exercise would wait for it"
"""What is said of a policy that an exercise cannot use."""
_ROUNDED = 1e-4
"""By how much shares of a mix may miss 1 because they were rounded."""


@dataclass(frozen=True, slots=True)
class Occupant:
    """Who fills a seat. `control` is how the engine knows it: person, policy, script or none."""

    name: str
    control: str
    policy: Policy | None = None
    steps: tuple[Step, ...] = ()
    mix: tuple[tuple[Occupant, float], ...] = ()
    """Policies among which the staff is divided, with their shares; which prevails is drawn."""

    @property
    def ahead(self) -> bool:
        """Say whether it thinks for seconds, or somebody on its staff does; see `Policy`."""
        return bool(self.policy and self.policy.ahead) or any(who.ahead for who, _ in self.mix)


def occupant(
    setup: Setup, seat: str, spec: str, script: Callable[[str], tuple[Step, ...]] | None = None
) -> Occupant:
    """Read an occupant: ``person``, ``script:…``, NAME[:KEY=VALUE,…] or ``mix:NAME=SHARE,…``.

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
    if name == "mix":
        return _mixed(setup, seat, spec, rest)
    if name not in POLICIES:
        known = [*POLICIES, "person", "script:history", "script:FILE", "mix:NAME=SHARE,…"]
        raise PolicyError(f"seat “{seat}”: unknown policy “{name}”; {nearest(name, known)}")
    policy = POLICIES.get(name)(_pairs(seat, rest))
    return Occupant(spec, "none" if policy is None else "policy", policy)


def _pairs(seat: str, text: str) -> dict[str, str]:
    """Read ``KEY=VALUE,…``; a number that stands first has the key ``n``."""
    pairs: dict[str, str] = {}
    first, sign, rest = text.partition(",")
    if first.isdecimal():
        text, pairs = rest if sign else "", {"n": first}
    for part in text.split(",") if text else []:
        key, sign, value = part.partition("=")
        if not sign or not key:
            raise PolicyError(f"seat “{seat}”: “{part}” is not KEY=VALUE")
        if key in pairs:
            raise PolicyError(f"seat “{seat}”: {quoted(key)} is given twice; keep one")
        pairs[key] = value
    return pairs


def _mixed(setup: Setup, seat: str, spec: str, rest: str) -> Occupant:
    """Read a staff of several policies: which of them prevails is drawn as the run begins."""
    shares = _pairs(seat, rest)
    for name in shares:
        if name not in POLICIES:
            hint = nearest(name, POLICIES)
            raise PolicyError(f"seat “{seat}”: a mix has no policy “{name}”; {hint}")
    try:
        weights = [parse_typed(share) for share in shares.values()]
    except ValueError:
        raise PolicyError(f"seat “{seat}”: the shares of a mix are numbers") from None
    if (
        not weights
        or not all(0 < w <= 1 for w in weights)
        or abs(math.fsum(weights) - 1) > _ROUNDED
    ):
        raise PolicyError(f"seat “{seat}”: the shares of a mix lie above 0 and add up to 1")
    members = [occupant(setup, seat, name) for name in shares]
    return Occupant(spec, "policy", mix=tuple(zip(members, weights, strict=True)))


def prevailing(filled: Mapping[str, Occupant], draws: Draws) -> dict[str, Occupant]:
    """Say who decides in each seat of a run: of a mix, the policy whose advice prevails there."""
    return {
        seat: _one_of(held, draws.uniform("staff.adviser", seat, 0)) if held.mix else held
        for seat, held in filled.items()
    }


def _one_of(held: Occupant, u: float) -> Occupant:
    for member, share in held.mix:
        if u < share:
            return member
        u -= share
    return held.mix[-1][0]


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
        for written in history.scripts if history else ():
            if written.seat == seat:
                return written.steps
        raise PolicyError(f"seat “{seat}”: the scenario has no history of this seat")
    if not rest:
        raise PolicyError(f"seat “{seat}”: “script:” needs a file or “history”")
    if script is None:
        raise PolicyError(f"seat “{seat}”: script files cannot be read here; name a policy")
    return script(rest)


def command_of(seat: str, step: Step) -> Command:
    """Turn a script's step into the command it asks for."""
    if step.choose is not None:
        return Command(seat, "choose", step.choose)
    to = step.to or step.desk or ""
    return Command(
        seat, "call", subject=step.call or "", to=to, form=step.form or "", clauses=step.clauses
    )
