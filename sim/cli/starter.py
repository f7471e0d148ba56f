"""Begins plays and goes on with them: for the screen, which knows no files, and for lines."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sim.cli import complain
from sim.errors import RecordError, SimError, UsageError
from sim.store import LineFile, saves

if TYPE_CHECKING:
    from sim.engine import Setup
    from sim.play.seat import Session, Sheet
    from tui.base.start import Poster, Saved

_DRAWN_SEED_MOST = 2**31
"""A seed drawn for play is short enough to be read out to somebody."""
_TAIL_BYTES = 4096
"""Where the line that ends a record stands: among the last bytes of it."""
SETTINGS = "screen.yaml"
"""The file in the folder of saved plays that says what the player wants of the screen."""


class Starter:
    """Begins plays of one scenario given with its seats and changes, or of any shipped one."""

    def __init__(
        self, scenario: str = "", seats: Iterable[str] = (), sets: Iterable[str] = ()
    ) -> None:
        self._given = scenario
        self._seats, self._sets = tuple(seats), tuple(sets)
        self._setups: dict[str, Setup] = {}
        self._specs: dict[str, str] = {}

    def check(self) -> None:
        """Load the given scenario, so that its faults are told before a screen opens."""
        if self._given:
            self._filled(self._given, self.people)

    @property
    def people(self) -> tuple[str, ...]:
        """Name the seats that people take: those given without a policy, else the first free."""
        from sim.cli.seats import seat_specs

        setup = self._setup(self._given)
        self._specs = seat_specs(self._seats, setup)
        people = tuple(seat for seat, spec in self._specs.items() if spec == "person")
        free = [s.id for s in setup.scenario.seats if s.playable and s.id not in self._specs]
        if not people and not free:
            raise UsageError("no playable seat is left; take one with --seat SEAT")
        return people or (free[0],)

    def posters(self) -> list[Poster]:
        """List the shipped scenarios."""
        from tui.base.start import Poster

        posters = []
        for path in sorted(_scenarios().glob("[!_]*/scenario.yaml")):
            head = _head(path)
            begins = str(head.get("begins", ""))
            posters.append(
                Poster(
                    path.parent.name,
                    str(head.get("title", path.parent.name)),
                    date=_day(begins),
                    place=str(head.get("place", "")),
                    minutes=int(head.get("minutes", 0)),
                )
            )
        return posters

    def saved(self) -> Saved | None:
        """Find the record that was played last and has no end yet."""
        from tui.base.start import Saved

        for path in sorted(saves().glob("*.jsonl"), key=_changed, reverse=True):
            header = _open_header(path)
            if header:
                title = header["scenario"].get("title", path.stem)
                people = [s for s, who in header["seats"].items() if who == "person"]
                return Saved(str(path), str(title), header["seed"], tuple(people))
        return None

    def settings(self) -> tuple[Mapping[str, Any], str]:
        """Read what the player wants of the screen; a complaint if that cannot be read."""
        path = saves() / SETTINGS
        try:
            data = yaml.safe_load(path.read_text("utf-8")) if path.is_file() else {}
        except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
            where = getattr(error, "problem_mark", None)
            line = f":{where.line + 1}" if where else ""
            return {}, f"{SETTINGS}{line} cannot be read and is left aside"
        if data is None or isinstance(data, dict):
            return data or {}, ""
        return {}, f"{SETTINGS} holds no settings and is left aside"

    def sheets(self, scenario: str) -> dict[str, Sheet]:
        """Give what may be read in each seat that a person may take, before a play begins."""
        from sim.play.seat import playable, sheet

        setup = self._setup(scenario)
        seats = dict.fromkeys(seat for seat, _ in playable(setup.scenario))
        if scenario == self._given:
            seats.update(dict.fromkeys(self.people))
        return {seat: sheet(setup, seat) for seat in seats}

    def draw(self) -> int:
        """Draw a seed."""
        return secrets.randbelow(_DRAWN_SEED_MOST)

    def begin(self, scenario: str, people: Sequence[str], seed: int) -> Session:
        """Begin a play for the people at these seats."""
        from sim.cli.records import header
        from sim.play.driver import Play
        from sim.play.seat import Session

        filled = self._filled(scenario, people)
        setup = self._setup(scenario)
        head = header(setup.scenario, seed, 0, filled, played=True)
        file = LineFile(new_record(setup.scenario.id, seed))
        return Session(Play(setup, seed, filled, header=head, file=file), people, fresh=True)

    def resume(self, record: str) -> Session:
        """Go on with a record."""
        from sim.cli.records import read_record, recorded_occupants
        from sim.play.driver import Play
        from sim.play.occupants import from_file
        from sim.play.seat import Session

        path = Path(record)
        file = LineFile(path, exists=True)  # locked before it is read
        try:
            kept, setup = read_record(path)
            if not kept.header.get("played"):
                raise RecordError(f"{path}: is the record of a headless run; nobody sat in it")
            filled = recorded_occupants(setup, kept)
            people = tuple(s for s, o in filled.items() if o.control == "person")
            if not people:
                raise RecordError(f"{path}: has no person's seat")
            for other, who in filled.items():
                if from_file(who.name) and other not in kept.header.get("scripts", {}):
                    complain(f"{path}: lacks the script of “{other}”, which does nothing more")
            play = Play.restore(setup, kept, filled, file)
        except SimError:
            file.close()
            raise
        return Session(play, people, fresh=not play.said)

    def _filled(self, scenario: str, people: Sequence[str]) -> dict[str, Any]:
        """Fill every seat; a policy given for a seat that a person has taken is left aside."""
        from sim.cli.seats import occupants

        given = self._specs if scenario == self._given else {}
        specs = {seat: spec for seat, spec in given.items() if spec != "person"}
        return occupants(self._setup(scenario), {**specs, **dict.fromkeys(people, "person")})

    def _setup(self, scenario: str) -> Setup:
        from sim.engine import Setup
        from sim.loader import load

        if scenario not in self._setups:
            sets = self._sets if scenario == self._given else ()
            self._setups[scenario] = Setup(load(scenario, sets))
        return self._setups[scenario]


def new_record(scenario: str, seed: int) -> Path:
    """Name a record that does not exist yet."""
    folder = saves()
    for number in range(1, 100_000):
        path = folder / f"{scenario.lstrip('_')}-seed{seed}-{number}.jsonl"
        if not path.exists():
            return path
    raise RecordError(f"{folder}: holds 99,999 records of this seed; tidy it up")


def _scenarios() -> Path:
    """Give the folder of shipped scenarios without loading what reads them."""
    here = Path(__file__).resolve().parent.parent
    packed = here / "_scenarios"
    return packed if packed.is_dir() else here.parent / "scenarios"


def _head(path: Path) -> dict[str, Any]:
    """Read the plain keys at the top of a scenario; the menu needs no more."""
    lines = []
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.startswith(("briefing:", "sides:", "seats:", "parameters:")):
                break
            lines.append(line)
    try:
        data = yaml.load("".join(lines), yaml.BaseLoader)
    except yaml.YAMLError:
        return {}
    return data if isinstance(data, dict) else {}


def _day(begins: str) -> str:
    try:
        return f"{datetime.fromisoformat(begins):%d %b %Y}"
    except ValueError:
        return begins


def _changed(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _open_header(path: Path) -> dict[str, Any] | None:
    """Give the header of a played record that has no end yet, else None."""
    try:
        with path.open("rb") as file:
            first = file.readline()
            file.seek(max(0, path.stat().st_size - _TAIL_BYTES))
            tail = file.read()
        header = json.loads(first)
        seats, scenario = header["seats"], header["scenario"]
        end = len(tail) if tail.endswith(b"}") else tail.rfind(b"\n")
        last = tail[:end].rstrip().rpartition(b"\n")[2]
        played = header["played"] and isinstance(seats, dict) and isinstance(scenario, dict)
        ended = last.startswith(b"{") and "ending" in json.loads(last)
        return header if played and not ended and "person" in seats.values() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
