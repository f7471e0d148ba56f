"""Writes docs/scale.md: what many runs cost, by CPU time: ``python -m benchmarks.scale``."""

# ruff: noqa: E501  # a page is text
from __future__ import annotations

import resource
import time
from pathlib import Path

from sim.loader import library
from sim.loader.yamltext import parse, read_text
from sim.study.design import Plan, Study
from sim.study.planning import plan
from sim.study.workers import Hands, Worker, run_chunks

PAGE = Path(__file__).parents[1] / "docs" / "scale.md"
SCENARIO, N, GROWTH_N, BEFORE = "two-captains", 2000, 1500, 300
ROUNDS = 2
"""How often each is measured; the least counts, since other load only adds."""


def planned(n: int) -> Plan:
    """Plan runs of one arm."""
    path = library.find(SCENARIO)
    return plan(Study(parse(read_text(path), library.shown(path)), n=n))


def _cpu_s() -> float:
    """Give the CPU seconds of this process and of those that have ended."""
    spent = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(float(used.ru_utime + used.ru_stime) for used in spent)


def cost(hands: Hands, n: int) -> float:
    """Give the CPU seconds of n runs, those of all processes, start and end included."""
    made, before = planned(n), _cpu_s()
    for _ in run_chunks(made, made.chunks(n), hands):
        pass
    return _cpu_s() - before


def on_dask(n: int) -> float:
    """Give the same on two workers of a cluster on loopback, its own start left out."""
    from distributed import LocalCluster  # noqa: PLC0415  # an extra

    before = _cpu_s()
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"):
        time.sleep(2)
    empty = _cpu_s() - before
    made, before = planned(n), _cpu_s()
    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        for _ in run_chunks(made, made.chunks(n), cluster.scheduler_address):
            pass
    return _cpu_s() - before - empty


def growth_mb() -> float:
    """Give by how much memory grows over runs, once everything has been used."""
    worker = Worker(planned(1))
    for replicate in range(BEFORE):
        worker.play(0, replicate)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for replicate in range(BEFORE, BEFORE + GROWTH_N):
        worker.play(0, replicate)
    return (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024


def page() -> str:
    """Measure, and write the page."""
    grown = growth_mb()
    rounds = [(cost(1, N), cost(2, N), on_dask(N)) for _ in range(ROUNDS)]
    one, two, dask = (min(each) for each in zip(*rounds, strict=True))
    each = two / N
    rows = [
        f"| {runs:.0e} | {runs * each / 3600:,.1f} h | "
        f"{' | '.join(_wall(runs * each / cores) for cores in (2, 100, 1000))} |"
        for runs in (1e5, 1e7, 1e9)
    ]
    return f"""# Scale

Written by `python -m benchmarks.scale`, by CPU time; other load on a machine makes it longer, and less even,
so that each is measured {ROUNDS} times and the least counts.
`{SCENARIO}`, {N} runs in chunks of 100, pure Python; native modules take half.

| who runs them | CPU time, start and end included | against one process |
|---|---|---|
| one process | {one:.1f} s | 1 |
| a pool of two | {two:.1f} s | {one / two:.2f} |
| two workers of dask.distributed on loopback | {dask:.1f} s | {one / dask:.2f} |

Two workers are {2 * one / two:.2f} times one; dask has {two / dask:.2f} of the pool. Of {GROWTH_N}
further runs in one process memory grew by {grown:.1f} MB. A chunk is about half a second and its
rows some kilobytes, and no worker asks another for anything, so that work is divided evenly among as
many as there are:

| runs | CPU time | on 2 cores | on 100 | on 1000 |
|---|---|---|---|---|
{chr(10).join(rows)}

Beyond 10^7 what limits is who gathers: the run table is kept in memory by the one process that sums
up, some 300 bytes a row, 3 GB for 10^7 rows. 10^9 runs are therefore 100 studies of 10^7 with seeds
of their own, whose summaries are combined; a rate of 1e-6 is known to ±6 % by then, and to the
same by splitting in about a two-hundredth of that ([studies.md](studies.md), *Rare force*). The settings
behind the rare-event rows of [performance.md](performance.md) were chosen among several that were tried:
their gains are examples, not averages.

`channel16 study … --cluster tcp://HOST:8786 --out DIR` hands the same chunks to a cluster of
dask.distributed (extra `channel16[cluster]`) and gives the same digest. A killed worker costs the
chunk it was at. If the scheduler or the study is killed, what is finished stays in the folder and
`--resume` goes on, on a cluster or without. Every worker compares a digest of its sources and its
Python with that of whoever asks; one of another version is refused.
"""


def _wall(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.0f} s"
    if seconds < 7200:
        return f"{seconds / 60:,.0f} min"
    return f"{seconds / 3600:,.1f} h" if seconds < 172_800 else f"{seconds / 86_400:,.1f} d"


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
