"""The application: where it opens, what the player wants of it, and the way between screens."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from rich.style import Style
from textual.app import App, SystemCommand
from textual.filter import LineFilter
from textual.screen import Screen

from sim.errors import SimError
from tui.base import keymap
from tui.base.pane import Simple
from tui.base.roles import ROLES
from tui.base.screen import Commanded
from tui.base.start import Opening, Starter
from tui.base.text import Line
from tui.screens.menu import MenuScreen

if TYPE_CHECKING:
    from sim.play.seat import Session


class Channel16(App[str]):
    """Channel 16 on a terminal; what it returns is what could not be saved."""

    CSS_PATH = "theme.tcss"
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"text--{role}" for role in ROLES}
    """Held once here: for each pane of its own, every change of a class would cost thirty rules."""
    TITLE = "Channel 16"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012  # typed by Textual
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        starter: Starter,
        opening: Opening | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        signs: str = "",
    ) -> None:
        super().__init__()
        self.starter = starter
        self.opening = opening or Opening()
        self.clock = clock
        wishes, complaint = starter.settings()
        self.table, wrong = keymap.remapped(wishes.get("keys"))
        self.complaint = complaint or (f"own keys left aside: {wrong[0]}" if wrong else "")
        self.hold = wishes.get("hold") is True
        self.confirm = wishes.get("confirm") is not False
        self.simple = (signs or wishes.get("signs")) == "ascii"
        self.animation_level = "none"
        self._looks: dict[str, Style] = {}

    def on_mount(self) -> None:
        """Open the menu, and on it what was asked for."""
        self.push_screen(MenuScreen())
        if self.opening.session is not None:
            self.sit(self.opening.session)
        elif self.opening.scenario:
            self.brief(self.opening.scenario, self.opening.people)

    def look(self, role: str) -> Style:
        """Give how text of a role looks."""
        if role not in self._looks:
            styles = self.get_component_styles(f"text--{role}")
            self._looks[role] = styles.partial_rich_style
        return self._looks[role]

    def brief(self, scenario: str, people: Sequence[str] = ()) -> None:
        """Open the briefing of a scenario; one with faults says so on the menu."""
        from tui.screens.brief import BriefScreen  # loads the simulation

        try:
            sheets = self.starter.sheets(scenario)
        except SimError as error:
            self.say(str(error.faults[0]))
            return
        self.push_screen(BriefScreen(scenario, sheets, people, self.opening))

    def begin(self, scenario: str, people: Sequence[str], seed: int) -> None:
        """Begin a play in place of the screen above the menu."""
        try:
            session = self.starter.begin(scenario, people, seed)
        except SimError as error:
            self.say(str(error.faults[0]))
            return
        self.sit(session)

    def resume(self, record: str) -> None:
        """Go on with a record."""
        try:
            session = self.starter.resume(record)
        except SimError as error:
            self.say(str(error.faults[0]))
            return
        self.sit(session)

    def sit(self, session: Session) -> None:
        """Sit down at a play, which takes the place of whatever lies above the menu."""
        from tui.screens.play import PlayScreen  # loads the simulation

        self.above_menu(PlayScreen(session, self.opening.pace))

    def above_menu(self, screen: Screen[None]) -> None:
        """Show a screen right above the menu."""
        if isinstance(self.screen, MenuScreen):
            self.push_screen(screen)
        else:
            self.switch_screen(screen)

    def hint(self, width: int) -> list[Line]:
        """Give the hint line of a guided play, for whatever lies over it."""
        written = (s.hint_line(width) for s in self.screen_stack if isinstance(s, Commanded))
        return next((lines for lines in written if lines), [])

    def say(self, text: str) -> None:
        """Say on the menu what went wrong."""
        self.complaint = text
        while not isinstance(self.screen, MenuScreen):
            self.pop_screen()
        self.screen.repaint()

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Give Textual's filters; with simple signs, one more that writes ASCII only."""
        filters = [f for f in super().get_line_filters() if isinstance(f, LineFilter)]
        return [*filters, Simple()] if self.simple else filters

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Fill the palette with what can be done on the screen below it."""
        if not isinstance(screen, Commanded):
            return
        able = set(screen.able())
        for command in keymap.of(screen.where, self.table):
            if command.id in able and command.id not in ("palette", "call"):
                title = command.word or command.id.replace("_", " ").capitalize()
                yield SystemCommand(title, command.help, _doing(screen, command.id))


def _doing(screen: Commanded[Any], name: str) -> Callable[[], None]:
    return lambda: screen.perform(name)


def run(starter: Starter, opening: Opening) -> int:
    """Open the screen and stay until the player leaves; say what could not be saved."""
    for stale in ("COLUMNS", "LINES"):  # they would outweigh what the terminal says of its size
        os.environ.pop(stale, None)
    app = Channel16(starter, opening, signs="" if _unicode() else "ascii")
    trouble = app.run()
    if trouble:
        sys.stderr.write(f"channel16: not all is saved: {trouble}\n")
    return app.return_code or 0


def _unicode() -> bool:
    """Say whether the terminal can show more than ASCII; Textual writes to standard error."""
    stream = sys.__stdout__ if os.name == "nt" else sys.__stderr__
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
    return encoding.startswith("utf") and os.environ.get("TERM") != "linux"
