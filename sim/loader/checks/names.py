"""Cross-checks of names: each is declared, and stands once in its list."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.errors import nearest, quoted
from sim.loader.checks.context import CheckContext, Complaint, about
from sim.model.moves import Activity
from sim.model.scenario import KINDS, Scenario
from sim.model.words import Entry, Way, references
from sim.model.world import Seat, Side

_NOUNS = {field: kind for kind, field in KINDS.items()} | {
    "objectives": "objective",
    "yardsticks": "yardstick",
    "hazards": "hazard",
    "orders": "order card",
}
"""What an entry of a list is called, for lists whose entries have ids."""


def undeclared(context: CheckContext) -> Iterator[Way]:
    """Yield the way to every name of something that is not declared."""
    for way, kind, name in references(context.scenario):
        if (kind, name) not in context.declared:
            yield way


def complaints_of_names(context: CheckContext) -> Iterator[Complaint]:
    """Yield every name that names nothing, or stands twice in one list."""
    seen: set[tuple[Way, str]] = set()
    for way, kind, name in references(context.scenario):
        if (kind, name) not in context.declared and kind in context.ids:
            known = context.ids[kind]
            yield way, f"there is no {kind} {quoted(name)}", partial(nearest, name, known)
        if (way[:-1], name) in seen and isinstance(way[-1], int):
            yield way, f"{quoted(name)} stands twice in this list", "keep one"
        seen.add((way[:-1], name))


@about(Scenario, Side, Seat, Activity)
def _ids(context: CheckContext, way: Way, entry: Entry) -> Iterator[Complaint]:
    for field, noun in _NOUNS.items():
        seen: set[str] = set()
        for index, item in enumerate(getattr(entry, field, ())):
            name = getattr(item, "id", None)
            if name in seen:
                yield (*way, field, index, "id"), f"the {noun} “{name}” stands twice", "rename one"
            elif name is not None:
                seen.add(name)
