"""Where every parameter comes from, how far it may lie, and what the presets make of it.

A preset is optimistic or pessimistic about *what contact can do*, never about the world as a
whole; a number that an author has set himself is left alone. Where a preset moves a number, it
goes half the way to the end of its range, rates and times by their ratio.
"""

from __future__ import annotations

from sim.model.parameter_row import ParameterRow
from sim.model.parameter_table_beliefs import BELIEFS
from sim.model.parameter_table_calls import CALLS
from sim.model.parameter_table_choice import CHOICE
from sim.model.parameter_table_politics import POLITICS

PARAMETER_TABLE: dict[str, ParameterRow] = {
    **BELIEFS,
    **CALLS,
    **CHOICE,
    "unsafe": ParameterRow(
        "",
        "a closest approach under this is unsafe",
        low="200 yd",
        high="1000 yd",
        source="[assumed] the width of the US naval vessel protection zone",
    ),
    "encounter": ParameterRow(
        "",
        "a closest approach under this is an encounter",
        low="0.25 nm",
        high="3 nm",
        source="[assumed]",
    ),
    "notice": ParameterRow(
        "",
        "how long before its closest approach an encounter is noticed",
        low="5 min",
        high="60 min",
        source="[assumed]",
    ),
    "sigma_m": ParameterRow(
        "sigma_m",
        "error of manoeuvre in a close pass",
        low="20 m",
        high="120 m",
        source="[assumed]",
    ),
    "follow": ParameterRow(
        "",
        "time in which a vessel on station follows a manoeuvre",
        low="10 s",
        high="5 min",
        source="[assumed]",
    ),
    "hurt_on_contact": ParameterRow(
        "",
        "chance that somebody is hurt when hulls touch",
        low="0.02",
        high="0.5",
        source="[assumed]",
    ),
    **POLITICS,
    "p_avoid": ParameterRow(
        "P_avoid",
        "chance that avoiding action keeps a stream's close pass from contact",
        low="0.9",
        high="0.999",
        source="[assumed]",
    ),
}
