"""Numbers of tension, choice and deals: what a side feels, wants and keeps."""

from __future__ import annotations

from typing import Annotated

from sim.model.fields import Factor, Probability, Span, real
from sim.model.parameters.row import ParameterRow
from sim.model.words import Entry
from sim.units import parse_duration


class ChoiceParameters(Entry):
    """These numbers with their defaults, ranges and sources."""

    kappa_t: Annotated[
        Factor,
        ParameterRow(
            "kappa_T",
            "tension from an act of Goldstein -10",
            low="0.02",
            high="0.2",
            source="[assumed]",
        ),
    ] = 0.08
    tau_t: Annotated[
        Span,
        ParameterRow(
            "tau_T", "time in which tension decays", low="1 d", high="30 d", source="[assumed]"
        ),
    ] = parse_duration("5 d")
    kappa_d: Annotated[
        Factor,
        ParameterRow(
            "kappa_D",
            "pressure at home from an act on rung 10; threefold from rung 6 on",
            low="0.01",
            high="0.2",
            source="[assumed]",
        ),
    ] = 0.05
    tau_d: Annotated[
        Span,
        ParameterRow(
            "tau_D", "time in which pressure decays", low="2 d", high="30 d", source="[assumed]"
        ),
    ] = parse_duration("7 d")
    tau_kappa: Annotated[
        Span,
        ParameterRow(
            "tau_kappa",
            "time in which a public commitment decays",
            low="3 d",
            high="60 d",
            source="[assumed]",
        ),
    ] = parse_duration("10 d")
    ready_factor: Annotated[
        Probability,
        ParameterRow(
            "",
            "factor on decision times for each step of readiness",
            low="0.5",
            high="1",
            source="[assumed]",
        ),
    ] = 0.7
    r_base: Annotated[
        Annotated[float, *real(0, 10)],
        ParameterRow(
            "r_base",
            "standing rung of the theatre",
            low="1",
            high="4",
            source="[data] 21 of 25 US-China events 1990-2014 are MID action 7 (MIE 1.0)",
        ),
    ] = 2.0
    rho: Annotated[
        Factor,
        ParameterRow(
            "rho",
            "how far a provocation is returned; 1 is tit for tat",
            low="0.5",
            high="1.1",
            source="[data] MIE since 1946: a display is answered by a display in 44 %, by force in "
            "51 % of recorded replies; the value is derived",
        ),
    ] = 0.85
    s: Annotated[
        Factor,
        ParameterRow(
            "s", "rungs by which belief shifts the target", low="0", high="4", source="[assumed]"
        ),
    ] = 2.0
    p_ref: Annotated[
        Probability,
        ParameterRow(
            "",
            "belief at which that shift is none",
            low="0.3",
            high="0.3",
            source="[assumed] fixed, so that a distrustful side does not look calmer",
        ),
    ] = 0.3
    eta_rv: Annotated[
        Factor,
        ParameterRow(
            "eta_RV",
            "rungs by which a revisionist aims higher",
            low="0.5",
            high="4",
            source="[assumed]",
        ),
    ] = 2.0
    w_m: Annotated[
        Annotated[float, *real(0.05, 20)],
        ParameterRow(
            "w_m", "rungs of tolerance around the target", low="0.7", high="2.5", source="[assumed]"
        ),
    ] = 1.2
    c_e_sq: Annotated[
        Annotated[float, *real(0, 100)],
        ParameterRow(
            "c_E",
            "cost of escalation to a status-quo side",
            low="4",
            high="16",
            source="[data] set so that fire is answered by fire in 0.12 at p = 0.5; expert teams "
            "did in 3 of 21 (Lamparth 2024; 95 %: 0.05 to 0.35)",
        ),
    ] = 8.0
    c_e_rv: Annotated[
        Annotated[float, *real(0, 100)],
        ParameterRow(
            "c_E", "cost of escalation to a revisionist", low="2", high="10", source="[assumed]"
        ),
    ] = 5.0
    gamma: Annotated[
        Annotated[float, *real(0.01, 5)],
        ParameterRow(
            "gamma", "curvature of that cost by rung", low="0.3", high="0.8", source="[assumed]"
        ),
    ] = 0.5
    chi: Annotated[
        Factor,
        ParameterRow(
            "chi",
            "cost of staying below what was threatened in public",
            low="0",
            high="4",
            source="[expert] audience costs rise with the level of escalation (Tomz 2007); "
            "recalled",
        ),
    ] = 1.5
    precision: Annotated[
        Annotated[float, *real(0, 100)],
        ParameterRow(
            "lambda", "precision of the choice", low="0.3", high="5", source="[data] as for c_E"
        ),
    ] = 1.0
    calls: Annotated[
        Probability,
        ParameterRow(
            "",
            "chance that a seat tries an open channel after an act",
            low="0.2",
            high="1",
            source="[assumed]",
            optimist="0.9",
            pessimist="0.5",
        ),
    ] = 0.8
    accepts: Annotated[
        Probability,
        ParameterRow(
            "",
            "chance that an offer is accepted at p = 0",
            low="0.1",
            high="0.9",
            source="[assumed]",
            optimist="0.7",
            pessimist="0.3",
        ),
    ] = 0.5
    leak: Annotated[
        Probability,
        ParameterRow(
            "",
            "chance that a completed talk on a line or a relay leaks",
            low="0",
            high="0.3",
            source="[assumed]",
        ),
    ] = 0.02
    leak_pressure: Annotated[
        Probability,
        ParameterRow(
            "",
            "pressure at home that a leak adds on both sides",
            low="0",
            high="0.2",
            source="[assumed]",
        ),
    ] = 0.05
    reputation: Annotated[
        Probability,
        ParameterRow(
            "",
            "factor on the readiness to call for each try in a row that rang out or was refused",
            low="0.5",
            high="1",
            source="[assumed]",
        ),
    ] = 0.8
    moral_hazard: Annotated[
        Factor,
        ParameterRow(
            "",
            "rungs that the target is raised by where contact is believed to be sure",
            low="0",
            high="1",
            source="[expert] contested: some officials hold that a safety net invites risk, as "
            "seat belts would make drivers speed; test zero and large",
            optimist="0.05",
            pessimist="0.55",
        ),
    ] = 0.1
