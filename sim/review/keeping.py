"""Roll-outs kept beside the record they belong to, so that no review does them twice.

A file of JSON lines: a header that says whose roll-outs they are, then one line a job. It grows as
the jobs are done; what a kill tore off is done again.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sim.errors import RecordError
from sim.play.record import RULES, Record, digest_of
from sim.review.racing import Job, Rolls
from sim.review.rollouts import Rolled
from sim.store import LineFile, read_lines

SUFFIX = ".review"
"""How the name of the file ends, after the record's own."""
_FORMAT = 1

_dump = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode


class KeptRolls:
    """The roll-outs of a record that were kept, and where more are."""

    def __init__(self, path: Path, record: Record) -> None:
        """Read what there is; what belongs to another record or to other rules is replaced.

        Args:
            path: The file; it need not exist.
            record: Whose roll-outs are kept.

        Raises:
            RecordError: the file cannot be read or written, or another program has it.
        """
        head = {
            "review": _FORMAT,
            "rules": RULES,
            "record": digest_of(record.raw[:1]),
            "line": digest_of(record.line.events),
        }
        self.jobs: dict[Job, Rolls] = {}
        fits, size = _read(path, head, self.jobs) if path.exists() else (False, 0)
        if not fits:
            path.unlink(missing_ok=True)
        self._file = LineFile(path, exists=fits)
        if fits:
            self._file.keep(size)
        else:
            self._file.append([_dump(head)], sync=True)

    @property
    def trouble(self) -> str:
        """Say what keeps roll-outs from being kept, "" if nothing does."""
        return self._file.trouble

    def keep(self, job: Job, rolls: Rolls) -> None:
        """Keep what a job gave."""
        self._file.append([_dump(_written(job, rolls))], sync=False)

    def close(self) -> None:
        """Close the file."""
        self._file.append([], sync=True)
        self._file.close()


def _read(path: Path, head: Mapping[str, Any], jobs: dict[Job, Rolls]) -> tuple[bool, int]:
    """Read the jobs of a file as far as they are whole; say whether it is of this record."""
    with contextlib.suppress(RecordError):
        lines, _, _ = read_lines(path)
        if not lines or _data(lines[0]) != head:
            return False, 0
        size = len(lines[0].encode()) + 1
        for line in lines[1:]:
            found = _job(_data(line))
            if found is None:
                break
            jobs[found[0]] = found[1]
            size += len(line.encode()) + 1
        return True, size
    return False, 0


def _data(line: str) -> dict[str, Any] | None:
    with contextlib.suppress(ValueError, RecursionError):
        data = json.loads(line)
        return data if isinstance(data, dict) else None
    return None


def _written(job: Job, rolls: Rolls) -> dict[str, Any]:
    return {
        "seat": job.seat,
        "number": job.number,
        "lens": job.lens,
        "first": job.first,
        "count": job.count,
        "ways": {
            str(way): [[r.loss, r.ending, list(r.earned), list(r.happened)] for r in found]
            for way, found in rolls.items()
        },
    }


def _job(data: dict[str, Any] | None) -> tuple[Job, Rolls] | None:
    """Understand a line; None if it is none of ours."""
    if data is None:
        return None
    try:
        rolls = Rolls(
            {
                int(way): [
                    Rolled(
                        float(loss), str(ending), tuple(map(float, earned)), tuple(map(int, counts))
                    )
                    for loss, ending, earned, counts in found
                ]
                for way, found in data["ways"].items()
            }
        )
        job = Job(
            data["seat"],
            data["number"],
            data["lens"],
            ways=tuple(rolls),
            first=data["first"],
            count=data["count"],
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return (job, rolls) if all(len(found) == job.count for found in rolls.values()) else None
