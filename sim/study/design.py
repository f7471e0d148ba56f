"""A study as it is asked for, and its plan: arms, seats, seed and replicates."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from typing import Any

from sim.errors import SimError, UsageError
from sim.loader.yamltext import Document
from sim.play.record import RULES

AS_IS = "as-is"
PRESETS = ("optimist", "middle", "pessimist")
"""Ways of choosing the assumed parameters together; the scenario says what each means."""
PRESET_PATH = "preset"
"""What a preset sets in the scenario."""
CHUNK = 100
"""Replicates of one job: about a second of work, whatever the number of workers."""
REPLICATES_MOST = 10_000_000
ARMS_MOST, NAME_MOST = 200, 60
N_DEFAULT, SEED_DEFAULT = 1000, 1


Chunk = tuple[int, int, int]
"""One job: the number of an arm, its first replicate, and how many."""


class StudyError(SimError):
    """A study cannot be planned or gone on with."""


@dataclass(frozen=True, slots=True)
class Arm:
    """One of what is compared: a name, its settings (PATH=VALUE), perhaps under a preset."""

    name: str
    sets: tuple[str, ...] = ()
    preset: str = ""

    @property
    def label(self) -> str:
        """Name the arm in tables and replay keys."""
        return f"{self.name}@{self.preset}" if self.preset else self.name

    @property
    def sets_preset(self) -> bool:
        """Say whether the arm's own settings choose a preset."""
        return any(text.partition("=")[0].strip() == PRESET_PATH for text in self.sets)

    @property
    def settings(self) -> tuple[str, ...]:
        """List all that is set in the scenario, the preset first."""
        return (f"{PRESET_PATH}={self.preset}", *self.sets) if self.preset else self.sets


@dataclass(frozen=True, slots=True)
class Study:
    """What is asked: the statement that a file or a command line makes."""

    scenario: Document
    arms: tuple[Arm, ...] = (Arm(AS_IS),)
    seats: tuple[tuple[str, str], ...] = ()
    sets: tuple[str, ...] = ()
    seed: int = SEED_DEFAULT
    n: int = N_DEFAULT
    presets: bool = False
    until_halfwidth: float | None = None
    title: str = ""
    text: str = ""


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
        data = [RULES, self.seed, self.labels, self.seats, self.scenarios]
        text = json.dumps(data, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def labels(self) -> list[str]:
        """Name the arms in their order."""
        return [arm.label for arm in self.arms]

    def baseline(self, number: int) -> int:
        """Give the arm that an arm is compared with: the first of the same preset."""
        return next(i for i, a in enumerate(self.arms) if a.preset == self.arms[number].preset)

    def blocks(self) -> list[list[int]]:
        """Put the arms that are compared with one another together."""
        found: dict[str, list[int]] = {}
        for number, arm in enumerate(self.arms):
            found.setdefault(arm.preset, []).append(number)
        return list(found.values())

    def chunks(self, n: int) -> list[Chunk]:
        """List the jobs up to n replicates, in order."""
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
