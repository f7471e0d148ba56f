"""Numbers of encounters at sea: what is unsafe, and how a close pass may end."""

from __future__ import annotations

from typing import Annotated

from sim.model.fields import Bearing, Distance, Probability, Span, Speed
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
    trend: Annotated[
        Span,
        ParameterRow(
            "",
            "time after a manoeuvre until it is plain to others where it leads",
            low="10 s",
            high="3 min",
            source="[clause] a plotting aid shows the trend within a minute of a manoeuvre, "
            "predicts within three (IMO A.422(XI), 3.8.4, in 33 CFR 164.38)",
        ),
    ] = parse_duration("1 min")
    steady: Annotated[
        Speed,
        ParameterRow(
            "",
            "a relative speed under this cannot be told from none",
            low="0.1 kn",
            high="0.9 kn",
            source="[clause] relative speed of a plotting aid after 3 min, 95 %, the best of the "
            "four scenarios of type approval (the same, 3.8.3)",
        ),
    ] = 0.154333
    apparent_course: Annotated[
        Bearing,
        ParameterRow(
            "",
            "an alteration of course under this is not readily apparent to others",
            low="2.6 deg",
            high="30 deg",
            source="[clause] COLREGs rule 8(b), by radar: true course of a plotting aid after 3 "
            "min, 95 %, the worst of the same scenarios",
        ),
    ] = 7.5
    apparent_speed: Annotated[
        Speed,
        ParameterRow(
            "",
            "an alteration of speed under this is not readily apparent to others",
            low="0.8 kn",
            high="5 kn",
            source="[clause] COLREGs rule 8(b), by radar: true speed, likewise",
        ),
    ] = 0.617333
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
