"""What panes, cards and screens ask of the game they are part of; the application answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from rich.style import Style

from tui.base.keycommand import KeyCommand
from tui.base.start import Daily, PlayStarter
from tui.base.text import Line

if TYPE_CHECKING:  # loading the simulation takes longer than painting the menu
    from sim.play.seat import Session


class Game(Protocol):
    """The application, without what Textual gives to every screen.

    Attributes:
        starter: Begins plays and goes on with them.
        keys: The table of commands, with the player's own keys.
        clock: Wall time, in seconds of any monotonic clock.
        complaint: What went wrong last; the menu shows it.
        simple: Whether only ASCII signs are drawn.
        confirm: Whether an option has to be asked for twice.
        hold: Whether the clock stops while something waits for the player.
        letters: Letters that options had in plays of this run of the game, by scenario, seed, seat.
    """

    starter: PlayStarter
    keys: tuple[KeyCommand, ...]
    clock: Callable[[], float]
    complaint: str
    simple: bool
    confirm: bool
    hold: bool
    letters: dict[tuple[str, int, str], dict[str, str]]

    def look(self, role: str) -> Style:
        """Give how text of a role looks."""

    def next_theme(self) -> None:
        """Wear the next theme."""

    def hint_line(self, width: int) -> list[Line]:
        """Write the hint of a guided play, for whatever lies over it; none if none is due."""

    def open_help(self, about: str) -> None:
        """Explain a screen and its keys."""

    def open_words(self, about: str) -> None:
        """Say what words mean, those of a screen first."""

    def open_menu(self, complaint: str, marked: str = "") -> None:
        """Go back to the menu, mark a row of it, and say what went wrong, "" if nothing did."""

    def open_briefing(
        self, scenario: str, people: Sequence[str] = (), daily: Daily | None = None
    ) -> None:
        """Open the briefing of a scenario; one with faults says so on the menu."""

    def open_daily(self) -> None:
        """Open the game of the day: its briefing, or where it was left, or its end."""

    def open_records(self) -> None:
        """List the games that ended."""

    def open_replay(self, record: str, seat: str, title: str) -> None:
        """Go through a record event by event, over what is open now."""

    def open_review(self, record: str, seat: str, title: str) -> None:
        """Say what each decision of a seat was worth, over what is open now."""

    def open_manual(self) -> None:
        """Open the pages to learn from."""

    def begin(self, scenario: str, people: Sequence[str], seed: int, daily: str = "") -> None:
        """Begin a play, or the game of a day, in place of the screen above the menu."""

    def resume(self, record: str) -> None:
        """Go on with a record."""

    def open_play(self, session: Session) -> None:
        """Show a play that was begun in the midst of another, in that one's place."""

    def reopen(self, record: str) -> None:
        """Show the end of a record over what is open now."""

    def open_end(self, session: Session, seat: str) -> None:
        """Show a seat the end of a play, in the play's place."""
