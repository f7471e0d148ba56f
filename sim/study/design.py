"""The plan of a study: arms, seats, seed, replicates, and what is measured."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sim.engine import Setup
from sim.errors import Fault, PolicyError, ScenarioError, SimError, UsageError, nearest, quoted
from sim.loader import digest, from_data
from sim.loader.overrides import apply_sets
from sim.loader.scenario import build
from sim.loader.yamltext import Document
from sim.model.politics import OwnMeasure
from sim.model.scenario import Scenario, canonical
from sim.model.traffic import runs_of
from sim.play.occupants import occupant
from sim.play.record import RULES
from sim.units import MS_PER_D, MS_PER_MIN

AS_IS = "as-is"
PRESETS = ("optimist", "middle", "pessimist")
"""Ways of choosing the assumed parameters together; the scenario says what each means."""
PRESET_PATH = "preset"
"""What a preset sets in the scenario."""
CHUNK = 100
"""Replicates of one job: about a second of work, whatever the number of workers."""
REPLICATES_MOST = 10_000_000
SEED_MOST = 2**63 - 1
ARMS_MOST, NAME_MOST = 200, 60
N_DEFAULT, SEED_DEFAULT = 1000, 1


class StudyError(SimError):
    """A study cannot be planned or gone on with."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a study cannot be planned: which part of what was asked, and what is wrong there."""

    place: tuple[str, ...]
    fault: Fault


class PlanError(StudyError):
    """Parts of what was asked do not fit the scenario; all of them are told."""

    def __init__(self, troubles: Iterable[Trouble]) -> None:
        self.troubles = tuple(troubles)
        super().__init__(trouble.fault for trouble in self.troubles)


@dataclass(frozen=True, slots=True)
class Arm:
    """One of the settings compared: a name, the changes that make it, perhaps under a preset."""

    name: str
    sets: tuple[str, ...] = ()
    preset: str = ""

    @property
    def label(self) -> str:
        """Name the arm in tables and replay keys."""
        return f"{self.name}@{self.preset}" if self.preset else self.name

    @property
    def changes(self) -> tuple[str, ...]:
        """List all that is changed in the scenario, the preset first."""
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
class Measure:
    """What is measured: a rate (0 or 1) or a mean, within bounds, and what it means."""

    name: str
    kind: str
    low: float
    high: float
    means: str = ""


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


def plan(study: Study) -> Plan:
    """Plan a study: check all that is asked against the scenario.

    Raises:
        StudyError: no replicates.
        ScenarioError: the scenario has faults.
        UsageError: a change for all arms that matches nothing.
        PlanError: arms or seats that do not fit, each told.
    """
    if not 1 <= study.n <= REPLICATES_MOST:
        raise StudyError(f"-n {study.n}: expected 1 to {REPLICATES_MOST} replicates")
    data = apply_sets(study.scenario.data, study.sets)
    plain, faults = build(replace(study.scenario, data=data))
    if plain is None:
        raise ScenarioError(faults)
    troubles = [*_names(study), *_unknown_seats(study, plain)]
    made: dict[Arm, Scenario] = {}
    for arm in study.arms:
        try:
            made[arm] = _made(study, arm, data, plain)
        except SimError as error:
            troubles += [Trouble(("arms", arm.name), fault) for fault in error.faults]
        else:
            troubles += _unfilled(study, arm, made[arm])
    if troubles:
        raise PlanError(dict.fromkeys(troubles))
    if study.presets:
        made = dict(_under_presets(study, data, plain))
    return Plan(
        plain.id,
        digest(plain),
        seed=study.seed,
        n=study.n,
        arms=tuple(made),
        seats=tuple(sorted(study.seats)),
        scenarios=tuple(canonical(scenario) for scenario in made.values()),
    )


def _made(study: Study, arm: Arm, data: object, plain: Scenario) -> Scenario:
    """Make an arm's scenario, which differs from the plain one unless nothing was to change."""
    if not arm.changes:
        return plain
    changed = apply_sets(data, arm.changes)
    scenario = from_data(changed, f"{study.scenario.file} (arm {arm.label})")
    if not arm.preset and scenario == plain:
        raise StudyError([_fault(f"the arm “{arm.name}” changes nothing", "check its values")])
    return scenario


def _under_presets(study: Study, data: object, plain: Scenario) -> Iterator[tuple[Arm, Scenario]]:
    """Make every arm's scenario under every preset.

    Raises:
        PlanError: the scenario has no presets, or they make it wrong.
    """
    for preset in PRESETS:
        for arm in study.arms:
            under = replace(arm, preset=preset)
            try:
                yield under, _made(study, under, data, plain)
            except SimError as error:
                said = [unprefixed(fault, under.changes[0]) for fault in error.faults]
                raise PlanError(
                    Trouble(("presets",), replace(fault, what=f"presets: {fault.what}"))
                    for fault in said
                ) from None


def unprefixed(fault: Fault, text: str) -> Fault:
    """Take from what `--set` complains of the words that name the option."""
    return replace(fault, what=fault.what.removeprefix(f"--set {quoted(text)[1:-1]}: "))


