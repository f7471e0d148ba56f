"""`channel16 study --dry-run`: how much a study would run, and from a trial what that takes."""

from __future__ import annotations

import math
import sys
from time import perf_counter

from sim.cli import say, show_json
from sim.study.design import CHUNK, Plan
from sim.study.precision import PILOT
from sim.study.run_table import RunTable
from sim.study.workers import Worker

_CELLS, _RUNS, _SECONDS = 3, 20, 2.0
"""Of a trial: cells and runs of each at most, and after how many seconds it is enough."""
_CELL_BYTES, _ROW_BYTES = 32, 200
"""Of a row in memory: for each measure, and besides."""


def dry_run(table: RunTable, workers: int, *, aimed: bool, as_json: bool) -> None:
    """Say what a study is to run; for people also the time and memory that a trial foretells."""
    made = table.plan
    runs = made.cells * made.n
    if as_json:
        show_json(
            {
                "runs": runs,
                "n": made.n,
                "arms": made.labels,
                "points": len(made.points),
                "pilot": made.cells * PILOT if aimed else 0,
            }
        )
        return
    points = f"{len(made.points)} points × " if made.factors else ""
    arms = f"{len(made.arms)} arm{'s' if len(made.arms) > 1 else ''}"
    say(f"{made.scenario}: {runs} runs ({points}{arms} × {made.n})")
    if aimed:
        pilot = made.cells * PILOT
        say(f"at most, by what a pilot of {pilot} other runs says that the precision needs")
        runs += pilot
    laid_s, run_s, tried = _trial(made)
    say(f"trial of {tried} runs: {1000 * run_s:.0f} ms a run, {1000 * laid_s:.0f} ms a cell before")
    chunks = made.cells * math.ceil(made.n / CHUNK)
    builds = chunks if made.factors else made.cells * workers
    busy = min(workers, chunks)
    say(f"about {_wait((runs * run_s + builds * laid_s) / busy)} on {_processes(busy)}")
    size = (
        len(made.points)
        * len(made.arms)
        * made.n
        * (_ROW_BYTES + _CELL_BYTES * len(table.measures))
    )
    peak = _peak_bytes()
    each = f", {_megabytes(peak)} for each worker" if peak else ""
    say(f"memory: {_megabytes(size)} for the table{each}; nothing was kept")


def _trial(made: Plan) -> tuple[float, float, int]:
    """Run a little of some cells; give seconds to lay a cell out, seconds a run, and runs."""
    worker, began = Worker(made), perf_counter()
    laid_s = run_s = 0.0
    tried = 0
    cells = sorted({made.cells * part // _CELLS for part in range(_CELLS)} & set(range(made.cells)))
    for number, cell in enumerate(cells, 1):
        at = perf_counter()
        worker.cell(cell)
        laid_s += perf_counter() - at
        at, of_cell = perf_counter(), 0
        while of_cell < min(_RUNS, made.n) and (
            of_cell == 0 or perf_counter() - began < _SECONDS * number / len(cells)
        ):
            worker.rows((cell, of_cell, 1))
            of_cell += 1
        run_s, tried = run_s + perf_counter() - at, tried + of_cell
    return laid_s / len(cells), run_s / tried, tried


def _processes(count: int) -> str:
    return "one process" if count == 1 else f"{count} processes"


def _wait(seconds: float) -> str:
    """Write how long something takes, roughly.

    >>> _wait(0.2), _wait(50), _wait(1000), _wait(90000)
    ('1 s', '50 s', '17 min', '25.0 h')
    """
    if seconds < 120:
        return f"{max(1, round(seconds))} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def _megabytes(size: float) -> str:
    return f"{max(1, round(size / 1e6))} MB"


def _peak_bytes() -> int:
    """Give the most memory that this process has had, 0 where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return 0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak
