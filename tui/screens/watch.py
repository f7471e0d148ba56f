"""Looking on: the seats that may be looked at, and the player's own screen of one, read only."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping

from textual.app import ComposeResult

from sim.play.seat import Look, Request, Session, Waiting
from tui.base.pane import Pane
from tui.base.screen import BaseScreen
from tui.base.start import Watching
from tui.base.text import Line, ends, line, wrap
from tui.screens.play import PlayScreen

LOOK_S = 1.0
"""How often it is asked which seats may be looked at."""
LOOKS_ON = "You look on: who sits in this seat decides."
_NONE = "No seat is open to you yet: the white cell opens seats, and then they stand here."
_SHUT = "{} is not open any more."
_DOES = frozenset(
    (
        *("decide", "news", "mark_up", "mark_down", "fold", "call", "orders", "channels", "inbox"),
        *("promises", "log", "map", "contacts", "theme", "palette", "words", "help", "look_away"),
        "stand_up",
    )
)
"""What who looks at a seat can do on its screen."""


class WatchScreen(PlayScreen):
    """A seat's own screen, read only; Esc goes back to where the seat was chosen."""

    def __init__(
        self, session: Session, still: Callable[[str], bool], *, shows_end: bool = False
    ) -> None:
        """Show a seat.

        Args:
            session: The seat that is looked at.
            still: Says whether it still may be.
            shows_end: Whether its end screen follows, as for whoever sat there.
        """
        super().__init__(session, None)
        self._still, self._shows_end = still, shows_end

    def ask(self, request: Request, *, by_clock: bool = False) -> None:
        """Ask for nothing but a look."""
        if self.shown is None or isinstance(request, Look):
            super().ask(Look(), by_clock=by_clock)
        else:
            self._say(LOOKS_ON)

    def tick(self) -> None:
        """Look what is new; go back once the seat is open no more."""
        if self.is_current and not self._still(self.seat):
            self.dismiss()
        else:
            super().tick()

    def finish(self) -> None:
        """Show the end, where that is to be read; else stay with what was seen last."""
        if self._shows_end:
            super().finish()
        else:
            self._say("The exercise has ended (ENDEX).")

    def able(self) -> Iterable[str]:
        """Leave out what would change anything."""
        return [*(name for name in super().able() if name in _DOES), "look_away"]

    def named(self) -> Iterable[str]:
        """Name no menu: there is none."""
        return [name for name in super().named() if name != "stand_up"]

    @property
    def guided(self) -> bool:
        """Give no hints: there is nothing to do."""
        return False

    def mode(self) -> str:
        """Say that one looks on, and how time passes."""
        return f"WATCHING {super().mode()}".strip()

    def open_inbox(self, first: Waiting) -> None:
        """Show what waits when it is asked for, not by itself."""
        if first in self.offered and self._asked:
            super().open_inbox(first)

    _asked = False

    def do_inbox(self) -> None:
        """Open what waits for an answer."""
        self._asked = True
        super().do_inbox()
        self._asked = False

    def do_stand_up(self) -> None:
        """Go back to where the seat was chosen."""
        self.do_look_away()

    def do_look_away(self) -> None:
        """Go back to where the seat was chosen."""
        self.dismiss()


class SeatsScreen(BaseScreen):
    """The seats that may be looked at; Enter looks at one."""

    where = "seats"

    def __init__(self, watching: Watching, *, over: bool = False) -> None:
        """List them.

        Args:
            watching: The way to seats.
            over: Whether it lies over another screen, to which one goes back.
        """
        super().__init__()
        self._watching, self._over = watching, over
        self._seats: Mapping[str, str] = {}
        self._asks = False
        self.at, self._said = 0, ""

    def body(self) -> ComposeResult:
        """Give the list."""
        yield Pane(self._status, id="status")
        yield Pane(self._lines, id="seats")

    def on_mount(self) -> None:
        """Look again and again which seats are open."""
        self._look()
        self.set_interval(LOOK_S, self._look)

    def on_screen_resume(self) -> None:
        """Look again after a seat was looked at."""
        self._look()

    def _look(self) -> None:
        if self.is_current and not self._asks:
            self._asks = True
            self.run_worker(self._ask())

    async def _ask(self) -> None:
        seats = await asyncio.to_thread(self._watching.seats)
        if not seats.keys() <= self._seats.keys():
            self._said = ""  # there is more to be looked at than when that was said
        self._seats, self._asks = seats, False
        self.at = max(0, min(self.at, len(self._seats) - 1))
        self.repaint()

    def _status(self, width: int, height: int) -> list[Line]:
        title = line((f" WATCHING  {self._watching.title}", "bar"))
        return [ends(title, line(("", "bar")), width, "bar")]

    def _lines(self, width: int, height: int) -> list[Line]:
        rows: list[Line] = [(), line((" Whose screen do you want to see?", "head")), ()]
        if not self._seats:
            rows += wrap(_NONE, width - 1, "", first=" ", rest=" ")
        for place, title in enumerate(self._seats.values()):
            marked = place == self.at
            rows.append(line((f" {'>' if marked else ' '} {title} ", "cursor" if marked else "")))
        said = self._watching.trouble or self._said
        return [*rows, (), *wrap(said, width - 1, "alert", first=" ", rest=" ")][:height]

    def move(self, by: int) -> None:
        self.at, self._said = max(0, min(self.at + by, len(self._seats) - 1)), ""
        self.repaint()

    def able(self) -> Iterable[str]:
        """Leave out what needs a seat where none is open."""
        return [name for name in super().able() if self._seats or name != "choose"]

    def do_choose(self) -> None:
        """Look at the seat that is marked."""
        self.run_worker(self._open(list(self._seats)[self.at]))

    async def _open(self, seat: str) -> None:
        title = self._seats[seat]
        session = await asyncio.to_thread(self._watching.look, seat)
        if isinstance(session, str):
            self._said = session
            self.repaint()
            return

        def back(_: object) -> None:
            self._said = "" if self._watching.still(seat) else _SHUT.format(title)

        self.app.push_screen(WatchScreen(session, self._watching.still, shows_end=True), back)

    def do_leave(self) -> None:
        """Leave the exercise, or go back to the screen below."""
        if self._over:
            self.dismiss()
        else:
            self.game.open_menu("")
