"""`channel16 exercise new` and `check`: the folder of an exercise, made and looked over."""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import NO, OK, Parser, say, show_json
from sim.cli.options import add_json, add_scenario
from sim.cli.scenario_check import as_data
from sim.errors import RecordError, UsageError
from sim.store import write_whole

if TYPE_CHECKING:
    from sim.exercise.folder import ExerciseFolder
    from sim.exercise.plan import Exercise
    from sim.model.scenario import Scenario

VOCABULARIES = ("hseep", "nato")


def arguments(verbs: argparse._SubParsersAction[Parser]) -> None:
    """Declare the two verbs below `exercise`."""
    new = verbs.add_parser("new", help="make the folder of an exercise with a scenario")
    add_scenario(new)
    new.add_argument("folder", type=Path, metavar="DIR")
    new.add_argument("--vocabulary", choices=VOCABULARIES, default="hseep", help="whose words")
    new.add_argument("--propose", action="store_true", help="propose what to watch, by roll-outs")
    new.set_defaults(do=_new)
    check = verbs.add_parser("check", help="find every fault of an exercise's folder")
    check.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    check.add_argument("--schema", action="store_true", help="print the JSON Schema of the plan")
    add_json(check)
    check.set_defaults(do=_check)


def _new(args: argparse.Namespace) -> int:
    from sim.exercise import msel
    from sim.exercise.drafting import draft
    from sim.exercise.folder import MSEL, PLAN, opened
    from sim.exercise.plan import Exercise
    from sim.loader import library, load
    from sim.loader.yamltext import parse

    folder, file = args.folder, library.find(args.scenario)
    scenario = load(file)
    _may_make(folder)
    plan = _shipped(file, args.vocabulary) or draft(scenario, args.vocabulary)
    exercise = Exercise.model_validate(parse(plan, PLAN).data)
    rows = ""
    if args.propose:
        plan, rows = _proposed(scenario, exercise, plan)
        exercise = Exercise.model_validate(parse(plan, PLAN).data)
    _copy(file, folder / "scenario")
    write_whole(folder / MSEL, msel.text(scenario, exercise) + rows)
    write_whole(folder / PLAN, plan)  # the last: without it there is no exercise
    _next_steps(opened(folder))
    return OK


def _proposed(scenario: Scenario, exercise: Exercise, plan: str) -> tuple[str, str]:
    """Give the plan with proposed tasks, and the rows that the list gets; say what was run."""
    from sim.engine import Setup
    from sim.exercise.forks import forks
    from sim.exercise.proposing import proposed_rows, with_tasks

    setup = Setup(scenario)
    found = forks(setup, exercise)
    say(f"proposed: {len(found.found)} observation points, from {found}")
    return with_tasks(plan, exercise, found), proposed_rows(setup, exercise, found)


def _shipped(file: Path, vocabulary: str) -> str:
    """Read the plan that a scenario brings along in `exercise` beside it; "" if it has none."""
    from sim.exercise.folder import PLAN, PLAN_BYTES_MOST
    from sim.store import read_text

    plan = file.parent / "exercise" / PLAN
    if not plan.is_file():
        return ""
    text = read_text(plan, PLAN_BYTES_MOST, "what a person reads")
    return text.replace("vocabulary: hseep", f"vocabulary: {vocabulary}", 1)


def _may_make(folder: Path) -> None:
    """See that nothing is there that would be mixed up with an exercise."""
    if not folder.exists() and folder.absolute().parent.is_dir():
        return
    if not folder.exists():
        parent = folder.absolute().parent
        raise UsageError(f"{folder}: there is no folder “{parent}”; make it first")
    if not folder.is_dir() or any(folder.iterdir()):
        raise UsageError(f"{folder}: exists and is not empty; give another name")


def _copy(file: Path, into: Path) -> None:
    """Copy a scenario: its folder's files, or the one file that it is."""
    from sim.loader import library

    try:
        into.mkdir(parents=True)
        beside = sorted(file.parent.iterdir()) if file.name == library.FILE else [file]
        for each in (each for each in beside if each.is_file()):
            shutil.copyfile(each, into / (library.FILE if each == file else each.name))
    except OSError as error:
        raise RecordError(f"{into}: cannot be written ({error.strerror or error})") from None


def _next_steps(made: ExerciseFolder) -> None:
    """Say what was made, and what to do next."""
    folder, exercise = made.path, made.exercise
    tasks = sum(1 for _ in made.tasks())
    end_ms = made.clock().exercise_ms(made.scenario.horizon)
    say(f"{folder}: {exercise.title}")
    say(
        f"  exercise.yaml  {len(exercise.objectives)} objectives, {tasks} tasks, "
        f"{len(exercise.cells)} cells, {round(end_ms / 60_000)} min at most"
    )
    say("  msel.csv       the list of events")
    say("  scenario/      the exercise's own copy of the scenario")
    say("\nNext:")
    say("  1. read exercise.yaml, and change what your exercise needs; it explains itself")
    say(f"  2. channel16 exercise check {folder}")
    say(f"  3. channel16 exercise host {folder}")


def _check(args: argparse.Namespace) -> int:
    if args.schema:
        from sim.exercise.plan import Exercise
        from sim.loader.schema import schema

        show_json(schema(Exercise, "exercise"))
        return OK
    from sim.exercise.folder import examined

    if args.folder is None:
        raise UsageError("give the folder of an exercise, or --schema")
    found = examined(args.folder)
    if args.json:
        show_json([as_data(each) for each in found])
    else:
        for each in found:
            say(f"channel16: {each}")
    return NO if any(each.level == "fault" for each in found) else OK
