"""What is hosted: a scenario, its cells and their seats, and how a play of it begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sim.engine import Setup
from sim.exercise.host.clock import StoryMap
from sim.play.driver import Play
from sim.play.record import Line


@dataclass(frozen=True, slots=True)
class HostedCell:
    """A cell: its title, and the seats whose people sit together."""

    title: str
    seats: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """What is hosted.

    Attributes:
        title: Of the exercise.
        setup: The scenario.
        cells: By name.
        begin: Begins the play with people in these seats; doctrines hold the others.
        plan: How story and exercise go together, given when each inject was released.
        tasks: What evaluators rate, in words, by id.
        injects: The ids that an evaluator may write of.
        by_itself: Whether it begins by itself once somebody sits in every seat.
        play: The play, if it was begun before.
        lines: All its lines of play, as the record holds them.
    """

    title: str
    setup: Setup
    cells: Mapping[str, HostedCell]
    begin: Callable[[tuple[str, ...]], Play]
    plan: Callable[[Mapping[str, int]], StoryMap]
    tasks: Mapping[str, str] = field(default_factory=dict)
    injects: tuple[str, ...] = ()
    by_itself: bool = False
    play: Play | None = None
    lines: list[Line] = field(default_factory=list)

    @property
    def seats(self) -> tuple[str, ...]:
        """List the seats that people may hold, in the order of the cells."""
        return tuple(seat for cell in self.cells.values() for seat in cell.seats)

    @property
    def whose(self) -> tuple[str, ...]:
        """List for whom there are codes."""
        cells = tuple(f"cell.{name}" for name in self.cells)
        return (*self.seats, *cells, "observer", "evaluator", "white_cell")

    def seats_of(self, who: str) -> tuple[str, ...]:
        """List the seats that a code lets one sit in, or look at."""
        if who.startswith("cell."):
            return self.cells[who.removeprefix("cell.")].seats
        if who in ("evaluator", "white_cell"):
            return tuple(self.setup.seats)
        return () if who == "observer" else (who,)
