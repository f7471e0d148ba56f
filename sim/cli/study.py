"""`channel16 study`: many runs in several arms, with intervals on every number."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.cli import OK, complain
from sim.cli.common import show_json
from sim.cli.options import SEED_MOST, whole
from sim.cli.run import tell_run
from sim.engine import Setup
from sim.errors import Fault, ScenarioError, UsageError
from sim.loader import from_data, library
from sim.loader.yamltext import Document, parse, read_text
from sim.study import statement
from sim.study.design import (
    CHUNK,
    N_DEFAULT,
    REPLICATES_MOST,
    SEED_DEFAULT,
    Arm,
    Plan,
    Study,
    parse_arm,
)
from sim.study.folder import CSV, REPORT, SUMMARY, Folder
from sim.study.measures import measures_of
from sim.study.planning import plan
from sim.study.report import report
from sim.study.run_table import RunTable
from sim.study.settings import normal
from sim.study.summary import estimate, interval, summary
from sim.study.workers import Worker, processors, run_chunks

_FILES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Asked:
    """A study as it was asked for, with the file that states it if there is one."""

    study: Study
    file: Document | None = None

    def plan(self) -> Plan:
        """Plan it; what is wrong in the file is told at its place."""
        return plan(self.study) if self.file is None else statement.planned(self.file, self.study)


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    add = parser.add_argument
    said = {"n": N_DEFAULT, "seed": SEED_DEFAULT}
    add("scenario", metavar="SCENARIO|STUDY.yaml", help="a scenario's id or path, or a study's")
    add("-n", type=whole(REPLICATES_MOST), metavar="N", help=f"runs of each arm ({said['n']})")
    add("--arm", action="append", default=[], metavar="NAME[:PATH=VALUE,...]")
    add("--seat", action="append", default=[], metavar="SEAT=POLICY")
    add("--seed", type=whole(SEED_MOST), metavar="N", help=f"seed of all chance ({said['seed']})")
    add("--set", action="append", default=[], metavar="PATH=VALUE")
    add(
        "--presets",
        action=argparse.BooleanOptionalAction,
        help="run every arm under the presets optimist, middle and pessimist",
    )
    add("--workers", type=whole(1024), default=0, metavar="N", help="0: one for each processor")
    add("--until-halfwidth", type=float, metavar="X", help="stop once every rate is known to ±X")
    add("--out", type=Path, metavar="DIR", help="keep the study, chunk by chunk")
    add("--resume", action="store_true", help="go on with the study in --out")
    add("--show", metavar="KEY", help="tell one run: ARM/REPLICATE")
    add("--json", action="store_true", help="print numbers for programs")


def main(args: argparse.Namespace) -> int:
    """Plan, run and sum up."""
    asked = _overridden(_asked(args.scenario), args)
    study, made = asked.study, asked.plan()
    if args.show:
        return _show(made, args.show)
    if args.resume and not args.out:
        raise UsageError("--resume needs --out: the folder to go on with")
    table = RunTable(made, measures_of(Setup(from_data(made.scenarios[0]))))
    folder = Folder(args.out) if args.out else None
    if folder is not None:
        folder.open(made.key, statement.written(study, made.key), resume=args.resume)
        folder.kept(table)
    n, why = _run(
        made, table, folder, workers=args.workers or processors(), halfwidth=study.until_halfwidth
    )
    result = summary(table, n)
    if folder is not None:
        _write(folder, study, table, result)
    if args.json:
        show_json(result)
    else:
        _print(made, table, result, why)
    return OK


def _asked(name: str) -> Asked:
    """Read what is to be studied: a scenario, or the file that states a study of one."""
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
        return Asked(statement.read(document, path.parent), document)
    if document.faults:
        raise ScenarioError(document.faults)
    return Asked(Study(document))


def _overridden(asked: Asked, args: argparse.Namespace) -> Asked:
    """Let the command line have the last word; the file is not blamed for what it says."""
    study, file = asked.study, asked.file
    seats = _seats(args.seat)
    given = {name: getattr(args, name) for name in ("n", "seed", "presets")}
    if args.until_halfwidth is not None:
        given["until_halfwidth"] = _halfwidth(args.until_halfwidth)
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
        kept = {key: body for key, body in file.data.items() if key != "arms" or not args.arm}
        file = replace(file, data={**kept, "seats": left})
    return Asked(study, file)


def _normal(arm: Arm) -> Arm:
    return replace(arm, sets=tuple(map(normal, arm.sets)))


def _halfwidth(value: float) -> float:
    try:
        return statement.halfwidth(value)
    except ValueError as error:
        raise UsageError(f"--until-halfwidth: {error}") from None


def _seats(given: Iterable[str]) -> dict[str, str]:
    """Read `--seat` texts; whether there are such seats is seen when the study is planned."""
    found: dict[str, str] = {}
    for text in given:
        seat, sign, policy = text.partition("=")
        if seat in found:
            raise UsageError(f"--seat {text}: the seat “{seat}” is given twice; keep one")
        found[seat] = policy if sign else "person"
    return found


def _run(
    made: Plan, table: RunTable, folder: Folder | None, workers: int, halfwidth: float | None
) -> tuple[int, str]:
    """Run what is missing; give the replicates reached and why it stopped there."""
    step = made.n if halfwidth is None else max(CHUNK, -(-made.n // 20 // CHUNK) * CHUNK)
    n = 0
    while n < made.n:
        n = min(made.n, n + step)
        missing = [chunk for chunk in made.chunks(n) if not table.has(chunk)]
        for done, (chunk, rows) in enumerate(run_chunks(made, missing, workers), 1):
            table.add(chunk, rows)
            if folder is not None:
                folder.keep(chunk, rows)
            if sys.stderr.isatty():
                end = "\n" if done == len(missing) else ""
                print(f"\r{done}/{len(missing)} chunks to n = {n}", end=end, file=sys.stderr)
        if halfwidth is not None and _widest(made, table, n) <= halfwidth:
            return n, f"every rate is known to ±{halfwidth:g}"
    return n, "the runs asked for are done"


def _widest(made: Plan, table: RunTable, n: int) -> float:
    """Give the widest half interval of any rate in any arm."""
    widest = 0.0
    for arm in range(len(made.arms)):
        for m, measure in enumerate(table.measures):
            if measure.kind == "rate":
                found = estimate(measure, table.column(arm, m, n))
                if found.low is not None and found.high is not None:
                    widest = max(widest, (found.high - found.low) / 2)
    return widest


def _write(folder: Folder, study: Study, table: RunTable, result: Mapping[str, Any]) -> None:
    """Write what was found; the summary comes last, since it says that all is there."""
    if folder.write_runs(table, result["n"]) == CSV:
        complain(f"the run table is {CSV}; the extra channel16[study] gives runs.parquet")
    folder.write(REPORT, report(study, table.plan, table.measures, result))
    folder.write(SUMMARY, json.dumps(result, indent=1, ensure_ascii=False))


def _show(made: Plan, key: str) -> int:
    """Tell the run that a row of the table came from."""
    name, _, text = key.rpartition("/")
    if name not in made.labels or not (text.isascii() and text.isdigit()):
        raise UsageError(f"--show {key}: expected ARM/REPLICATE, such as {made.labels[0]}/0")
    tell_run(Worker(made).play(made.labels.index(name), int(text), {"shown": key}))
    return OK


def _print(made: Plan, table: RunTable, result: Mapping[str, Any], why: str) -> None:
    print(f"{made.scenario}: {result['n']} runs of each arm, seed {made.seed}; {why}")
    for block in made.blocks():
        arms = [made.arms[number] for number in block]
        head = f"preset {arms[0].preset}" if arms[0].preset else ""
        print(f"\n{head:<26}" + "".join(f"  {arm.name[:24]:>24}" for arm in arms))
        for measure in table.measures:
            cells = [interval(result["arms"][arm.label][measure.name], "mean") for arm in arms]
            print(f"{measure.name:<26}" + "".join(f"  {cell:>24}" for cell in cells))
    against = ""
    for row in result["comparisons"]:
        if row["against"] != against:
            against = row["against"]
            print(f"\nAgainst {against}, pair by pair")
        if row["difference"] is not None and row["n"]:
            ratio = f"  variance ratio {row['variance_ratio']:.1f}" if row["variance_ratio"] else ""
            value, ends = interval(row, "difference").split(" ", 1)
            print(f"  {row['arm']:<16} {row['measure']:<26} {value:>9} {ends}{ratio}")
    print(f"\n95 % intervals. Table {result['digest']}")
    print("Effect sizes rest on assumed parameters: `channel16 scenario check --sources`.")
