"""Splitting against plain runs by CPU time, at 1e-4 and 1e-6: ``python -m benchmarks.rare``."""

from __future__ import annotations

import math
import time

from sim.engine import Draws
from sim.loader import library
from sim.loader.yamltext import parse, read_text
from sim.study.design import Study
from sim.study.planning import plan
from sim.study.rare import REPETITIONS, positive_mean
from sim.study.splitting import Luck, Path, Splitter
from sim.study.workers import Worker

_BUSY = ("parameters.a_true=0.1 per d", "parameters.a_hat=0.1 per d", "parameters.p0=0.05")
CASES = (
    (*_BUSY, "parameters.c_e_sq=12"),
    (*_BUSY, "parameters.c_e_sq=16", "parameters.moral_hazard=0"),
)
"""`two-captains`, with many mishaps and shots so dear that they are this rare."""
EFFORT, PLAIN = 100, 200


def timed(sets: tuple[str, ...], repetitions: int = REPETITIONS) -> str:
    """Give a row: what was set, the probability, CPU seconds, and how many times less they are."""
    path = library.find("two-captains")
    worker = Worker(plan(Study(parse(read_text(path), library.shown(path)), sets=sets, n=1)))
    setup, filled = worker.cell(0)
    begun = time.process_time()
    for replicate in range(PLAIN):
        Path.begun(setup, Draws(1, replicate), filled).seek(lambda: False)
    plain = (time.process_time() - begun) / PLAIN
    begun = time.process_time()
    levels = Splitter(setup, filled, 8, Luck(1, 10**6, EFFORT)).levels(0.2, 25)
    found = []
    for repetition in range(repetitions):
        shares, _ = Splitter(setup, filled, 8, Luck(1, repetition, EFFORT)).shares(levels)
        found.append(math.prod(shares) if len(shares) == len(levels) else 0.0)
    took = time.process_time() - begun
    p = positive_mean(found)
    assert p.mean, "the rung was reached"
    square = math.fsum((f - p.mean) ** 2 for f in found) / (repetitions - 1) / repetitions
    runs = p.mean * (1 - p.mean) / square
    return (
        f"| `{' '.join(sets)}` | {p.mean:.2e} [{p.low:.1e}, {p.high:.1e}] | {len(levels)} "
        f"| {took:.0f} s | {runs:.2e} runs, {runs * plain:.0f} s | {runs * plain / took:.0f} × |"
    )


if __name__ == "__main__":
    for case in CASES:
        print(timed(case), flush=True)
