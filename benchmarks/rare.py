"""Splitting against plain runs of the same precision: ``python -m benchmarks.rare``.

By events, a fork counted as `FORK_EVENTS`, and by CPU time, at about 1e-4 and 1e-6.
"""

from __future__ import annotations

import math
import time

from sim.engine import Draws
from sim.loader import library
from sim.loader.yamltext import parse, read_text
from sim.study.design import Study
from sim.study.paths import Path
from sim.study.planning import plan
from sim.study.rare import REPETITIONS, positive_mean, times_faster
from sim.study.splitting import Luck, Splitter, divided, probability
from sim.study.workers import Worker

_BUSY = ("parameters.a_true=0.1 per d", "parameters.a_hat=0.1 per d", "parameters.p0=0.05")
CASES = (
    (*_BUSY, "parameters.c_e_sq=13"),
    (*_BUSY, "parameters.c_e_sq=16", "parameters.moral_hazard=0"),
)
"""`two-captains`, with many mishaps and shots so dear that they are this rare."""
EFFORT, PILOT, PLAIN = 100, 200, 200


def measured(sets: tuple[str, ...], repetitions: int = REPETITIONS) -> str:
    """Give a row: what was set, the probability, what splitting took, how much less that is."""
    path = library.find("two-captains")
    worker = Worker(plan(Study(parse(read_text(path), library.shown(path)), sets=sets, n=1)))
    setup, filled = worker.cell(0)
    begun = time.process_time()
    for replicate in range(PLAIN):
        Path.begun(setup, Draws(1, replicate), filled).seek(lambda: False)
    plain = (time.process_time() - begun) / PLAIN
    begun = time.process_time()
    pilot = Splitter(setup, filled, 8, Luck(1, 10**6))
    levels = divided(pilot.levels(0.2, 25, PILOT), EFFORT)
    found, events = [], [pilot.work.total]
    for repetition in range(repetitions):
        splitter = Splitter(setup, filled, 8, Luck(1, repetition))
        found.append(probability(splitter.steps(levels)))
        events.append(splitter.work.total)
    took, work = time.process_time() - begun, math.fsum(events)
    p = positive_mean(found)
    gains = [
        times_faster(found, each, all_of_it)
        for each, all_of_it in ((pilot.plain_events, work), (plain, took))
    ]
    assert p.mean, "the rung was reached"
    shown = [f"{g['ratio']:.0f} [{g['low']:.0f}, {g['high']:.0f}]" for g in gains if g]
    return (
        f"| `{' '.join(sets)}` | {p.mean:.2e} [{p.low:.1e}, {p.high:.1e}] | {len(levels)} "
        f"| {work:.2e} events, {took:.0f} s | {' | '.join(shown)} |"
    )


if __name__ == "__main__":
    for case in CASES:
        print(measured(case), flush=True)