def _names(study: Study) -> Iterator[Trouble]:
    """Find arms that could not be told apart or shown in a table, and too many of them."""
    names = [arm.name for arm in study.arms]
    if len(names) > ARMS_MOST:
        yield Trouble(("arms",), _fault(f"{len(names)} arms are given", f"at most {ARMS_MOST}"))
    for name in dict.fromkeys(names):
        if not name.strip() or not name.isprintable() or len(name) > NAME_MOST:
            hint = f"one line of at most {NAME_MOST} characters"
            yield Trouble(("arms", name), _fault(f"{quoted(name)} cannot name an arm", hint))
        if names.count(name) > 1:
            yield Trouble(("arms", name), _fault(f"the arm “{name}” is given twice", "rename one"))
    for arm in study.arms if study.presets else ():
        if any(text.partition("=")[0].strip() == PRESET_PATH for text in arm.sets):
            what = f"the arm “{arm.name}” sets the preset itself"
            yield Trouble(("arms", arm.name), _fault(what, "leave either out"))


def _unknown_seats(study: Study, plain: Scenario) -> Iterator[Trouble]:
    known = [seat.id for seat in plain.seats]
    for seat, _ in study.seats:
        if seat not in known:
            what, hint = f"there is no seat {quoted(seat)}", nearest(seat, known)
            yield Trouble(("seats", seat), _fault(what, hint))


def _unfilled(study: Study, arm: Arm, scenario: Scenario) -> Iterator[Trouble]:
    """Find seats of an arm that nobody can hold: unknown policies, and people."""
    setup, given = Setup(scenario), dict(study.seats)
    for seat, spec in setup.seats.items():
        place = ("seats", seat) if seat in given else ("arms", arm.name)
        try:
            filled = occupant(setup, seat, given.get(seat, spec.occupant))
        except PolicyError as error:
            yield from (Trouble(place, fault) for fault in error.faults)
        else:
            if filled.pace == "person":
                what = f"seat “{seat}”: a study has no people"
                yield Trouble(place, _fault(what, "give SEAT=POLICY"))


def _fault(what: str, hint: str) -> Fault:
    return Fault("", 0, column=0, what=what, hint=hint)


def measures_of(setup: Setup) -> tuple[Measure, ...]:
    """List what is measured in a scenario, in the order of the run table's columns."""
    minutes = setup.scenario.horizon / MS_PER_MIN
    return (
        *_force(4, "force (an act on rung 6 or above)"),
        *_force(8, "gunfire (an act on rung 8 or above)"),
        Measure(
            "peak_rung", "mean", low=0, high=10, means="the highest rung that any side reached"
        ),
        *(
            Measure(
                f"loss_{id_}",
                "mean",
                low=0,
                high=100,
                means=f"loss of {side.name}: 100 less its score",
            )
            for id_, side in setup.sides.items()
        ),
        Measure(
            "first_contact_min",
            "mean",
            low=0,
            high=minutes,
            means="minutes until a call was answered",
        ),
        Measure(
            "contact_before_decision",
            "rate",
            low=0,
            high=1,
            means="a word of restraint came before the first choice that something provoked",
        ),
        *(_own(setup, yardstick) for yardstick in setup.scenario.yardsticks),
        *(_met(setup) if setup.traffic else ()),
    )


def _own(setup: Setup, yardstick: OwnMeasure) -> Measure:
    """Say what a scenario's own yardstick measures."""
    low, high = 0.0, setup.scenario.horizon / MS_PER_D
    if yardstick.usable:
        high = 1.0
    elif yardstick.counter is not None:
        counter = setup.counters[yardstick.counter]
        low, high = float(counter.least), float(counter.most)
    return Measure(yardstick.id, "mean", low=low, high=high, means=yardstick.title)


def _met(setup: Setup) -> Iterator[Measure]:
    """List the counts of what streams of encounters meet, within what chance will not exceed."""
    streams, end_ms = setup.scenario.streams, setup.scenario.horizon
    expected = [s.expected_most(end_ms, runs_of(streams, s)[1]) for s in streams]
    most = math.ceil(math.fsum(expected) + 10 * math.sqrt(math.fsum(expected)) + 10)
    yield Measure("unsafe_met", "mean", low=0, high=most, means="unsafe meetings of all streams")
    yield Measure("routine_met", "mean", low=0, high=most, means="routine meetings of all streams")
    yield Measure(
        "touched_met", "mean", low=0, high=most, means="contacts in meetings of all streams"
    )


def _force(at: int, what: str) -> Iterator[Measure]:
    """List the rates of one threshold: any force, then each class of its first act."""
    yield Measure(f"uf{at}", "rate", low=0, high=1, means=f"{what}, whatever its cause")
    for kind, cause in (
        ("inadvertent", "of which the first came of an accident or a misreading, wanted by nobody"),
        ("accidental", "of which the first was ordered by nobody"),
        ("deliberate", "of which the first was ordered and meant"),
    ):
        yield Measure(f"{kind}_uf{at}", "rate", low=0, high=1, means=f"{what}, {cause}")
