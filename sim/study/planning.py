"""A study planned: all that is asked is checked against the scenario, and each arm's is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sim.engine import Setup
from sim.errors import Fault, PolicyError, ScenarioError, SimError, UsageError, nearest, quoted
from sim.loader import digest, from_data
from sim.loader.overrides import apply_sets
from sim.loader.scenario import build
from sim.model.scenario import Scenario, canonical
from sim.play.occupants import occupant
from sim.study.design import (
    ARMS_MOST,
    NAME_MOST,
    PRESETS,
    REPLICATES_MOST,
    Arm,
    Plan,
    Study,
    StudyError,
)
from sim.study.factors import Factor, factor_of, overlapping
from sim.study.points import checked, laid
from sim.study.settings import unprefixed
from sim.study.workers import Worker

YARDSTICKS = "yardsticks"
"""Where a scenario says what is measured of it besides what is measured of all."""


@dataclass(frozen=True, slots=True)
class PlanFault:
    """What is wrong in a study: in which part of what was asked, and why it cannot be planned."""

    place: tuple[str, ...]
    fault: Fault


class PlanError(StudyError):
    """Parts of what was asked do not fit the scenario; all of them are named."""

    def __init__(self, found: Iterable[PlanFault]) -> None:
        self.found = tuple(found)
        super().__init__(each.fault for each in self.found)


def plan(study: Study) -> Plan:
    """Plan a study: check all that is asked against the scenario.

    Raises:
        StudyError: no replicates.
        ScenarioError: the scenario has faults.
        UsageError: a change for all arms that matches nothing.
        PlanError: arms or seats that do not fit, each of them.
    """
    if not 1 <= study.n <= REPLICATES_MOST:
        raise StudyError(f"-n {study.n}: expected 1 to {REPLICATES_MOST} replicates")
    data = measuring(apply_sets(study.scenario.data, study.sets), study.measures)
    plain, faults = build(replace(study.scenario, data=data))
    if plain is None:
        raise ScenarioError(faults)
    found = [*_names(study), *_unknown_seats(study, plain)]
    made: dict[Arm, Scenario] = {}
    for arm in study.arms:
        try:
            made[arm] = _made(study, arm, data, plain)
        except SimError as error:
            found += [PlanFault(("arms", arm.name), fault) for fault in error.faults]
        else:
            found += _unfilled(study, arm, made[arm])
    if found:
        raise PlanError(dict.fromkeys(found))
    if study.presets:
        made = dict(_under_presets(study, data, plain))
    planned = Plan(
        plain.id,
        digest(plain),
        seed=study.seed,
        n=study.n,
        arms=tuple(made),
        seats=tuple(sorted(study.seats)),
        scenarios=tuple(canonical(scenario) for scenario in made.values()),
    )
    return varied(planned, study, data)


def measuring(data: Any, measures: Iterable[tuple[str, Any]]) -> Any:  # noqa: ANN401  # raw data
    """Give a scenario's data with a study's own measures among its yardsticks."""
    own = [{"id": name, "title": name.replace("_", " "), **body} for name, body in measures]
    if not own or not isinstance(data, dict):
        return data
    return {**data, YARDSTICKS: [*(data.get(YARDSTICKS) or ()), *own]}


def _made(study: Study, arm: Arm, data: object, plain: Scenario) -> Scenario:
    """Make an arm's scenario, which differs from the plain one unless nothing was to change."""
    if not arm.settings:
        return plain
    changed = apply_sets(data, arm.settings)
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
                bare = [unprefixed(fault, under.settings[0]) for fault in error.faults]
                raise PlanError(
                    PlanFault(("presets",), replace(fault, what=f"presets: {fault.what}"))
                    for fault in bare
                ) from None


