"""Drives mutants through the real command, in a process that can be ended when it hangs."""

from __future__ import annotations

import contextlib
import functools
import io
import math
import os
import resource
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Iterable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from unittest import mock

from tests.mutants.mutant import Done, Files, Line, Mutant, Outcome

SECONDS_MOST, WAIT_MOST = 20, 300
"""How long a mutant may compute, all its command lines together; and how long one that does not
compute is waited for, however busy the machine is."""
MEMORY_MOST = 4 * 2**30
HUGE = 3 * 2**30
_KEPT = (".json", ".txt", ".yaml", ".csv", ".html", ".jsonl")
_KEPT_BYTES_MOST = 2_000_000


def written(folder: Path, files: Files) -> None:
    """Write files, with their folders."""
    for name, raw in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)


def read(folder: Path) -> dict[str, bytes]:
    """Read the files of a folder; what is none, or too large, is left out."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix in _KEPT and path.stat().st_size < _KEPT_BYTES_MOST
    }


def _made_odd(path: Path, kind: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "folder":
        path.mkdir()
    elif kind == "loop":
        path.symlink_to(path.name)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        with path.open("wb") as file:
            file.truncate(HUGE)


def said(line: Line, typed: str = "", *, screen: bool = False) -> Done:
    """Run one command line in this process."""
    from sim.cli import main

    out, err = io.BytesIO(), io.BytesIO()
    raised = ""
    with (
        mock.patch.object(sys, "stdin", io.StringIO(typed)),
        contextlib.redirect_stdout(io.TextIOWrapper(out, "utf-8", write_through=True)) as to_out,
        contextlib.redirect_stderr(io.TextIOWrapper(err, "utf-8", write_through=True)) as to_err,
        _headless() if screen else contextlib.nullcontext(),
    ):
        try:
            code = main(list(line))
        except BaseException:  # whatever gets out is what is looked for
            code, raised = -1, traceback.format_exc()
        to_out.flush()
        to_err.flush()
        return Done(code, _text(out), _text(err), raised)


def _text(stream: io.BytesIO) -> str:
    return stream.getvalue().decode("utf-8", "replace")


@contextlib.contextmanager
def _headless() -> Iterator[None]:
    """Open the screen without a terminal, look at what the keys do, and leave."""
    from textual.app import App

    from sim.cli import play

    async def leave(pilot: Any) -> None:
        for key in ("question_mark", "escape", "down", "enter", "escape"):
            await pilot.press(key)
        pilot.app.exit()

    run = functools.partialmethod(App.run, headless=True, auto_pilot=leave)
    with (
        mock.patch.object(play, "on_terminal", return_value=True),
        mock.patch.object(App, "run", run),
    ):
        yield


def driven(mutant: Mutant) -> Outcome:
    """Drive a mutant in this process, in a folder of its own that is gone afterwards."""
    start = Path.cwd()
    before: tuple[Done, ...] = ()
    if mutant.before and mutant.promise == "same":
        before, _ = _in_folder(mutant, mutant.before)
    try:
        done, left = _in_folder(mutant, mutant.files)
    finally:
        os.chdir(start)
    return Outcome(done, before, left)


def _in_folder(mutant: Mutant, files: Files) -> tuple[tuple[Done, ...], Files]:
    folder = Path(tempfile.mkdtemp(prefix="mutant-"))
    try:
        os.chdir(folder)
        os.environ["CHANNEL16_HOME"] = "home"
        written(folder, files)
        for name, kind in mutant.odd.items():
            _made_odd(folder / name, kind)
        done = tuple(said(line, mutant.typed, screen=mutant.screen) for line in mutant.lines)
        return done, read(folder)
    finally:
        os.chdir("/")
        shutil.rmtree(folder, ignore_errors=True)


def _serve(pipe: Connection, seconds: int) -> None:
    """Drive what comes through a pipe until it is closed; each may compute so long."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MOST, MEMORY_MOST))
    with contextlib.suppress(EOFError):
        while True:
            mutant = pipe.recv()
            until = math.ceil(time.process_time()) + seconds
            resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
            pipe.send(driven(mutant))


class Driver:
    """A process that drives mutants one after the other; one that hangs is ended with it."""

    def __init__(self, seconds: int = SECONDS_MOST, wait_s: float = WAIT_MOST) -> None:
        self._seconds, self._wait_s = seconds, wait_s
        self._context = get_context("spawn")
        self._process: Any = None
        self._pipe: Any = None

    def __enter__(self) -> Driver:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def _begin(self) -> None:
        self._pipe, other = self._context.Pipe()
        self._process = self._context.Process(
            target=_serve, args=(other, self._seconds), daemon=True
        )
        self._process.start()
        other.close()
        warm = Mutant("options", 0, "", (("run", "_tiny/one_hail.yaml"),))
        assert self._asked(warm, WAIT_MOST) is not None

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._pipe.close()
            self._process = None

    def _asked(self, mutant: Mutant, wait_s: float) -> Outcome | None:
        try:
            self._pipe.send(mutant)
            if self._pipe.poll(wait_s):
                found: Outcome = self._pipe.recv()
                return found
        except (EOFError, OSError):  # the process died, which is as bad as a hang
            pass
        return None

    def drive(self, mutant: Mutant) -> Outcome:
        """Drive a mutant; one that takes too long, or ends the process, is called hung."""
        if self._process is None:
            self._begin()
        outcome = self._asked(mutant, self._wait_s)
        if outcome is None:
            self._end()
        return outcome or Outcome(hung=True)


def drive(mutants: Iterable[Mutant]) -> Iterator[tuple[Mutant, Outcome]]:
    """Drive mutants, and yield each with what came of it."""
    with Driver() as driver:
        for mutant in mutants:
            yield mutant, driver.drive(mutant)
