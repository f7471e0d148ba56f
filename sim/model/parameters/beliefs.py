"""Numbers of belief and attribution: what acts and words do to what a seat thinks."""

from __future__ import annotations

from typing import Annotated

from sim.model.fields import Nats, Probability, Rate, Span
from sim.model.parameters.row import ParameterRow, per_day
from sim.model.words import Entry
from sim.units import parse_duration

_BELIEF = "literature on attribution and misperception"


class BeliefParameters(Entry):
    """These numbers with their defaults, ranges and sources."""

    p0: Annotated[
        Probability,
        ParameterRow(
            "p0",
            "prior chance that the other side is revisionist",
            low="0.05",
            high="0.6",
            source="[assumed] a scenario's dial",
        ),
    ] = 0.3
    alpha: Annotated[
        Probability,
        ParameterRow(
            "alpha",
            "share of a Bayesian step of belief that people take",
            low="0.3",
            high="1",
            source="[expert] people update too little (Benjamin 2019, a review); recalled",
        ),
    ] = 0.7
    tau_l: Annotated[
        Span,
        ParameterRow(
            "tau_L",
            "time in which a belief relaxes to its prior",
            low="7 d",
            high="365 d",
            source="[assumed]",
        ),
    ] = parse_duration("30 d")
    rho_rep: Annotated[
        Probability,
        ParameterRow(
            "rho_rep",
            "discount of each repeat of an act within `repeats`",
            low="0.4",
            high="1",
            source="[assumed]",
        ),
    ] = 0.7
    repeats: Annotated[
        Span,
        ParameterRow(
            "",
            "time within which an act on a rung is a repeat",
            low="7 d",
            high="30 d",
            source="[assumed]",
        ),
    ] = parse_duration("14 d")
    not_public: Annotated[
        Probability,
        ParameterRow(
            "o",
            "weight of an act that only the other side sees",
            low="0.5",
            high="1",
            source="[assumed]",
        ),
    ] = 0.8
    b0: Annotated[
        Nats,
        ParameterRow(
            "b0",
            "hostile bias without tension",
            low="0",
            high="1.5",
            source=f"[assumed] sign: {_BELIEF}",
        ),
    ] = 0.4
    b1: Annotated[
        Nats,
        ParameterRow(
            "b1",
            "hostile bias added by full tension",
            low="0",
            high="2",
            source=f"[assumed] sign: {_BELIEF}",
        ),
    ] = 1.0
    a_true: Annotated[
        Rate,
        ParameterRow(
            "a",
            "rate of acts that nobody ordered",
            low="0.001 per d",
            high="0.1 per d",
            source="[assumed] ChinaPower counts 55 major incidents in nine to ten years",
        ),
    ] = per_day(0.02)
    a_hat: Annotated[
        Rate,
        ParameterRow(
            "a_hat",
            "the rate of such accidents that observers believe in",
            low="0.001 per d",
            high="0.1 per d",
            source="[assumed] kept apart from the true rate",
        ),
    ] = per_day(0.02)
    d_sq: Annotated[
        Rate,
        ParameterRow(
            "d_SQ",
            "rate of such acts ordered by a status-quo side",
            low="0.0005 per d",
            high="0.01 per d",
            source="[assumed]",
        ),
    ] = per_day(0.002)
    d_rv: Annotated[
        Rate,
        ParameterRow(
            "d_RV",
            "rate of such acts ordered by a revisionist side",
            low="0.01 per d",
            high="0.2 per d",
            source="[assumed]",
        ),
    ] = per_day(0.03)
    m_sq: Annotated[
        Probability,
        ParameterRow(
            "m_SQ",
            "chance that a guilty status-quo side would call it an accident",
            low="0",
            high="0.5",
            source="[assumed]",
        ),
    ] = 0.1
    m_rv: Annotated[
        Probability,
        ParameterRow(
            "m_RV",
            "chance that a guilty revisionist would call it an accident",
            low="0.1",
            high="0.9",
            source="[assumed]",
        ),
    ] = 0.5
    tau_h: Annotated[
        Span,
        ParameterRow(
            "tau_H",
            "time in which blame hardens; half of it after publication",
            low="30 min",
            high="2880 min",
            source="[assumed]",
            optimist="1018 min",
            pessimist="104 min",
        ),
    ] = parse_duration("360 min")
