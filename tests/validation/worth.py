"""Writes docs/worth.md: what makes the worth of a line, by a factorial, and where its sign turns.

It takes minutes, so it is made by hand; a test compares the digest of what it was made from, and
runs a thin sample of it again.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations, product
from multiprocessing import get_context
from pathlib import Path

from sim.loader import digest, library, load
from sim.loader.yamltext import parse, read_text
from sim.play.record import RULES
from sim.study.design import Study
from sim.study.estimate import Estimate, mean
from sim.study.measures import measures_of
from sim.study.planning import plan
from sim.study.workers import Worker
from tests.validation.studies import LINE, RADIO

PAGE = Path(__file__).parents[2] / "docs" / "worth.md"
SCENARIO, N = "two-captains", 200
FACTORS: dict[str, tuple[str, ...]] = {
    "explanation": ("x_vhf", "x_call", "x_joint"),
    "belief in promises": ("trust",),
    "honour": ("honour",),
    "silence, refusal and warning": ("x_silence", "decline_rung", "say_warn"),
    "moral hazard": ("moral_hazard",),
}
"""What is set to zero where a factor is off; on, it stands as it is."""
HAZARDS, HONOURS = (0.0, 0.1, 0.5, 1.0), (0.0, 1.0, 2.0, 3.0)
ANSWERS: dict[str, tuple[str, ...]] = {
    "as they are": (),
    "a tenth as often": (
        "channels.bridge_radio.answering.answered=1.96 per h",
        "parameters.h0=0.1 per h",
    ),
    "never": ("channels.bridge_radio.answering.answered=0 per h", "parameters.h0=0 per h"),
}
"""How often calls are answered."""
NONE = (RADIO, LINE)

Cell = tuple[str, ...]
"""The settings of a cell."""


def fired(cell: Cell, n: int = N) -> list[float]:
    """Give for each replicate whether shots are fired, with some settings."""
    path = library.find(SCENARIO)
    document = parse(read_text(path), library.shown(path))
    worker = Worker(plan(Study(document, sets=cell, n=n)))
    place = [m.name for m in measures_of(worker.cell(0)[0])].index("uf8")
    return [float(row[place] or 0) for row in worker.rows((0, 0, n))]


def made_from() -> str:
    """Give the digest of what the page rests on: the scenario, the rules, the design."""
    said = [digest(load(SCENARIO)), str(RULES), str(N), repr(FACTORS), repr(ANSWERS), repr(HONOURS)]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def cell_of(on: Sequence[bool]) -> Cell:
    """Write the settings that turn factors off."""
    off = [names for names, holds in zip(FACTORS.values(), on, strict=True) if not holds]
    return tuple(f"parameters.{name}=0" for names in off for name in names)


def grid_cell(answers: str, hazard: float, honour: float) -> Cell:
    """Write the settings of a cell of the second table."""
    dials = (f"parameters.moral_hazard={hazard:g}", f"parameters.honour={honour:g}")
    return (*ANSWERS[answers], *dials)


def _mean(values: Sequence[float]) -> Estimate:
    return mean(values, (-1.0, 1.0))


def _interval(found: Estimate) -> str:
    return f"{found.mean:+.3f} [{found.low:+.3f}, {found.high:+.3f}]"


def _less(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    return [a - b for a, b in zip(ours, theirs, strict=True)]


def contrast(runs: dict[tuple[bool, ...], list[float]], factors: Sequence[int]) -> Estimate:
    """Estimate the effect of a factor, or of two together beyond each alone, run by run."""
    signs = {on: math.prod(1 if on[f] else -1 for f in factors) for on in runs}
    half = len(runs) / 2
    n = len(next(iter(runs.values())))
    each = [
        math.fsum(sign * runs[on][place] for on, sign in signs.items()) / half for place in range(n)
    ]
    return _mean(each)


def page() -> str:
    """Make the page."""
    designs = list(product((False, True), repeat=len(FACTORS)))
    grid = list(product(ANSWERS, HAZARDS, HONOURS))
    cells = [NONE, *(cell_of(on) for on in designs), *(grid_cell(*each) for each in grid)]
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        none, *found = pool.map(fired, cells)
    runs = dict(zip(designs, found, strict=False))
    table = dict(zip(grid, found[len(designs) :], strict=True))
    parts = [*_head(none, runs), *_effects(runs), *_signs(none, table)]
    return "\n".join(parts) + "\n"


def _head(none: list[float], runs: dict[tuple[bool, ...], list[float]]) -> Iterator[str]:
    all_on, all_off = (runs[(on,) * len(FACTORS)] for on in (True, False))
    yield f"""# What the worth of a line is made of

Written by `python -m tests.validation.worth`, from {made_from()[:16]}. `{SCENARIO}`, both sides
status quo, middle, n = {N} a cell, the same luck in every cell; 95 %, Student on paired runs.

**Read this first.** The worth of a line is the gunfire (uf8) that both channels prevent. Its size,
and in places its sign, turns on assumed numbers, first of all on `honour`.

| | uf8 |
|---|---|
| no channels | {_interval(_mean(none))} |
| both channels | {_interval(_mean(all_on))} |
| both channels, all five factors off | {_interval(_mean(all_off))} |
"""


def _effects(runs: dict[tuple[bool, ...], list[float]]) -> Iterator[str]:
    names = list(FACTORS)
    yield "## The factorial\n"
    yield "What turning a factor on does to uf8, averaged over the others; negative is worth.\n"
    yield "| factor | effect |"
    yield "|---|---|"
    for place, name in enumerate(names):
        yield f"| {name} | {_interval(contrast(runs, [place]))} |"
    yield "\nOf two together, beyond each alone, those that are not zero:\n"
    yield "| factors | effect |"
    yield "|---|---|"
    for one, two in combinations(range(len(names)), 2):
        found = contrast(runs, [one, two])
        if found.low is not None and found.high is not None and found.low * found.high > 0:
            yield f"| {names[one]} and {names[two]} | {_interval(found)} |"


def _signs(none: list[float], table: dict[tuple[str, float, float], list[float]]) -> Iterator[str]:
    yield "\n## Where the sign turns\n"
    yield "uf8 with both channels less uf8 with none: above zero, an open line is worse than none."
    for answers in ANSWERS:
        yield f"\nCalls are answered {answers}:\n"
        yield f"| moral_hazard | {' | '.join(f'honour {h:g}' for h in HONOURS)} |"
        yield "|---" * (len(HONOURS) + 1) + "|"
        for hazard in HAZARDS:
            found = [_mean(_less(table[answers, hazard, h], none)) for h in HONOURS]
            yield f"| {hazard:g} | {' | '.join(map(_interval, found))} |"
    yield "\nWhere nobody answers, honour cannot count: silence, refusal and hazard are left."


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
