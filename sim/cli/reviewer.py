"""A review in a process of its own, so that no key waits for roll-outs."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from sim.errors import RecordError
from sim.jsontext import json_data

ROLLOUTS = 50
"""Roll-outs of each way."""
_POLITE = 10
"""How much a review stands back behind whatever else wants the processor."""


class Reviewer:
    """The review of one seat of a record, worked out elsewhere."""

    def __init__(self, record: str, seat: str) -> None:
        self._record, self._seat = record, seat
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False

    def results(self) -> Iterator[Mapping[str, Any]]:
        """Yield the review of the seat, from its first decisions on, again as more is known.

        Raises:
            RecordError: it cannot be reviewed; the fault says why.
        """
        asked = ["review", self._record, "--seat", self._seat, "--rollouts", str(ROLLOUTS)]
        command = [sys.executable, "-m", "sim.cli", *asked, "--json", "--follow"]
        pipe = subprocess.PIPE
        with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe) as p:
            self._process = p
            if self._stopped:
                p.terminate()
            with suppress(AttributeError, OSError):
                os.setpriority(os.PRIO_PROCESS, p.pid, _POLITE)
            assert p.stdout is not None, "it is a pipe"
            for line in p.stdout:
                yield json_data(line)["seats"][self._seat]
            _, err = p.communicate()
        if p.returncode and not self._stopped:
            said = err.decode(errors="replace").strip().rpartition("\n")[2]
            raise RecordError(said.removeprefix("channel16: ") or "the review stopped")

    def stop(self) -> None:
        """Leave off; what was rolled out is kept."""
        self._stopped = True
        if self._process is not None and self._process.poll() is None:
            with suppress(OSError):
                self._process.terminate()
