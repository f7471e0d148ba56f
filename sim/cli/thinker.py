"""A process that thinks: for an adviser, or for a seat that looks ahead; no key waits for it.

What goes there is what a seat knows, made fit to be handed over, and nothing else of the play; what
comes back is the same as if it had been worked out here.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from queue import Queue
from threading import Lock, Thread
from typing import IO, TYPE_CHECKING, Any, TypeVar

from sim.errors import SimError
from sim.play.occupants import Occupant

if TYPE_CHECKING:
    from sim.engine import Setup
    from sim.play.asked import Asked

R = TypeVar("R")
_TRIES = 3
_POLITE = 5
"""How much it stands back behind the screen."""


class LeftOffError(SimError):
    """Whoever thought was told to leave off."""


class Thinker:
    """Works things out about one scenario, one after the other, in a process of its own."""

    def __init__(self, scenario: Mapping[str, Any]) -> None:
        """Say about which scenario; the process begins when it is first needed.

        Args:
            scenario: Its canonical data.
        """
        self._scenario, self._lock = dict(scenario), Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._off = False

    def ask(self, task: Callable[..., R], *what: object) -> R:
        """Let a task be done there and wait for it.

        Args:
            task: A function of a module; it is given the scenario's set-up first.
            what: The rest of what it is given; it can be pickled.

        Raises:
            LeftOffError: it was told to, or its process has died.
            SimError: the task raised it.
        """
        with self._lock:
            done, fault = self._answer(task, what)
        if fault is not None:
            raise fault
        return done  # type: ignore[no-any-return]  # what the task gave

    def stop(self) -> None:
        """Leave off at once, whatever is being worked out; whoever waits for it is told so."""
        self._off = True
        process = self._process
        if process is not None:
            process.kill()
        if self._lock.acquire(blocking=False):  # else whoever waits puts its process away
            try:
                self._end()
            finally:
                self._lock.release()

    def begin(self) -> None:
        """Think again when asked."""
        self._off = False

    def _start(self) -> subprocess.Popen[bytes]:
        # Not by `multiprocessing`: it asks for the number of a standard error that a screen hides.
        command, pipe = [sys.executable, "-m", "sim.cli.thinker"], subprocess.PIPE
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL)
        self._process = process
        if self._off:  # told so while it began
            process.kill()
        _write(process.stdin, self._scenario)
        return process

    def _answer(self, task: object, what: object) -> tuple[Any, SimError | None]:
        """Have it done; a process that dies of something else is begun anew."""
        for _ in range(_TRIES):
            if self._off:
                raise LeftOffError("nobody waits for it any more")
            try:
                process = self._process or self._start()
                _write(process.stdin, (task, what))
                return _read(process.stdout)  # type: ignore[no-any-return]  # what `_done` gave
            except (EOFError, OSError, pickle.UnpicklingError):
                self._end()
        raise LeftOffError("its process dies again and again; is there enough memory?")

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _write(pipe: IO[bytes] | None, what: object) -> None:
    assert pipe is not None, "both ends are pipes"
    pickle.dump(what, pipe)
    pipe.flush()


def _read(pipe: IO[bytes] | None) -> Any:  # noqa: ANN401  # whatever the other end wrote
    assert pipe is not None, "both ends are pipes"
    return pickle.load(pipe)


class Adviser:
    """Advice that is being worked out."""

    def __init__(self, thinker: Thinker, known: object, now_ms: int, kind: str) -> None:
        self._thinker, self._asked = thinker, (known, now_ms, kind)

    def result(self) -> Mapping[str, Any] | None:
        """Wait for the advice; None if there is nothing of the kind to decide.

        Raises:
            LeftOffError: it was stopped.
        """
        from sim.review.advice import advice

        return self._thinker.ask(advice, *self._asked)

    def stop(self) -> None:
        """Leave off."""
        self._thinker.stop()


def main() -> None:
    """Do what is asked until nobody is there any more, and end at once when nobody is."""
    from sim.engine import Setup
    from sim.loader import from_data

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asked decides when it ends
    with suppress(AttributeError, OSError):
        os.nice(_POLITE)
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    asked: Queue[Any] = Queue()
    Thread(target=_listen, args=(asked,), daemon=True).start()
    setup = Setup(from_data(asked.get()))
    while True:
        _write(answers, _done(setup, *asked.get()))


def _listen(asked: Queue[Any]) -> None:
    with suppress(EOFError, OSError):
        while True:
            asked.put(_read(sys.stdin.buffer))
    os._exit(0)


def _done(setup: Setup, task: Callable[..., R], what: tuple[Any, ...]) -> tuple[Any, Any]:
    try:
        return task(setup, *what), None
    except SimError as fault:
        return None, fault
    except Exception as fault:  # told to whoever asked, with what it was
        return None, LeftOffError(f"what was worked out failed: {type(fault).__name__}: {fault}")


def elsewhere(filled: Mapping[str, Occupant], thinker: Thinker) -> dict[str, Occupant]:
    """Let policies that look ahead do so in a thinker's process; all others stay as they are."""
    return {seat: _sent(held, thinker) for seat, held in filled.items()}


def thinks(filled: Mapping[str, Occupant]) -> bool:
    """Say whether any seat is held by somebody who thinks for seconds."""
    return any(held.ahead for held in filled.values())


def _sent(held: Occupant, thinker: Thinker) -> Occupant:
    mix = tuple((_sent(member, thinker), share) for member, share in held.mix)
    policy = held.policy
    if policy is None or not policy.ahead:
        return replace(held, mix=mix)

    def decide(asked: Asked) -> str | None:
        from sim.engine.seat.handing import sealed
        from sim.review.search import decided

        known = sealed(asked.known)
        return thinker.ask(decided, known, asked.now_ms, asked.number, held.name)

    return replace(held, policy=replace(policy, decide=decide), mix=mix)


if __name__ == "__main__":
    from sim.cli.thinker import main as think  # pickles name what they hold by this module

    think()
