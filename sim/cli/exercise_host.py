"""`channel16 exercise host`: one play for people on many machines."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sim.cli import OK, WRONG, complain, home, say, signals
from sim.cli.exercise_web import ExercisePage, context_of
from sim.cli.options import add_run_arguments
from sim.cli.play import pace
from sim.cli.web import WebPlace, place
from sim.errors import UsageError
from sim.play.occupants import LOOKS_AHEAD

if TYPE_CHECKING:
    from sim.engine import Setup
    from sim.exercise.host.opening import Hosted, Opened
    from sim.exercise.host.server import Listening
    from sim.exercise.host.table import Table
    from sim.play.driver import Play
    from sim.play.record import Line
    from sim.store import LineFile

PORT = 8017
PACE = 1.0
"""Story time over real time where nobody says another."""
_ROLES = {
    "observer": "observers: the seats that the white cell opens",
    "evaluator": "evaluators: every seat, and the truth; ratings",
    "white_cell": "the white cell",
}
NEEDS = (
    "channel16 exercise host and join need the extra “exercise” ({0} is not installed): "
    "pip install 'channel16[exercise]'"
)
"""What is said where it lacks."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments."""
    parser.add_argument(
        "hosted", metavar="DIR|SCENARIO", help="the folder of an exercise, or a scenario to play"
    )
    add_run_arguments(parser)
    parser.add_argument("--pace", type=pace, default=None, metavar="FACTOR")
    parser.add_argument(
        "--listen",
        type=place,
        default=WebPlace("127.0.0.1", PORT),
        metavar="HOST:PORT",
        help=f"where to listen; 127.0.0.1:{PORT}, for this machine alone, if it is not given",
    )
    parser.add_argument("--tls", nargs=2, type=Path, metavar=("CERT", "KEY"), help="PEM files")
    parser.add_argument("--web", action="store_true", help="serve the screens to browsers too")
    parser.add_argument("--start", action="store_true", help="begin at once, whoever is there")
    parser.add_argument("--json", action="store_true", help="print the address and the codes")


def main(args: argparse.Namespace) -> int:
    """Host until somebody ends it."""
    try:
        import starlette  # noqa: F401  # says which extra lacks before anything is begun
        import uvicorn  # noqa: F401
        import websockets  # noqa: F401
    except ModuleNotFoundError as missing:
        raise UsageError(NEEDS.format(missing.name)) from None
    hosted, folder = _hosted(args)
    _fit(hosted)
    return _serve(args, hosted, folder)


def _hosted(args: argparse.Namespace) -> tuple[Hosted, Path]:
    """Say what is hosted, and in which folder its files lie."""
    from sim.engine import Setup
    from sim.exercise.folder import PLAN, RECORD, is_folder
    from sim.exercise.host.opening import quick
    from sim.loader import load

    there = Path(args.hosted)
    if is_folder(there):
        if args.set or args.seat or args.pace is not None:
            raise UsageError(f"--set, --seat and --pace stand in {there / PLAN}; edit that")
        return _planned(there), there
    if (there / RECORD).is_file():
        return _begun(there, args), there
    setup = Setup(load(args.hosted, args.set))
    seats, doctrines = _seats(args, setup)
    hosted = quick(setup, seats, args.pace or PACE, doctrines)
    return hosted, _new_folder(setup.scenario.id)


def _fit(hosted: Hosted) -> None:
    """Refuse who would hold a seat and cannot, before anybody comes.

    Raises:
        SimError: there is no such policy, or it has no place at a host.
    """
    from sim.cli.seats import occupants

    people = (seat for cell in hosted.cells.values() for seat in cell.seats)
    given = {**dict.fromkeys(people, "person"), **hosted.doctrines}
    for seat, who in occupants(hosted.setup, given).items():
        if who.ahead:
            raise UsageError(f"seat “{seat}”: “{who.name}” {LOOKS_AHEAD}; name one such as “firm”")


def _planned(folder: Path) -> Hosted:
    """Host an exercise by its plan; one that was begun goes on with the scenario of its record."""
    from sim.engine import Setup
    from sim.exercise.folder import opened, planned
    from sim.exercise.host.opening import Hosted
    from sim.exercise.host.table import HostedCell

    there = opened(folder)
    plan = there.exercise
    cells = {name: HostedCell(cell.title, cell.seats) for name, cell in plan.cells.items()}
    return Hosted(
        plan.title,
        Setup(there.scenario),
        cells,
        plan.doctrines,
        plan=lambda came: there.clock({**planned(there.scenario), **came}),
        tasks={task.id: f"{there.whose(task)}: {task.text}" for task in there.tasks()},
        injects=tuple(inject.id for inject in there.scenario.injects),
    )


def _begun(folder: Path, args: argparse.Namespace) -> Hosted:
    """Go on with a quick game: all there is to know stands in its record."""
    from sim.cli.records import read_record
    from sim.exercise.folder import RECORD
    from sim.exercise.host.opening import quick

    record, setup = read_record(folder / RECORD)
    sat = [seat for seat, who in record.header["seats"].items() if who == "person"]
    people = record.header.get("people", sat)
    return quick(setup, people, args.pace or float(record.header.get("pace", PACE)), {})


