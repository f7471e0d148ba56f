"""Where the parameters of the political life of channels come from."""

from __future__ import annotations

from sim.model.parameter_row import ParameterRow

_FREEZES = "eight freezes 1999 to 2024 of the dated channel history: 147 to 766 d"

POLITICS: dict[str, ParameterRow] = {
    "p_susp": ParameterRow(
        "P_susp", "chance that a shock shuts a channel, at tension 0.5", "0", "0.8", "[assumed]"
    ),
    "punish_rung": ParameterRow(
        "", "lowest rung of an act that counts as a shock", "4", "8", "[assumed]"
    ),
    "d_min": ParameterRow(
        "d_min", "time for which a channel once shut stays shut", "7 d", "180 d", "[assumed]"
    ),
    "h_r": ParameterRow(
        "h_r",
        "rate of reopening after that, without tension",
        "1/840 per d",
        "1/23 per d",
        f"[data] 1 / (400 d - d_min); {_FREEZES}",
    ),
    "thaw_times": ParameterRow(
        "",
        "factor on that rate while a leaders' meeting is announced, and after it",
        "1",
        "15",
        "[assumed]",
    ),
    "thaw": ParameterRow(
        "",
        "time after a leaders' meeting for which that factor holds",
        "60 d",
        "600 d",
        "[data] channels came back 36 to 299 d after the pledge of November 2023",
    ),
    "closing_relief": ParameterRow(
        "", "pressure at home that shutting a channel takes off its closer", "0", "0.3", "[assumed]"
    ),
    "builds": ParameterRow(
        "", "chance that a channel which is announced comes to exist", "0", "1", "[assumed]"
    ),
    "build_time": ParameterRow(
        "", "median time until it does, lognormal with sigma 0.8", "14 d", "720 d", "[assumed]"
    ),
}
