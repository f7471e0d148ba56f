"""Splitting against plain runs by CPU time, at 1e-4 and 1e-6: ``python -m benchmarks.rare``."""

from __future__ import annotations

import math
import time

from sim.engine import Draws
from sim.loader import library
from sim.loader.yamltext import parse, read_text
from sim.study.design import Study
from sim.study.planning import plan
from sim.study.rare import REPETITIONS, positive_mean, times_faster
from sim.study.splitting import Luck, Path, Splitter, divided
from sim.study.workers import Worker

_BUSY = ("parameters.a_true=0.1 per d", "parameters.a_hat=0.1 per d", "parameters.p0=0.05")
CASES = (
    (*_BUSY, "parameters.c_e_sq=13"),
    (*_BUSY, "parameters.c_e_sq=16", "parameters.moral_hazard=0"),
)
"""`two-captains`, with many mishaps and shots so dear that they are this rare."""
EFFORT, PILOT, PLAIN = 100, 200, 200


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
    chosen = Splitter(setup, filled, 8, Luck(1, 10**6)).levels(0.2, 25, PILOT)
    levels = divided(chosen, EFFORT)
    found = []
    for repetition in range(repetitions):
        shares, _ = Splitter(setup, filled, 8, Luck(1, repetition)).shares(levels)
        found.append(math.prod(shares) if len(shares) == len(levels) else 0.0)
    took = time.process_time() - begun
    p, gain = positive_mean(found), times_faster(found, plain, took)
    assert p.mean, "the rung was reached"
    assert gain is not None, "repetitions differ"
    runs = gain["ratio"] * took / plain
    return (
        f"| `{' '.join(sets)}` | {p.mean:.2e} [{p.low:.1e}, {p.high:.1e}] | {len(levels)} "
        f"| {took:.0f} s | {runs:.2e} runs, {runs * plain:.0f} s "
        f"| {gain['ratio']:.0f} × [{gain['low']:.0f}, {gain['high']:.0f}] |"
    )


if __name__ == "__main__":
    for case in CASES:
        print(timed(case), flush=True)
