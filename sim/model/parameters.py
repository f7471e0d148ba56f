"""The numbers of the model: what an author may set, with defaults; and the presets applied.

Where each default comes from stands in :mod:`sim.model.parameter_table`.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from sim.model.parameter_table import PARAMETER_TABLE
from sim.model.words import (
    Bearing,
    Distance,
    Probability,
    Rate,
    Rung,
    Sourced,
    Span,
    Speed,
    real,
)
from sim.units import parse_duration as _ms

Preset = Literal["optimist", "middle", "pessimist"]
Nats = Annotated[float, *real(-20, 20)]
Factor = Annotated[float, *real(0, 20)]


def _per_day(events: float) -> float:
    """Give a rate per hour on the grid on which rates are read."""
    return round(events / 24, 9)


class Parameters(Sourced):
    """Numbers of the model that belong to no single entry."""

    unsafe: Distance = 457.2
    encounter: Distance = 926.0
    notice: Span = _ms("15 min")
    trend: Span = _ms("1 min")
    steady: Speed = 0.154333
    apparent_course: Bearing = 7.5
    apparent_speed: Speed = 0.617333
    sigma_m: Distance = 60.0
    follow: Span = _ms("1 min")
    hurt_on_contact: Probability = 0.1
    p_avoid: Probability = 0.98

    p0: Probability = 0.3
    alpha: Probability = 0.7
    tau_l: Span = _ms("30 d")
    rho_rep: Probability = 0.7
    repeats: Span = _ms("14 d")
    not_public: Probability = 0.8
    b0: Nats = 0.4
    b1: Nats = 1.0
    a_true: Rate = _per_day(0.02)
    a_hat: Rate = _per_day(0.02)
    d_sq: Rate = _per_day(0.002)
    d_rv: Rate = _per_day(0.03)
    m_sq: Probability = 0.1
    m_rv: Probability = 0.5
    tau_h: Span = _ms("360 min")

    x_vhf: Nats = 0.7
    x_call: Nats = 2.0
    x_relay: Nats = 1.2
    x_joint: Nats = 3.0
    x_rules: Nats = 0.5
    x_silence: Nats = -0.3
    delta_call: Factor = 1.0
    decline_rung: Rung = 2

    h0: Rate = 2.0
    hd0: Rate = 0.5
    t_max: Span = _ms("120 min")
    u: Probability = 0.6
    referral: Span = _ms("60 min")
    permission: Span = _ms("5 min")
    permission_sigma: Annotated[float, *real(0.001, 5)] = 0.7
    appointment: Span = _ms("48 h")
    appointment_sigma: Annotated[float, *real(0.001, 5)] = 0.8
    beta_t: Factor = 1.0
    beta_d: Factor = 0.5
    practice: Annotated[float, *real(1, 2)] = 1.05
    practice_most: Annotated[float, *real(1, 10)] = 1.5
    u_tech: Span = _ms("30 d")
    d_tech: Span = _ms("6 h")
    dormant: Span = _ms("90 d")

    p_susp: Probability = 0.25
    punish_rung: Rung = 5
    d_min: Span = _ms("60 d")
    h_r: Rate = _per_day(1 / 340)
    thaw_times: Annotated[float, *real(1, 50)] = 5.0
    thaw: Span = _ms("300 d")
    closing_relief: Probability = 0.1
    builds: Probability = 0.5
    build_time: Span = _ms("180 d")

    kappa_t: Factor = 0.08
    tau_t: Span = _ms("5 d")
    kappa_d: Factor = 0.05
    tau_d: Span = _ms("7 d")
    tau_kappa: Span = _ms("10 d")
    ready_factor: Probability = 0.7

    r_base: Annotated[float, *real(0, 10)] = 2.0
    rho: Factor = 0.85
    s: Factor = 2.0
    p_ref: Probability = 0.3
    eta_rv: Factor = 2.0
    w_m: Annotated[float, *real(0.05, 20)] = 1.2
    c_e_sq: Annotated[float, *real(0, 100)] = 8.0
    c_e_rv: Annotated[float, *real(0, 100)] = 5.0
    gamma: Annotated[float, *real(0.01, 5)] = 0.5
    chi: Factor = 1.5
    precision: Annotated[float, *real(0, 100)] = 1.0
    calls: Probability = 0.8
    accepts: Probability = 0.5
    unwritten: Probability = 0.5
    leak: Probability = 0.02
    leak_pressure: Probability = 0.05
    reputation: Probability = 0.8
    moral_hazard: Factor = 0.1


def effective(given: Parameters, preset: Preset) -> Parameters:
    """Give a scenario's parameters under a preset; what the author has set stays."""
    if preset == "middle":
        return given
    told: dict[str, Any] = {}
    for name, dial in PARAMETER_TABLE.items():
        value = dial.optimist if preset == "optimist" else dial.pessimist
        if value is not None and name not in given.model_fields_set:
            told[name] = value if " " in value else float(value)
    return Parameters.model_validate({**given.model_dump(mode="json", exclude_unset=True), **told})
