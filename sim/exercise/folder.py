"""The folder of an exercise: where its files lie, and its plan read with every fault found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.engine.base.setup import Setup
from sim.errors import ExerciseError, Fault, Level, PolicyError, ScenarioError, nearest, quoted
from sim.exercise.clock_map import ClockMap, clock_map
from sim.exercise.plan import CriticalTask, Exercise, Scored
from sim.loader import library, load, scenario
from sim.loader.checks.context import CheckContext
from sim.loader.faults import Finding, found_by_pydantic, listed
from sim.loader.shape import KeyedItems, Nodes
from sim.loader.yamltext import Document, parse
from sim.model.scenario import Scenario
from sim.model.words import Way, entries, references
from sim.play.occupants import LOOKS_AHEAD, from_file, occupant
from sim.store import read_text

PLAN, MSEL, RECORD = "exercise.yaml", "msel.csv", "record.jsonl"
"""The plan, the list of events, and the record of the run."""
CODES, JOURNAL, EVALUATION = "codes.json", "journal.jsonl", "evaluation.jsonl"
"""Who may come in, who asked for what, and what evaluators noted."""
DOCUMENTS = "documents"
"""The papers."""
PLAN_BYTES_MOST = 2_000_000


@dataclass(frozen=True, slots=True)
class ExerciseFolder:
    """An exercise that was read and found sound, with its scenario."""

    path: Path
    exercise: Exercise
    scenario: Scenario

    @property
    def record(self) -> Path:
        """Where the record of the run lies."""
        return self.path / RECORD

    @property
    def msel(self) -> Path:
        """Where the list of events lies."""
        return self.path / MSEL

    def clock(self, came: Mapping[str, int] | None = None) -> ClockMap:
        """Give the map of the clocks: as planned, or by when injects came in a run (ms)."""
        return clock_map(self.exercise.clock, planned(self.scenario) if came is None else came)

    def cell_seats(self) -> dict[str, tuple[str, ...]]:
        """Give every cell's seats."""
        return {name: cell.seats for name, cell in self.exercise.cells.items()}

    def tasks(self) -> Iterator[CriticalTask]:
        """Yield every critical task in the order of the plan."""
        for objective in self.exercise.objectives:
            for target in objective.targets:
                yield from target.tasks

    def whose(self, task: CriticalTask) -> str:
        """Name who does a task."""
        if task.cell is not None:
            return self.exercise.cells[task.cell].title
        return next(seat.title for seat in self.scenario.seats if seat.id == task.seat)


def is_folder(path: Path) -> bool:
    """Say whether an exercise lies in a folder."""
    return (path / PLAN).is_file()


def planned(scenario: Scenario) -> dict[str, int]:
    """Give when injects come whose time is known beforehand, in ms of the story."""
    return {i.id: i.at for i in scenario.injects if i.at is not None and not i.by_effect}


def opened(path: Path) -> ExerciseFolder:
    """Open an exercise.

    Raises:
        ExerciseError: it cannot be read, or has faults: all of them.
    """
    found, faults = _read(path)
    if found is None:
        raise ExerciseError([fault for fault in faults if fault.level == "fault"])
    return found


def examined(path: Path) -> list[Fault]:
    """List all that is to be said of an exercise: faults, then warnings.

    Raises:
        ExerciseError: there is none, or it cannot be read.
    """
    faults = _read(path)[1]
    return sorted(faults, key=lambda fault: fault.level != "fault")


def _read(path: Path) -> tuple[ExerciseFolder | None, list[Fault]]:
    file = path / PLAN
    if path.is_dir() and not file.is_file():
        hint = "make one: channel16 exercise new SCENARIO DIR"
        raise ExerciseError([Fault(str(path), 1, column=1, what=f"holds no {PLAN}", hint=hint)])
    text = read_text(file, PLAN_BYTES_MOST, "what a person reads", error=ExerciseError)
    document = parse(text, str(file))
    if document.broken or not isinstance(document.data, dict):
        hint = "see `channel16 exercise check --schema`"
        wrong = [] if document.broken else [Finding((), "expected keys and values", hint)]
        return None, listed(document, wrong)
    whole, findings = _plan(document)
    built, elsewhere = _scenario(path, document, findings)
    if whole is not None and built is not None:
        findings += _complained(whole, built, document.data)
    faults = [*listed(document, findings), *elsewhere]
    if whole is None or built is None or any(fault.level == "fault" for fault in faults):
        return None, faults
    return ExerciseFolder(path, whole, built), faults


def _plan(document: Document) -> tuple[Exercise | None, list[Finding]]:
    try:
        return Exercise.model_validate(document.data), []
    except ValidationError as error:
        items = error.errors(include_url=False)
    return None, list(found_by_pydantic(Nodes(document.data, Exercise), items))


def _scenario(
    path: Path, document: Document, findings: list[Finding]
) -> tuple[Scenario | None, list[Fault]]:
    """Load the exercise's own scenario; where it lies outside the folder, that is a finding."""
    given: Any = document.data.get("scenario", "scenario")
    if not isinstance(given, str) or "\0" in given:
        return None, []
    file = path / given / library.FILE
    if not file.resolve().is_relative_to(path.resolve()):
        what = f"{quoted(given)}: lies outside the exercise's folder"
        findings.append(Finding(("scenario",), what, "keep a copy in the folder and name that"))
        return None, []
    if not file.is_file():
        what = f"{quoted(given)}: there is no {library.FILE} in that folder"
        findings.append(Finding(("scenario",), what, "copy the scenario's folder there"))
        return None, []
    try:
        faults = [fault for fault in scenario.check(file) if fault.level == "fault"]
        return (None, faults) if faults else (load(file), [])
    except ScenarioError as error:
        return None, list(error.faults)


