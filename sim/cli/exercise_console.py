"""`channel16 exercise console`: the white cell's console, on the screen or in lines."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from sim.cli import OK, say
from sim.cli.options import add_run_arguments
from sim.cli.thinker import LeftOffError, Thinker
from sim.errors import SimError, UsageError

if TYPE_CHECKING:
    from sim.cli.console_link import HostLink
    from sim.exercise.console import ConsoleView
    from sim.exercise.desk import LineDone, Rehearsal
    from sim.play.seat import Session

_WIDTH = 100


def arguments(verbs: Any) -> None:  # noqa: ANN401  # argparse has no public name for it
    """Declare the verb's arguments."""
    parser = verbs.add_parser(
        "console", help="run an exercise as its white cell; alone, rehearse it"
    )
    add = parser.add_argument
    add(
        "scenario",
        metavar="URL|SCENARIO",
        help="a host, such as ws://127.0.0.1:8017; or a scenario",
    )
    add("--code", default="", help="the white cell's join code at a host")
    add("--name", default="", help="a pseudonym at a host, which the record keeps")
    add("--trust", type=Path, metavar="CERT", help="the host's own certificate")
    add_run_arguments(parser)
    add("--record", type=Path, metavar="FILE", help="keep the record of a rehearsal; a new file")
    add("--plain", action="store_true", help="in lines instead of on the screen")
    parser.set_defaults(do=main)


def main(args: argparse.Namespace) -> int:
    """Open the console at a host, or over a rehearsal with doctrines in the seats."""
    far = args.scenario.startswith(("ws://", "wss://"))
    link = _at_host(args) if far else rehearsal(args)
    try:
        if args.plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
            for line in in_lines(link, sys.stdin):
                say(line)
            return OK
        return _on_the_screen(link)
    finally:
        link.close()


def _at_host(args: argparse.Namespace) -> HostLink:
    """Join a host as the white cell.

    Raises:
        UsageError: there is none, or the code is another's.
    """
    try:
        import websockets  # noqa: F401  # says which extra lacks
    except ModuleNotFoundError as missing:
        from sim.cli.exercise_host import NEEDS

        raise UsageError(NEEDS.format(missing.name)) from None
    from sim.cli.console_link import HostLink
    from sim.cli.exercise_join import link_to

    args.url, args.seat = args.scenario, ""
    link = link_to(args)
    link.connect()
    if link.peer.welcome.get("role") != "white_cell":
        role = str(link.peer.welcome.get("role")).replace("_", " ")
        link.close()
        raise UsageError(f"this is a code of a {role}; the console needs the white cell's")
    return HostLink(link)


def rehearsal(args: argparse.Namespace) -> LocalLink:
    """Begin a rehearsal, its clock standing still.

    Raises:
        UsageError: a person is put in a seat, or the record is there already.
    """
    from sim.cli.records import header
    from sim.cli.seats import occupants, seat_specs
    from sim.engine import Setup
    from sim.exercise.desk import Desk, Rehearsal
    from sim.loader import load
    from sim.play.driver import Play
    from sim.store import LineFile, wall_ms

    setup = Setup(load(args.scenario, args.set))
    specs = seat_specs(args.seat, setup)
    odd = next((seat for seat, spec in specs.items() if spec == "person"), None)
    if odd is not None:
        raise UsageError(f"--seat {odd}: in a rehearsal no person sits; take the seat over there")
    if args.record is not None and args.record.exists():
        raise UsageError(f"--record {args.record}: is there already; give another name")
    filled, seed = occupants(setup, specs), 1 if args.seed is None else args.seed
    head = header(setup.scenario, seed, 0, filled, played=True)
    file = LineFile(args.record, wall=wall_ms) if args.record is not None else None
    play = Play(setup, seed, filled, header=head, file=file)
    link = LocalLink(Rehearsal(Desk(play)))
    link.do("pause")
    return link


