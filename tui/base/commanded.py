"""What turns keys into commands: the table says what a key means, a method `do_ID` does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual import events
from textual.screen import Screen

from tui.base import keymap
from tui.base.game import Game
from tui.base.pane import Pane
from tui.base.text import Line, clip, line

if TYPE_CHECKING:  # loading the simulation takes longer than painting the menu
    from sim.play.seat import HintLine

LEAST_WIDTH, LEAST_HEIGHT = 80, 24
R = TypeVar("R")


def hint_row(key: str, text: str, width: int) -> list[Line]:
    """Write the hint line: always the same words, then a key (a/b: one of them) and what for."""
    return [clip(line((" >> press ", "head"), (key, "key"), f": {text}"), width)]


class Commanded(Screen[R]):
    """A screen or a card whose keys call `do_ID`, where ID is a command of the table.

    Attributes:
        where: The name under which the table lists the commands of this screen.
        page_lines: By how many lines a page moves.
    """

    where: str = ""
    page_lines = 10

    @property
    def game(self) -> Game:
        """Give the game this is part of."""
        return cast("Game", self.app)

    def able(self) -> Iterable[str]:
        """List the commands that can be done now."""
        return [c.id for c in keymap.of(self.where, self.game.keys) if self._does(c.id)]

    def _does(self, name: str) -> Callable[..., Any] | None:
        return getattr(self, f"do_{name}", None)

    def perform(self, name: str, key: str = "") -> None:
        """Do a command; `key` tells which of several keys it was."""
        does = self._does(name)
        if does is not None and name in self.able():
            does(key) if name in keymap.KEYED else does()

    def on_paste(self, event: events.Paste) -> None:
        """Say that nothing here takes a text."""
        event.stop()
        self.app.notify("What was pasted is left out: nothing here takes text.", markup=False)

    def take(self, event: events.Key) -> bool:
        """Do what a key means here; say whether it means anything."""
        command = keymap.find(event.key, self.where, self.game.keys)
        if command is None or self._does(command.id) is None:
            return False
        event.stop()
        event.prevent_default()
        self.perform(command.id, event.key)
        return True

    def repaint(self) -> None:
        """Draw every pane again."""
        for pane in self.query(Pane):
            pane.repaint()

    def hint_line(self, width: int) -> list[Line]:
        """Write the hint line, if this screen has any."""
        return []

    def step_to(self, hint: HintLine) -> tuple[str, str]:
        """Give the key that comes next here on the way to what a hint asks for, and what for.

        What is of no use to a hint is put away.
        """
        return "Esc", "back"

    def move(self, by: int) -> None:
        """Go down by so many lines, up if it is below 0; where there are none, stay."""

    def do_up(self) -> None:
        """Go one line up."""
        self.move(-1)

    def do_down(self) -> None:
        """Go one line down."""
        self.move(1)

    def do_page_up(self) -> None:
        """Go one page up."""
        self.move(-self.page_lines)

    def do_page_down(self) -> None:
        """Go one page down."""
        self.move(self.page_lines)

    def do_help(self) -> None:
        """Show the help of this screen."""
        self.game.open_help(self.where)

    def do_words(self) -> None:
        """Say what the words on this screen mean."""
        self.game.open_words(self.where)

    def do_palette(self) -> None:
        """Open the palette."""
        self.app.action_command_palette()

    def do_theme(self) -> None:
        """Wear the next theme."""
        self.game.next_theme()
