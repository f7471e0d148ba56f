"""Cross-checks of a scenario: does what is well-formed contradict itself?

Each check looks at the entries of one class and at what they name. Where it comes upon something
faulty or missing it ends: the fault of that is found elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from sim.loader.checks import (
    channels,
    hints,
    incidents,
    injects,
    ledger,
    moves,
    names,
    politics,
    relays,
    scripts,
    sea,
    seats,
    staffs,
    traffic,
)
from sim.loader.checks.context import Check, CheckContext, Complaint
from sim.loader.salvage import without
from sim.model.scenario import Scenario
from sim.model.words import Entry, FaultyError, entries

MODULES = (
    names,
    sea,
    seats,
    staffs,
    moves,
    channels,
    relays,
    politics,
    ledger,
    incidents,
    traffic,
    injects,
    scripts,
    hints,
)
"""The modules whose checks are made; a check that stands in none of them is not."""


def _by_class() -> dict[type[Entry], list[Check]]:
    """List the checks of each class of entries, in the order of their modules."""
    found: dict[type[Entry], list[Check]] = {}
    for module in MODULES:
        for check in vars(module).values():
            if isinstance(check, Check):
                for kind in check.kinds:
                    found.setdefault(kind, []).append(check)
    return found


_CHECKS = _by_class()


def complaints(scenario: Scenario) -> Iterator[Complaint]:
    """Yield everything that is wrong with a scenario, which may lack what is faulty."""
    whole = CheckContext(scenario)
    yield from names.complaints_of_names(whole)
    context = CheckContext(without(scenario, names.undeclared(whole)))
    for way, entry in entries(context.scenario):
        for check in _CHECKS.get(type(entry), ()):
            with suppress(FaultyError):
                yield from check.complaints(context, way, entry)
