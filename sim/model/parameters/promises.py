"""Numbers of promises: what they do to a mind, and how readily seats make and break them."""

from __future__ import annotations

from typing import Annotated

from sim.model.fields import Factor, Nats, Probability, Span, real, whole
from sim.model.parameters.row import ParameterRow
from sim.model.words import Entry
from sim.units import parse_duration

_PROMISES = "[assumed] after the revised design of words; a prototype showed directions, no sizes"


def _said(what: str) -> ParameterRow:
    """Make the row of a weight with which a doctrine says something."""
    said = f"weight of {what}, when a doctrine speaks"
    return ParameterRow("", said, low="0", high="4", source="[assumed]; 0 is never")


class PromiseParameters(Entry):
    """These numbers with their defaults, ranges and sources."""

    trust: Annotated[
        Nats,
        ParameterRow(
            "lambda",
            "step of belief on a promise that is heard, before it is kept or broken, in nats",
            low="0",
            high="0.6",
            source=f"{_PROMISES}; never above what an act that costs something does",
            optimist="0.5",
            pessimist="0.2",
        ),
    ] = 0.4
    keeps_rv: Annotated[
        float,
        *real(0.001, 0.999),
        ParameterRow(
            "k",
            "chance that a revisionist keeps a promise that is tested",
            low="0.2",
            high="0.8",
            source=_PROMISES,
        ),
    ] = 0.5
    breaks_sq: Annotated[
        float,
        *real(0.001, 0.999),
        ParameterRow(
            "epsilon",
            "chance that a status-quo side breaks a promise that is tested",
            low="0.01",
            high="0.15",
            source=_PROMISES,
        ),
    ] = 0.05
    lie: Annotated[
        Factor,
        ParameterRow(
            "",
            "how much more a broken promise counts than a kept one; at 2 four repair one",
            low="1",
            high="5",
            source=_PROMISES,
        ),
    ] = 2.0
    honour: Annotated[
        Factor,
        ParameterRow(
            "",
            "cost of breaking one's own open promise, at full credibility, in nats",
            low="0",
            high="4",
            source=f"{_PROMISES}; carries most of a line's worth",
            optimist="3",
            pessimist="1",
        ),
    ] = 2.0
    gate: Annotated[
        Probability,
        ParameterRow(
            "",
            "chance of breaking a promise above which a status-quo seat does not make it",
            low="0.02",
            high="0.3",
            source=_PROMISES,
        ),
    ] = 0.1
    bluff: Annotated[
        Probability,
        ParameterRow(
            "",
            "chance that a revisionist makes a promise without regard to keeping it",
            low="0",
            high="1",
            source=_PROMISES,
        ),
    ] = 0.3
    tau_c: Annotated[
        Span,
        ParameterRow(
            "tau_c",
            "time in which credibility relaxes to where it began",
            low="30 d",
            high="730 d",
            source=_PROMISES,
        ),
    ] = parse_duration("180 d")
    turn_radio: Annotated[
        Span,
        ParameterRow(
            "",
            "median of the time that a reply by radio takes",
            low="5 s",
            high="5 min",
            source="[assumed] a watch officer answers at once or asks the captain",
        ),
    ] = parse_duration("20 s")
    turn_line: Annotated[
        Span,
        ParameterRow(
            "",
            "median of the time that a reply on a line takes",
            low="20 s",
            high="30 min",
            source="[assumed] interpreting doubles what is said; somebody is asked",
        ),
    ] = parse_duration("2 min")
    turn_sigma: Annotated[
        float,
        *real(0, 3),
        ParameterRow(
            "",
            "spread of the time that a reply takes",
            low="0.3",
            high="1.5",
            source="[assumed]",
        ),
    ] = 0.7
    stand_by: Annotated[
        int,
        *whole(1, 1000),
        ParameterRow(
            "",
            "median turns that a reply takes for which one is asked to stand by",
            low="3",
            high="60",
            source="[assumed] somebody above is asked, or it is said to gain time",
        ),
    ] = 10
    intention: Annotated[
        Span,
        ParameterRow(
            "",
            "time for which a stated intention binds",
            low="10 min",
            high="6 h",
            source="[assumed] a watch at most",
        ),
    ] = parse_duration("1 h")
    say_request: Annotated[Factor, _said("asking for restraint, times the provocation")] = 1.0
    say_reassure: Annotated[Factor, _said("reassuring, times the trust")] = 1.0
    say_ask: Annotated[Factor, _said("asking what is meant, times the doubt that it was")] = 1.0
    say_warn: Annotated[Factor, _said("warning, times distrust and provocation")] = 1.0
    turns_waited: Annotated[
        int,
        *whole(2, 100),
        ParameterRow(
            "",
            "median turns after which no reply is expected any more",
            low="3",
            high="30",
            source="[assumed]",
        ),
    ] = 10
