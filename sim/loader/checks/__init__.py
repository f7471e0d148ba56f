"""Cross-checks of a scenario: does what is well-formed contradict itself?

Each check looks at the entries of one class and at what they name. Where it comes upon something
faulty or missing it ends: the fault of that is found elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sim.errors import Level
from sim.loader.checks import (
    channels,
    endings,
    endless,
    hints,
    idle,
    incidents,
    injects,
    ledger,
    likely,
    moves,
    names,
    never,
    plane,
    politics,
    relays,
    scripts,
    sea,
    seats,
    sentences,
    staffs,
    terms,
    traffic,
)
from sim.loader.checks.context import Check, CheckContext, Complaint
from sim.loader.salvage import without
from sim.model.injects import Inject
from sim.model.scenario import Scenario
from sim.model.words import Entry, FaultyError, entries

MODULES = (
    names,
    plane,
    sea,
    seats,
    staffs,
    moves,
    channels,
    terms,
    relays,
    sentences,
    politics,
    ledger,
    incidents,
    traffic,
    injects,
    scripts,
    hints,
    endless,
    never,
    endings,
    idle,
    likely,
)
"""The modules whose checks are made; a check that stands in none of them is not."""


def _by_class(*levels: Level) -> dict[type[Entry], list[Check]]:
    """List the checks of each class of entries, in the order of their modules."""
    found: dict[type[Entry], list[Check]] = {}
    for module in MODULES:
        for check in vars(module).values():
            if isinstance(check, Check) and check.level in levels:
                for kind in check.kinds:
                    found.setdefault(kind, []).append(check)
    return found


_FAULTS = _by_class("fault")
_REMARKS = _by_class("warning", "note")


def complaints(scenario: Scenario) -> Iterator[Complaint]:
    """Yield everything that is wrong with a scenario, which may lack what is faulty."""
    whole = CheckContext(scenario)
    yield from names.complaints_of_names(whole)
    context = CheckContext(without(scenario, names.undeclared(whole)))
    for way, entry in entries(context.scenario):
        for check in _FAULTS.get(type(entry), ()):
            with suppress(FaultyError):
                yield from check.complaints(context, way, entry)


def complaints_of_inject(scenario: Scenario, inject: Inject) -> Iterator[Complaint]:
    """Yield what would be wrong with one more inject of a scenario that is right without it."""
    context = CheckContext(scenario.model_copy(update={"injects": (*scenario.injects, inject)}))
    for way, entry in entries(inject):
        for check in _FAULTS.get(type(entry), ()):
            with suppress(FaultyError):
                yield from check.complaints(context, way, entry)


def remarks(scenario: Scenario) -> Iterator[tuple[Level, Complaint]]:
    """Yield what may stand in a scenario and is probably not meant, or may be news to its author.

    Where a name is not declared anything may have been meant by it, so then there is nothing.
    """
    context = CheckContext(scenario)
    if any(names.undeclared(context)):
        return
    for way, entry in entries(scenario):
        for check in _REMARKS.get(type(entry), ()):
            for complaint in check.complaints(context, way, entry):
                yield check.level, complaint
