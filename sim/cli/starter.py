"""Begins plays and goes on with them: for the screen, which knows no files, and for lines."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from sim.cli import complain, home, settings
from sim.errors import RecordError, SimError, UsageError
from sim.store import LineFile, NoFile, read_text

if TYPE_CHECKING:
    from sim.engine import Setup
    from sim.play.seat import Session, Sheet
    from tui.base.start import Poster, Saved

_DRAWN_SEED_MOST = 2**31
"""A seed drawn for play is short enough to be read out to somebody."""
_SCENARIO_BYTES_MOST, _NESTING_MOST = 2_000_000, 20


class Starter:
    """Begins plays of one scenario given with its seats and changes, or of any shipped one."""

    def __init__(
        self,
        scenario: str = "",
        seats: Iterable[str] = (),
        sets: Iterable[str] = (),
        *,
        unsaved: bool = False,
    ) -> None:
        self._given, self._unsaved = scenario, unsaved
        self._seats, self._sets = tuple(seats), tuple(sets)
        self._setups: dict[str, Setup] = {}
        self._specs: dict[str, str] = {}
        self._sessions: list[Session] = []

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
            begins, minutes = str(head.get("begins", "")), str(head.get("minutes", ""))[:9]
            posters.append(
                Poster(
                    path.parent.name,
                    str(head.get("title", path.parent.name)),
                    date=_day(begins),
                    place=str(head.get("place", "")),
                    minutes=int(minutes) if minutes.isdecimal() else 0,
                )
            )
        return posters

    def saved(self) -> Saved | None:
        """Find the record that was played last and has no end yet."""
        from tui.base.start import Saved

        for path, header in home.unfinished():
            people = [s for s, who in header["seats"].items() if who == "person"]
            return Saved(str(path), home.title_of(header, path), header["seed"], tuple(people))
        return None

    def settings(self) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """Read what the player wants of the screen, and what of it cannot be taken."""
        found = settings.own()
        wishes = {
            "keys": found.keys,
            "hold": found.hold,
            "confirm": found.confirm,
            "signs": found.signs,
            "theme": found.theme,
        }
        return wishes, tuple(str(fault) for fault in found.faults)

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
        file = home.new_record(setup.scenario.id, seed, unsaved=self._unsaved)
        play = Play(setup, seed, filled, header=head, file=file)
        return self._seated(Session(play, people, fresh=True))

    def resume(self, record: str) -> Session:
        """Go on with a record."""
        from sim.cli.records import read_record, recorded_occupants
        from sim.play.driver import Play
        from sim.play.occupants import from_file
        from sim.play.seat import Session

        path = Path(record)
        file = NoFile() if self._unsaved else LineFile(path, exists=True)  # locked, then read
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
        return self._seated(Session(play, people, fresh=not play.said))

    def unsaved(self) -> list[str]:
        """Close every play that was begun; say what of them could not be saved."""
        return [trouble for session in self._sessions if (trouble := session.close())]

    def _seated(self, session: Session) -> Session:
        self._sessions.append(session)
        return session

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


def _scenarios() -> Path:
    """Give the folder of shipped scenarios without loading what reads them."""
    here = Path(__file__).resolve().parent.parent
    packed = here / "_scenarios"
    return packed if packed.is_dir() else here.parent / "scenarios"


def _head(path: Path) -> dict[str, Any]:
    """Read the plain keys at the top of a scenario; the menu needs no more."""
    lines = []
    try:
        for line in read_text(path, _SCENARIO_BYTES_MOST, "a scenario").splitlines(keepends=True):
            if line.startswith(("briefing:", "sides:", "seats:", "parameters:")):
                break
            lines.append(line)
        data = _simple("".join(lines))
    except (SimError, yaml.YAMLError):
        return {}
    return data if isinstance(data, dict) else {}


def _simple(text: str) -> object:
    """Read YAML that is not nested deep, all of it as text."""
    depth = 0
    for event in yaml.parse(text, yaml.BaseLoader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > _NESTING_MOST:
            return None
    return yaml.load(text, yaml.BaseLoader)  # it makes text only


def _day(begins: str) -> str:
    try:
        return f"{datetime.fromisoformat(begins):%d %b %Y}"
    except ValueError:
        return begins
