"""The numbers of the model: what an author may set, where each comes from, what presets make of it.

A preset is optimistic or pessimistic about *what contact can do*, never about the world as a
whole; a number that an author has set himself is left alone. Where a preset moves a number, it
goes half the way to the end of its range, rates and times by their ratio.

A number is declared once, in the module of its subject: its name, type, default and row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal

from sim.model.parameters.beliefs import BeliefParameters
from sim.model.parameters.calls import CallParameters
from sim.model.parameters.choice import ChoiceParameters
from sim.model.parameters.politics import PoliticsParameters
from sim.model.parameters.promises import PromiseParameters
from sim.model.parameters.row import ParameterRow
from sim.model.parameters.sea import SeaParameters
from sim.model.parameters.traffic import TrafficParameters
from sim.model.words import Entry, Sourced

Preset = Literal["optimist", "middle", "pessimist"]


class Parameters(
    # The last of these comes first in the schema and in what is written.
    ChoiceParameters,
    PromiseParameters,
    PoliticsParameters,
    CallParameters,
    BeliefParameters,
    TrafficParameters,
    SeaParameters,
    Sourced,
):
    """Numbers of the model that belong to no single entry."""


_SUBJECTS: tuple[type[Entry], ...] = (
    BeliefParameters,
    CallParameters,
    ChoiceParameters,
    PromiseParameters,
    SeaParameters,
    PoliticsParameters,
    TrafficParameters,
)
"""The subjects in the order in which people read of them."""


def _rows() -> Iterator[tuple[str, ParameterRow]]:
    for subject in _SUBJECTS:
        for name, info in subject.model_fields.items():
            yield from ((name, mark) for mark in info.metadata if isinstance(mark, ParameterRow))


PARAMETER_TABLE: dict[str, ParameterRow] = dict(_rows())
"""What is known of every number."""


def effective(given: Parameters, preset: Preset) -> Parameters:
    """Give a scenario's parameters under a preset; what the author has set stays."""
    if preset == "middle":
        return given
    moved: dict[str, Any] = {}
    for name, row in PARAMETER_TABLE.items():
        value = row.optimist if preset == "optimist" else row.pessimist
        if value is not None and name not in given.model_fields_set:
            moved[name] = value if " " in value else float(value)
    return Parameters.model_validate({**given.model_dump(mode="json", exclude_unset=True), **moved})
