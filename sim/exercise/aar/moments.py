"""Key moments in the report: what mattered most to each seat that people held."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercise.evidence import Evidence
from sim.exercise.paper.blocks import Block, Heading, Para, table
from sim.pages import escape
from sim.play.lookback import KeyMoment, looked_back
from sim.play.sheet import playable


def moments(evidence: Evidence) -> Iterator[Block]:
    """Tell the key moments of a run that has ended to the seats people held, or to all of them."""
    if not evidence.ended:
        return
    seats = playable(evidence.setup.scenario)
    held = [pair for pair in seats if evidence.occupants.get(pair[0]) == "person"]
    yield Heading(2, "Key moments")
    yield Para(
        "The three to five events that mattered most to a seat: what chose the ending, harm, "
        "the crossing of a line, agreements, breaches, changes of mind. Each as that seat is told "
        "of it: “you” is the seat. “In truth” was kept from it then."
    )
    for seat, title in held or seats:
        yield Heading(3, f"{escape(title)}")
        found = looked_back(evidence.setup, evidence.log, seat)
        for moment in found:
            yield table([escape(moment.clock), escape(moment.title)], _rows(moment))
        if not found:
            yield Para("Nothing that happened mattered much to this seat.")


def _rows(moment: KeyMoment) -> Iterator[list[str]]:
    """Name what a seat knew, what was true, why, and what was open to it."""
    could = f"At {moment.turn_clock}: {'; '.join(moment.could)}"
    named = [
        ("you knew", moment.knew),
        ("in truth", moment.true),
        ("why", moment.why),
        (
            "open to you",
            (could,) * bool(moment.could),
        ),
    ]
    return ([label, escape(" ".join(texts))] for label, texts in named if texts)
