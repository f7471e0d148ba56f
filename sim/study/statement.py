"""A study stated in a file: read with every fault at its place, and written to be read again."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from sim.errors import Fault, ScenarioError, UsageError, quoted
from sim.loader import library
from sim.loader.faults import Finding, found_by_pydantic, listed
from sim.loader.overrides import apply_sets
from sim.loader.shape import Nodes
from sim.loader.yamltext import Document, parse, read_text, write
from sim.model.fields import Text, YesNo, string, whole
from sim.model.words import Entry, Way
from sim.study.design import (
    N_DEFAULT,
    REPLICATES_MOST,
    SEED_DEFAULT,
    Arm,
    Plan,
    Study,
    StudyError,
)
from sim.study.factors import FactorAsked
from sim.study.planning import YARDSTICKS, PlanError, PlanFault, plan
from sim.study.points import Design, parse_design
from sim.study.precision import parse_aim
from sim.study.settings import (
    Setting,
    applied,
    as_data,
    malformed,
    matching,
    reached,
    settings_of,
    text_of,
    texts_of,
)
from sim.units import SEED_MOST

MARK = "study"
"""The key that tells a study from a scenario."""
_LEAST = {MARK: 1, "scenario": "none"}
"""What a study's file must say."""


def halfwidth(value: object) -> float:
    """Read a half width.

    Raises:
        ValueError: no number between 0 and 1.
    """
    if isinstance(value, int | float) and type(value) is not bool and 0 < value < 1:
        return float(value)
    raise ValueError("expected a number between 0 and 1")


def _scenario_or_name(value: object) -> object:
    if isinstance(value, dict) or (isinstance(value, str) and value):
        return value
    raise ValueError("expected the id or path of a scenario, or a scenario itself")


def _factors(value: object) -> object:
    if isinstance(value, dict) and all(isinstance(v, str | dict | None) for v in value.values()):
        return value
    raise ValueError("expected PATH: LOW..HIGH, or PATH: for the range of docs/model.md")


def _aims(value: object) -> object:
    if not isinstance(value, dict):
        raise ValueError("expected MEASURE: X, or MEASURE: P %")
    for measure, wanted in value.items():
        try:
            parse_aim(f"{measure}={wanted}")
        except UsageError as error:
            raise ValueError(str(error)) from None
    return value


def _measures(value: object) -> object:
    if isinstance(value, dict) and all(isinstance(body, dict) for body in value.values()):
        return value
    raise ValueError("expected NAME: {when: a condition}, or NAME: {goal: a goal}")


def _design(value: object) -> Design | None:
    if value is None or isinstance(value, Design):
        return value
    try:
        return parse_design(value if isinstance(value, str) else str(value))
    except UsageError as error:
        raise ValueError(str(error).removeprefix("--design ")) from None


class StudyFile(Entry):
    """The document that states a study; `set` and `arms` are read apart, setting by setting."""

    study: Annotated[int, *whole(1, 1)]
    key: Text = ""
    title: Text = ""
    text: Annotated[str, *string(10_000, 0)] = ""
    n: Annotated[int, *whole(1, REPLICATES_MOST)] = N_DEFAULT
    seed: Annotated[int, *whole(0, SEED_MOST)] = SEED_DEFAULT
    until_halfwidth: Annotated[float, BeforeValidator(halfwidth)] | None = None
    until_difference: Annotated[dict[str, Any], BeforeValidator(_aims)] = Field(
        default_factory=dict
    )
    presets: YesNo = False
    seats: Annotated[dict[str, Text], Field(default_factory=dict)]
    set: Any = None
    arms: Any = None
    factors: Annotated[dict[str, Any], BeforeValidator(_factors)] = Field(default_factory=dict)
    design: Annotated[Any, BeforeValidator(_design)] = None
    measures: Annotated[dict[str, Any], BeforeValidator(_measures)] = Field(default_factory=dict)
    scenario: Annotated[Any, BeforeValidator(_scenario_or_name)]


def is_study(document: Document) -> bool:
    """Say whether a document states a study; else it may be a scenario."""
    return isinstance(document.data, dict) and MARK in document.data


