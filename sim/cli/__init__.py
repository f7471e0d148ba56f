"""The command `channel16`: one verb a file, loaded only when it is called for."""

from __future__ import annotations

import argparse
import contextlib
import importlib
import os
import re
import signal
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from sim.printable import json_text, shown

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

VERBS: dict[str, str] = {
    "play": "play a scenario in the terminal",
    "records": "list the plays on disk: how they ended, their scores",
    "web": "play in a browser, each tab a play of its own",
    "run": "run a scenario once without people and show what happened",
    "rerun": "run a record's commands again and compare",
    "study": "run a scenario many times in several arms, with intervals",
    "ledger": "show what is known of channels between states, 1998 to 2025",
    "log": "sum a record up, tell it in order, ask it why, compare two",
    "replay": "go through a record event by event, what a seat held beside what was so",
    "review": "say of a record what each decision was worth, and what else could be done",
    "drill": "ask again the decisions that a review marked",
    "exercise": "plan an exercise in a folder, write its list of events, report on a record",
    "scenario": "list, show, check scenarios; schema; count lines of play; coverage",
    "bench": "time the engine against plain SimPy timeouts",
}
OK, NO, WRONG, STOPPED = 0, 1, 2, 130
_SIGPIPE = 13
"""Its number where a platform has no such signal; `| head` ends the program there as well."""

_WORD_MOST = 255
"""Characters of a word in a complaint: no file's name is longer."""
_ENDLESS = re.compile(rf"\S{{{_WORD_MOST + 1},}}")


class Parser(argparse.ArgumentParser):
    """An argument parser that complains in one line, as every fault of the program does."""

    def error(self, message: str) -> NoReturn:
        """Complain and stop; an unknown option is answered with the nearest known one."""
        unknown = message.removeprefix("unrecognized arguments: ").split()[0]
        if unknown != message.split(maxsplit=1)[0] and unknown.startswith("-"):
            from sim.errors import nearest  # --help needs nothing

            message = f"{message}; {nearest(unknown, self._known())}"
        complain(f"{message}; see {self.prog} --help")
        raise SystemExit(WRONG)

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        """Write help or a complaint; where that fails argparse would look as if all were well."""
        if message:
            (file or sys.stderr).write(message)

    def _known(self) -> set[str]:
        """List every option of this parser and of the verbs below it."""
        names: set[str] = set()
        for action in self._actions:
            names.update(action.option_strings)
            if isinstance(action, argparse._SubParsersAction):  # no public way
                for below in action.choices.values():
                    names |= below._known()
        return names


def say(text: str = "") -> None:
    """Print text for people; nothing that stands in it drives their terminal."""
    print(shown(text))


def complain(text: str) -> None:
    """Say on standard error what is wrong, one line a fault; who listens to nothing misses it."""
    with contextlib.suppress(OSError):
        for line in text.split("\n"):
            print(f"channel16: {_ENDLESS.sub(_begun, shown(line))}", file=sys.stderr, flush=True)


def _begun(word: re.Match[str]) -> str:
    """Cut a word that somebody typed without end."""
    return f"{word[0][:_WORD_MOST]}…"


def show_json(data: object) -> None:
    """Print data for programs."""
    print(json_text(data, indent=2))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; give the exit code, which says as well whether the output got out."""
    _open_streams()
    try:
        code = _ran(argv)
        sys.stdout.flush()
    except KeyboardInterrupt:
        complain("stopped")
        return STOPPED
    except OSError as error:
        return _unwritten(error)
    return code


def _ran(argv: Sequence[str] | None) -> int:
    try:
        return _run(_parser(argv), list(sys.argv[1:] if argv is None else argv))
    except SystemExit as stop:
        return stop.code if isinstance(stop.code, int) else WRONG


def _unwritten(error: OSError) -> int:
    """Say what could not be read or written; a reader who went away knows."""
    try:
        sys.stdout.flush()
    except OSError:
        # What is left in the stream would be tried again, and complained of, as the program ends.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        return 128 + getattr(signal, "SIGPIPE", _SIGPIPE)
    complain(f"{error.filename or 'output'}: {error.strerror or error}")
    return WRONG


def _open_streams() -> None:
    """Let nothing typed or printed end the program: closed streams are empty, odd bytes “?”."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def _parser(argv: Sequence[str] | None) -> Parser:
    """Build the parser; only the verb that is wanted is loaded."""
    parser = Parser(prog="channel16", description="Crisis communication at sea: play, run, study.")
    parser.add_argument("--version", action="store_true", help="print the version")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=Parser)
    given = list(sys.argv[1:] if argv is None else argv)
    wanted = next((word for word in given if not word.startswith("-")), "")
    for verb, summary in VERBS.items():
        sub = verbs.add_parser(verb, help=summary, description=f"{summary}.".capitalize())
        if verb == wanted:
            importlib.import_module(f"sim.cli.{verb}").arguments(sub)
    return parser


def _run(parser: Parser, given: list[str]) -> int:
    from sim.errors import SimError  # cheap, but --help needs nothing

    arguments = parser.parse_args(given)
    if arguments.version:
        say(_version())
        return OK
    if arguments.verb is None:
        parser.print_help()
        return WRONG
    try:
        return int(importlib.import_module(f"sim.cli.{arguments.verb}").main(arguments))
    except SimError as error:
        for fault in error.faults:
            complain(str(fault))
        return WRONG


def _version() -> str:
    """Give the installed version, if there is one, and which build runs."""
    from importlib.metadata import PackageNotFoundError, version  # slow to import

    from sim import native

    try:
        return f"{version('channel16')} ({native.build()})"
    except PackageNotFoundError:
        return f"not installed: a checkout ({native.build()})"
