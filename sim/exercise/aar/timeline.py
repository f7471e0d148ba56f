"""The timeline of the report: rungs drawn, what happened and who knew of it."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercise import chart
from sim.exercise.aar.layout import when, who_knew
from sim.exercise.evidence import Evidence
from sim.exercise.paper.blocks import Block, Figure, Heading, table
from sim.exercise.timeline import climbs, notable
from sim.pages import escape


def timeline(evidence: Evidence) -> Iterator[Block]:
    """Draw the rungs and list what happened, with who knew of it."""
    setup = evidence.setup
    found = climbs(setup, evidence.log)
    acting = {climb.side for climb in found if climb.acts} or set(list(setup.sides)[:1])
    both = acting | {setup.faces[side] for side in acting}
    shown = [(setup.sides[climb.side].name, climb) for climb in found if climb.side in both]
    yield Heading(2, "Timeline")
    yield Figure(
        "Highest rung that each side has reached, by what happened. Dots are "
        "acts: full if somebody ordered them, open if they were mishaps. Two strokes on the axis "
        "mark quiet time that is folded.",
        chart.rungs("Rungs of the sides over time", evidence.axis, shown),
    )
    rows = [
        [when(evidence, event.at_ms, event.seq), escape(text), who_knew(evidence, event)]
        for event, text in notable(setup, evidence.log)
    ]
    if rows:
        yield table(["time", "what happened", "who knew of it then"], rows)
