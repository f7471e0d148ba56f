"""`channel16 study`: many runs in several arms, with intervals on every number."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from sim.cli import OK
from sim.cli.common import SEED_MOST, seat_specs, show_json, whole
from sim.cli.run import tell_run
from sim.engine import Setup
from sim.errors import ScenarioError, UsageError
from sim.load import from_data, library
from sim.load.patch import apply_sets
from sim.load.yamltext import parse, read_text
from sim.study.design import CHUNK, REPLICATES_MOST, Plan, measures_of, parse_arm, plan
from sim.study.montecarlo import Bench, processors, run_chunks
from sim.study.results import SUMMARY, Folder, Table, estimate, summary

_DEFAULT_N = 1000


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    add = parser.add_argument
    add("scenario", help="id of a shipped scenario, or a path")
    add("-n", type=whole(REPLICATES_MOST), default=_DEFAULT_N, metavar="N", help="runs of each arm")
    add("--arm", action="append", default=[], metavar="NAME[:PATH=VALUE,...]")
    add("--seat", action="append", default=[], metavar="SEAT=POLICY")
    add("--seed", type=whole(SEED_MOST), default=1, metavar="N")
    add("--set", action="append", default=[], metavar="PATH=VALUE")
    add("--workers", type=whole(1024), default=0, metavar="N", help="0: one for each processor")
    add("--until-halfwidth", type=float, metavar="X", help="stop once every rate is known to ±X")
    add("--out", type=Path, metavar="DIR", help="keep the study, chunk by chunk")
    add("--resume", action="store_true", help="go on with the study in --out")
    add("--show", metavar="KEY", help="tell one run: ARM/REPLICATE")
    add("--json", action="store_true", help="print numbers for programs")


def main(args: argparse.Namespace) -> int:
    """Plan, run and sum up."""
    made = _plan(args)
    if args.show:
        return _show(made, args.show)
    if args.resume and not args.out:
        raise UsageError("--resume needs --out: the folder to go on with")
    measures = measures_of(Setup(from_data(made.scenarios[0])))
    table = Table(made, measures)
    folder = Folder(args.out) if args.out else None
    if folder is not None:
        folder.open(made, resume=args.resume)
        folder.kept(table)
    workers = args.workers or processors()
    n, why = _run(made, table, folder, workers, args.until_halfwidth)
    result = summary(table, n)
    if folder is not None:
        folder.write("runs.csv", _csv(table, n))
        folder.write(SUMMARY, json.dumps(result, indent=1, ensure_ascii=False))
    if args.json:
        show_json(result)
    else:
        _print(made, table, result, why)
    return OK


def _plan(args: argparse.Namespace) -> Plan:
    path = library.find(args.scenario)
    shown = library.shown(path)
    document = parse(read_text(path, shown=shown), shown)
    if document.faults:
        raise ScenarioError(document.faults)
    data = apply_sets(document.data, args.set)
    specs = seat_specs(Setup(from_data(data, shown)), args.seat)
    people = [seat for seat, spec in specs.items() if spec == "person"]
    if people:
        raise UsageError(f"--seat {people[0]}: a study has no people; give SEAT=POLICY")
    arms = [parse_arm(text) for text in args.arm]
    return plan(data, arms=arms, seats=specs, seed=args.seed, n=args.n, shown=shown)


def _run(
    made: Plan, table: Table, folder: Folder | None, workers: int, halfwidth: float | None
) -> tuple[int, str]:
    """Run what is missing; give the replicates reached and why it stopped there."""
    if halfwidth is not None and not 0 < halfwidth < 1:
        raise UsageError("--until-halfwidth: expected a number between 0 and 1")
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
                print(f"\r{done}/{len(missing)} chunks to n = {n}", end="", file=sys.stderr)
        if halfwidth is not None and _widest(made, table, n) <= halfwidth:
            return n, f"every rate is known to ±{halfwidth:g}"
    return n, "the runs asked for are done"


def _widest(made: Plan, table: Table, n: int) -> float:
    """Give the widest half interval of any rate in any arm."""
    widest = 0.0
    for arm in range(len(made.arms)):
        for m, measure in enumerate(table.measures):
            if measure.kind == "rate":
                found = estimate(measure, table.column(arm, m, n))
                if found.low is not None and found.high is not None:
                    widest = max(widest, (found.high - found.low) / 2)
    return widest


def _csv(table: Table, n: int) -> str:
    names = ["arm", "replicate", "key", *(m.name for m in table.measures)]
    lines = [",".join(names)]
    for arm, replicate, row in table.rows(n):
        cells = [arm, str(replicate), f"{arm}/{replicate}"]
        lines.append(",".join([*cells, *("" if v is None else repr(v) for v in row)]))
    return "\n".join(lines) + "\n"


def _show(made: Plan, key: str) -> int:
    """Tell the run that a row of the table came from."""
    name, _, text = key.rpartition("/")
    names = [arm.name for arm in made.arms]
    if name not in names or not text.isdigit():
        raise UsageError(f"--show {key}: expected ARM/REPLICATE, such as {names[0]}/0")
    tell_run(Bench(made).play(names.index(name), int(text), {"shown": key}))
    return OK


def _print(made: Plan, table: Table, result: dict[str, Any], why: str) -> None:
    print(f"{made.scenario}: {result['n']} runs of each arm, seed {made.seed}; {why}\n")
    names = [arm.name for arm in made.arms]
    print(f"{'':<26}" + "".join(f"{name[:22]:>24}" for name in names))
    for measure in table.measures:
        cells = [_cell(result["arms"][name][measure.name]) for name in names]
        print(f"{measure.name:<26}" + "".join(f"{cell:>24}" for cell in cells))
    if result["comparisons"]:
        print(f"\nAgainst {result['baseline']}, pair by pair")
    for row in result["comparisons"]:
        if row["difference"] is not None and row["n"]:
            ratio = f"  variance ratio {row['variance_ratio']:.1f}" if row["variance_ratio"] else ""
            low, high = _number(row["low"]), _number(row["high"])
            print(
                f"  {row['arm']:<16} {row['measure']:<26} {_number(row['difference']):>9} "
                f"[{low}, {high}]{ratio}"
            )
    print(f"\n95 % intervals. Table {result['digest']}")
    print("Effect sizes rest on assumed parameters: `channel16 scenario check --sources`.")


def _cell(found: dict[str, Any]) -> str:
    if found["mean"] is None:
        return "-"
    return f"{_number(found['mean'])} [{_number(found['low'])}, {_number(found['high'])}]"


def _number(value: float) -> str:
    return f"{value:.4f}" if abs(value) < 1 else f"{value:.2f}"
