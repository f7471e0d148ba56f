"""Where every parameter comes from, how far it may lie, and what the presets make of it.

A preset is optimistic or pessimistic about *what contact can do*, never about the world as a
whole; a number that an author has set himself is left alone. Where a preset moves a number, it
goes half the way to the end of its range, rates and times by their ratio.
"""

from __future__ import annotations

from sim.model.parameter_row import ParameterRow
from sim.model.parameter_table_politics import POLITICS

_BELIEF = "literature on attribution and misperception"
_CODES = "codes of the model's move and rung tables"
_HANDLED = "handling of calls, as reported in the press and in channel notes"

PARAMETER_TABLE: dict[str, ParameterRow] = {
    "p0": ParameterRow(
        "p0",
        "prior chance that the other side is revisionist",
        "0.05",
        "0.6",
        "[assumed] a scenario's dial",
    ),
    "alpha": ParameterRow(
        "alpha",
        "share of a Bayesian step of belief that people take",
        "0.3",
        "1",
        "[expert] people update too little (Benjamin 2019, a review); recalled",
    ),
    "tau_l": ParameterRow(
        "tau_L", "time in which a belief relaxes to its prior", "7 d", "365 d", "[assumed]"
    ),
    "rho_rep": ParameterRow(
        "rho_rep", "discount of each repeat of an act within `repeats`", "0.4", "1", "[assumed]"
    ),
    "repeats": ParameterRow(
        "", "time within which an act on a rung is a repeat", "7 d", "30 d", "[assumed]"
    ),
    "not_public": ParameterRow(
        "o", "weight of an act that only the other side sees", "0.5", "1", "[assumed]"
    ),
    "b0": ParameterRow(
        "b0", "hostile bias without tension", "0", "1.5", f"[assumed] sign: {_BELIEF}"
    ),
    "b1": ParameterRow(
        "b1", "hostile bias added by full tension", "0", "2", f"[assumed] sign: {_BELIEF}"
    ),
    "a_true": ParameterRow(
        "a",
        "rate of acts that nobody ordered",
        "0.001 per d",
        "0.1 per d",
        "[assumed] ChinaPower counts 55 major incidents in nine to ten years",
    ),
    "a_hat": ParameterRow(
        "a_hat",
        "the rate of such accidents that observers believe in",
        "0.001 per d",
        "0.1 per d",
        "[assumed] kept apart from the true rate",
    ),
    "d_sq": ParameterRow(
        "d_SQ",
        "rate of such acts ordered by a status-quo side",
        "0.0005 per d",
        "0.01 per d",
        "[assumed]",
    ),
    "d_rv": ParameterRow(
        "d_RV",
        "rate of such acts ordered by a revisionist side",
        "0.01 per d",
        "0.2 per d",
        "[assumed]",
    ),
    "m_sq": ParameterRow(
        "m_SQ",
        "chance that a guilty status-quo side would call it an accident",
        "0",
        "0.5",
        "[assumed]",
    ),
    "m_rv": ParameterRow(
        "m_RV",
        "chance that a guilty revisionist would call it an accident",
        "0.1",
        "0.9",
        "[assumed]",
    ),
    "tau_h": ParameterRow(
        "tau_H",
        "time in which blame hardens; half of it after publication",
        "30 min",
        "2880 min",
        "[assumed]",
        "1018 min",
        "104 min",
    ),
    "x_vhf": ParameterRow(
        "x", "what a word by radio explains", "0", "1.5 nats", "[assumed]", "1.1", "0.35"
    ),
    "x_call": ParameterRow(
        "x", "what a call on a line explains", "0.5", "3 nats", "[assumed]", "2.5", "1.25"
    ),
    "x_relay": ParameterRow(
        "x",
        "what a word that comes by relay explains; between a radio's and a line's",
        "0.5",
        "2 nats",
        "[assumed]",
        "1.6",
        "0.85",
    ),
    "x_joint": ParameterRow(
        "x",
        "what shared tracks or a joint inquiry explain",
        "1.5",
        "4 nats",
        "[assumed]",
        "3.5",
        "2.25",
    ),
    "x_rules": ParameterRow(
        "x",
        "what agreed rules make readable between services they bind",
        "0",
        "1.5 nats",
        "[assumed]",
        "1",
        "0.25",
    ),
    "x_silence": ParameterRow(
        "x",
        "what an open channel left unanswered tells",
        "-1",
        "0 nats",
        "[assumed]",
        "-0.15",
        "-0.65",
    ),
    "delta_call": ParameterRow(
        "delta_call",
        "rungs that a word of restraint takes off at p = 0",
        "0",
        "2",
        "[assumed]",
        "1.5",
        "0.5",
    ),
    "decline_rung": ParameterRow(
        "", "the rung of refusing a call (CAMEO 125); 0: no act", "0", "2", f"[clause] {_CODES}"
    ),
    "h0": ParameterRow(
        "h0",
        "rate of answers on an open line without tension",
        "1/480 per min",
        "1/5 per min",
        "[assumed]",
        "4.9 per h",
        "0.5 per h",
    ),
    "hd0": ParameterRow(
        "hd0",
        "rate of refusals without tension",
        "1/1000 per min",
        "1/30 per min",
        "[assumed]",
        "0.17 per h",
        "1 per h",
    ),
    "t_max": ParameterRow(
        "T_max", "how long a caller keeps trying", "15 min", "1440 min", "[assumed]"
    ),
    "u": ParameterRow(
        "u",
        "chance that whoever is rung may answer without asking above",
        "0.2",
        "1",
        f"[assumed] {_HANDLED}",
        "0.8",
        "0.4",
    ),
    "referral": ParameterRow(
        "",
        "mean time of asking above, Erlang of two steps",
        "10 min",
        "480 min",
        f"[assumed] {_HANDLED}",
        "24 min",
        "170 min",
    ),
    "permission": ParameterRow(
        "", "median of the caller's own permission, lognormal", "1 min", "60 min", "[assumed]"
    ),
    "permission_sigma": ParameterRow(
        "", "spread of the caller's permission", "0.3", "1.5", "[assumed]"
    ),
    "appointment": ParameterRow(
        "",
        "median time to a call by appointment, lognormal",
        "6 h",
        "240 h",
        "[data] staff requests are asked for with 48 hours or more; press",
    ),
    "appointment_sigma": ParameterRow(
        "", "spread of the time to an appointment", "0.3", "1.5", "[assumed]"
    ),
    "beta_t": ParameterRow(
        "beta_T",
        "how tension slows answers and speeds refusals",
        "0",
        "2",
        "[assumed] refusals cluster after incidents",
        "0.5",
        "1.5",
    ),
    "beta_d": ParameterRow(
        "beta_D",
        "how pressure at home slows answers and speeds refusals",
        "0",
        "2",
        "[assumed]",
        "0.25",
        "1.25",
    ),
    "practice": ParameterRow(
        "", "factor on the rate of answers for each answered call", "1", "1.2", "[assumed]"
    ),
    "practice_most": ParameterRow(
        "", "the most that practice multiplies that rate by", "1", "3", "[assumed]"
    ),
    "u_tech": ParameterRow("U_tech", "mean time a line works", "5 d", "365 d", "[assumed]"),
    "d_tech": ParameterRow("D_tech", "mean time a line is down", "0.02 d", "3 d", "[assumed]"),
    "dormant": ParameterRow(
        "",
        "time without contact after which a channel is called dormant",
        "30 d",
        "365 d",
        "[assumed] a word on the board, nothing else",
    ),
    "kappa_t": ParameterRow(
        "kappa_T", "tension from an act of Goldstein -10", "0.02", "0.2", "[assumed]"
    ),
    "tau_t": ParameterRow("tau_T", "time in which tension decays", "1 d", "30 d", "[assumed]"),
    "kappa_d": ParameterRow(
        "kappa_D",
        "pressure at home from an act on rung 10; threefold from rung 6 on",
        "0.01",
        "0.2",
        "[assumed]",
    ),
    "tau_d": ParameterRow("tau_D", "time in which pressure decays", "2 d", "30 d", "[assumed]"),
    "tau_kappa": ParameterRow(
        "tau_kappa", "time in which a public commitment decays", "3 d", "60 d", "[assumed]"
    ),
    "ready_factor": ParameterRow(
        "", "factor on decision times for each step of readiness", "0.5", "1", "[assumed]"
    ),
    "r_base": ParameterRow(
        "r_base",
        "standing rung of the theatre",
        "1",
        "4",
        "[data] 21 of 25 US-China events 1990-2014 are MID action 7 (MIE 1.0)",
    ),
    "rho": ParameterRow(
        "rho",
        "how far a provocation is returned; 1 is tit for tat",
        "0.5",
        "1.1",
        "[data] MIE since 1946: a display is answered by a display in 44 %, by force in "
        "51 % of recorded replies; the value is derived",
    ),
    "s": ParameterRow("s", "rungs by which belief shifts the target", "0", "4", "[assumed]"),
    "p_ref": ParameterRow(
        "",
        "belief at which that shift is none",
        "0.3",
        "0.3",
        "[assumed] fixed, so that a distrustful side does not look calmer",
    ),
    "eta_rv": ParameterRow(
        "eta_RV", "rungs by which a revisionist aims higher", "0.5", "4", "[assumed]"
    ),
    "w_m": ParameterRow("w_m", "rungs of tolerance around the target", "0.7", "2.5", "[assumed]"),
    "c_e_sq": ParameterRow(
        "c_E",
        "cost of escalation to a status-quo side",
        "4",
        "16",
        "[data] set so that fire is answered by fire in 0.12 at p = 0.5; expert teams "
        "did in 3 of 21 (Lamparth 2024; 95 %: 0.05 to 0.35)",
    ),
    "c_e_rv": ParameterRow("c_E", "cost of escalation to a revisionist", "2", "10", "[assumed]"),
    "gamma": ParameterRow("gamma", "curvature of that cost by rung", "0.3", "0.8", "[assumed]"),
    "chi": ParameterRow(
        "chi",
        "cost of staying below what was threatened in public",
        "0",
        "4",
        "[expert] audience costs rise with the level of escalation (Tomz 2007); recalled",
    ),
    "precision": ParameterRow("lambda", "precision of the choice", "0.3", "5", "[data] as for c_E"),
    "calls": ParameterRow(
        "",
        "chance that a seat tries an open channel after an act",
        "0.2",
        "1",
        "[assumed]",
        "0.9",
        "0.5",
    ),
    "accepts": ParameterRow(
        "", "chance that an offer is accepted at p = 0", "0.1", "0.9", "[assumed]", "0.7", "0.3"
    ),
    "unwritten": ParameterRow(
        "",
        "chance that the other side does not hold itself bound by an unwritten clause",
        "0.1",
        "0.9",
        "[assumed] Scarborough, June 2012: each side tells of another deal",
    ),
    "leak": ParameterRow(
        "", "chance that a completed talk on a line or a relay leaks", "0", "0.3", "[assumed]"
    ),
    "leak_pressure": ParameterRow(
        "", "pressure at home that a leak adds on both sides", "0", "0.2", "[assumed]"
    ),
    "reputation": ParameterRow(
        "",
        "factor on the readiness to call for each try in a row that rang out or was refused",
        "0.5",
        "1",
        "[assumed]",
    ),
    "moral_hazard": ParameterRow(
        "",
        "rungs that the target is raised by where contact is believed to be sure",
        "0",
        "1",
        "[expert] contested: some officials hold that a safety net invites risk, as seat belts "
        "would make drivers speed; test zero and large",
    ),
    "unsafe": ParameterRow(
        "",
        "a closest approach under this is unsafe",
        "200 yd",
        "1000 yd",
        "[assumed] the width of the US naval vessel protection zone",
    ),
    "encounter": ParameterRow(
        "", "a closest approach under this is an encounter", "0.25 nm", "3 nm", "[assumed]"
    ),
    "notice": ParameterRow(
        "",
        "how long before its closest approach an encounter is noticed",
        "5 min",
        "60 min",
        "[assumed]",
    ),
    "sigma_m": ParameterRow(
        "sigma_m", "error of manoeuvre in a close pass", "20 m", "120 m", "[assumed]"
    ),
    "follow": ParameterRow(
        "", "time in which a vessel on station follows a manoeuvre", "10 s", "5 min", "[assumed]"
    ),
    "hurt_on_contact": ParameterRow(
        "", "chance that somebody is hurt when hulls touch", "0.02", "0.5", "[assumed]"
    ),
    **POLITICS,
    "p_avoid": ParameterRow(
        "P_avoid",
        "chance that avoiding action keeps a stream's close pass from contact",
        "0.9",
        "0.999",
        "[assumed]",
    ),
}