class RiskBeside:
    """Says how likely something is in what is left, in a process beside; nothing waits for it.

    Attributes:
        words: What is known so far, "" before anything was asked.
    """

    def __init__(self, thinker: Thinker) -> None:
        self._thinker, self._asked = thinker, 0
        self.words = ""

    def ask(self, task: Callable[..., int], rest: object, measure: str, name: str) -> None:
        """Begin to roll the rest out; what was asked before is left off between two answers.

        Args:
            task: Counts in how many roll-outs it happens, from one to another.
            rest: What it starts from.
            measure: What is to happen.
            name: The same in words.
        """
        self._asked += 1
        self.words = f"P({name}) …"
        what = (self._asked, task, rest, measure)
        Thread(target=self._work, args=(*what, name), daemon=True).start()

    def _work(self, *what: Any) -> None:  # noqa: ANN401  # as `ask` gives it
        from sim.exercise.risk import AT_ONCE, ROLLOUTS, in_words

        number, task, rest, measure, name = what

        count = done = 0
        with suppress(LeftOffError):
            while done < ROLLOUTS and number == self._asked:
                count += self._thinker.ask(task, rest, measure, done + 1, done + AT_ONCE)
                done += AT_ONCE
                if number == self._asked:
                    self.words = f"P({name}) {in_words(count, done)}"

    def stop(self) -> None:
        """Leave off."""
        self._asked += 1
        self._thinker.stop()


class LocalLink:
    """A console's way to a play in this process."""

    def __init__(self, rehearsal: Rehearsal) -> None:
        self._rehearsal, self._desk = rehearsal, rehearsal.desk
        self._risk = RiskBeside(Thinker(self._desk.play.header["scenario"]))

    def tick(self) -> bool:
        """Let the clock go; say whether anything happened."""
        return self._rehearsal.tick(time.monotonic())

    @property
    def passed_s(self) -> float:
        """Give how long the exercise has gone in the room."""
        return self._rehearsal.passed_s

    @property
    def wall(self) -> str:
        """Give the time of the room."""
        return time.strftime("%H:%M:%S")

    @property
    def risk(self) -> str:
        """Say what is known of the risk that was asked for."""
        return self._risk.words

    def view(self) -> ConsoleView:
        """Show the play as it stands."""
        return self._desk.view()

    def do(self, line: str) -> LineDone:
        """Do what a line asks for."""
        answered = self._desk.do(line, "the rehearsal's white cell")
        if answered.risk:
            from sim.exercise.risk import rolled

            self._risk.ask(rolled, self._desk.remaining(), answered.risk, answered.text)
        return answered

    def look(self, seat: str) -> Session | str:
        """Look at a seat."""
        from sim.exercise.watching import WatchedSession

        return WatchedSession(self._desk.play, seat)

    def still(self, seat: str) -> bool:
        """Say that it may be looked at."""
        return True

    def close(self) -> None:
        """Leave off, and close the record."""
        self._risk.stop()
        self._desk.play.close()


def in_lines(link: LocalLink | HostLink, typed: Iterator[str]) -> Iterator[str]:
    """Yield what a console in lines says to what is typed; an empty line says what happened."""
    from sim.exercise.console_words import help_lines, injects, seats, status

    heard = 0
    yield status(link.view(), link.passed_s, link.wall)
    stands = "The clock stands; “resume” lets it go, " if link.view().paused else ""
    yield f"{stands}“help” lists what can be typed."
    for line in typed:
        link.tick()
        word = line.strip()
        if word == "quit":
            return
        if word == "help":
            yield from help_lines(_WIDTH)
        elif word == "injects":
            yield from injects(link.view(), _WIDTH)
        elif word == "seats":
            yield from seats(link.view())
        elif word:
            answered = link.do(word)
            yield f"! {answered.text}" if answered.refused else answered.text or "-"
            yield from answered.page
        view = link.view()
        fresh = [each for each in view.log if each.number > heard]
        heard = view.events
        yield from (f"  {each.time} {each.text}" for each in fresh if not word.startswith("look"))
        yield status(view, link.passed_s, link.wall)
        if link.risk:
            yield link.risk


def _on_the_screen(link: LocalLink | HostLink) -> int:
    from sim.cli.starter import Starter
    from tui.app import run
    from tui.base.start import Opening

    if not isinstance(link, LocalLink):
        link.start()
    try:
        return run(Starter(), Opening(console=link))
    except SimError as error:
        raise UsageError(str(error)) from None