def _seats(args: argparse.Namespace, setup: Setup) -> tuple[list[str], dict[str, str]]:
    """Name the seats of people, all that may be taken or those given, and who holds others."""
    from sim.cli.seats import seat_specs
    from sim.play.seat import playable

    specs = seat_specs(args.seat, setup)
    doctrines = {seat: spec for seat, spec in specs.items() if spec != "person"}
    given = [seat for seat, spec in specs.items() if spec == "person"]
    free = [seat for seat, _ in playable(setup.scenario) if seat not in doctrines]
    if not given and not free:
        raise UsageError("no seat is left for people; take one with --seat SEAT")
    return given or list(dict.fromkeys(free)), doctrines


def _new_folder(scenario: str) -> Path:
    base = home.saves() / "hosted"
    for number in range(1, 100_000):
        folder = base / f"{scenario.lstrip('_')}-{number}"
        if not folder.exists():
            return folder
    raise UsageError(f"{base}: is full; tidy it up")


def _serve(args: argparse.Namespace, hosted: Hosted, folder: Path) -> int:
    from sim.exercise.host.opening import WallClocks, open_host
    from sim.exercise.host.server import Server
    from sim.exercise.protocol.codes import HOURS

    where: WebPlace = args.listen
    place = _listening(args)  # before codes, which are shown once
    page = ExercisePage(where, place.tls) if args.web else None
    now_s = time.time()
    clocks = WallClocks(now_s, int(now_s) + HOURS * 3600, _wall)
    opened = open_host(hosted, folder, _beginner(args, hosted), _go_on, clocks=clocks)
    if args.start:
        opened.room.begin(time.monotonic(), opened.room.table.seats)
    if not where.own and place.tls is None:
        complain(
            f"warning: {where.name}:{where.port} is open to others without TLS: who reads along on "
            "the network reads codes and orders; give --tls CERT KEY"
        )
    server = Server(opened.room, opened.door, now_s=time.time)
    try:
        announce = _announcing(args, opened, folder, page.address if page else "")
        with signals.passed_on(server.end):
            asyncio.run(server.run(place, announce, page.run if page else None))
    finally:
        trouble = opened.close()
    if trouble:
        complain(f"not all is saved: {trouble}")
        return WRONG
    return OK if opened.room.ended or not server.asked else 128 + server.asked


def _listening(args: argparse.Namespace) -> Listening:
    """Listen where it is asked for.

    Raises:
        UsageError: it cannot be listened there, or a file of TLS lacks.
    """
    from sim.exercise.host.server import listen

    where: WebPlace = args.listen
    tls = (args.tls[0], args.tls[1]) if args.tls else None
    for path in tls or ():
        if not path.is_file():
            raise UsageError(f"--tls: {path}: there is no such file")
    context_of(tls)
    try:
        return listen(where.host, where.port, tls)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(
            f"cannot listen at {where.name}:{where.port} ({reason}); "
            "give another place: --listen HOST:PORT"
        ) from None


def _announcing(
    args: argparse.Namespace, opened: Opened, folder: Path, page: str
) -> Callable[[str], object]:
    def announce(url: str) -> None:
        if args.json:
            web = {"web": page} if page else {}
            print(json.dumps({"url": url, **web, "codes": dict(opened.codes)}), flush=True)
            return
        table = opened.room.table
        say(f"{table.title}: hosted at {url}")
        for who, code in opened.codes.items():
            name = _ROLES.get(who) or _whose(who, table)
            say(f"  {code}  {name}")
        if opened.codes:
            say("Codes are shown this once. Whatever the code is for, this opens it:")
            say(f"  channel16 exercise join {url} --code CODE")
        if page:
            say(f"In a browser, with nothing installed: {page} asks for the code.")
        say(f"Files: {folder}. Go on later: channel16 exercise host {folder}")
        say("Ctrl+C ends it; everything is kept.")
        sys.stdout.flush()

    return announce


def _whose(who: str, table: Table) -> str:
    if who.startswith("cell."):
        return f"cell {table.cells[who.removeprefix('cell.')].title}"
    return f"{table.setup.seats[who].title} ({who})"


def _beginner(
    args: argparse.Namespace, hosted: Hosted
) -> Callable[[Setup, Mapping[str, str], LineFile], Play]:
    """Make what begins the play, with the seed that was given or one that is drawn."""
    from sim.cli.records import header
    from sim.cli.seats import occupants
    from sim.cli.starter import draw_seed
    from sim.play.driver import Play

    def begin(setup: Setup, given: Mapping[str, str], file: LineFile) -> Play:
        seed = draw_seed() if args.seed is None else args.seed
        filled = occupants(setup, given)
        head = header(setup.scenario, seed, 0, filled, played=True)
        seats = [seat for cell in hosted.cells.values() for seat in cell.seats]
        head |= {"hosted": True, "no_undo": True, "pace": args.pace or PACE, "people": seats}
        return Play(setup, seed, filled, header=head, file=file)

    return begin


def _go_on(path: Path) -> tuple[Play, list[Line]]:
    """Go on with a record."""
    from sim.cli.records import read_record
    from sim.errors import SimError
    from sim.exercise.host.disk import SharedFile
    from sim.play.driver import Play
    from sim.play.recorded import recorded_occupants
    from sim.store import wall_ms

    file = SharedFile(path, exists=True, wall=wall_ms)  # locked, then read
    try:
        record, setup = read_record(path)
        return Play.restore(setup, record, recorded_occupants(setup, record), file), record.lines
    except SimError:
        file.close()
        raise


def _wall() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
