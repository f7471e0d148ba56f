"""`channel16 exercise ready`: whether this machine can take part, looked at before STARTEX."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from sim.cli import NO, OK, Parser, say, show_json
from sim.cli.options import add_json

_COLUMNS, _LINES = 80, 24
_FREE_MB = 300
_NEEDED = ("simpy", "pydantic", "PyYAML", "textual")
_EXTRA = ("starlette", "uvicorn", "websockets", "openpyxl", "python-docx")
_SIGNS = "├─▲▼●○·–—“”…½°"
"""Signs that the screen draws with where the terminal can."""


@dataclass(frozen=True, slots=True)
class ReadyLine:
    """One thing that was looked at: `state` is “ok”, “no”, or “note” for what hinders nobody."""

    what: str
    state: str
    found: str
    do: str = ""


def arguments(verbs: Any) -> None:  # noqa: ANN401  # argparse keeps the type to itself
    """Declare the verb below `exercise`."""
    ready: Parser = verbs.add_parser("ready", help="look whether this machine can take part")
    add_json(ready)
    ready.set_defaults(do=_ready)


def _ready(args: argparse.Namespace) -> int:
    found = [line for look in LOOKS for line in look()]
    bad = [line for line in found if line.state == "no"]
    if args.json:
        show_json([asdict(line) for line in found])
    else:
        for line in found:
            say(f"{line.state:<4}  {line.what:<10}  {line.found}")
            if line.do:
                say(f"                  {line.do}")
        say(f"\n{'Not ready: ' + str(len(bad)) + ' to mend' if bad else 'Ready'}.")
    return NO if bad else OK


def _line(what: str, *, good: bool, found: str, do: str, must: bool = True) -> ReadyLine:
    state = "ok" if good else "no" if must else "note"
    return ReadyLine(what, state, found, "" if good else do)


def _versions() -> Iterator[ReadyLine]:
    """Look at the interpreter and the program."""
    good = sys.version_info >= (3, 11)
    found = f"{platform.python_version()} on {platform.system()}"
    yield _line("Python", good=good, found=found, do="install Python 3.11 or later")
    version = _version("channel16")
    yield ReadyLine("channel16", "ok", version or "a checkout that is not installed")


def _packages() -> Iterator[ReadyLine]:
    """Look for what the program needs, and for what only the host and the papers need."""
    for names, what, must, do in (
        (_NEEDED, "packages", True, "install channel16 again from the kit"),
        (_EXTRA, "extras", False, "to host, join or write papers: install channel16[exercise]"),
    ):
        versions = {name: _version(name) for name in names}
        missing = [name for name, version in versions.items() if not version]
        have = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
        found = f"missing: {', '.join(missing)}" if missing else have
        yield _line(what, good=not missing, found=found, do=do, must=must)


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def _terminal() -> Iterator[ReadyLine]:
    """Look at the size of the terminal, and whether it is one."""
    if not sys.stdout.isatty():
        do = "run this in the terminal that will be played in"
        yield ReadyLine("terminal", "note", "the output is no terminal; its size is unknown", do)
        return
    size = shutil.get_terminal_size()
    good = size.columns >= _COLUMNS and size.lines >= _LINES
    do = f"make the window larger, or the letters smaller: {_COLUMNS}x{_LINES} at least"
    yield _line("terminal", good=good, found=f"{size.columns}x{size.lines}", do=do)


def _letters() -> Iterator[ReadyLine]:
    """Look whether the signs of the screen come through; without them plain letters are drawn."""
    encoding = sys.stdout.encoding or "unknown"
    try:
        _SIGNS.encode(encoding)
        good = True
    except (LookupError, UnicodeEncodeError):
        good = False
    do = "set the terminal and LANG to UTF-8; else plain letters are drawn"
    found = f"{encoding}; these must be legible: {_SIGNS}" if good else encoding
    yield _line("letters", good=good, found=found, do=do, must=False)


def _disk() -> Iterator[ReadyLine]:
    """Look whether plays can be kept, with room for them."""
    from sim.cli.home import saves

    folder = saves().absolute()
    there = next(path for path in (folder, *folder.parents) if path.is_dir())
    free = shutil.disk_usage(there).free // 2**20
    writable = os.access(there, os.W_OK)
    found = f"{free} MB free for plays" if writable else f"{there} may not be written"
    do = f"set CHANNEL16_HOME to a folder with {_FREE_MB} MB that may be written"
    yield _line("disk", good=writable and free >= _FREE_MB, found=found, do=do)


def _clock() -> Iterator[ReadyLine]:
    """Look at the clock: records carry it, so those of all machines should agree."""
    now = datetime.now().astimezone()
    made = datetime.fromtimestamp(Path(__file__).stat().st_mtime, UTC)
    good = now >= made and time.get_clock_info("monotonic").monotonic
    found = f"{now:%Y-%m-%d %H:%M:%S %z}; compare it with the host's"
    yield _line("clock", good=good, found=found, do="set the clock; it is before the program")


def _loopback() -> Iterator[ReadyLine]:
    """Look whether a program may listen on this machine, which the host does."""
    try:
        with socket.socket() as heard:
            heard.bind(("127.0.0.1", 0))
            heard.listen()
        good, found = True, "a program may listen on this machine"
    except OSError as error:
        good, found = False, f"no program may listen here ({error.strerror})"
    do = "only the host needs it: let python listen in the firewall"
    yield _line("network", good=good, found=found, do=do, must=False)


LOOKS: tuple[Callable[[], Iterator[ReadyLine]], ...] = (
    *(_versions, _packages, _terminal, _letters, _disk, _clock, _loopback),
)
"""What is looked at, in this order."""
