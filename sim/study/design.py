"""A study as it is asked for, and its plan: arms, seats, seed and replicates."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from dataclasses import dataclass
from typing import Any

from sim.errors import SimError, UsageError
from sim.loader.yamltext import Document
from sim.play.record import RULES
from sim.study.factors import Factor, FactorAsked, is_of_doctrine, seated
from sim.study.points import Design, Point

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
"""One job: the number of a cell (an arm at a point), its first replicate, and how many."""


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
    until_difference: tuple[str, ...] = ()
    factors: tuple[FactorAsked, ...] = ()
    design: Design | None = None
    measures: tuple[tuple[str, Any], ...] = ()
    title: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that determines a study's numbers. `scenarios` holds each arm's own document.

    Where it varies factors, `points` holds their values and `base` the scenario that they and
    then the arms' settings are put into. A cell is an arm at a point; without factors there is
    one point, and a cell's number is its arm's.
    """

    scenario: str
    scenario_digest: str
    seed: int
    n: int
    arms: tuple[Arm, ...]
    seats: tuple[tuple[str, str], ...]
    scenarios: tuple[dict[str, Any], ...]
    factors: tuple[Factor, ...] = ()
    design: Design | None = None
    points: tuple[Point, ...] = ((),)
    base: Any = None

    @property
    def key(self) -> str:
        """Name what determines the rows, the number of replicates left out."""
        data = [RULES, self.seed, self.labels, self.seats, self.scenarios]
        if self.factors:
            data += [[f.as_data() for f in self.factors], str(self.design), self.points]
        text = json.dumps(data, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def labels(self) -> list[str]:
        """Name the arms in their order."""
        return [arm.label for arm in self.arms]

    @property
    def cells(self) -> int:
        """Give how many cells there are: every arm at every point."""
        return len(self.points) * len(self.arms)

    def cell(self, arm: int, point: int) -> int:
        """Give the number of a cell."""
        return point * len(self.arms) + arm

    def of_cell(self, cell: int) -> tuple[int, int]:
        """Give the arm and the point of a cell."""
        point, arm = divmod(cell, len(self.arms))
        return arm, point

    def settings(self, cell: int) -> list[str]:
        """List what a cell sets in the base: its factors, then its arm, which has the last word."""
        arm, point = self.of_cell(cell)
        values = zip(self.factors, self.points[point], strict=True)
        put = [f.settings(value) for f, value in values if not is_of_doctrine(f.path)]
        return [*(text for texts in put for text in texts), *self.arms[arm].settings]

    def held(self, cell: int, seat: str, spec: str) -> str:
        """Say who holds a seat in a cell, where the scenario says `spec`."""
        found = dict(self.seats).get(seat, spec)
        for factor, value in zip(self.factors, self.points[self.of_cell(cell)[1]], strict=True):
            if is_of_doctrine(factor.path) and factor.path.split(".")[1] == seat:
                found = seated(found, factor.path, value)
        return found

    def key_of(self, cell: int, replicate: int) -> str:
        """Name one run, the way `--show` takes it: ARM/REPLICATE or ARM/POINT/REPLICATE."""
        arm, point = self.of_cell(cell)
        return "/".join([self.labels[arm], *([str(point)] if self.factors else []), str(replicate)])

    def run_of(self, key: str) -> tuple[int, int] | None:
        """Give the cell and the replicate that a key names, None if it names none."""
        parts = key.rsplit("/", 2 if self.factors else 1)
        name = parts[0] if parts[0] in self.labels else parts[0].removeprefix("'")  # as in a table
        numbers = [int(text) for text in parts[1:] if re.fullmatch("[0-9]{1,9}", text)]
        if name not in self.labels or len(numbers) != 1 + bool(self.factors):
            return None
        point = numbers[0] if self.factors else 0
        if point >= len(self.points):
            return None
        return self.cell(self.labels.index(name), point), numbers[-1]

    def baseline(self, number: int) -> int:
        """Give the arm that an arm is compared with: the first of the same preset."""
        return next(i for i, a in enumerate(self.arms) if a.preset == self.arms[number].preset)

    def pairs(self) -> list[tuple[int, int]]:
        """List the arms that are compared, each with what it is compared with."""
        found = ((number, self.baseline(number)) for number in range(len(self.arms)))
        return [(number, against) for number, against in found if number != against]

    def blocks(self) -> list[list[int]]:
        """Put the arms that are compared with one another together."""
        found: dict[str, list[int]] = {}
        for number, arm in enumerate(self.arms):
            found.setdefault(arm.preset, []).append(number)
        return list(found.values())

    def chunks(self, n: int) -> list[Chunk]:
        """List the jobs up to n replicates, in order."""
        return [
            (cell, first, min(CHUNK, n - first))
            for first in range(0, n, CHUNK)
            for cell in range(self.cells)
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
