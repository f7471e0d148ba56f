"""Jobs done in worker processes; a killed worker costs the job it was at, never a result.

What a worker needs is made once in each, from a plan; a job then gives a result that depends on
the plan and the job alone, so that it does not matter who does it, or when.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.connection import wait
from threading import Thread
from types import TracebackType
from typing import Any, Generic, TypeVar

from sim.errors import SimError

_REBUILDS_MOST = {False: 3, True: 20}
"""Pools rebuilt with nothing done in between before it is given up, by whether ever a job was."""
_AT_ONCE = (
    "worker processes die at once: a script of one's own starts a study under "
    'if __name__ == "__main__":, and there must be memory enough'
)
P = TypeVar("P")
J = TypeVar("J", bound=Hashable)
R = TypeVar("R")


class WorkersError(SimError):
    """Worker processes die at once."""


class Pool(Generic[P, J, R]):
    """Workers that do jobs on one plan; with one worker, this process does them itself."""

    def __init__(self, make: Callable[[P], Callable[[J], R]], plan: P, workers: int) -> None:
        """Say what does the jobs.

        Args:
            make: Gives what does a job, from the plan; it and the plan can be pickled.
            plan: What all jobs have in common.
            workers: How many processes.
        """
        self._make, self._plan, self._workers = make, plan, workers
        self._pool: ProcessPoolExecutor | None = None
        self._own: Callable[[J], R] | None = None

    def __enter__(self) -> Pool[P, J, R]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        if self._pool is not None:
            _shut(self._pool, error)

    def do(self, jobs: Iterable[J]) -> Iterator[tuple[J, R]]:
        """Do jobs and yield each with its result, in the order in which they finish."""
        waiting = list(jobs)
        if self._workers <= 1:
            for job in waiting:
                self._own = self._own or self._make(self._plan)
                yield job, self._own(job)
            return
        idle, any_done = 0, False
        while waiting:
            finished: set[J] = set()
            try:
                for job, result in self._did(waiting):
                    finished.add(job)
                    yield job, result
            except BrokenProcessPool:
                self._pool = None
                any_done |= bool(finished)
                idle = 0 if finished else idle + 1
                if idle > _REBUILDS_MOST[any_done]:
                    raise WorkersError(_AT_ONCE) from None
            waiting = [job for job in waiting if job not in finished]

    def _did(self, jobs: list[J]) -> Iterator[tuple[J, R]]:
        """Do jobs on one pool until all are done or it breaks."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._workers,
                mp_context=get_context("spawn"),
                initializer=_begin_worker,
                initargs=(self._make, self._plan),
            )
        try:
            futures = _submitted(self._pool, jobs)
            for future in as_completed(futures):
                yield futures[future], future.result()
        except BaseException as error:  # stopped, or nobody takes more
            _shut(self._pool, error)
            raise


def _shut(pool: ProcessPoolExecutor, error: BaseException | None) -> None:
    """Shut a pool; what it holds of the system is given back even if this process is to end.

    Who is asked to end waits for no job.
    """
    if error is not None and not isinstance(error, Exception | GeneratorExit):
        for worker in active_children():
            worker.terminate()
    pool.shutdown(cancel_futures=error is not None)


_does: Callable[[Any], Any] | None = None


def _begin_worker(make: Callable[[Any], Callable[[Any], Any]], plan: object) -> None:
    """Set a worker process up once."""
    global _does  # noqa: PLW0603  # one for each worker process, set once at its begin
    Thread(target=_die_with_parent, daemon=True).start()
    # Whoever stops the work stops its workers, without a word from each.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _mask("SIG_UNBLOCK")
    _does = make(plan)
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000)


def _die_with_parent() -> None:
    """End this process once its parent has, however that ended: nobody would take its results.

    The parent holds the other end of what is waited on, on every platform; the system lets go
    of it even if the parent was killed.
    """
    parent = parent_process()
    assert parent is not None, "a worker was started by somebody"
    wait([parent.sentinel])
    os._exit(1)


def _mask(how: str) -> None:
    """Put off or take up what Ctrl-C asks of this thread, and of processes that it starts."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(getattr(signal, how), {signal.SIGINT})


def _work(job: Any) -> Any:  # noqa: ANN401  # what a job is, and gives, is the plan's affair
    assert _does is not None, "the pool's initialiser has run"
    return _does(job)


def _submitted(pool: ProcessPoolExecutor, jobs: list[J]) -> dict[Future[Any], J]:
    """Hand jobs to a pool, which starts its workers; none is stopped before it is set up.

    A worker runs the script that started it again, as far as its ``__main__`` guard. Where there is
    none, it comes here itself, may start nobody, and ends without a word: its parent has one.
    """
    _mask("SIG_BLOCK")
    try:
        return {pool.submit(_work, job): job for job in jobs}
    except BrokenProcessPool:
        raise
    except RuntimeError:
        if "--multiprocessing-fork" not in sys.orig_argv:
            raise
        raise SystemExit(1) from None
    finally:
        _mask("SIG_UNBLOCK")


def processors() -> int:
    """Give how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
