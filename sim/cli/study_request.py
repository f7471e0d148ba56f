"""What `channel16 study` is asked for: a file that states a study, and what its options change."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace

from sim.cli.seats import seat_specs
from sim.errors import Fault, ScenarioError, UsageError
from sim.loader import library
from sim.loader.yamltext import Document, parse, read_text
from sim.study import statement
from sim.study.design import Arm, Plan, Study, parse_arm
from sim.study.factors import parse_factor
from sim.study.planning import plan
from sim.study.points import parse_design
from sim.study.precision import parse_aim
from sim.study.settings import normal

_FILES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class StudyRequest:
    """A study as it was asked for, with the file that states it if there is one."""

    study: Study
    file: Document | None = None

    def plan(self) -> Plan:
        """Plan it; what is wrong in the file is placed where it stands there."""
        return plan(self.study) if self.file is None else statement.planned(self.file, self.study)


def requested(args: argparse.Namespace) -> StudyRequest:
    """Read what is to be studied; the command line has the last word.

    Raises:
        UsageError: an option that cannot be read, or no such file.
        ScenarioError: a scenario that cannot be read.
        StudyError: a study's file with faults.
    """
    return _overridden(stated(args.scenario), args)


def stated(name: str) -> StudyRequest:
    """Read a scenario, or the file that states a study of one."""
    try:
        path = library.find(name)
    except ScenarioError:
        if not name.endswith(_FILES):
            raise
        raise UsageError(
            [Fault(name, 1, column=1, what="there is no such file", hint="check the name")]
        ) from None
    shown = library.shown(path)
    document = parse(read_text(path, shown=shown), shown)
    if path.suffix in _FILES and statement.is_study(document):
        return StudyRequest(statement.read(document, path.parent), document)
    if document.faults:
        raise ScenarioError(document.faults)
    return StudyRequest(Study(document))


def _overridden(request: StudyRequest, args: argparse.Namespace) -> StudyRequest:
    """Let the command line have the last word; the file is not blamed for what it says."""
    study, file = request.study, request.file
    seats = seat_specs(args.seat)
    given = {name: getattr(args, name) for name in ("n", "seed", "presets")}
    if args.until_halfwidth is not None:
        given["until_halfwidth"] = _halfwidth(args.until_halfwidth)
    if args.until_difference:
        for text in args.until_difference:
            _aim(text)
        given["until_difference"] = tuple(args.until_difference)
    if args.factor:
        given["factors"] = tuple(parse_factor(text) for text in args.factor)
    if args.design is not None:
        given["design"] = parse_design(args.design)
    study = replace(
        study,
        arms=tuple(_normal(parse_arm(text)) for text in args.arm) or study.arms,
        seats=tuple(sorted({**dict(study.seats), **seats}.items())),
        sets=(*study.sets, *map(normal, args.set)),
        **{name: value for name, value in given.items() if value is not None},
    )
    if file is not None:
        left = {
            name: spec for name, spec in file.data.get("seats", {}).items() if name not in seats
        }
        replaced = {"arms": args.arm, "factors": args.factor, "design": args.design}
        kept = {key: body for key, body in file.data.items() if not replaced.get(key)}
        file = replace(file, data={**kept, "seats": left})
    return StudyRequest(study, file)


def _normal(arm: Arm) -> Arm:
    return replace(arm, sets=tuple(map(normal, arm.sets)))


def _aim(text: str) -> None:
    try:
        parse_aim(text)
    except UsageError as error:
        raise UsageError(f"--until-difference {error}") from None


def _halfwidth(value: float) -> float:
    try:
        return statement.halfwidth(value)
    except ValueError as error:
        raise UsageError(f"--until-halfwidth: {error}") from None
