"""What the screen is given to begin plays with; files and scenarios stay on the other side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # loading the simulation takes longer than painting the menu
    from sim.play.seat import Session, Sheet, Turn
    from sim.review.scrub import Scrub


SIGNS = {"+": "◆", "-": "◇"}
"""Signs of a result: reached, and not."""
MEANING = ("own aim", "own word", "peace")
"""What they are of, in their order."""


@dataclass(frozen=True, slots=True)
class Chair:
    """A seat as menu and briefing show it.

    `occupant` is the policy that holds it by default, `decides` how long its decisions stay open,
    and `begins_with` each vessel it holds at the begin: name, side, number, own, x, y, course,
    speed.
    """

    id: str
    title: str
    side: str
    playable: bool
    occupant: str
    decides: str
    begins_with: tuple[tuple[Any, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Poster:
    """A scenario as the menu shows it."""

    id: str
    title: str
    date: str
    place: str
    minutes: int
    guided: bool
    about: str
    seats: tuple[Chair, ...]
    sides: Mapping[str, str]
    endings: Mapping[str, str]
    origin: tuple[float, float]
    places: tuple[tuple[str, float, float], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """A play that is on disk, as lists show it.

    `ending` is "" while it goes on. `score` and `signs` are None and "" until somebody has looked
    at its end: own aim, own word, and peace, each reached or not. `daily` is the day whose game it
    was, `policies` who held the seats that nobody sat in.
    """

    record: str
    scenario: str
    title: str
    seed: int
    people: tuple[str, ...]
    seats: tuple[str, ...]
    policies: Mapping[str, str] = field(default_factory=dict)
    ending: str = ""
    ending_title: str = ""
    daily: str = ""
    taken_back: bool = False
    score: int | None = None
    signs: str = ""
    when: str = ""

    @property
    def shared(self) -> str:
        """Write the result so that it can be shared: nothing of the course is given away."""
        what = f"daily {self.daily}" if self.daily else f"seed {self.seed}"
        score = "" if self.score is None else f"  {self.score} of 100"
        return f"Channel 16, {what}: {self.title}, {' and '.join(self.seats)}  {self.marks}{score}"

    @property
    def marks(self) -> str:
        """Draw the signs."""
        return "".join(SIGNS[sign] for sign in self.signs if sign in SIGNS)


@dataclass(frozen=True, slots=True)
class Daily:
    """The game of a day: the same scenario, seat and seed for everybody."""

    day: str
    scenario: str
    title: str
    seat: str
    seat_title: str
    seed: int


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the screen opens: the menu, the briefing of a scenario, or a play gone on with."""

    scenario: str = ""
    people: tuple[str, ...] = ()
    seed: int | None = None
    pace: float | None = None
    session: Session | None = None
    daily: bool = False
    replay: tuple[str, str, str] | None = None
    """A record to be gone through, the seat whose knowledge is shown, and its title."""
    console: Any = None
    """The way to a play of which the white cell's console is shown."""
    joining: Joining | None = None
    """The way into a play at a host, which asks for a code."""
    watching: Watching | None = None
    """The way to seats that others play, to be looked at."""
    evaluating: Evaluating | None = None
    """Where an evaluator writes at a host."""
    alone: bool = False
    """Whether there is nothing but that play: who leaves it, leaves the program."""


class Joining(Protocol):
    """The way into a play at a host; what is wrong there is raised as a `SimError`."""

    def knock(self, code: str) -> str:
        """Try a code; say why it does not open, "" if it does."""

    def title(self) -> str:
        """Give the title of what was joined."""

    def seats(self) -> list[tuple[str, bool]]:
        """List the seats by title, and whether somebody sits there."""

    def begun(self) -> Opening | None:
        """Say what the code opens once the exercise has begun, None before."""


