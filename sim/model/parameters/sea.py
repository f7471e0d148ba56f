"""Numbers of encounters at sea: what is unsafe, and how a close pass may end."""

from __future__ import annotations

from typing import Annotated

from sim.model.fields import Distance, Probability, Span
from sim.model.parameters.row import ParameterRow
from sim.model.words import Entry
from sim.units import parse_duration


class SeaParameters(Entry):
    """These numbers with their defaults, ranges and sources."""

    unsafe: Annotated[
        Distance,
        ParameterRow(
            "",
            "a closest approach under this is unsafe",
            low="200 yd",
            high="1000 yd",
            source="[assumed] the width of the US naval vessel protection zone",
        ),
    ] = 457.2
    encounter: Annotated[
        Distance,
        ParameterRow(
            "",
            "a closest approach under this is an encounter",
            low="0.25 nm",
            high="3 nm",
            source="[assumed]",
        ),
    ] = 926.0
    notice: Annotated[
        Span,
        ParameterRow(
            "",
            "how long before its closest approach an encounter is noticed",
            low="5 min",
            high="60 min",
            source="[assumed]",
        ),
    ] = parse_duration("15 min")
    sigma_m: Annotated[
        Distance,
        ParameterRow(
            "sigma_m",
            "error of manoeuvre in a close pass",
            low="20 m",
            high="120 m",
            source="[assumed]",
        ),
    ] = 60.0
    follow: Annotated[
        Span,
        ParameterRow(
            "",
            "time in which a vessel on station follows a manoeuvre",
            low="10 s",
            high="5 min",
            source="[assumed]",
        ),
    ] = parse_duration("1 min")
    hurt_on_contact: Annotated[
        Probability,
        ParameterRow(
            "",
            "chance that somebody is hurt when hulls touch",
            low="0.02",
            high="0.5",
            source="[assumed]",
        ),
    ] = 0.1
