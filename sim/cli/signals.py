"""Signals that ask the program to end: it saves first, and its exit code tells which it was."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Callable, Iterator
from types import FrameType
from typing import NoReturn

ASKING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))
"""The signals that ask; Windows lacks one."""


class EndAsked(BaseException):
    """Somebody asked the program to end; `code` is the exit code that says so."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.code = 128 + number


def _raise(number: int, frame: FrameType | None) -> NoReturn:
    raise EndAsked(number)


def heard() -> contextlib.AbstractContextManager[None]:
    """Raise `EndAsked` in place of ending at once; a signal that is ignored stays ignored."""
    return _handled(ASKING, _raise)


def passed_on(to: Callable[[int], object]) -> contextlib.AbstractContextManager[None]:
    """Hand the number of each signal to somebody who ends in order, that of Ctrl+C too."""
    return _handled((*ASKING, signal.SIGINT), lambda number, frame: to(number))


@contextlib.contextmanager
def _handled(
    numbers: tuple[signal.Signals, ...], by: Callable[[int, FrameType | None], object]
) -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        for number, how in before.items():
            if how is not signal.SIG_IGN:
                signal.signal(number, by)
        yield
    finally:
        for number, how in before.items():
            signal.signal(number, how)