_Complaint = tuple[Way, str, str]
"""The model's way to a place, what is wrong there, and what to do."""


def _complained(exercise: Exercise, built: Scenario, data: object) -> Iterator[Finding]:
    """Find what contradicts the scenario, or itself."""
    nodes = Nodes(data, Exercise)
    known = CheckContext(built)
    names = [each for each in references(exercise) if each[1:] not in known.declared]
    astray = [
        (way, f"there is no {kind} {quoted(name)} in the scenario", nearest(name, known.ids[kind]))
        for way, kind, name in names
    ]
    wrong = [*astray, *_twice(exercise), *_homeless(exercise), *_unscored(exercise, built)]
    yield from _placed(nodes, wrong, "fault")
    if not astray:
        rest = [*_doctrines(exercise, built), *_clock(exercise, built)]
        yield from _placed(nodes, rest, "fault")
        yield from _placed(nodes, _unheld(exercise, built), "warning")


def _placed(nodes: Nodes, found: Iterable[_Complaint], level: Level) -> Iterator[Finding]:
    for way, what, hint in found:
        is_key = isinstance(nodes[way[:-1]].shape, KeyedItems)
        yield Finding(nodes[way].path, what, hint, key=is_key, level=level)


def _twice(exercise: Exercise) -> Iterator[_Complaint]:
    """Find ids that stand twice, and seats that two would hold."""
    seen: set[tuple[str, str]] = set()
    for way, entry in entries(exercise.objectives, ("objectives",)):
        name, noun = getattr(entry, "id", None), _NOUNS.get(len(way))
        if name is None or noun is None:
            continue
        if (noun, name) in seen:
            yield (*way, "id"), f"the {noun} {quoted(name)} stands twice", "rename one"
        seen.add((noun, name))
    held: dict[str, str] = {}
    for cell_name, cell in exercise.cells.items():
        for index, seat in enumerate(cell.seats):
            if seat in held:
                what = f"the seat {quoted(seat)} is held by the cell {quoted(held[seat])} already"
                yield ("cells", cell_name, "seats", index), what, "a seat is held by one cell"
            held.setdefault(seat, cell_name)
    for seat in exercise.doctrines:
        if seat in held:
            what = f"the seat {quoted(seat)} is held by the cell {quoted(held[seat])}"
            yield ("doctrines", seat), what, "leave it to people or to a doctrine"


_NOUNS = {2: "objective", 4: "target", 6: "task"}
"""What stands so deep in the way to an entry of the objectives."""


def _homeless(exercise: Exercise) -> Iterator[_Complaint]:
    """Find tasks of cells that there are not, or of seats in no cell."""
    for way, entry in entries(exercise.objectives, ("objectives",)):
        if not isinstance(entry, CriticalTask):
            continue
        if entry.cell is not None and entry.cell not in exercise.cells:
            what = f"there is no cell {quoted(entry.cell)}"
            yield (*way, "cell"), what, nearest(entry.cell, exercise.cells)
        if entry.seat is not None and not exercise.cell_of(entry.seat):
            what = f"the seat {quoted(entry.seat)} is in no cell; nobody does the task"
            yield (*way, "seat"), what, "put the seat into a cell"


def _unscored(exercise: Exercise, built: Scenario) -> Iterator[_Complaint]:
    """Find measures that look at an objective which no side has."""
    known = [f"{side.id}.{objective.id}" for side in built.sides for objective in side.objectives]
    for way, entry in entries(exercise.objectives, ("objectives",)):
        if isinstance(entry, Scored) and entry.objective not in (None, *known):
            what = f"no side of the scenario has the objective {quoted(entry.objective)}"
            yield (*way, "objective"), what, nearest(str(entry.objective), known)


def _doctrines(exercise: Exercise, built: Scenario) -> Iterator[_Complaint]:
    setup = Setup(built)
    for seat, spec in exercise.doctrines.items():
        if spec == "person" or from_file(spec):
            what = f"{quoted(spec)}: a seat without people needs a policy"
            yield ("doctrines", seat), what, "such as “firm”"
            continue
        try:
            if occupant(setup, seat, spec).ahead:
                yield ("doctrines", seat), f"{quoted(spec)} {LOOKS_AHEAD}", "such as “firm”"
        except PolicyError as error:
            yield ("doctrines", seat), error.faults[0].what, ""


def _clock(exercise: Exercise, built: Scenario) -> Iterator[_Complaint]:
    """Find pieces of the clock that come after the end, or not in the order of time."""
    before = -1
    for index, piece in enumerate(exercise.clock):
        for field in ("at", "jump"):
            value = getattr(piece, field)
            if value is not None and value > built.horizon:
                what = "lies after the horizon of the scenario"
                yield ("clock", index, field), what, "take it out"
        if piece.at is not None:
            if piece.at <= before:
                what = "does not come after the piece before it"
                yield ("clock", index, "at"), what, "write pieces in the order of time"
            before = max(before, piece.at)


def _unheld(exercise: Exercise, built: Scenario) -> Iterator[_Complaint]:
    """Warn of seats for people that nobody was given; their default occupants hold them."""
    held = {seat for cell in exercise.cells.values() for seat in cell.seats}
    for seat in built.seats:
        if seat.playable and seat.id not in held and seat.id not in exercise.doctrines:
            what = f"the seat {quoted(seat.id)} is in no cell"
            hint = f"it is held by “{seat.occupant}”; say so in “doctrines” if that is meant"
            yield ("cells",), what, hint
