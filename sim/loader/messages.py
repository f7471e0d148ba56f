"""The common library of sentences, read once."""

from __future__ import annotations

from functools import cache

from sim.loader.library import root
from sim.loader.yamltext import parse, read_text
from sim.model.scenario import Scenario
from sim.model.sentences import Messages, Shared


@cache
def messages() -> tuple[Shared, ...]:
    """Give every sentence of the common library."""
    path = root() / "_common" / "messages.yaml"
    document = parse(read_text(path, shown=path.name), path.name)
    return Messages.model_validate(document.data).sentences


def voiced(scenario: Scenario) -> Scenario:
    """Give a scenario the common sentences, behind its own."""
    return scenario.model_copy(update={"sentences": (*scenario.sentences, *messages())})
