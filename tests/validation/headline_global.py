"""The global part of the headline: Morris over all judged numbers, then Sobol over what it keeps.

``python -m tests.validation.headline_global`` screens, then runs Sobol's design over the factors
that the screening keeps; what is there already is not run again. All points meet the same luck.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.loader import library
from sim.loader.yamltext import parse, read_text
from sim.study.answers.indices import Index, morris, sobol
from sim.study.design import Plan, Study
from sim.study.factors import FactorAsked
from sim.study.findings import share_of
from sim.study.measures import measures_of
from sim.study.planning import plan
from sim.study.points import parse_design
from sim.study.workers import Worker, run_chunks
from tests.validation.headline_design import GROUNDS, varied
from tests.validation.headline_runs import KEPT

GROUND = GROUNDS[0]
SCREENED, SCREENED_N = "morris:4", 20
"""The design of the screening, and the pairs at each of its points."""
TAKEN, TAKEN_N = "sobol:32", 30
"""The same of Sobol's design."""
KEPT_MOST = 8
SEED = 16


def planned(paths: Sequence[str], design: str, n: int) -> Plan:
    """Plan the two arms over some factors, each over its whole range."""
    path = library.find(GROUND.scenario)
    ends = {f.path: f"{f.write(f.low)}..{f.write(f.high)} by ratio" for f in answered()}
    asked = tuple(FactorAsked(each, ends.get(each, "")) for each in paths)
    return plan(
        Study(
            parse(read_text(path), library.shown(path)),
            arms=tuple(arm for arm in GROUND.arms if arm.name in ("none", "all")),
            seed=SEED,
            n=n,
            factors=asked,
            design=parse_design(design),
        )
    )


def answered() -> list[Any]:
    """Give what docs/model.md has no range for: how soon the radio is answered."""
    return [f for f in varied(GROUND.radio) if not f.path.startswith("parameters.")]


def screened(design: str = "") -> Plan:
    """Plan the screening of all judged numbers, by the design that is kept if none is given."""
    design = design or _design_kept("morris") or SCREENED
    return planned([f.path for f in varied(GROUND.radio)], design, SCREENED_N)


def _design_kept(kind: str) -> str:
    path = KEPT / f"headline-{kind}.json"
    return str(json.loads(path.read_text("utf-8"))["design"]) if path.exists() else ""


def file_of(made: Plan) -> Path:
    """Name the file in which a design's runs are kept."""
    kind = made.design.kind if made.design else ""
    return KEPT / f"headline-{kind}.json"


def bring(made: Plan, workers: int) -> None:
    """Run a plan and keep what each pair came to: 0, 1 for less or 2 for more with channels."""
    place = [m.name for m in measures_of(Worker(made).cell(0)[0])].index(GROUND.measure)
    rows: dict[int, list[int]] = {}
    for (cell, _, _), found in run_chunks(made, made.chunks(made.n), workers):
        rows[cell] = [int(row[place] or 0) for row in found]
    none, every = (made.labels.index(name) for name in ("none", "all"))
    pairs = [
        "".join(
            str((b - a) % 3)
            for a, b in zip(rows[made.cell(none, p)], rows[made.cell(every, p)], strict=True)
        )
        for p in range(len(made.points))
    ]
    data = {"from": made.key, "design": str(made.design), "n": made.n, "pairs": pairs}
    file_of(made).write_text(json.dumps(data, separators=(",", ":")) + "\n", "utf-8")


def kept(made: Plan) -> list[list[float]] | None:
    """Read the differences of a plan's pairs at each point, None if they are not of this plan."""
    path = file_of(made)
    data = json.loads(path.read_text("utf-8")) if path.exists() else {}
    if data.get("from") != made.key:
        return None
    worth = {"0": 0.0, "1": 1.0, "2": -1.0}
    return [[worth[digit] for digit in pairs] for pairs in data["pairs"]]


def effects() -> list[Index] | None:
    """Give Morris's effects on the worth of all channels, the greatest first."""
    made = screened()
    rows = kept(made)
    if rows is None:
        return None
    shares = [
        [share_of(f, v) for f, v in zip(made.factors, point, strict=True)] for point in made.points
    ]
    means = [math.fsum(row) / len(row) for row in rows]
    found = morris([f.path for f in made.factors], shares, means)
    return sorted(found, key=lambda index: (-index.value, index.factor))


def taken(design: str = "") -> Plan | None:
    """Plan Sobol's design over what the screening keeps, likewise."""
    found = effects()
    if found is None:
        return None
    design = design or _design_kept("sobol") or TAKEN
    return planned([index.factor for index in found[:KEPT_MOST]], design, TAKEN_N)


def indices() -> dict[str, list[Index]] | None:
    """Give Sobol's indices of the factors kept, luck taken out."""
    made = taken()
    rows = kept(made) if made else None
    if made is None or rows is None:
        return None
    return sobol([f.name for f in made.factors], rows)


def main() -> None:
    """Run what is not there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--screen", default="", help="another design of the screening, morris:N")
    parser.add_argument("--indices", default="", help="another of the indices, sobol:N")
    args = parser.parse_args()
    first = screened(args.screen)
    if kept(first) is None:
        bring(first, args.workers)
    second = taken(args.indices)
    assert second is not None, "the screening is there"
    if kept(second) is None:
        bring(second, args.workers)


if __name__ == "__main__":
    main()
