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
    "trend": ParameterRow(
        "",
        "time after a manoeuvre until it is plain to others where it leads",
        low="10 s",
        high="3 min",
        source="[clause] a plotting aid shows the trend within a minute of a manoeuvre, predicts "
        "within three (IMO A.422(XI), 3.8.4, in 33 CFR 164.38)",
    ),
    "steady": ParameterRow(
        "",
        "a relative speed under this cannot be told from none",
        low="0.1 kn",
        high="0.9 kn",
        source="[clause] relative speed of a plotting aid after 3 min, 95 %, the best of the four "
        "scenarios of type approval (the same, 3.8.3)",
    ),
    "apparent_course": ParameterRow(
        "",
        "an alteration of course under this is not readily apparent to others",
        low="2.6 deg",
        high="30 deg",
        source="[clause] COLREGs rule 8(b), by radar: true course of a plotting aid after 3 min, "
        "95 %, the worst of the same scenarios",
    ),
    "apparent_speed": ParameterRow(
        "",
        "an alteration of speed under this is not readily apparent to others",
        low="0.8 kn",
        high="5 kn",
        source="[clause] COLREGs rule 8(b), by radar: true speed, likewise",
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
        "chance that avoiding action keeps a close pass that nobody sought from contact",
        low="0.9",
        high="0.999",
        source="[assumed]",
    ),
}
