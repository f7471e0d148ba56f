"""Scripts to steps: what one seat is to do, with every fault found in one go."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sim.errors import ScenarioError, nearest, quoted
from sim.loader.faults import Finding, found_by_pydantic, listed
from sim.loader.shape import Nodes, shape_of
from sim.loader.yamltext import Document, parse, read_text
from sim.model.scenario import Scenario, declared
from sim.model.scripts import SeatScript, Step
from sim.model.words import names

Steps = tuple[Step, ...]

_STEPS: TypeAdapter[Steps] = TypeAdapter(SeatScript.model_fields["steps"].rebuild_annotation())
"""A script by itself is read as the steps of a history are."""


def load_script(scenario: Scenario, file: str) -> Steps:
    """Read a script file: a YAML list of steps.

    Raises:
        ScenarioError: not readable, or faults in it.
    """
    return _built(scenario, parse(read_text(Path(file)), file))


def script_from_data(scenario: Scenario, data: Any, file: str) -> Steps:
    """Build a script from plain data, as carried in a record.

    Raises:
        ScenarioError: faults in it.
    """
    return _built(scenario, Document.of(data, file, "a script"))


def plain_steps(steps: Steps) -> list[dict[str, Any]]:
    """Dump a script as plain data the way an author would write it, defaults left out."""
    plain: list[dict[str, Any]] = _STEPS.dump_python(steps, mode="json", exclude_defaults=True)
    return plain


def _built(scenario: Scenario, document: Document) -> Steps:
    steps: Steps = ()
    findings: list[Finding] = []
    if not document.broken and not isinstance(document.data, list):
        hint = "write each as “- {at: 2 min, choose: MOVE}”"
        findings.append(Finding((), "expected a list of steps", hint))
    elif not document.broken:
        try:
            steps = _STEPS.validate_python(document.data)
        except ValidationError as error:
            nodes = Nodes(document.data, shape_of(SeatScript, "steps"))
            findings += found_by_pydantic(nodes, error.errors(include_url=False))
        findings += _unknown(scenario, document.data)
    faults = listed(document, findings)
    if faults:
        raise ScenarioError(faults)
    return steps


def _unknown(scenario: Scenario, data: list[Any]) -> Iterator[Finding]:
    """Find what is named but not there, in steps that may have other faults as well."""
    for index, item in enumerate(data):
        if not isinstance(item, dict):
            continue
        given = {key: item[key] for key in Step.model_fields if key in item}
        lists = {key: tuple(value) for key, value in given.items() if isinstance(value, list)}
        for path, kind, name in names(Step.model_construct(**given | lists), (index,)):
            known = set(declared(scenario, kind))
            if isinstance(name, str) and name not in known:
                what = f"there is no {kind} {quoted(name)}"
                yield Finding(path, what, partial(nearest, name, known))
