"""Jobs done by a cluster of dask.distributed; a killed worker costs the job it was at, no result.

The same jobs as those of a pool, with the same results: whoever does one, and however often, what
comes of it depends on the plan and the job alone. A worker of another version is refused.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import pickle
import sys
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

from sim.errors import UsageError
from sim.study.design import StudyError

_CONNECT_S = 10
_AHEAD = 4
"""Jobs handed out for each thread of the cluster, so that results never pile up."""
_LOST_MOST = 20
"""How often a job may be lost with its worker before it is given up."""
P = TypeVar("P")
J = TypeVar("J", bound=Hashable)
R = TypeVar("R")


class Cluster(Generic[P, J, R]):
    """The workers of a cluster, which do jobs on one plan."""

    def __init__(self, make: Callable[[P], Callable[[J], R]], plan: P, address: str) -> None:
        """Say what does the jobs.

        Args:
            make: Gives what does a job, from the plan; it and the plan can be pickled.
            plan: What all jobs have in common.
            address: Of the scheduler, such as ``tcp://127.0.0.1:8786``.
        """
        self._plan, self._address = pickle.dumps((make, plan)), address
        self._client: Any = None
        self._dask: Any = None

    def __enter__(self) -> Cluster[P, J, R]:
        """Connect.

        Raises:
            UsageError: the extra is not installed.
            StudyError: nobody answers at the address.
        """
        try:
            self._dask = import_module("distributed")
        except ImportError:
            hint = "install the extra channel16[cluster]"
            raise UsageError(f"--cluster: dask.distributed is not installed; {hint}") from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self._client = self._dask.Client(self._address, timeout=_CONNECT_S)
        except (OSError, ValueError) as error:
            why = str(error).partition("\n")[0] or type(error).__name__
            raise StudyError(f"--cluster {self._address}: cannot be reached ({why})") from None
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close(timeout=_CONNECT_S)

    def do(self, jobs: Iterable[J]) -> Iterator[tuple[J, R]]:
        """Do jobs and yield each with its result, in the order in which they finish.

        Raises:
            StudyError: the cluster is gone, or a worker is of another version.
        """
        waiting = iter(jobs)
        threads = len(self._client.nthreads())
        ahead = max(1, threads) * _AHEAD
        futures = {self._handed(job): (job, 0) for job in islice(waiting, ahead)}
        results = self._dask.as_completed(futures, raise_errors=False)
        for future in results:
            job, lost = futures.pop(future)
            result, again = self._of(future, lost)
            if again:
                anew = self._handed(job)
                futures[anew] = job, lost + 1
                results.add(anew)
                continue
            future.release()
            for following in islice(waiting, 1):
                anew = self._handed(following)
                futures[anew] = following, 0
                results.add(anew)
            yield job, result
        if futures or next(waiting, None) is not None:
            raise self._gone()

    def _handed(self, job: J) -> Any:  # noqa: ANN401  # a future of dask
        return self._client.submit(_work, version(), self._plan, job, pure=False)

    def _of(self, future: Any, lost: int) -> tuple[Any, bool]:  # noqa: ANN401  # likewise
        """Give a job's result, or that it is to be done again."""
        if future.cancelled() or future.status in ("cancelled", "lost"):
            raise self._gone()
        error = future.exception()
        if error is None:
            worker, result = future.result()
            if worker != version():
                raise StudyError(
                    f"--cluster {self._address}: a worker is of another version ({worker[:12]} "
                    f"there, {version()[:12]} here); install the same everywhere"
                )
            return result, False
        if isinstance(error, self._dask.KilledWorker):
            if lost >= _LOST_MOST:
                raise StudyError(f"--cluster {self._address}: workers die at once") from None
            return None, True
        if isinstance(error, ImportError | AttributeError):
            what = f"a worker is of another version or has no channel16 ({error})"
            raise StudyError(f"--cluster {self._address}: {what}") from None
        if isinstance(error, OSError | asyncio.CancelledError):
            raise self._gone()
        raise error

    def _gone(self) -> StudyError:
        return StudyError(f"--cluster {self._address}: the cluster is gone; --resume goes on")


@cache
def version() -> str:
    """Name the code by which runs come out: a digest of its sources, and Python's version."""
    sha = hashlib.sha256(f"{sys.version_info[:2]}".encode())
    root = Path(__file__).parents[1]
    for path in sorted(root.rglob("*.py")):
        sha.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    return sha.hexdigest()


@cache
def _made(plan: bytes) -> Callable[[Any], Any]:
    make, found = pickle.loads(plan)
    does: Callable[[Any], Any] = make(found)
    return does


def _work(theirs: str, plan: bytes, job: Any) -> tuple[str, Any]:  # noqa: ANN401  # any job
    """Do a job on a worker, unless it is of another version than whoever asks."""
    ours = version()
    return ours, _made(plan)(job) if ours == theirs else None
