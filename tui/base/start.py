"""What the screen is given to begin plays with; files and scenarios stay on the other side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:  # loading the simulation takes longer than painting the menu
    from sim.play.seat import Session, Sheet, Turn


@dataclass(frozen=True, slots=True)
class Poster:
    """A scenario as the menu shows it."""

    id: str
    title: str
    date: str
    place: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Saved:
    """A record that has no end yet."""

    record: str
    title: str
    seed: int
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the screen opens: the menu, the briefing of a scenario, or a play gone on with."""

    scenario: str = ""
    people: tuple[str, ...] = ()
    seed: int | None = None
    pace: float | None = None
    session: Session | None = None


class PlayStarter(Protocol):
    """Begins plays and goes on with them; what is wrong outside is raised as a `SimError`."""

    def posters(self) -> list[Poster]:
        """List the shipped scenarios."""

    def saved(self) -> Saved | None:
        """Find the record that was played last and has no end yet."""

    def settings(self) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """Read what the player wants of the screen, and what of it cannot be taken."""

    def sheets(self, scenario: str) -> dict[str, Sheet]:
        """Give what may be read in each seat that a person may take."""

    def draw(self) -> int:
        """Draw a seed."""

    def begin(self, scenario: str, people: Sequence[str], seed: int) -> Session:
        """Begin a play for the people at these seats."""

    def resume(self, record: str) -> Session:
        """Go on with a record."""

    def play_on(self, session: Session, turn: Turn) -> Session:
        """Begin another play where one that has ended stood at a turn."""

    def report(self, record: str) -> str:
        """Write what happened in a record as a page, open it where it can be seen; say where."""
