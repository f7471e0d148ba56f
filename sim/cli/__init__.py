"""The command `channel16`: one verb a file, loaded only when it is called for."""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

VERBS: dict[str, str] = {
    "play": "play a scenario in the terminal",
    "run": "run a scenario once without people and show what happened",
    "rerun": "run a record's commands again and compare",
    "study": "run a scenario many times in several arms, with intervals",
    "log": "ask a record why something happened",
    "scenario": "list, show, check scenarios; schema; count lines of play",
    "bench": "time the engine against plain SimPy timeouts",
}
OK, NO, WRONG, STOPPED = 0, 1, 2, 130


class Parser(argparse.ArgumentParser):
    """An argument parser that complains in one line, as every fault of the program does."""

    def error(self, message: str) -> NoReturn:
        """Complain and stop."""
        complain(f"{message}; see {self.prog} --help")
        raise SystemExit(WRONG)


def complain(text: str) -> None:
    """Say on standard error what is wrong, one line a fault."""
    for line in text.splitlines() or [""]:
        print(f"channel16: {line}", file=sys.stderr)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; give the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    parser = Parser(prog="channel16", description="Crisis communication at sea: play, run, study.")
    parser.add_argument("--version", action="store_true", help="print the version")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=Parser)
    given = list(sys.argv[1:] if argv is None else argv)
    wanted = next((word for word in given if not word.startswith("-")), "")
    for verb, summary in VERBS.items():
        sub = verbs.add_parser(verb, help=summary, description=f"{summary}.".capitalize())
        if verb == wanted:
            importlib.import_module(f"sim.cli.{verb}").arguments(sub)
    try:
        return _run(parser, given)
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else WRONG


def _run(parser: Parser, given: list[str]) -> int:
    from sim.errors import SimError  # cheap, but --help needs nothing

    arguments = parser.parse_args(given)
    if arguments.version:
        from importlib.metadata import version  # slow to import

        print(version("channel16"))
        return OK
    if arguments.verb is None:
        parser.print_help()
        return WRONG
    try:
        code = importlib.import_module(f"sim.cli.{arguments.verb}").main(arguments)
        sys.stdout.flush()
    except SimError as error:
        for fault in error.faults:
            complain(str(fault))
        return WRONG
    except KeyboardInterrupt:
        complain("stopped")
        return STOPPED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    except OSError as error:
        complain(f"{error.filename or 'output'}: {error.strerror}")
        return WRONG
    return int(code)
