"""The plan of a study: arms, seats, seed, replicates, and what is measured."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sim.engine import Setup
from sim.errors import SimError, UsageError
from sim.load import digest, from_data
from sim.load.patch import apply_sets
from sim.model.scenario import canonical
from sim.units import MS_PER_MIN

AS_IS = "as-is"
CHUNK = 100
"""Replicates of one job: about a second of work, whatever the number of workers."""
REPLICATES_MOST = 10_000_000


class StudyError(SimError):
    """A study cannot be planned or gone on with."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the settings compared: a name and the changes that make it."""

    name: str
    sets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """What is measured: a rate (0 or 1) or a mean, within bounds."""

    name: str
    kind: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that determines a study's numbers. `scenarios` holds each arm's own document."""

    scenario: str
    scenario_digest: str
    seed: int
    n: int
    arms: tuple[Arm, ...]
    seats: tuple[tuple[str, str], ...]
    scenarios: tuple[dict[str, Any], ...]

    @property
    def key(self) -> str:
        """Name what determines the rows, the number of replicates left out."""
        data = {k: v for k, v in asdict(self).items() if k != "n"}
        text = json.dumps(data, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def chunks(self, n: int) -> list[tuple[int, int, int]]:
        """List the jobs up to n replicates: (arm, first replicate, how many), in order."""
        return [
            (arm, first, min(CHUNK, n - first))
            for first in range(0, n, CHUNK)
            for arm in range(len(self.arms))
        ]


def parse_arm(text: str) -> Arm:
    """Read ``NAME[:PATH=VALUE,...]``; a comma inside a value is quoted.

    Raises:
        UsageError: no name, or a change that is not PATH=VALUE.
    """
    name, _, rest = text.partition(":")
    if not name.strip():
        raise UsageError(f"--arm {text}: expected NAME or NAME:PATH=VALUE,...")
    parts = next(csv.reader(io.StringIO(rest), skipinitialspace=True), []) if rest else []
    for part in parts:
        if "=" not in part:
            raise UsageError(f"--arm {text}: “{part}” is not PATH=VALUE; quote a comma in a value")
    return Arm(name.strip(), tuple(parts))


def plan(
    data: dict[str, Any],
    *,
    arms: Iterable[Arm],
    seats: Mapping[str, str],
    seed: int,
    n: int,
    shown: str,
) -> Plan:
    """Plan a study of a scenario's document.

    Args:
        data: The document, already changed by `--set`.
        arms: None given: one arm that changes nothing.
        seats: Who holds which seat, where that is not the scenario's choice.
        seed: Seed of all arms; replicate r has the same luck in every arm.
        n: Replicates of each arm.
        shown: The scenario's file for messages.

    Raises:
        StudyError: no replicates, an arm twice, or an arm that changes nothing.
        ScenarioError: an arm's changes make the scenario wrong.
    """
    if not 1 <= n <= REPLICATES_MOST:
        raise StudyError(f"-n {n}: expected 1 to {REPLICATES_MOST} replicates")
    given = tuple(arms) or (Arm(AS_IS),)
    names = [arm.name for arm in given]
    for name in names:
        if names.count(name) > 1:
            raise StudyError(f"the arm “{name}” is given twice; rename one")
    plain = from_data(data, shown)
    documents = []
    for arm in given:
        scenario = from_data(apply_sets(data, arm.sets), f"{shown} (arm {arm.name})")
        if arm.sets and scenario == plain:
            raise StudyError(f"the arm “{arm.name}” changes nothing; check its values")
        documents.append(canonical(scenario))
    return Plan(
        plain.id, digest(plain), seed, n, given, tuple(sorted(seats.items())), tuple(documents)
    )


def measures_of(setup: Setup) -> tuple[Measure, ...]:
    """List what is measured in a scenario, in the order of the run table's columns."""
    minutes = setup.scenario.horizon / MS_PER_MIN
    return (
        *(
            Measure(f"{kind}{at}", "rate", 0, 1)
            for at in (4, 8)
            for kind in ("uf", "inadvertent_uf", "accidental_uf", "deliberate_uf")
        ),
        Measure("peak_rung", "mean", 0, 10),
        *(Measure(f"loss_{side}", "mean", 0, 100) for side in setup.sides),
        Measure("first_contact_min", "mean", 0, minutes),
        Measure("contact_before_decision", "rate", 0, 1),
    )
