"""A host's folder opened: its plan or a scenario alone, its record, its codes, its journal."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sim.engine import Setup
from sim.errors import RecordError, SimError
from sim.exercise.adjustments import ADJUSTMENTS, adjusted, kept, tried
from sim.exercise.evaluation import EvaluatorEntry, ids, to_line
from sim.exercise.folder import CODES, EVALUATION, JOURNAL, RECORD
from sim.exercise.host.clock import Steady, StoryMap
from sim.exercise.host.disk import SharedFile
from sim.exercise.host.door import Door
from sim.exercise.host.journal import Journal
from sim.exercise.host.room import Room
from sim.exercise.host.table import HostedCell, Table
from sim.exercise.protocol.codes import CodeBook, read_codes
from sim.play.driver import Play
from sim.play.record import Line
from sim.store import LineFile, read_lines, read_text, wall_ms, write_whole

_CODES_BYTES_MOST = 1_000_000

Begin = Callable[[Setup, Mapping[str, str], LineFile], Play]
"""Begins a play with these occupants, recorded in a file."""
GoOn = Callable[[Path], tuple[Play, list[Line]]]
"""Goes on with a record: the play, and all its lines of play."""


@dataclass(frozen=True, slots=True)
class WallClocks:
    """Wall time as a shell hands it in.

    Attributes:
        now_s: UNIX time at the opening.
        until_s: Until when new codes are good.
        wall: Gives the present instant, such as ``2026-05-04T09:30:00.000Z``.
    """

    now_s: float
    until_s: int
    wall: Callable[[], str]


@dataclass(frozen=True, slots=True)
class Hosted:
    """What is to be hosted: a scenario with cells, who holds seats without people, and the pace.

    The rest is as in a `Table`.
    """

    title: str
    setup: Setup
    cells: Mapping[str, HostedCell]
    doctrines: Mapping[str, str]
    plan: Callable[[Mapping[str, int]], StoryMap]
    tasks: Mapping[str, str] = field(default_factory=dict)
    injects: tuple[str, ...] = ()
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """An open host.

    Attributes:
        room: The play and those who have joined it.
        door: The way in.
        codes: The codes that were made just now, to be shown once.
        close: Closes every file.
    """

    room: Room
    door: Door
    codes: Mapping[str, str]
    close: Callable[[], str]


def quick(setup: Setup, seats: Iterable[str], pace: float, doctrines: Mapping[str, str]) -> Hosted:
    """Host a scenario alone: each of its seats that a person may hold is a cell of its own."""
    cells = {seat: HostedCell(setup.seats[seat].title, (seat,)) for seat in seats}
    return Hosted(
        setup.scenario.title, setup, cells, doctrines, plan=lambda _: Steady(pace), by_itself=True
    )


def open_host(
    hosted: Hosted, folder: Path, begin: Begin, go_on: GoOn, *, clocks: WallClocks
) -> Opened:
    """Open a host in a folder, which is made; go on with what was begun there.

    Args:
        hosted: What is hosted.
        folder: Where record, codes and journal are.
        begin: Begins a play.
        go_on: Goes on with a record.
        clocks: Wall time, and how long new codes are good.

    Raises:
        RecordError: something there is damaged, or another program works with it.
    """
    journal_path = folder / JOURNAL
    there, size, _ = read_lines(journal_path) if journal_path.exists() else ([], 0, False)
    file = SharedFile(journal_path, exists=journal_path.exists())
    play = None
    try:
        if journal_path.exists():
            file.keep(size)
        lines: list[Line] = []
        planned = kept(folder)
        for each, why in () if (folder / RECORD).exists() else tried(hosted.setup, planned):
            hint = "import the list of events again"
            raise RecordError(f"{folder / ADJUSTMENTS}: {each.control_no}: {why}; {hint}")
        if (folder / RECORD).exists():
            play, lines = go_on(folder / RECORD)

        def begun(people: tuple[str, ...]) -> Play:
            given = {**hosted.doctrines, **dict.fromkeys(people, "person")}
            made = begin(hosted.setup, given, SharedFile(folder / RECORD, wall=wall_ms))
            adjusted(made, planned)
            return made

        table = Table(
            hosted.title,
            hosted.setup,
            hosted.cells,
            begun,
            plan=hosted.plan,
            tasks=hosted.tasks,
            injects=hosted.injects,
            by_itself=hosted.by_itself,
            play=play,
            lines=lines,
        )
        book, made = _codes(folder / CODES, table.whose, clocks)
    except SimError:
        file.close()
        if play is not None:
            play.close()
        raise
    entries = _Entries(folder / EVALUATION)
    room = Room(table, Journal(file, clocks.wall), entries=entries.append)
    if play is not None:
        room.resume(there, 0.0)

    def close() -> str:
        trouble = room.trouble
        if room.play is not None:
            room.play.close()
            trouble = room.play.recording.trouble
        room.journal.close()
        return trouble

    return Opened(room, Door(book), made, close)


def _codes(path: Path, whose: Iterable[str], clocks: WallClocks) -> tuple[CodeBook, dict[str, str]]:
    """Read what is kept of codes; make those that are missing or good no more."""
    book = CodeBook()
    if path.exists():
        book = read_codes(read_text(path, _CODES_BYTES_MOST, "a list of codes"), str(path))
    made = book.make(book.lacks(whose, clocks.now_s), clocks.until_s, secrets.randbelow)
    if made:
        write_whole(path, book.text())
        path.chmod(0o600)
    return book, made


@dataclass(slots=True)
class _Entries:
    """The file of evaluators' entries, opened for each line: others may write to it as well."""

    path: Path

    def append(self, entry: EvaluatorEntry) -> str:
        """Append an entry, unless it is there; say what is wrong, "" if nothing is."""
        try:
            fresh = not self.path.exists()
            if not fresh and entry.id in ids(read_lines(self.path)[0]):
                return ""
            file = LineFile(self.path, exists=not fresh)
            try:
                if not fresh:
                    file.keep(self.path.stat().st_size)
                file.append([to_line(entry)], sync=True)
                return file.trouble
            finally:
                file.close()
        except SimError as error:
            return str(error)
