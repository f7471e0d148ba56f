"""Numbers of the political life of channels: how they are shut, reopened and built."""

from __future__ import annotations

from typing import Annotated

from sim.model.fields import Probability, Rate, Rung, Span, real
from sim.model.parameters.row import ParameterRow, per_day
from sim.model.words import Entry
from sim.units import parse_duration

_FREEZES = (
    "the 13 freezes of the dated channel history that ended, 1999 to 2024: 134 to 766 d, 395 d on "
    "average; three still run"
)


class PoliticsParameters(Entry):
    """These numbers with their defaults, ranges and sources."""

    p_susp: Annotated[
        Probability,
        ParameterRow(
            "P_susp",
            "chance that a shock shuts a channel, at tension 0.5",
            low="0",
            high="0.8",
            source="[assumed]",
        ),
    ] = 0.25
    punish_rung: Annotated[
        Rung,
        ParameterRow(
            "",
            "lowest rung of an act that counts as a shock",
            low="4",
            high="8",
            source="[assumed]",
        ),
    ] = 5
    d_min: Annotated[
        Span,
        ParameterRow(
            "d_min",
            "time for which a channel once shut stays shut",
            low="7 d",
            high="180 d",
            source="[assumed]",
        ),
    ] = parse_duration("60 d")
    h_r: Annotated[
        Rate,
        ParameterRow(
            "h_r",
            "rate of reopening after that, without tension",
            low="1/840 per d",
            high="1/23 per d",
            source=f"[data] 1 / (400 d - d_min); {_FREEZES}",
        ),
    ] = per_day(1 / 340)
    thaw_times: Annotated[
        Annotated[float, *real(1, 50)],
        ParameterRow(
            "",
            "factor on that rate while a leaders' meeting is announced, and after it",
            low="1",
            high="15",
            source="[assumed]",
        ),
    ] = 5.0
    thaw: Annotated[
        Span,
        ParameterRow(
            "",
            "time after a leaders' meeting for which that factor holds",
            low="60 d",
            high="600 d",
            source="[data] channels came back 36 to 299 d after the pledge of November 2023",
        ),
    ] = parse_duration("300 d")
    closing_relief: Annotated[
        Probability,
        ParameterRow(
            "",
            "pressure at home that shutting a channel takes off its closer",
            low="0",
            high="0.3",
            source="[assumed]",
        ),
    ] = 0.1
    builds: Annotated[
        Probability,
        ParameterRow(
            "",
            "chance that a channel which is announced comes to exist",
            low="0",
            high="1",
            source="[assumed]",
        ),
    ] = 0.5
    build_time: Annotated[
        Span,
        ParameterRow(
            "",
            "median time until it does, lognormal with sigma 0.8",
            low="14 d",
            high="720 d",
            source="[assumed]",
        ),
    ] = parse_duration("180 d")
