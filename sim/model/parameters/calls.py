"""Numbers of words, calls and lines: what is explained, who answers when, what fails."""

from __future__ import annotations

from typing import Annotated

from sim.model.fields import Factor, Nats, Probability, Rate, Rung, Span, real
from sim.model.parameters.row import ParameterRow
from sim.model.words import Entry
from sim.units import parse_duration

_CODES = "codes of the model's move and rung tables"
_HANDLED = "handling of calls, as reported in the press and in channel notes"


class CallParameters(Entry):
    """These numbers with their defaults, ranges and sources."""

    x_vhf: Annotated[
        Nats,
        ParameterRow(
            "x",
            "what a word by radio explains",
            low="0",
            high="1.5 nats",
            source="[assumed]",
            optimist="1.1",
            pessimist="0.35",
        ),
    ] = 0.7
    x_call: Annotated[
        Nats,
        ParameterRow(
            "x",
            "what a call on a line explains",
            low="0.5",
            high="3 nats",
            source="[assumed]",
            optimist="2.5",
            pessimist="1.25",
        ),
    ] = 2.0
    x_relay: Annotated[
        Nats,
        ParameterRow(
            "x",
            "what a word that comes by relay explains; between a radio's and a line's",
            low="0.5",
            high="2 nats",
            source="[assumed]",
            optimist="1.6",
            pessimist="0.85",
        ),
    ] = 1.2
    x_joint: Annotated[
        Nats,
        ParameterRow(
            "x",
            "what shared tracks or a joint inquiry explain",
            low="1.5",
            high="4 nats",
            source="[assumed]",
            optimist="3.5",
            pessimist="2.25",
        ),
    ] = 3.0
    x_rules: Annotated[
        Nats,
        ParameterRow(
            "x",
            "what agreed rules make readable between services they bind",
            low="0",
            high="1.5 nats",
            source="[assumed]",
            optimist="1",
            pessimist="0.25",
        ),
    ] = 0.5
    x_silence: Annotated[
        Nats,
        ParameterRow(
            "x",
            "what an open channel left unanswered tells",
            low="-1",
            high="0 nats",
            source="[assumed]",
            optimist="-0.15",
            pessimist="-0.65",
        ),
    ] = -0.3
    delta_call: Annotated[
        Factor,
        ParameterRow(
            "delta_call",
            "rungs that a word of restraint takes off at p = 0",
            low="0",
            high="2",
            source="[assumed] nothing: restraint comes from promises; a dial for what was before",
        ),
    ] = 0.0
    decline_rung: Annotated[
        Rung,
        ParameterRow(
            "",
            "the rung of refusing a call (CAMEO 125); 0: no act",
            low="0",
            high="2",
            source=f"[clause] {_CODES}",
        ),
    ] = 2
    h0: Annotated[
        Rate,
        ParameterRow(
            "h0",
            "rate of answers on an open line without tension",
            low="1/480 per min",
            high="1/5 per min",
            source="[assumed]",
            optimist="4.9 per h",
            pessimist="0.5 per h",
        ),
    ] = 2.0
    hd0: Annotated[
        Rate,
        ParameterRow(
            "hd0",
            "rate of refusals without tension",
            low="1/1000 per min",
            high="1/30 per min",
            source="[assumed]",
            optimist="0.17 per h",
            pessimist="1 per h",
        ),
    ] = 0.5
    t_max: Annotated[
        Span,
        ParameterRow(
            "T_max",
            "how long a caller keeps trying",
            low="15 min",
            high="1440 min",
            source="[assumed]",
        ),
    ] = parse_duration("120 min")
    u: Annotated[
        Probability,
        ParameterRow(
            "u",
            "chance that whoever is rung may answer without asking above",
            low="0.2",
            high="1",
            source=f"[assumed] {_HANDLED}",
            optimist="0.8",
            pessimist="0.4",
        ),
    ] = 0.6
    referral: Annotated[
        Span,
        ParameterRow(
            "",
            "mean time of asking above, Erlang of two steps",
            low="10 min",
            high="480 min",
            source=f"[assumed] {_HANDLED}",
            optimist="24 min",
            pessimist="170 min",
        ),
    ] = parse_duration("60 min")
    permission: Annotated[
        Span,
        ParameterRow(
            "",
            "median of the caller's own permission, lognormal",
            low="1 min",
            high="60 min",
            source="[assumed]",
        ),
    ] = parse_duration("5 min")
    permission_sigma: Annotated[
        Annotated[float, *real(0.001, 5)],
        ParameterRow(
            "", "spread of the caller's permission", low="0.3", high="1.5", source="[assumed]"
        ),
    ] = 0.7
    appointment: Annotated[
        Span,
        ParameterRow(
            "",
            "median time to a call by appointment, lognormal",
            low="6 h",
            high="240 h",
            source="[data] staff requests are asked for with 48 hours or more; press",
        ),
    ] = parse_duration("48 h")
    appointment_sigma: Annotated[
        Annotated[float, *real(0.001, 5)],
        ParameterRow(
            "", "spread of the time to an appointment", low="0.3", high="1.5", source="[assumed]"
        ),
    ] = 0.8
    beta_t: Annotated[
        Factor,
        ParameterRow(
            "beta_T",
            "how tension slows answers and speeds refusals",
            low="0",
            high="2",
            source="[assumed] refusals cluster after incidents",
            optimist="0.5",
            pessimist="1.5",
        ),
    ] = 1.0
    beta_d: Annotated[
        Factor,
        ParameterRow(
            "beta_D",
            "how pressure at home slows answers and speeds refusals",
            low="0",
            high="2",
            source="[assumed]",
            optimist="0.25",
            pessimist="1.25",
        ),
    ] = 0.5
    practice: Annotated[
        Annotated[float, *real(1, 2)],
        ParameterRow(
            "",
            "factor on the rate of answers for each answered call",
            low="1",
            high="1.2",
            source="[assumed]",
        ),
    ] = 1.05
    practice_most: Annotated[
        Annotated[float, *real(1, 10)],
        ParameterRow(
            "",
            "the most that practice multiplies that rate by",
            low="1",
            high="3",
            source="[assumed]",
        ),
    ] = 1.5
    u_tech: Annotated[
        Span,
        ParameterRow(
            "U_tech", "mean time a line works", low="5 d", high="365 d", source="[assumed]"
        ),
    ] = parse_duration("30 d")
    d_tech: Annotated[
        Span,
        ParameterRow(
            "D_tech", "mean time a line is down", low="0.02 d", high="3 d", source="[assumed]"
        ),
    ] = parse_duration("6 h")
    dormant: Annotated[
        Span,
        ParameterRow(
            "",
            "time without contact after which a channel is called dormant",
            low="30 d",
            high="365 d",
            source="[assumed] a word on the board, nothing else",
        ),
    ] = parse_duration("90 d")
