"""Runs the headline study, batch by batch; what is done is kept and gone on with.

``python -m tests.validation.headline_runs SCENARIO --pairs N`` brings every point to N runs of
each arm. Each point has luck of its own, the arms of a point share it.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.loader import library
from sim.loader.yamltext import parse, read_text
from sim.study.design import Study
from sim.study.measures import measures_of
from sim.study.planning import plan
from sim.study.workers import Worker
from tests.validation.headline_design import GROUNDS, Ground, shares, varied

KEPT = Path(__file__).parent / "kept"
BATCH = 20
"""Pairs of a batch: five digits of sixteen."""
MEASURES = ("uf4", "uf8")
_LUCK = 10_000
"""Replicates set apart for each point."""

Batch = dict[str, dict[str, str]]
"""Arm → measure → its runs as digits of sixteen, the first run the highest bit."""


def settings(ground: Ground, point: list[float]) -> tuple[str, ...]:
    """Write the settings of a point."""
    factors = varied(ground.radio)
    return tuple(f.setting(share) for f, share in zip(factors, point, strict=True))


def batch(ground: Ground, sets: tuple[str, ...], number: int, first: int) -> Batch:
    """Run a batch of a point in every arm."""
    path = library.find(ground.scenario)
    document = parse(read_text(path), library.shown(path))
    worker = Worker(plan(Study(document, ground.arms, sets=sets, n=1)))
    names = [m.name for m in measures_of(worker.cell(0)[0])]
    made: Batch = {}
    for place, arm in enumerate(ground.arms):
        rows = worker.rows((place, number * _LUCK + first, BATCH))
        made[arm.name] = {
            name: _digits([int(row[names.index(name)] or 0) for row in rows]) for name in MEASURES
        }
    return made


def _digits(bits: list[int]) -> str:
    return f"{int(''.join(map(str, bits)), 2):0{len(bits) // 4}x}"


def bits(digits: str) -> list[int]:
    """Read runs back.

    >>> bits("a1")
    [1, 0, 1, 0, 0, 0, 0, 1]
    """
    return [int(bit) for bit in f"{int(digits, 16):0{4 * len(digits)}b}"] if digits else []


def file_of(ground: Ground) -> Path:
    """Name the file in which a scenario's runs are kept."""
    return KEPT / f"headline-{ground.scenario}.jsonl"


def kept(ground: Ground) -> dict[int, Batch]:
    """Read what is kept: for each point the runs of every arm, joined; a torn line is left out."""
    found: dict[int, Batch] = {}
    made_from = ground.made_from()
    for line in _lines(ground):
        if line["from"] != made_from:
            continue
        point = found.setdefault(line["point"], {})
        have = next((len(m[MEASURES[0]]) * 4 for m in point.values()), 0)
        if line["first"] != have:
            continue
        for arm, measures in line["runs"].items():
            joined = point.setdefault(arm, dict.fromkeys(MEASURES, ""))
            for name in MEASURES:
                joined[name] += measures[name]
    return found


def _lines(ground: Ground) -> Iterator[dict[str, Any]]:
    path = file_of(ground)
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        try:
            yield json.loads(line)
        except ValueError:
            continue


def line_of(ground: Ground, point: int, first: int, runs: Batch) -> str:
    """Write runs of a point as they are kept."""
    data = {"from": ground.made_from(), "point": point, "first": first, "runs": runs}
    return json.dumps(data, separators=(",", ":")) + "\n"


def bring(ground: Ground, pairs: int) -> None:
    """Bring every point of a scenario to so many runs of each arm, then keep one line a point."""
    points = shares()[ground.scenario]
    have = {point: 4 * len(runs["all"][MEASURES[0]]) for point, runs in kept(ground).items()}
    with file_of(ground).open("a", encoding="utf-8") as file:
        for first in range(0, pairs, BATCH):
            for number, point in enumerate(points):
                if have.get(number, 0) > first:
                    continue
                runs = batch(ground, settings(ground, point), number, first)
                file.write(line_of(ground, number, first, runs))
                file.flush()
    joined = kept(ground)
    text = "".join(line_of(ground, point, 0, joined[point]) for point in sorted(joined))
    file_of(ground).write_text(text, "utf-8")


def main() -> None:
    """Run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("scenario", choices=[ground.scenario for ground in GROUNDS])
    parser.add_argument("--pairs", type=int, required=True)
    args = parser.parse_args()
    bring(next(g for g in GROUNDS if g.scenario == args.scenario), args.pairs)


if __name__ == "__main__":
    main()
