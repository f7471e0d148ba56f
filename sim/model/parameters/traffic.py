"""Numbers of streams of encounters."""

from __future__ import annotations

from typing import Annotated

from sim.model.fields import Probability
from sim.model.parameters.row import ParameterRow
from sim.model.words import Entry


class TrafficParameters(Entry):
    """These numbers with their defaults, ranges and sources."""

    p_avoid: Annotated[
        Probability,
        ParameterRow(
            "P_avoid",
            "chance that avoiding action keeps a close pass that nobody sought from contact",
            low="0.9",
            high="0.999",
            source="[assumed]",
        ),
    ] = 0.98
