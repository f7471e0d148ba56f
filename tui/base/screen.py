"""What all screens share: panes, a footer, keys from the table of commands, a least size."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen, Screen

from tui.base import keymap
from tui.base.pane import Pane
from tui.base.text import Line, clip, line, pad, rule, wrap

if TYPE_CHECKING:
    from tui.app import Channel16

LEAST_WIDTH, LEAST_HEIGHT = 80, 24
R = TypeVar("R")


def hint_line(key: str, text: str, width: int) -> list[Line]:
    """Write the hint line: always the same words, then a key (a/b: one of them) and what for."""
    return [clip(line((" >> press ", "head"), (key, "key"), f": {text}"), width)]


class Commanded(Screen[R]):
    """Turns keys into calls of `do_ID`, where ID is a command of the table."""

    where: str = ""

    @property
    def game(self) -> Channel16:
        """Give the application, by its own type."""
        return cast("Channel16", self.app)

    def able(self) -> Iterable[str]:
        """List the commands that can be done now."""
        return [c.id for c in keymap.of(self.where, self.game.table) if self._does(c.id)]

    def _does(self, name: str) -> Callable[..., Any] | None:
        return getattr(self, f"do_{name}", None)

    def perform(self, name: str, key: str = "") -> None:
        """Do a command; `key` tells which of several keys it was."""
        does = self._does(name)
        if does is not None and name in self.able():
            does(key) if name == "call" else does()

    def take(self, event: events.Key) -> bool:
        """Do what a key means here; say whether it means anything."""
        command = keymap.find(event.key, self.where, self.game.table)
        if command is None or self._does(command.id) is None:
            return False
        event.stop()
        event.prevent_default()
        self.perform(command.id, event.key)
        return True

    def hint_line(self, width: int) -> list[Line]:
        """Write the hint line, if this screen has any."""
        return []

    def do_help(self) -> None:
        """Show the help of this screen."""
        from tui.cards.overlays import Help

        self.game.push_screen(Help(self.where))

    def do_palette(self) -> None:
        """Open the palette."""
        self.game.action_command_palette()


class BaseScreen(Commanded[None]):
    """A whole screen: a body of panes and a footer; too small a terminal is told so."""

    def compose(self) -> ComposeResult:
        """Put the body above the footer, and the card that asks for more room."""
        yield from self.body()
        yield Pane(self._footer, id="footer")
        yield Pane(self._small, id="small")

    def body(self) -> Iterable[Pane]:
        """Give the panes of the screen."""
        return ()

    def repaint(self) -> None:
        """Draw every pane again."""
        for pane in self.query(Pane):
            pane.repaint()

    def on_resize(self, event: events.Resize) -> None:
        """Show the card instead of the body when there is too little room for it."""
        width, height = event.size
        self.set_class(width < LEAST_WIDTH or height < LEAST_HEIGHT, "-tiny")

    def on_key(self, event: events.Key) -> None:
        """Take a key, unless the screen is too small to show what it would do."""
        if not self.has_class("-tiny"):
            self.take(event)

    def _footer(self, width: int, height: int) -> list[Line]:
        return [keymap.footer(self.where, self.game.table, self.able(), width)]

    def _small(self, width: int, height: int) -> list[Line]:
        size = self.game.size
        text = f"too small: {size.width}x{size.height}; needs {LEAST_WIDTH}x{LEAST_HEIGHT}"
        return [(), *wrap(text, max(8, width - 2), "alert", first=" ", rest=" ")]


class CardScreen(ModalScreen[R], Commanded[R]):
    """A card over the screen below: a title, lines, and the keys that act on it."""

    where = "card"
    WIDTH: ClassVar[int] = 70
    title_text: str = ""

    def compose(self) -> ComposeResult:
        """Show one pane; what it holds decides its height. Below it stands the hint line."""
        yield Pane(self._framed, id="card")
        if self.game.hint(LEAST_WIDTH):
            yield Pane(lambda width, _: self.game.hint(width), id="hint")

    def on_mount(self) -> None:
        """Take the size that the text needs."""
        self.repaint()

    def on_resize(self, event: events.Resize) -> None:
        """Fit into the terminal again."""
        self.repaint()

    def on_key(self, event: events.Key) -> None:
        """Take a key; a card keeps all keys to itself."""
        if not self.pressed(event.key):
            self.take(event)
        event.stop()

    def pressed(self, key: str) -> bool:
        """Do what a key means to this card alone; say whether it means anything."""
        return False

    def text(self, width: int) -> list[Line]:
        """Write what the card says."""
        return []

    def keys(self) -> str:
        """Say which keys act on the card."""
        return "Esc back"

    def repaint(self) -> None:
        """Draw the card again at the size it needs now."""
        pane = self.query_one("#card", Pane)
        size = self.game.size
        width = max(1, min(self.WIDTH, size.width - 2))
        lines = self.text(max(1, width - 4))
        pane.styles.width = width
        room = size.height - 1 - len(self.query("#hint"))
        pane.styles.height = max(1, min(len(lines) + 4, room))
        for each in self.query(Pane):
            each.repaint()

    def do_leave(self) -> None:
        """Put the card away."""
        self.dismiss(None)

    def _framed(self, width: int, height: int) -> list[Line]:
        inner = max(1, width - 4)
        lines = self.text(inner)
        room = max(0, height - 3)
        shown = lines[:room]
        side = ("|", "rule")
        body = [(side, (" ", ""), *pad(row, inner), (" ", ""), side) for row in shown]
        keys = clip(line((self.keys(), "dim")), inner)
        return [
            (("+", "rule"), *rule(f" {self.title_text} ", width - 2), ("+", "rule")),
            *body,
            (side, (" ", ""), *pad(keys, inner), (" ", ""), side),
            (("+", "rule"), ("─" * (width - 2), "rule"), ("+", "rule")),
        ]