def read(document: Document, folder: Path) -> Study:
    """Read a study's file.

    Args:
        document: Its text.
        folder: Where it lies; the path of a scenario may start there.

    Raises:
        StudyError: faults, all of them, those of the scenario included.
    """
    if document.broken:
        raise StudyError(listed(document, ()))
    data = document.data
    asked, findings = _asked(data)
    scenario, astray, elsewhere = _scenario(document, folder)
    sets = settings_of(data.get("set"), ("set",))
    bodies = data["arms"] if isinstance(data.get("arms"), dict) else {}
    arms = {name: settings_of(body, ("arms", name)) for name, body in bodies.items()}
    findings += [*astray, *_malformed(data)]
    if scenario is not None and not elsewhere:
        findings += _unmatched(scenario.data, sets, arms)
        wrong = {finding.path for finding in findings}
        study = _study(scenario, asked, sets, arms=arms, wrong=wrong)
        if not (findings or document.faults):
            return study
        _, found, elsewhere = _attempt(document, study)
        names = {path[:2] for path in wrong}
        findings += [f for f in found if f.path not in names]
    raise StudyError([*listed(document, findings), *elsewhere])


def planned(document: Document, study: Study) -> Plan:
    """Plan a study that a file states; what is wrong is placed where it stands in the file.

    Raises:
        StudyError: what was asked does not fit the scenario, or that has faults of its own.
    """
    made, findings, elsewhere = _attempt(document, study)
    if made is None:
        raise StudyError([*listed(document, findings), *elsewhere])
    return made


def _asked(data: dict[str, Any]) -> tuple[StudyFile, list[Finding]]:
    """Read all but the settings; what is wrong is listed, and left at its default."""
    try:
        return StudyFile.model_validate(data), []
    except ValidationError as error:
        items = error.errors(include_url=False)
    nodes = Nodes(data, StudyFile)
    wrong = {item["loc"][0] for item in items}
    sound = {key: value for key, value in data.items() if key not in wrong}
    return StudyFile.model_validate({**_LEAST, **sound}), list(found_by_pydantic(nodes, items))


def _study(
    scenario: Document,
    asked: StudyFile,
    sets: Sequence[Setting],
    arms: Mapping[str, Sequence[Setting]],
    wrong: Container[Way],
) -> Study:
    """Put a study together; settings that are wrong are left out."""

    def texts(settings: Sequence[Setting]) -> tuple[str, ...]:
        return texts_of(setting for setting in settings if setting.way not in wrong)

    study = Study(
        scenario,
        seats=tuple(asked.seats.items()),
        sets=texts(sets),
        seed=asked.seed,
        n=asked.n,
        presets=asked.presets,
        until_halfwidth=asked.until_halfwidth,
        until_difference=tuple(f"{name}={to}" for name, to in asked.until_difference.items()),
        factors=tuple(
            FactorAsked(path, text_of(over) if over is not None else "")
            for path, over in asked.factors.items()
            if ("factors", path) not in wrong
        ),
        design=asked.design,
        measures=tuple(asked.measures.items()),
        title=asked.title,
        text=asked.text,
    )
    if not arms:
        return study
    return replace(study, arms=tuple(Arm(name, texts(found)) for name, found in arms.items()))


def _scenario(
    document: Document, folder: Path
) -> tuple[Document | None, list[Finding], list[Fault]]:
    """Find the scenario: where it is not found, and faults of its text, are given beside it."""
    given = document.data.get("scenario")
    if isinstance(given, dict):
        return Document(document.file, given, document.place.places["scenario"]), [], []
    if not isinstance(given, str) or not given:
        return None, [], []
    try:
        path = _found(given, folder)
    except ScenarioError as error:
        fault = error.faults[0]
        return None, [Finding(("scenario",), f"{quoted(given)}: {fault.what}", fault.hint)], []
    try:
        shown = library.shown(path)
        found = parse(read_text(path, shown), shown)
    except ScenarioError as error:
        return None, [], list(error.faults)
    if is_study(found):
        what = f"{quoted(given)}: is a study itself"
        return None, [Finding(("scenario",), what, "name the scenario")], []
    return found, [], found.faults


def _found(given: str, folder: Path) -> Path:
    """Find a scenario beside the study's file, else as on the command line."""
    try:
        return library.find(folder / given)
    except ScenarioError:
        return library.find(given)


