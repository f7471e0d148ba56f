"""Patience with a roll-out: one that never comes to its end is given up, and said so."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

PATIENCE_S = 120.0
"""Processor time after which a roll-out is given up; an ordinary one takes a hundredth of that."""


class OutOfPatienceError(Exception):
    """Whoever is at work would not come to an end."""


def _give_up(number: int, frame: FrameType | None) -> NoReturn:
    raise OutOfPatienceError("no end in sight after two minutes of processor time")


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Raise `OutOfPatienceError` in what takes longer, where the system can measure that."""
    able = hasattr(signal, "setitimer")
    if not able or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
