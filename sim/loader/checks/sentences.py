"""Cross-checks of sentences: is there such a thing to say, and are there such slots in it?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sim.errors import nearest, quoted
from sim.loader.checks.context import CheckContext, Complaint, about
from sim.model.sentences import Sentences, Slot, parts, sayings
from sim.model.words import Way


@about(Sentences)
def _slots(context: CheckContext, way: Way, entry: Sentences) -> Iterator[Complaint]:
    """A sentence with a slot that nothing fills would be said with a gap."""
    known = sayings()
    if entry.says not in known:
        what = f"nobody says {quoted(entry.says)}"
        yield (*way, "says"), what, partial(nearest, entry.says, known)
        return
    slots = known[entry.says]
    for place, text in enumerate(entry.ways):
        at = (*way, "ways", place)
        try:
            used = [part.name for part in parts(text) if isinstance(part, Slot)]
        except ValueError as error:
            what, _, hint = str(error).partition("; ")
            yield at, what, hint
            continue
        for name in used:
            if name not in slots:
                what = f"{quoted(entry.says)} has no slot {quoted(name)}"
                yield at, what, partial(nearest, name, slots)
        if "words" in slots and "words" not in used:
            yield at, "leaves out what is said", "put the slot {words} where it stands"


@about(Sentences)
def _twice_meant(context: CheckContext, way: Way, entry: Sentences) -> Iterator[Complaint]:
    """What is meant for a seat and for its side is meant for one of them."""
    for place, seat in enumerate(entry.seats):
        side = context.entry("seat", seat).side
        if side in entry.sides:
            what = f"the seat {quoted(seat)} is of the side {quoted(side)}, which stands here too"
            yield (*way, "seats", place), what, "leave one of them out"
