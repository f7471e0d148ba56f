"""`channel16 play`: a person at a seat."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import WRONG, complain, say
from sim.cli.options import add_run_arguments
from sim.errors import UsageError
from sim.units import parse_typed

if TYPE_CHECKING:
    from sim.cli.starter import Starter
    from sim.play.seat import Session
    from tui.base.start import Opening


_DAILY = "--daily is the same game for everybody, and kept; give nothing else"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    add_opening(parser)
    parser.add_argument("--plain", action="store_true", help="in lines, one command a line")
    parser.add_argument("--resume", type=Path, metavar="RECORD", help="go on with a saved play")


def add_opening(parser: argparse.ArgumentParser) -> None:
    """Declare what the screen may open with, wherever it is shown."""
    parser.add_argument("scenario", nargs="?", help="id of a shipped scenario, or a path")
    add_run_arguments(parser)
    parser.add_argument("--pace", type=pace, default=None, metavar="auto|FACTOR")
    parser.add_argument("--unsaved", action="store_true", help="keep no record of this play")
    parser.add_argument("--no-undo", action="store_true", help="nothing is taken back in this play")
    parser.add_argument("--daily", action="store_true", help="the game of this day: one try")


def pace(text: str) -> float | None:
    """Read a pace: auto stops at every decision; FACTOR is simulated time over real time."""
    if text == "auto":
        return None
    try:
        factor = parse_typed(text)
    except ValueError:
        factor = 0.0
    if not 0 < factor <= 100_000:
        raise argparse.ArgumentTypeError(f"expected auto or a factor above 0, not “{text}”")
    return factor


def main(args: argparse.Namespace) -> int:
    """Begin or go on with a play, on the screen or in lines."""
    asked = args.scenario or args.seat or args.set or args.seed is not None or args.no_undo
    if args.daily and args.resume:
        raise UsageError(_DAILY)
    if args.resume and asked:
        raise UsageError("--resume goes on with a record as it is; give nothing else")
    on_screen = not args.plain and on_terminal()
    if not (args.resume or args.scenario or args.daily or on_screen):
        raise UsageError("give a scenario; see channel16 scenario list")
    if on_screen:
        gc.disable()  # what is made for the first picture stays; the screen enables it again
    starter = starter_of(args)
    if on_screen:
        from tui.app import run

        return on_the_screen(args, starter, run)
    return _lines(args, starter)


def starter_of(args: argparse.Namespace) -> Starter:
    """Make what begins the plays that are asked for.

    Raises:
        UsageError: seats or changes are given for no scenario, or anything for the game of a day.
    """
    from sim.cli.starter import Starter

    if args.daily and (args.scenario or args.seed is not None or args.unsaved):
        raise UsageError(_DAILY)
    if not args.scenario and (args.seat or args.set):
        raise UsageError("--seat and --set belong to a scenario; give one")
    return Starter(
        args.scenario or "", args.seat, args.set, unsaved=args.unsaved, no_undo=args.no_undo
    )


def on_terminal() -> bool:
    """Say whether the screen can be shown: both ways a terminal that can move its cursor."""
    ends = (sys.__stdin__, sys.__stdout__, sys.__stderr__)
    able = os.environ.get("TERM", "") not in ("", "dumb") or os.name == "nt"
    return able and sys.stdin is sys.__stdin__ and all(end and end.isatty() for end in ends)


def on_the_screen(
    args: argparse.Namespace, starter: Starter, run: Callable[[Starter, Opening], int]
) -> int:
    """Open the screen: the menu, the briefing of a scenario, or a record."""
    from tui.base.start import Opening

    starter.check()
    people = starter.people if args.scenario else ()
    record = getattr(args, "resume", None)
    session = starter.resume(str(record)) if record else None
    opening = Opening(
        args.scenario or "",
        people,
        seed=args.seed,
        pace=args.pace,
        session=session,
        daily=args.daily,
    )
    code = run(starter, opening)
    unsaved = starter.unsaved()
    for trouble in unsaved:
        complain(f"not all is saved: {trouble}")
    return WRONG if unsaved else code


def _lines(args: argparse.Namespace, starter: Starter) -> int:
    """Play in lines."""
    from sim.cli import plain

    people = starter.people if args.scenario else ()
    if len(people) > 1:
        raise UsageError("one person plays in lines; give the other seats a policy")
    if args.resume:
        session = starter.resume(str(args.resume))
    elif args.daily:
        session = starter.of_day()
    else:
        seed = starter.draw() if args.seed is None else args.seed
        session = starter.begin(args.scenario, people, seed)
    if not args.plain:
        complain("this is no terminal for the screen; playing in lines, as with --plain")
    try:
        fresh = session.fresh and not args.resume
        code = plain.converse(session, args.pace, fresh=fresh, starter=starter)
    finally:
        starter.unsaved()
    for line in _after(session, starter):
        say(line)
    return code


def _after(session: Session, starter: Starter) -> list[str]:
    """Give what stands below the end: of a daily game a line to share, of a guided one the next."""
    from tui.panes.home import next_game

    kept = starter.kept() if session.ended else []
    mine = next((play for play in kept if play.record == session.record), None)
    if mine is None:
        return []
    following, _ = next_game(mine.scenario, starter.posters(), kept)
    lines = ["", mine.shared] if mine.daily else []
    if following is not None:
        what = f"{following.title}, {following.minutes} minutes, not guided"
        lines += ["", f"Or go on to another game ({what}):"]
        lines += [f"  channel16 play {following.id} --plain"]
    return lines