def _malformed(data: dict[str, Any]) -> Iterator[Finding]:
    """Find what stands under `set` and `arms` and is no setting."""
    arms = data.get("arms")
    if arms is not None and (not isinstance(arms, dict) or not arms):
        yield Finding(("arms",), "expected NAME: changes")
    yield from malformed(data.get("set"), ("set",))
    for name, body in arms.items() if isinstance(arms, dict) else ():
        yield from malformed(body, ("arms", name))


def _unmatched(
    data: object, sets: Sequence[Setting], arms: Mapping[str, Sequence[Setting]]
) -> Iterator[Finding]:
    """Find settings whose path matches nothing; a setting may rest on those before it."""
    data, findings = applied(data, sets)
    yield from findings
    for settings in arms.values():
        yield from applied(data, settings)[1]


def _attempt(document: Document, study: Study) -> tuple[Plan | None, list[Finding], list[Fault]]:
    """Plan; if that cannot be, say what is wrong in the study's file and what elsewhere."""
    try:
        return plan(study), [], []
    except PlanError as error:
        wrong = error.found
    except ScenarioError as error:
        wrong = tuple(PlanFault(("set",), fault) for fault in error.faults)
    placed = [_placed(document, study, each) for each in wrong]
    return (
        None,
        [found for found in placed if isinstance(found, Finding)],
        [fault for fault in placed if isinstance(fault, Fault)],
    )


def _placed(document: Document, study: Study, wrong: PlanFault) -> Finding | Fault:
    """Place a fault at the setting it comes from, else at the arm or seat; else leave it."""
    fault, body = wrong.fault, document.data
    own = _own_measure(document, study, fault)
    if own is not None:
        return own
    for part in wrong.place:
        if not isinstance(body, dict) or part not in body:
            return fault
        body = body[part]
    data = study.scenario.data
    if wrong.place != ("set",):
        data = apply_sets(data, study.sets)
    settings = matching(data, settings_of(body, wrong.place))
    for last in range(len(settings), 0, -1):
        at = reached(data, texts_of(settings[:last]))
        if fault.path and f"{fault.path}.".startswith(f"{at}."):
            what = fault.what.removeprefix(f"{fault.path}: ")
            below = f"{fault.path}: " if fault.path != at else ""
            return Finding(settings[last - 1].way, below + what, fault.hint)
    if wrong.place == ("set",):
        return fault
    return Finding(wrong.place, fault.what, fault.hint, key=True)


def _over(text: str) -> object:
    """Write over what a factor varies the way a file holds it."""
    return parse(text, "").data if text.startswith("{") else text or None


def _own_measure(document: Document, study: Study, fault: Fault) -> Finding | None:
    """Place a fault of one of the study's own measures, which the scenario then has."""
    first, *rest = fault.path.split(".")
    number = rest.pop(0) if rest else ""
    before = len(study.scenario.data.get(YARDSTICKS) or ())
    if first != YARDSTICKS or not number.isdigit() or int(number) < before:
        return None
    name = study.measures[int(number) - before][0]
    way: list[str | int] = ["measures", name]
    body = document.data["measures"][name]
    for part in rest:
        key = int(part) if isinstance(body, list) and part.isdigit() else part
        if not (isinstance(body, list) or (isinstance(body, dict) and key in body)):
            break
        way, body = [*way, key], body[key]  # type: ignore[index]
    return Finding(tuple(way), fault.what.removeprefix(f"{fault.path}: "), fault.hint, key=not rest)


def written(study: Study, key: str) -> str:
    """State a study in a file of its own, the scenario included, so that it can be read again."""
    data: dict[str, Any] = {MARK: 1, "key": key}
    for name in ("title", "text", "n", "seed", "until_halfwidth", "presets"):
        value = getattr(study, name)
        if value not in ("", None, False) or name in ("n", "seed"):
            data[name] = value
    if study.until_difference:
        pairs = (text.partition("=") for text in study.until_difference)
        data["until_difference"] = {name.strip(): to.strip() for name, _, to in pairs}
    data["seats"] = dict(sorted(study.seats))
    data["set"] = as_data(study.sets)
    if study.factors:
        data["factors"] = {f.path: _over(f.over) for f in study.factors}
        data["design"] = str(study.design)
    if study.measures:
        data["measures"] = dict(study.measures)
    data["arms"] = {arm.name: as_data(arm.sets) for arm in study.arms}
    data["scenario"] = study.scenario.data
    return write(data)
