"""Where the parameters of belief and attribution come from."""

from __future__ import annotations

from sim.model.parameter_row import ParameterRow

_BELIEF = "literature on attribution and misperception"

BELIEFS: dict[str, ParameterRow] = {
    "p0": ParameterRow(
        "p0",
        "prior chance that the other side is revisionist",
        low="0.05",
        high="0.6",
        source="[assumed] a scenario's dial",
    ),
    "alpha": ParameterRow(
        "alpha",
        "share of a Bayesian step of belief that people take",
        low="0.3",
        high="1",
        source="[expert] people update too little (Benjamin 2019, a review); recalled",
    ),
    "tau_l": ParameterRow(
        "tau_L",
        "time in which a belief relaxes to its prior",
        low="7 d",
        high="365 d",
        source="[assumed]",
    ),
    "rho_rep": ParameterRow(
        "rho_rep",
        "discount of each repeat of an act within `repeats`",
        low="0.4",
        high="1",
        source="[assumed]",
    ),
    "repeats": ParameterRow(
        "",
        "time within which an act on a rung is a repeat",
        low="7 d",
        high="30 d",
        source="[assumed]",
    ),
    "not_public": ParameterRow(
        "o",
        "weight of an act that only the other side sees",
        low="0.5",
        high="1",
        source="[assumed]",
    ),
    "b0": ParameterRow(
        "b0",
        "hostile bias without tension",
        low="0",
        high="1.5",
        source=f"[assumed] sign: {_BELIEF}",
    ),
    "b1": ParameterRow(
        "b1",
        "hostile bias added by full tension",
        low="0",
        high="2",
        source=f"[assumed] sign: {_BELIEF}",
    ),
    "a_true": ParameterRow(
        "a",
        "rate of acts that nobody ordered",
        low="0.001 per d",
        high="0.1 per d",
        source="[assumed] ChinaPower counts 55 major incidents in nine to ten years",
    ),
    "a_hat": ParameterRow(
        "a_hat",
        "the rate of such accidents that observers believe in",
        low="0.001 per d",
        high="0.1 per d",
        source="[assumed] kept apart from the true rate",
    ),
    "d_sq": ParameterRow(
        "d_SQ",
        "rate of such acts ordered by a status-quo side",
        low="0.0005 per d",
        high="0.01 per d",
        source="[assumed]",
    ),
    "d_rv": ParameterRow(
        "d_RV",
        "rate of such acts ordered by a revisionist side",
        low="0.01 per d",
        high="0.2 per d",
        source="[assumed]",
    ),
    "m_sq": ParameterRow(
        "m_SQ",
        "chance that a guilty status-quo side would call it an accident",
        low="0",
        high="0.5",
        source="[assumed]",
    ),
    "m_rv": ParameterRow(
        "m_RV",
        "chance that a guilty revisionist would call it an accident",
        low="0.1",
        high="0.9",
        source="[assumed]",
    ),
    "tau_h": ParameterRow(
        "tau_H",
        "time in which blame hardens; half of it after publication",
        low="30 min",
        high="2880 min",
        source="[assumed]",
        optimist="1018 min",
        pessimist="104 min",
    ),
}
