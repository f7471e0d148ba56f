"""`channel16 study`: many runs in several arms, with intervals on every number."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import fill
from typing import Any

from sim.cli import OK, complain, say, show_json
from sim.cli.options import add_json, add_seat, add_seed, add_set, real, whole
from sim.cli.study_dry import dry_run
from sim.cli.study_plots import plots
from sim.cli.study_rare import show_rare
from sim.cli.study_request import requested
from sim.cli.study_show import show
from sim.engine import Setup
from sim.errors import UsageError
from sim.loader import from_data
from sim.loader.numbers import out_of_range
from sim.printable import json_text
from sim.study import statement
from sim.study.design import N_DEFAULT, REPLICATES_MOST, SEED_DEFAULT, Chunk, Plan, Study
from sim.study.folder import CSV, REPORT, SUMMARY, Folder
from sim.study.measures import Measure, measures_of
from sim.study.pool import processors
from sim.study.precision import Aim, checked_aims, parse_aim
from sim.study.report import report
from sim.study.run_table import RunRow, RunTable
from sim.study.running import run
from sim.study.summary import in_words, interval, summary

Rows = list[RunRow]


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    add = parser.add_argument
    add("scenario", metavar="SCENARIO|STUDY.yaml", help="a scenario's id or path, or a study's")
    add("-n", type=whole(REPLICATES_MOST), metavar="N", help=f"runs of each arm ({N_DEFAULT})")
    add("--arm", action="append", default=[], metavar="NAME[:PATH=VALUE,...]")
    add("--factor", action="append", default=[], metavar="PATH[=LOW..HIGH]",
        help="vary a number; without ends over its range in docs/model.md")  # fmt: skip
    add("--design", metavar="KIND:N", help="points of the factors: lhs, sobol, morris or grid")
    add_seat(parser)
    add_seed(parser, f"seed of all chance ({SEED_DEFAULT})")
    add_set(parser)
    add(
        "--presets",
        action=argparse.BooleanOptionalAction,
        help="run every arm under the presets optimist, middle and pessimist",
    )
    add("--workers", type=whole(1024), default=0, metavar="N", help="0: one for each processor")
    add("--cluster", metavar="ADDRESS", help="run on a cluster of dask.distributed")
    add(
        "--until-halfwidth", type=real, metavar="X", help="no more runs than every rate needs to ±X"
    )
    add("--until-difference", action="append", default=[], metavar="MEASURE=X|P%%",
        help="no more than the difference of arms needs, to ±X or to P %% of itself")  # fmt: skip
    add("--out", type=Path, metavar="DIR", help="keep the study, chunk by chunk")
    add("--dry-run", action="store_true", help="say how many runs, and from a trial what they take")
    add("--resume", action="store_true", help="go on with the study in --out")
    add("--rare", metavar="MEASURE", help="how likely rare force is, by splitting: uf4 or uf8")
    add("--show", metavar="KEY", help="tell one run: ARM/REPLICATE")
    add("--at", type=whole(10**9), metavar="EVENT", help="of it, what was known at this event")
    add("--take", metavar="SEAT", help="go on from there in a seat, with a record of its own")
    add("--plots", action=argparse.BooleanOptionalAction,
        help="draw what was found in plain letters; on a terminal unless --no-plots")  # fmt: skip
    add_json(parser, "print numbers for programs")


def main(args: argparse.Namespace) -> int:
    """Plan, run and sum up."""
    request = requested(args)
    study, made = request.study, request.plan()
    if args.cluster and (args.workers or args.rare):
        raise UsageError("--cluster runs the chunks of a study: leave --workers and --rare out")
    _warn(made)
    if args.show:
        return show(args, made)
    if args.at is not None or args.take is not None:
        raise UsageError("--at and --take need --show: the run that is meant")
    if args.rare:
        return show_rare(args, made, args.workers or processors(), _progress)
    if args.resume and not args.out:
        raise UsageError("--resume needs --out: the folder to go on with")
    table = RunTable(made, measures_of(Setup(from_data(made.scenarios[0]))))
    if args.dry_run:
        aims = _aims(study, table)
        dry_run(table, args.workers or processors(), aimed=bool(aims), as_json=args.json)
        return OK
    if args.out is None:
        n, why = _run(args, study, table, _forget)
        result = summary(table, n)
    else:
        text = statement.written(study, made.key)
        with Folder(args.out, complain).opened(made.key, text, resume=args.resume) as folder:
            folder.kept(table)
            n, why = _run(args, study, table, folder.keep)
            result = summary(table, n)
            _write(folder, study, table, result)
    if args.json:
        show_json(result)
    else:
        _print(made, table, result, why)
        if sys.stdout.isatty() if args.plots is None else args.plots:
            plots(study, table, result)
    return OK


def _warn(made: Plan) -> None:
    """Say which parameters an arm, or all of them, have outside the ranges of docs/model.md."""
    arms: dict[str, list[str]] = {}
    for label, data in zip(made.labels, made.scenarios, strict=True):
        for _, what in out_of_range(data.get("parameters", {})):
            arms.setdefault(what, []).append(label)
    for what, labels in arms.items():
        complain(f"{what} in {'every arm' if labels == made.labels else ', '.join(labels)}")


def _run(
    args: argparse.Namespace, study: Study, table: RunTable, keep: Callable[[Chunk, Rows], None]
) -> tuple[int, str]:
    """Run what the table lacks; give the replicates reached and why it stopped there."""
    return run(
        table,
        args.cluster or args.workers or processors(),
        aims=_aims(study, table),
        keep=keep,
        show=_progress,
    )


def _aims(study: Study, table: RunTable) -> list[Aim]:
    """Give the precisions that are wanted."""
    aims = [parse_aim(text) for text in study.until_difference]
    if study.until_halfwidth is not None:
        aims.append(Aim(study.until_halfwidth))
    checked_aims(aims, table.measures, table.plan)
    return aims


def _forget(chunk: Chunk, rows: Rows) -> None:
    """Keep no chunk: the study has no folder."""


def _progress(done: int, of: int, n: int) -> None:
    """Show how far a study is, if somebody is watching."""
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        print(f"\r{done}/{of} chunks to n = {n}", end=end, file=sys.stderr)


def _write(folder: Folder, study: Study, table: RunTable, result: Mapping[str, Any]) -> None:
    """Write what was found; the summary comes last, since it says that all is there."""
    if folder.write_runs(table, result["n"]) == CSV:
        complain(f"the run table is {CSV}; the extra channel16[study] gives runs.parquet")
    folder.write(REPORT, report(study, table, result))
    folder.write(SUMMARY, json_text(result, indent=1))
    folder.finish()


def _print(made: Plan, table: RunTable, result: Mapping[str, Any], why: str) -> None:
    """Print every estimate and every difference."""
    at = f" at each of {len(made.points)} points ({made.design})" if made.factors else ""
    say(f"{made.scenario}: {result['n']} runs of each arm{at}, seed {made.seed}; {why}")
    for factor in made.factors:
        say(f"  {factor.path}: {factor.in_words}")
    measures = [measure for measure in table.measures if measure.name not in result["folded"]]
    for block in made.blocks():
        arms = [made.arms[number] for number in block]
        head = f"preset {arms[0].preset}" if arms[0].preset else ""
        say(f"\n{head:<30}" + "".join(f"  {arm.name[:24]:>24}" for arm in arms))
        for measure in measures:
            cells = [interval(result["arms"][arm.label][measure.name], "mean") for arm in arms]
            say(f"{measure.name:<30}" + "".join(f"  {cell:>24}" for cell in cells))
    for line in in_words(result["folded"]):
        say("\n" + fill(line, 100, subsequent_indent="  ", break_on_hyphens=False))
    _print_differences(measures, result)
    _print_signs(result)
    say(f"\n95 % intervals. Table {result['digest']}")
    say("Effect sizes rest on assumed parameters: `channel16 scenario check --sources`.")


def _print_differences(measures: list[Measure], result: Mapping[str, Any]) -> None:
    """Print every paired difference, but those of endings, moves and injects, which are many."""
    named, against = {measure.name for measure in measures if not measure.alike}, ""
    for row in result["comparisons"]:
        if row["against"] != against:
            against = row["against"]
            say(f"\nAgainst {against}, pair by pair")
        if row["difference"] is not None and row["n"] and row["measure"] in named:
            ratio = f"  variance ratio {row['variance_ratio']:.1f}" if row["variance_ratio"] else ""
            value, ends = interval(row, "difference").split(" ", 1)
            say(f"  {row['arm']:<16} {row['measure']:<26} {value:>9} {ends}{ratio}")
    if against and len(named) < len(measures):
        say("Those of endings, moves and injects stand in the report and in --json.")


def _print_signs(result: Mapping[str, Any]) -> None:
    """Print at how many points a difference is below zero or above it, where some are."""
    counts: dict[tuple[str, str], list[int]] = {}
    for row in result.get("paired", ()):
        if row["difference"] is not None and row["measure"] not in result["folded"]:
            found = counts.setdefault((row["arm"], row["measure"]), [0, 0, 0])
            found[0 if row["high"] < 0 else 1 if row["low"] > 0 else 2] += 1
    if any(below or above for below, above, _ in counts.values()):
        say("\nPoints at which an interval lies below zero, above it, or on both sides")
    for (arm, measure), (below, above, both) in counts.items():
        if below or above:
            say(f"  {arm:<16} {measure:<26} {below:>6} {above:>6} {both:>6}")