class Watching(Protocol):
    """The way to seats that others play; each is looked at, and nothing is decided there."""

    @property
    def title(self) -> str:
        """Give the title of the exercise."""

    @property
    def trouble(self) -> str:
        """Say why the host is gone, "" if it is not."""

    def seats(self) -> Mapping[str, str]:
        """Give the seats that may be looked at now, by title."""

    def look(self, seat: str) -> Session | str:
        """Look at a seat; a sentence says why one may not."""

    def still(self, seat: str) -> bool:
        """Say whether the seat that is looked at may be looked at any longer."""


class Evaluating(Protocol):
    """Where an evaluator writes at a host."""

    @property
    def tasks(self) -> Mapping[str, str]:
        """Give what is rated, in words, by id."""

    @property
    def events(self) -> Sequence[Any]:
        """List the events of the exercise: number, title, state and time of each."""

    @property
    def entries(self) -> Sequence[Any]:
        """List what was written: what was said, when, and what became of it."""

    @property
    def title(self) -> str:
        """Give the title of the exercise."""

    @property
    def trouble(self) -> str:
        """Say why the host is gone, "" if it is not."""

    @property
    def watching(self) -> Watching:
        """Give the way to the seats, to be looked at."""

    def look(self) -> bool:
        """Ask how events stand and take in what was acknowledged; say whether the host answers."""

    def settle(self) -> int:
        """Take in what became of entries; say how many still wait."""

    def clocks(self) -> str:
        """Say where the clocks of story and exercise stand."""

    def write(self, text: str) -> str:
        """Write a line, as it is typed; say what is wrong with it, "" if nothing is."""

    def close(self) -> int:
        """Leave the host; say how many entries wait on this machine."""

    def number(self, entry: Any) -> int:  # noqa: ANN401  # as `entries` lists it
        """Give the number of an entry's task."""

    def rated(self, task: str) -> str:
        """Give the rating of a task that was written last, "" if none was."""


class Reviewing(Protocol):
    """A review that is worked out beside the screen."""

    def results(self) -> Iterator[Mapping[str, Any]]:
        """Yield the review of a seat, again after more roll-outs."""

    def stop(self) -> None:
        """Leave off."""


class Advising(Protocol):
    """Advice that is worked out beside the screen."""

    def result(self) -> Mapping[str, Any] | None:
        """Wait for it; None if there is nothing to decide."""

    def stop(self) -> None:
        """Leave off."""


class PlayStarter(Protocol):
    """Begins plays and goes on with them; what is wrong outside is raised as a `SimError`."""

    def posters(self) -> list[Poster]:
        """List the shipped scenarios, the guided ones first."""

    def policies(self) -> Mapping[str, str]:
        """Name what can hold a seat without a person, each in words."""

    def kept(self) -> list[Kept]:
        """List the plays on disk, the one touched last first."""

    def daily(self) -> Daily | None:
        """Give the game of this day."""

    def settings(self) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """Read what the player wants of the screen, and what of it cannot be taken."""

    def sheets(self, scenario: str) -> dict[str, Sheet]:
        """Give what may be read in each seat that a person may take."""

    def seating(self, scenario: str) -> Mapping[str, str]:
        """Say which policies were chosen for seats of a scenario."""

    def appoint(self, scenario: str, seats: Mapping[str, str]) -> None:
        """Choose policies for seats of a scenario, until the program ends."""

    def draw(self) -> int:
        """Draw a seed."""

    def begin(self, scenario: str, people: Sequence[str], seed: int, daily: str = "") -> Session:
        """Begin a play, or the game of a day, for the people at these seats."""

    def resume(self, record: str) -> Session:
        """Go on with a record; one that has ended opens at its end."""

    def play_on(self, session: Session, turn: Turn) -> Session:
        """Begin another play where one that has ended stood at a turn."""

    def report(self, record: str) -> str:
        """Write what happened in a record as a page, open it where it can be seen; say where."""

    def replay(self, record: str) -> Scrub:
        """Open a record to be gone through event by event."""

    def review(self, record: str, seat: str) -> Reviewing:
        """Begin to say what each decision of a seat was worth."""

    def advise(self, session: Session, seat: str, kind: str = "") -> Advising:
        """Begin to look ahead for a seat, by what it knows now."""

    def delete(self, record: str) -> None:
        """Delete a record."""
