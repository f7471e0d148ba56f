"""Where the parameters of the political life of channels come from."""

from __future__ import annotations

from sim.model.parameter_row import ParameterRow

_FREEZES = "eight freezes 1999 to 2024 of the dated channel history: 147 to 766 d"

POLITICS: dict[str, ParameterRow] = {
    "p_susp": ParameterRow(
        "P_susp",
        "chance that a shock shuts a channel, at tension 0.5",
        low="0",
        high="0.8",
        source="[assumed]",
    ),
    "punish_rung": ParameterRow(
        "", "lowest rung of an act that counts as a shock", low="4", high="8", source="[assumed]"
    ),
    "d_min": ParameterRow(
        "d_min",
        "time for which a channel once shut stays shut",
        low="7 d",
        high="180 d",
        source="[assumed]",
    ),
    "h_r": ParameterRow(
        "h_r",
        "rate of reopening after that, without tension",
        low="1/840 per d",
        high="1/23 per d",
        source=f"[data] 1 / (400 d - d_min); {_FREEZES}",
    ),
    "thaw_times": ParameterRow(
        "",
        "factor on that rate while a leaders' meeting is announced, and after it",
        low="1",
        high="15",
        source="[assumed]",
    ),
    "thaw": ParameterRow(
        "",
        "time after a leaders' meeting for which that factor holds",
        low="60 d",
        high="600 d",
        source="[data] channels came back 36 to 299 d after the pledge of November 2023",
    ),
    "closing_relief": ParameterRow(
        "",
        "pressure at home that shutting a channel takes off its closer",
        low="0",
        high="0.3",
        source="[assumed]",
    ),
    "builds": ParameterRow(
        "",
        "chance that a channel which is announced comes to exist",
        low="0",
        high="1",
        source="[assumed]",
    ),
    "build_time": ParameterRow(
        "",
        "median time until it does, lognormal with sigma 0.8",
        low="14 d",
        high="720 d",
        source="[assumed]",
    ),
}