def _names(study: Study) -> Iterator[PlanFault]:
    """Find arms that could not be told apart or shown in a table, and too many of them."""
    names = [arm.name for arm in study.arms]
    if len(names) > ARMS_MOST:
        yield PlanFault(("arms",), _fault(f"{len(names)} arms are given", f"at most {ARMS_MOST}"))
    for name in dict.fromkeys(names):
        if not name.strip() or not name.isprintable() or len(name) > NAME_MOST:
            hint = f"one line of at most {NAME_MOST} characters"
            yield PlanFault(("arms", name), _fault(f"{quoted(name)} cannot name an arm", hint))
        if names.count(name) > 1:
            what = f"the arm “{name}” is given twice"
            yield PlanFault(("arms", name), _fault(what, "rename one"))
    for arm in study.arms if study.presets else ():
        if arm.sets_preset:
            what = f"the arm “{arm.name}” sets the preset itself"
            yield PlanFault(("arms", arm.name), _fault(what, "leave either out"))


def _unknown_seats(study: Study, plain: Scenario) -> Iterator[PlanFault]:
    known = [seat.id for seat in plain.seats]
    for seat, _ in study.seats:
        if seat not in known:
            what, hint = f"there is no seat {quoted(seat)}", nearest(seat, known)
            yield PlanFault(("seats", seat), _fault(what, hint))


def _unfilled(study: Study, arm: Arm, scenario: Scenario) -> Iterator[PlanFault]:
    """Find seats of an arm that nobody can hold: unknown policies, and people."""
    setup, given = Setup(scenario), dict(study.seats)
    for seat, spec in setup.seats.items():
        place = ("seats", seat) if seat in given else ("arms", arm.name)
        try:
            filled = occupant(setup, seat, given.get(seat, spec.occupant))
        except PolicyError as error:
            yield from (PlanFault(place, fault) for fault in error.faults)
        else:
            if filled.control == "person":
                what = f"seat “{seat}”: a study has no people"
                yield PlanFault(place, _fault(what, "give SEAT=POLICY"))


def varied(planned: Plan, study: Study, data: object) -> Plan:
    """Let a plan vary the factors of a study, at the points of its design.

    Raises:
        PlanError: factors without a design or the reverse, a design that they do not fit, or
            factors that do not fit the scenario or an arm, each of them.
    """
    if not study.factors and study.design is None:
        return planned
    if study.design is None:
        raise _astray("design", "factors need a design", "such as --design lhs:64")
    if not study.factors:
        raise _astray("design", f"{study.design} has no factors", "give --factor PATH")
    factors = _factors(study, data)
    try:
        checked(study.design, factors)
    except UsageError as error:
        raise PlanError(PlanFault(("design",), fault) for fault in error.faults) from None
    ends = tuple(f.low for f in factors), tuple(f.high for f in factors)
    tried = replace(planned, factors=factors, design=study.design, points=ends, base=data)
    worker = Worker(tried)
    for cell in range(tried.cells):
        try:
            worker.cell(cell)
        except SimError as error:
            arm, point = tried.of_cell(cell)
            at = f"with every factor at its {'highest' if point else 'lowest'}"
            what = f"{at}, arm {quoted(tried.labels[arm])}: {error.faults[0].what}"
            raise _astray("factors", what, error.faults[0].hint or "narrow a range") from None
    return replace(tried, points=laid(study.design, factors, study.seed))


def _factors(study: Study, data: object) -> tuple[Factor, ...]:
    """Check every factor against the scenario.

    Raises:
        PlanError: those that do not fit it, and one that stands twice.
    """
    found: list[PlanFault] = []
    factors: list[Factor] = []
    for asked in study.factors:
        try:
            factors.append(factor_of(asked, data))
        except SimError as error:
            found += [PlanFault(("factors", asked.path), fault) for fault in error.faults]
    twice = overlapping(study.factors) or overlapping(factors)
    if twice:
        fault = _fault(f"the factor {quoted(twice)} is given twice", "keep one")
        found.append(PlanFault(("factors", twice), fault))
    if found:
        raise PlanError(dict.fromkeys(found))
    return tuple(factors)


def _astray(place: str, what: str, hint: str) -> PlanError:
    return PlanError([PlanFault((place,), _fault(what, hint))])


def _fault(what: str, hint: str) -> Fault:
    return Fault("", 0, column=0, what=what, hint=hint)
