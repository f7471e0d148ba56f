"""Splitting against plain runs of the same precision: ``python -m benchmarks.rare``.

By events, a fork counted as `FORK_EVENTS`, and by CPU time, at about 1e-4 and 1e-6.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from benchmarks.walk import Walk
from sim.engine import Draws
from sim.loader import library
from sim.loader.yamltext import parse, read_text
from sim.study.design import Study
from sim.study.paths import REACHED, Crisis, Path
from sim.study.planning import plan
from sim.study.rare import REPETITIONS, positive_mean, times_faster
from sim.study.splitting import Luck, Splittable, Splitter, divided, probability
from sim.study.workers import Worker

_BUSY = ("parameters.a_true=0.1 per d", "parameters.a_hat=0.1 per d", "parameters.p0=0.05")
CASES = (
    (*_BUSY, "parameters.c_e_sq=13"),
    (*_BUSY, "parameters.c_e_sq=16", "parameters.moral_hazard=0"),
)
"""`two-captains`, with many mishaps and shots so dear that they are this rare."""
WALKS = Walk(100, 38), Walk(100, 48)
EFFORT, PILOT, PLAIN = 100, 200, 200
WALK_REPETITIONS = 60


def crisis(sets: tuple[str, ...]) -> str:
    """Give the row of a scenario."""
    path = library.find("two-captains")
    worker = Worker(plan(Study(parse(read_text(path), library.shown(path)), sets=sets, n=1)))
    setup, filled = worker.cell(0)

    def play(replicate: int) -> None:
        Path.begun(setup, Draws(1, replicate), filled).seek(lambda: False)

    return measured(" ".join(sets), Crisis(setup, filled, 8), play)


def walked(walk: Walk) -> str:
    """Give the row of a walk; its chance is known."""

    def play(replicate: int) -> None:
        walk.begun((1, replicate, 0), None).goes_on(REACHED)

    return measured(f"{walk}, {walk.chance:.2e}", walk, play, WALK_REPETITIONS)


def measured(
    name: str,
    process: Splittable[Any],
    play: Callable[[int], None],
    repetitions: int = REPETITIONS,
) -> str:
    """Give a row: what was split, its chance, what splitting took, how much less that is."""
    begun = time.process_time()
    for replicate in range(PLAIN):
        play(replicate)
    plain = (time.process_time() - begun) / PLAIN
    begun = time.process_time()
    pilot = Splitter(process, Luck(1, 10**6))
    levels = divided(pilot.levels(0.2, 25, PILOT), EFFORT)
    found, events = [], [pilot.work.total]
    for repetition in range(repetitions):
        splitter = Splitter(process, Luck(1, repetition))
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
        f"| `{name}` | {p.mean:.2e} [{p.low:.1e}, {p.high:.1e}] | {len(levels)} "
        f"| {work:.2e} events, {took:.0f} s | {' | '.join(shown)} |"
    )


if __name__ == "__main__":
    for walk in WALKS:
        print(walked(walk), flush=True)
    for case in CASES:
        print(crisis(case), flush=True)
