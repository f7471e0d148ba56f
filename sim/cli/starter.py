"""Begins plays and goes on with them: for the screen, which knows no files, and for lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli import complain, home, posters, settings, shelf
from sim.errors import RecordError, SimError, UsageError
from sim.store import LineFile, NoFile, wall_ms

if TYPE_CHECKING:
    from sim.cli.thinker import Thinker
    from sim.engine import Setup
    from sim.play.occupants import Occupant
    from sim.play.seat import Session, Sheet, Turn
    from sim.review.scrub import Scrub
    from tui.base.start import Advising, Daily, Kept, Poster, Reviewing

_DRAWN_SEED_MOST = 2**31
"""A seed drawn for play is short enough to be read out to somebody."""
_REPORTS_MOST = 100
"""Reports of one record that somebody edited, so that the next is written beside them."""


Rerunnable = tuple["Setup", int, int, Mapping[str, "Occupant"]]
"""A run that can be had again: scenario, seed, replicate, and who holds the seats."""


class Starter:
    """Begins plays of one scenario given with its seats and changes, or of any shipped one."""

    def __init__(
        self,
        scenario: str = "",
        seats: Iterable[str] = (),
        sets: Iterable[str] = (),
        *,
        unsaved: bool = False,
        no_undo: bool = False,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._given, self._unsaved, self._no_undo = scenario, unsaved, no_undo
        self._seats, self._sets = tuple(seats), tuple(sets)
        self._today = today
        self._setups: dict[str, Setup] = {}
        self._specs: dict[str, dict[str, str]] = {}
        self._sessions: list[Session] = []
        self._adviser: tuple[Session, Thinker] | None = None

    def check(self) -> None:
        """Load the given scenario, so that its faults are told before a screen opens."""
        if self._given:
            people = self.people
            self._filled(self._given, self.seating(self._given), people)

    @property
    def people(self) -> tuple[str, ...]:
        """Name the seats that people take: those given without a policy, else the first free."""
        from sim.cli.seats import seat_specs

        setup = self._setup(self._given)
        specs = seat_specs(self._seats, setup)
        self._specs.setdefault(self._given, {s: p for s, p in specs.items() if p != "person"})
        people = tuple(seat for seat, spec in specs.items() if spec == "person")
        free = [s.id for s in setup.scenario.seats if s.playable and s.id not in specs]
        if not people and not free:
            raise UsageError("no playable seat is left; take one with --seat SEAT")
        return people or (free[0],)

    def posters(self) -> list[Poster]:
        """List the shipped scenarios, the guided ones first."""
        return sorted(posters.posters(), key=lambda poster: not poster.guided)

    def policies(self) -> Mapping[str, str]:
        """Name what can hold a seat without a person, each in words."""
        return posters.policies()

    def kept(self) -> list[Kept]:
        """List the plays on disk; who has just ended one has its score there."""
        scores = {}
        for session in self._sessions:
            if session.ended and session.record:
                scores[Path(session.record).name] = session.result()
        return shelf.kept(scores)

    def daily(self) -> Daily | None:
        """Give the game of this day."""
        from tui.base.start import Daily

        day, found = self._today().isoformat(), posters.of_day(self._today())
        if found is None:
            return None
        poster, seat, seed = found
        title = next(chair.title for chair in poster.seats if chair.id == seat)
        return Daily(day, poster.id, poster.title, seat, seat_title=title, seed=seed)

    def of_day(self) -> Session:
        """Begin the game of this day, go on with it, or open it at its end."""
        daily = self.daily()
        if daily is None:
            raise UsageError("there is no game of the day: no scenario is shipped with this copy")
        begun = next((play for play in self.kept() if play.daily == daily.day), None)
        if begun is not None:
            return self.resume(begun.record)
        return self.begin(daily.scenario, (daily.seat,), daily.seed, daily.day)

    def settings(self) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """Read what the player wants of the screen, and what of it cannot be taken."""
        return own_settings()

    def sheets(self, scenario: str) -> dict[str, Sheet]:
        """Give what may be read in each seat that a person may take, before a play begins."""
        from sim.play.seat import playable, sheet

        setup = self._setup(scenario)
        seats = dict.fromkeys(seat for seat, _ in playable(setup.scenario))
        if scenario == self._given:
            seats.update(dict.fromkeys(self.people))
        return {seat: sheet(setup, seat) for seat in seats}

    def seating(self, scenario: str) -> Mapping[str, str]:
        """Say which policies were chosen for seats of a scenario."""
        return dict(self._specs.get(scenario, {}))

    def appoint(self, scenario: str, seats: Mapping[str, str]) -> None:
        """Choose policies for seats of a scenario, until the program ends."""
        self._specs[scenario] = dict(seats)

    def draw(self) -> int:
        """Draw a seed."""
        return draw_seed()

    def begin(self, scenario: str, people: Sequence[str], seed: int, daily: str = "") -> Session:
        """Begin a play, or the game of a day, for the people at these seats."""
        from sim.cli.records import header
        from sim.play.driver import Play
        from sim.play.seat import Session

        if daily and any(play.daily == daily for play in self.kept()):
            raise UsageError(f"the game of {daily} has been begun; there is one try a day")
        filled = self._filled(scenario, {} if daily else self.seating(scenario), people)
        setup = self._setup(scenario)
        head = header(setup.scenario, seed, 0, filled, played=True)
        if self._no_undo:
            head["no_undo"] = True
        if daily:
            head.update(daily=daily, no_undo=True)
        file = home.new_record(setup.scenario.id, seed, unsaved=self._unsaved)
        filled, thinks = _thinking(filled, head["scenario"])
        play = Play(setup, seed, filled, header=head, file=file)
        return self._seated(Session(play, people, fresh=True, thinks=thinks))

    def resume(self, record: str) -> Session:
        """Go on with a record."""
        from sim.cli.records import read_record
        from sim.play.driver import Play
        from sim.play.occupants import from_file
        from sim.play.recorded import recorded_occupants
        from sim.play.seat import Session

        path = Path(record)
        # It is locked, then read.
        file = NoFile() if self._unsaved else LineFile(path, exists=True, wall=wall_ms)
        try:
            kept, setup = read_record(path)
            if not kept.header.get("played"):
                raise RecordError(f"{path}: is the record of a headless run; nobody sat in it")
            filled = recorded_occupants(setup, kept)
            people = tuple(s for s, o in filled.items() if o.control == "person")
            people += tuple(kept.header[key] for key in ("took_over",) if key in kept.header)
            if not people:
                raise RecordError(f"{path}: has no person's seat")
            for other, who in filled.items():
                if from_file(who.name) and other not in kept.header.get("scripts", {}):
                    complain(f"{path}: lacks the script of “{other}”, which does nothing more")
            filled, thinks = _thinking(filled, kept.header["scenario"])
            play = Play.restore(setup, kept, filled, file)
        except SimError:
            file.close()
            raise
        self.appoint(kept.header["scenario_id"], _policies(filled))
        return self._seated(Session(play, people, fresh=not play.said, thinks=thinks))

    def replay(self, record: str) -> Scrub:
        """Open a record to be gone through event by event.

        Raises:
            RecordError: not a record, or one that does not re-run to what it says.
        """
        from sim.cli.records import run_again
        from sim.review.scrub import Scrub

        engine = run_again(Path(record)).engine
        return Scrub(engine.setup, engine.log)

    def review(self, record: str, seat: str) -> Reviewing:
        """Begin to say what each decision of a seat was worth, in a process of its own."""
        from sim.cli.reviewer import Reviewer

        return Reviewer(record, seat)

    def advise(self, session: Session, seat: str, kind: str = "") -> Advising:
        """Begin to look ahead for a seat, by what it knows now, in a process of its own."""
        from sim.cli.thinker import Adviser, Thinker

        if self._adviser is None or self._adviser[0] is not session:
            self.leave_off()
            self._adviser = session, Thinker(session.scenario_data)
        thinker = self._adviser[1]
        thinker.begin()
        return Adviser(thinker, *session.seats[seat].handed(), kind)

    def leave_off(self) -> None:
        """End the adviser's process."""
        if self._adviser is not None:
            self._adviser[1].stop()

    def delete(self, record: str) -> None:
        """Delete a record; that of the game of this day stays, since there is one try.

        Raises:
            UsageError: it may not be deleted, or cannot.
        """
        day = self._today().isoformat()
        if any(play.record == record and play.daily == day for play in self.kept()):
            raise UsageError("the game of this day can be deleted tomorrow; there is one try a day")
        for session in self._sessions:
            if session.record == record:
                session.close()
                self._sessions.remove(session)
                break
        try:
            Path(record).unlink()
        except OSError as error:
            raise UsageError(f"{record}: cannot be deleted ({error.strerror})") from None

    def play_on(self, session: Session, turn: Turn) -> Session:
        """Begin another play where one that has ended stood at a turn, with a record of its own."""
        file = home.new_record(session.scenario, session.seed, unsaved=self._unsaved)
        return self._seated(session.played_on(turn, file))

    def take_over(self, run: Rerunnable, at_ms: int, seat: str) -> Session:
        """Let a person go on with a headless run from an instant, with a record of its own."""
        from sim.cli.records import header
        from sim.play.driver import Play
        from sim.play.midway import taken_over
        from sim.play.seat import Session

        setup, seed, replicate, filled = run
        head = header(setup.scenario, seed, replicate, filled, played=True)
        filled, thinks = _thinking(dict(filled), head["scenario"])
        head["took_over"] = seat
        file = home.new_record(setup.scenario.id, seed, unsaved=self._unsaved)
        play = Play(setup, seed, filled, header=head, replicate=replicate)
        play = taken_over(play, at_ms, seat, file)
        return self._seated(Session(play, (seat,), fresh=False, thinks=thinks))

    def report(self, record: str) -> str:
        """Write the report of a record beside it, open it where it can be seen; say where it is."""
        from sim.cli.browser import opened
        from sim.cli.exercise import write_report

        path = Path(record)
        for number in range(1, _REPORTS_MOST):
            page = path.with_suffix(f".{number}.html" if number > 1 else ".html")
            try:
                write_report(path, page)
            except UsageError:  # somebody's own, or edited: it stays
                continue
            return f"{page}{'; it opens in the browser' if opened(page) else ''}"
        raise UsageError(f"{path.parent}: holds too many reports of this play; tidy it up")

    def unsaved(self) -> list[str]:
        """Close every play that was begun; say what of them could not be saved."""
        self.leave_off()
        troubles = [trouble for session in self._sessions if (trouble := session.close())]
        if any(session.ended for session in self._sessions):
            self.kept()  # remembers the scores
        return troubles

    def _seated(self, session: Session) -> Session:
        self._sessions.append(session)
        return session

    def _filled(
        self, scenario: str, given: Mapping[str, str], people: Sequence[str]
    ) -> dict[str, Occupant]:
        """Fill every seat; a policy given for a seat that a person has taken is left aside."""
        from sim.cli.seats import occupants

        return occupants(self._setup(scenario), {**given, **dict.fromkeys(people, "person")})

    def _setup(self, scenario: str) -> Setup:
        from sim.engine import Setup
        from sim.loader import load

        if scenario not in self._setups:
            sets = self._sets if scenario == self._given else ()
            self._setups[scenario] = Setup(load(scenario, sets))
        return self._setups[scenario]


def draw_seed() -> int:
    """Draw a seed."""
    import secrets  # the menu draws none

    return secrets.randbelow(_DRAWN_SEED_MOST)


def own_settings() -> tuple[Mapping[str, Any], tuple[str, ...]]:
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


def _thinking(
    filled: dict[str, Occupant], scenario: Mapping[str, Any]
) -> tuple[dict[str, Occupant], Thinker | None]:
    """Let seats that look ahead do so in a process of their own, if there are any."""
    from sim.cli.thinker import Thinker, elsewhere, thinks

    if not thinks(filled):
        return filled, None
    thinker = Thinker(scenario)
    return elsewhere(filled, thinker), thinker


def _policies(filled: Mapping[str, Occupant]) -> dict[str, str]:
    """Give the policies of a play that another play can have too: not scripts from files."""
    from sim.play.occupants import from_file

    return {
        seat: who.name
        for seat, who in filled.items()
        if who.control != "person" and not from_file(who.name)
    }
