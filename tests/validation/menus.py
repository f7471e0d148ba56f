"""What a poorer menu does to gunfire: the choice as it is, and as it was made before.

Two captains who face each other without any channel; rungs are taken out of both menus. Before,
the rung was drawn among those of the menu, so that whatever was left out made the others likelier.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from multiprocessing import get_context
from typing import Any

from sim.loader import library, load
from sim.loader.yamltext import parse, read_text
from sim.model.moves import Move
from sim.study.design import Arm, Study
from sim.study.estimate import Estimate, rate
from sim.study.measures import measures_of
from sim.study.planning import plan
from sim.study.workers import Worker
from tests.laws.planted import menu_choice
from tests.validation.studies import LINE, RADIO

SCENARIO = "two-captains"
MENUS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("all rungs", ()),
    ("without rungs 1 and 2", (1, 2)),
    ("without rung 5", (5,)),
    ("without rungs 6 and 7", (6, 7)),
    ("without rungs 3 to 5", (3, 4, 5)),
)
"""What is taken out, by the rungs as a captain's own side reads them."""
N = 600
Job = tuple[tuple[int, ...], bool]


def gunfire(job: Job) -> Estimate:
    """Estimate how often shots are fired with a menu, by the rule that is or the one before."""
    without, before = job
    made = plan(Study(_document(without), (Arm("none", (RADIO, LINE)),), n=N))
    worker = Worker(made)
    place = [m.name for m in measures_of(worker.cell(0)[0])].index("uf8")
    with menu_choice() if before else nullcontext():
        return rate([row[place] for row in worker.rows((0, 0, N))])


def _document(without: tuple[int, ...]) -> Any:
    """Read the scenario, and take the moves on some rungs out of it."""
    scenario = load(SCENARIO)
    sides = {seat.id: seat.side for seat in scenario.seats}
    left_out = {m.id for m in scenario.moves if _own_rung(m, sides[m.seats[0]]) in without}
    path = library.find(SCENARIO)
    document = parse(read_text(path), library.shown(path))
    document.data["moves"] = [m for m in document.data["moves"] if m["id"] not in left_out]
    return document


def _own_rung(move: Move, side: str) -> int:
    return move.read_as.get(side, move.rung or 0)


def menu_section() -> Iterator[str]:
    """Yield the section on menus."""
    jobs = [(without, before) for _, without in MENUS for before in (True, False)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        found = dict(zip(jobs, pool.map(gunfire, jobs), strict=True))
    yield f"\n### What the menu does to it (n = {N})\n"
    yield "No channels, both sides status quo, middle: how often shots are fired (uf8) when moves"
    yield "are taken out of both menus. Before this version the rung was drawn among those of"
    yield "the menu; now it is drawn on the whole ladder, and what is missing lowers it (L19).\n"
    yield "| menu | before | now |"
    yield "|---|---|---|"
    for title, without in MENUS:
        cells = [_interval(found[without, before]) for before in (True, False)]
        yield f"| {title} | {' | '.join(cells)} |"


def _interval(found: Estimate) -> str:
    return f"{found.mean:.3f} [{found.low:.3f}, {found.high:.3f}]"
