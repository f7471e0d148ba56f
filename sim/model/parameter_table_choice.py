"""Where the parameters of tension, choice and deals come from."""

from __future__ import annotations

from sim.model.parameter_row import ParameterRow

CHOICE: dict[str, ParameterRow] = {
    "kappa_t": ParameterRow(
        "kappa_T",
        "tension from an act of Goldstein -10",
        low="0.02",
        high="0.2",
        source="[assumed]",
    ),
    "tau_t": ParameterRow(
        "tau_T", "time in which tension decays", low="1 d", high="30 d", source="[assumed]"
    ),
    "kappa_d": ParameterRow(
        "kappa_D",
        "pressure at home from an act on rung 10; threefold from rung 6 on",
        low="0.01",
        high="0.2",
        source="[assumed]",
    ),
    "tau_d": ParameterRow(
        "tau_D", "time in which pressure decays", low="2 d", high="30 d", source="[assumed]"
    ),
    "tau_kappa": ParameterRow(
        "tau_kappa",
        "time in which a public commitment decays",
        low="3 d",
        high="60 d",
        source="[assumed]",
    ),
    "ready_factor": ParameterRow(
        "",
        "factor on decision times for each step of readiness",
        low="0.5",
        high="1",
        source="[assumed]",
    ),
    "r_base": ParameterRow(
        "r_base",
        "standing rung of the theatre",
        low="1",
        high="4",
        source="[data] 21 of 25 US-China events 1990-2014 are MID action 7 (MIE 1.0)",
    ),
    "rho": ParameterRow(
        "rho",
        "how far a provocation is returned; 1 is tit for tat",
        low="0.5",
        high="1.1",
        source="[data] MIE since 1946: a display is answered by a display in 44 %, by force in "
        "51 % of recorded replies; the value is derived",
    ),
    "s": ParameterRow(
        "s", "rungs by which belief shifts the target", low="0", high="4", source="[assumed]"
    ),
    "p_ref": ParameterRow(
        "",
        "belief at which that shift is none",
        low="0.3",
        high="0.3",
        source="[assumed] fixed, so that a distrustful side does not look calmer",
    ),
    "eta_rv": ParameterRow(
        "eta_RV",
        "rungs by which a revisionist aims higher",
        low="0.5",
        high="4",
        source="[assumed]",
    ),
    "w_m": ParameterRow(
        "w_m", "rungs of tolerance around the target", low="0.7", high="2.5", source="[assumed]"
    ),
    "c_e_sq": ParameterRow(
        "c_E",
        "cost of escalation to a status-quo side",
        low="4",
        high="16",
        source="[data] set so that fire is answered by fire in 0.12 at p = 0.5; expert teams "
        "did in 3 of 21 (Lamparth 2024; 95 %: 0.05 to 0.35)",
    ),
    "c_e_rv": ParameterRow(
        "c_E", "cost of escalation to a revisionist", low="2", high="10", source="[assumed]"
    ),
    "gamma": ParameterRow(
        "gamma", "curvature of that cost by rung", low="0.3", high="0.8", source="[assumed]"
    ),
    "chi": ParameterRow(
        "chi",
        "cost of staying below what was threatened in public",
        low="0",
        high="4",
        source="[expert] audience costs rise with the level of escalation (Tomz 2007); recalled",
    ),
    "precision": ParameterRow(
        "lambda", "precision of the choice", low="0.3", high="5", source="[data] as for c_E"
    ),
    "calls": ParameterRow(
        "",
        "chance that a seat tries an open channel after an act",
        low="0.2",
        high="1",
        source="[assumed]",
        optimist="0.9",
        pessimist="0.5",
    ),
    "accepts": ParameterRow(
        "",
        "chance that an offer is accepted at p = 0",
        low="0.1",
        high="0.9",
        source="[assumed]",
        optimist="0.7",
        pessimist="0.3",
    ),
    "unwritten": ParameterRow(
        "",
        "chance that the other side does not hold itself bound by an unwritten clause",
        low="0.1",
        high="0.9",
        source="[assumed] Scarborough, June 2012: each side tells of another deal",
    ),
    "leak": ParameterRow(
        "",
        "chance that a completed talk on a line or a relay leaks",
        low="0",
        high="0.3",
        source="[assumed]",
    ),
    "leak_pressure": ParameterRow(
        "",
        "pressure at home that a leak adds on both sides",
        low="0",
        high="0.2",
        source="[assumed]",
    ),
    "reputation": ParameterRow(
        "",
        "factor on the readiness to call for each try in a row that rang out or was refused",
        low="0.5",
        high="1",
        source="[assumed]",
    ),
    "moral_hazard": ParameterRow(
        "",
        "rungs that the target is raised by where contact is believed to be sure",
        low="0",
        high="1",
        source="[expert] contested: some officials hold that a safety net invites risk, as seat "
        "belts would make drivers speed; test zero and large",
    ),
}
