"""The application: where it opens, what the player wants of it, and the way between screens."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.style import Style
from textual import events
from textual.app import App, SystemCommand
from textual.filter import LineFilter, Monochrome, NoColor
from textual.screen import Screen

from sim.errors import SimError
from tui.base import keymap, themes
from tui.base.commanded import Commanded
from tui.base.pane import Bare, Simple
from tui.base.roles import CHART, FILLED, LOOKS
from tui.base.start import Daily, Joining, Opening, PlayStarter
from tui.base.text import Line
from tui.base.typed import Typed
from tui.screens.menu import MenuScreen

if TYPE_CHECKING:  # loading the simulation takes longer than painting the menu
    from rich.console import RenderableType
    from textual.driver import Driver

    from sim.play.seat import Session
    from tui.base.game import Game

    def _checked(app: Channel16) -> Game:
        """Fail the check of types if the application is not what its screens speak to."""
        return app


class Channel16(App[None]):
    """Channel 16 on a terminal: the `Game` that screens speak to."""

    CSS_PATH = "theme.tcss"
    TITLE = "Channel 16"
    ENABLE_COMMAND_PALETTE = True
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012  # typed by Textual
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-tall")]  # noqa: RUF012

    def __init__(
        self,
        starter: PlayStarter,
        opening: Opening | None = None,
        *,
        clock: Callable[[], float] = time.monotonic,
        signs: str = "",
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        self.starter = starter
        self.opening = opening or Opening()
        self.clock = clock
        wishes, self.faults = starter.settings()
        self.keys, _ = keymap.remapped(wishes.get("keys"))
        self.complaint = "\n".join(self.faults)
        self.hold = wishes.get("hold") is True
        self.letters: dict[tuple[str, int, str], dict[str, str]] = {}
        self.confirm = wishes.get("confirm") is not False
        self.simple = (signs or wishes.get("signs")) == "ascii"
        for name in themes.PALETTES:
            self.register_theme(themes.theme(name))
        self.set_reactive(App.theme, wishes.get("theme") or themes.USUAL)
        self.stylesheet.set_variables(self.get_css_variables())
        self.animation_level = "none"
        self.hears: tuple[int, ...] = ()
        self._menu = MenuScreen()
        self._typed = Typed(self)
        self._looks: dict[str, Style] = {}

    def get_default_screen(self) -> MenuScreen:
        """Give the menu, on which everything else lies."""
        return self._menu

    def on_mount(self) -> None:
        """Open what was asked for on the menu."""
        self.hear(self.hears)
        self.call_after_refresh(_collect_from_now_on)
        if self.opening.joining is not None:
            self._join(self.opening.joining)
        elif self._enters(self.opening):
            if self.faults:
                self.notify("\n".join(self.faults), title="Settings", markup=False)
        elif self.opening.replay:
            self.open_replay(*self.opening.replay)
        elif self.opening.daily:
            self.open_daily()
        elif self.opening.scenario:
            self.open_briefing(self.opening.scenario, self.opening.people)

    def _join(self, joining: Joining) -> None:
        from tui.screens.join import JoinScreen  # not needed for the first picture

        def joined(opening: Opening | None) -> None:
            if opening is None:
                self.exit(return_code=0)
            else:
                self._enters(opening)

        self.push_screen(JoinScreen(joining), joined)

    def _enters(self, opening: Opening) -> bool:
        """Enter a play that there is already, in whatever role; say whether there is one."""
        if opening.session is not None:
            self._play(opening.session)
        elif opening.watching is not None:
            from tui.screens.watch import SeatsScreen  # loads the simulation

            self.push_screen(SeatsScreen(opening.watching))
        elif opening.evaluating is not None:
            from tui.screens.evaluate import EvaluateScreen  # not needed for the first picture

            self.push_screen(EvaluateScreen(opening.evaluating))
        elif opening.console is not None:
            from tui.screens.console import ConsoleScreen  # loads the simulation

            self.push_screen(ConsoleScreen(opening.console))
        else:
            return False
        return True

    def hear(self, signals: Iterable[int]) -> None:
        """Leave in good order when asked to by a signal; one that is ignored stays ignored."""
        loop = asyncio.get_running_loop()
        for number in signals:
            if signal.getsignal(number) is not signal.SIG_IGN:
                loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))

    async def on_event(self, event: events.Event) -> None:
        """Handle an event; what is typed or pasted waits for its turn."""
        if self._typed.admits(event):
            await super().on_event(event)

    def panic(self, *renderables: RenderableType) -> None:
        """End with an error, which the exit code tells too."""
        super().panic(*renderables)
        self._return_code = 1

    def action_command_palette(self) -> None:
        """Open the palette."""
        from tui.cards.palette import Palette  # not needed for the first picture

        if not isinstance(self.screen, Palette):
            self.push_screen(Palette(id="--command-palette"))

    def look(self, role: str) -> Style:
        """Give how text of a role looks."""
        if role not in self._looks:
            worn = (LOOKS | CHART)[role].format(**themes.PALETTES[self.theme])
            reverse = True if self.no_color and role in FILLED else None
            self._looks[role] = Style.parse(worn) + Style(reverse=reverse)
        return self._looks[role]

    def next_theme(self) -> None:
        """Wear the next theme, for as long as the application runs, and say which it is."""
        self.theme = themes.after(self.theme)
        self._looks.clear()
        self.notify(f"Theme: {self.theme}", markup=False)

    def hint_line(self, width: int) -> list[Line]:
        """Write the hint of a guided play, for whatever lies over it."""
        written = (s.hint_line(width) for s in self.screen_stack if isinstance(s, Commanded))
        return next((lines for lines in written if lines), [])

    def open_help(self, about: str) -> None:
        """Explain a screen and its keys."""
        from tui.cards.help import Help  # not needed for the first picture

        self.push_screen(Help(about))

    def open_words(self, about: str) -> None:
        """Say what words mean, those of a screen first."""
        from tui.cards.meanings import Meanings  # loads the simulation

        self.push_screen(Meanings(about))

    def open_menu(self, complaint: str, marked: str = "") -> None:
        """Go back to the menu, mark a row of it, and say there what went wrong."""
        if self.opening.alone:
            self.exit(return_code=0, message=complaint or None)
            return
        self.complaint = complaint
        self._menu.marked = marked or self._menu.marked
        while self.screen is not self._menu:
            self.pop_screen()
        self._menu.repaint()

    def open_briefing(
        self, scenario: str, people: Sequence[str] = (), daily: Daily | None = None
    ) -> None:
        """Open the briefing of a scenario; one with faults says so on the menu."""
        from tui.screens.brief import BriefScreen  # loads the simulation

        try:
            sheets = self.starter.sheets(scenario)
        except SimError as error:
            self.open_menu(str(error.faults[0]))
            return
        screen = BriefScreen(scenario, sheets, people, daily.seed if daily else self.opening.seed)
        screen.daily = daily.day if daily else ""
        screen.faults = self.faults if self.opening.scenario else ()
        self._menu.marked = self._menu.marked if daily else scenario
        self.push_screen(screen)

    def open_daily(self) -> None:
        """Open the game of the day: its briefing, or where it was left, or its end."""
        daily = self.starter.daily()
        if daily is None:
            self.open_menu("There is no game of the day: no scenario is shipped with this copy.")
            return
        begun = next((play for play in self.starter.kept() if play.daily == daily.day), None)
        if begun is None:
            self.open_briefing(daily.scenario, (daily.seat,), daily)
        elif begun.ending:
            self.reopen(begun.record)
        else:
            self.resume(begun.record)

    def open_records(self) -> None:
        """List the games that ended."""
        from tui.screens.records import RecordsScreen  # not needed for the first picture

        self.push_screen(RecordsScreen())

    def open_replay(self, record: str, seat: str, title: str) -> None:
        """Go through a record event by event, over what is open now."""
        from tui.screens.replay import ReplayScreen  # not needed for the first picture

        try:
            scrub = self.starter.replay(record)
        except SimError as error:
            self.notify(str(error.faults[0]), title="Replay", markup=False)
            return
        self.push_screen(ReplayScreen(scrub, seat, title))

    def open_review(self, record: str, seat: str, title: str) -> None:
        """Say what each decision of a seat was worth, over what is open now."""
        from tui.screens.review import ReviewScreen  # not needed for the first picture

        self.push_screen(ReviewScreen(record, seat, title))

    def open_manual(self) -> None:
        """Open the pages to learn from."""
        from tui.screens.manual import ManualScreen  # not needed for the first picture

        self.push_screen(ManualScreen())

    def begin(self, scenario: str, people: Sequence[str], seed: int, daily: str = "") -> None:
        """Begin a play in place of the screen above the menu."""
        self._play_from(lambda: self.starter.begin(scenario, people, seed, daily))

    def resume(self, record: str) -> None:
        """Go on with a record."""
        self._play_from(lambda: self.starter.resume(record))

    def reopen(self, record: str) -> None:
        """Show the end of a record over what is open now."""
        from tui.screens.end import EndScreen  # loads the simulation

        try:
            session = self.starter.resume(record)
        except SimError as error:
            self.open_menu(str(error.faults[0]))
            return
        session.close()
        self.push_screen(EndScreen(session, next(iter(session.seats))))

    def _play_from(self, start: Callable[[], Session]) -> None:
        try:
            session = start()
        except SimError as error:
            self.open_menu(str(error.faults[0]))
        else:
            self._play(session)

    def _play(self, session: Session) -> None:
        from tui.screens.play import PlayScreen  # loads the simulation

        self._show(PlayScreen(session, self.opening.pace))

    def open_play(self, session: Session) -> None:
        """Show a play that was begun in the midst of another, in that one's place."""
        self._play(session)
        self.notify("The play you come from stays as it was.", markup=False)

    def open_end(self, session: Session, seat: str) -> None:
        """Show a seat the end of a play, in the play's place."""
        from tui.screens.end import EndScreen  # loads the simulation

        self._show(EndScreen(session, seat))

    def _show(self, screen: Screen[None]) -> None:
        """Show a screen right above the menu, in place of all that lies there."""
        above = len(self.screen_stack) - 1 - self.screen_stack.index(self._menu)
        for _ in range(above - 1):
            self.pop_screen()
        if above:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Give Textual's filters; ours take all colour, not hues alone, and write ASCII only."""
        filters = [f for f in super().get_line_filters() if not isinstance(f, Monochrome | NoColor)]
        filters += [Bare()] if self.no_color else []
        return [*filters, Simple()] if self.simple else filters

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Fill the palette with what can be done on the screen below it."""
        if not isinstance(screen, Commanded):
            return
        able = set(screen.able())
        for command in keymap.of(screen.where, self.keys):
            if command.id in able and command.id not in ("palette", "call"):
                title = command.word or command.id.replace("_", " ").capitalize()
                yield SystemCommand(title, command.help, _doing(screen, command.id))


def _doing(screen: Commanded[Any], name: str) -> Callable[[], None]:
    return lambda: screen.perform(name)


def _collect_from_now_on() -> None:
    """Let memory be tidied, where the first picture did without; what is there by now stays."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def run(starter: PlayStarter, opening: Opening) -> int:
    """Open the screen in the terminal and stay until the player leaves."""
    for stale in ("COLUMNS", "LINES"):  # they would outweigh what the terminal says of its size
        os.environ.pop(stale, None)
    signs = "" if _unicode() else "ascii"
    if os.name == "nt":
        return _ran(Channel16(starter, opening, signs=signs))
    from tui.base.driver import TerminalDriver  # of a kind that not every system has

    return _ran(Channel16(starter, opening, signs=signs, driver_class=TerminalDriver))


def run_in_tab(starter: PlayStarter, opening: Opening) -> int:
    """Open the screen for a tab of a browser, whose server is at the other end of the streams."""
    from tui.base.tab import TabDriver

    return _ran(Channel16(starter, opening, driver_class=TabDriver))


def _ran(app: Channel16) -> int:
    if os.name != "nt":
        app.hears = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
    app.run()
    return 1 if app.return_code is None else app.return_code


def _unicode() -> bool:
    """Say whether the terminal can show more than ASCII; Textual writes to standard error."""
    stream = sys.__stdout__ if os.name == "nt" else sys.__stderr__
    encoding = (getattr(stream, "encoding", None) or "ascii").lower().replace("-", "")
    return encoding.startswith("utf") and os.environ.get("TERM") != "linux"
