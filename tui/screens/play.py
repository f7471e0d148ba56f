"""The play screen: one seat's picture, its news and its decision, and the hint that helps now."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from sim.play.seat import NO, YES, HintLine, Sheet, Shown
from tui.base import keymap
from tui.base.commanded import Commanded, hint_row
from tui.base.pane import Pane
from tui.base.text import Line, clip, line, wrap
from tui.panes.agenda import agenda, ashore
from tui.panes.board import BOARD_MOST, board, ordered
from tui.panes.briefing import orders
from tui.panes.decision import decision, needs
from tui.panes.echo import staff
from tui.panes.ladder import ladder
from tui.panes.minds import minds
from tui.panes.news import news
from tui.panes.sea import sea
from tui.panes.status import status
from tui.panes.vessels import vessels
from tui.screens.play_keys import PlayKeys
from tui.screens.seat import look_of

DrawShown = Callable[[Sheet, Shown, int, int], list[Line]]
"""Draws something of what a seat is shown, for a width and a height."""
WIDE, TALL = 140, 36
"""From these sizes on news and options are shown together."""
SAID_MOST = 3
"""Rows that a message has at most."""
UPPER_LEAST, LADDER_ROWS, MIND_ROWS, TOP_TALL = 11, 3, 2, 18
YOURS = "now it is yours: order, talk, or wait; a hint comes if you are stuck"
"""What the hint line says where a newcomer is to decide alone."""


class PlayScreen(PlayKeys):
    """A play as one person sees it."""

    def body(self) -> ComposeResult:
        """Lay the panes out; the style sheet gives them their sizes."""
        yield self._pane("status", self._status)
        with Horizontal(id="top"):
            yield self._pane("sea", self._sea)
            with Vertical(id="side"):
                yield self._pane("board", self._board)
                yield self._pane("ladder", self._ladder)
                yield self._pane("minds", self._minds)
                yield self._pane("orders", self._orders)
        with Vertical(id="bottom"):
            yield self._pane("news", self._news)
            yield self._pane("options", self._options)
        yield Pane(lambda width, _: self._said(width), id="said")
        if self.guided:
            yield self.hint_pane()

    def _pane(self, name: str, draw: DrawShown) -> Pane:
        """Make a pane that stays empty until the person has sat down."""

        def drawn(width: int, height: int) -> list[Line]:
            if self.shown is None or self.hidden:
                return []
            return draw(self.sheet, self.shown, width, height)

        return Pane(drawn, id=name)

    def _status(self, sheet: Sheet, shown: Shown, width: int, height: int) -> list[Line]:
        unsaved = ["! NOT SAVED"] if self.trouble and not self.session.watched else []
        mode = " ".join([*unsaved, self.mode()]).strip()
        seed = None if self.session.hosted else self.session.seed
        return [status(sheet, shown, seed, mode=mode, width=width)]

    def _sea(self, sheet: Sheet, shown: Shown, width: int, height: int) -> list[Line]:
        if ashore(shown):
            return agenda(sheet, shown, width, height, key=self._opens("contacts"))
        if self.numbers:
            return vessels(sheet, shown, width, height, key=self._opens("contacts"))
        simple = self.game.simple
        return sea(sheet, shown, self.zoom, width=width, height=height, simple=simple)

    def _minds(self, sheet: Sheet, shown: Shown, width: int, height: int) -> list[Line]:
        key = self._opens("orders")
        return minds(sheet, shown, self.before, width=width, height=height, key=key)

    def _ladder(self, sheet: Sheet, shown: Shown, width: int, height: int) -> list[Line]:
        return ladder(sheet, shown, width, height, key=self._opens("orders"))

    def _opens(self, name: str) -> str:
        """Write the key of a command as it is now, "" while none works."""
        return keymap.key_of(name, self.where, self.game.keys)

    def _board(self, sheet: Sheet, shown: Shown, width: int, height: int) -> list[Line]:
        return board(sheet, shown, width, height, key=self._opens("channels"))

    def _orders(self, sheet: Sheet, shown: Shown, width: int, height: int) -> list[Line]:
        return orders(sheet, shown, width, height, key=self._opens("orders"))

    def _news(self, sheet: Sheet, shown: Shown, width: int, height: int) -> list[Line]:
        why = wrap(self.stopped, width, "warn", first=" > ", rest="   ") if self.stopped else []
        key, came = self._opens("log"), shown.echo.came if shown.echo else ()
        why = [*staff(sheet, shown, self.own_mind, width), *why]
        room = height - len(why)
        return [*news(shown.view.feed, self.fresh, width, room, key=key, came=came), *why]

    def _options(self, sheet: Sheet, shown: Shown, width: int, height: int) -> list[Line]:
        return decision(sheet, shown, self.list_at, size=(width, height))

    def _said(self, width: int) -> list[Line]:
        """Write what the last key came to, in rows of its own: the keys below stay in sight."""
        why = f"With the next order: “{self.own.because}”" if self.own.because else ""
        said = self.message or why
        return wrap(said, width - 1, "alert", first=" ", rest=" ")[:SAID_MOST] if said else []

    def on_resize(self, event: events.Resize) -> None:
        """Show news and options together where there is room."""
        super().on_resize(event)
        width, height = event.size
        self.set_class(width >= WIDE or height >= TALL, "-roomy")
        self._make_room()

    def _make_room(self) -> None:
        """Give the upper half no more rows than its right side has to say.

        A list of options that does not fit below it has the whole screen while it is open.
        """
        there = {pane.id for pane in self.query("#top, #board")}  # not while they come or go
        if self.shown is None or there != {"top", "board"}:
            self.remove_class("-listing")
            return
        rows = min(BOARD_MOST, len(self.view.board)) + 1
        if self.app.size.height >= TALL:
            self.remove_class("-listing")
            self.query_one("#top").styles.height = TOP_TALL
            self.query_one("#board").styles.height = rows
            return
        rows = max(UPPER_LEAST, rows + LADDER_ROWS + MIND_ROWS)
        self.query_one("#top").styles.height = rows
        self.query_one("#board").styles.height = rows - LADDER_ROWS - MIND_ROWS
        width, height = self.app.size
        beside = width >= WIDE and not self.hidden
        needed = needs(self.sheet, self.shown, self.list_at, width) if not beside else 0
        self.set_class(self.deciding and needed > height - rows - 2, "-listing")

    def repaint(self) -> None:
        """Draw every pane again."""
        said = len(self._said(self.app.size.width))
        for pane in self.query("#said"):
            pane.styles.height = max(1, said)
        self.set_class(said > 0, "-said")
        self._make_room()
        super().repaint()

    def hint_line(self, width: int) -> list[Line]:
        """Write the hint that helps now: the next key on whatever lies on top."""
        hint = self.hint()
        if hint is None:
            return [clip(line((" >> ", "head"), YOURS), width)] if self.guided else []
        top = self.app.screen
        key, text = top.step_to(hint) if isinstance(top, Commanded) else super().step_to(hint)
        return hint_row(key, text, width)

    def step_to(self, hint: HintLine) -> tuple[str, str]:
        """Lead to the option, the channel, the inbox or the command that the hint asks for."""
        if hint.verb == "choose":
            return self._step_to_option(hint)
        if hint.verb == "call" and self.shown is not None:
            rows = ordered(self.view)
            number = next(n for n, row in enumerate(rows, 1) if row.channel == hint.subjects[0])
            return self._key("call", number), hint.text
        if self.deciding:
            return self._key("news"), "back to the news"
        if hint.verb in (*YES.values(), *NO.values()):
            return self._key("inbox"), "see what waits"
        return self._key(look_of(hint)), hint.text

    def _step_to_option(self, hint: HintLine) -> tuple[str, str]:
        if not self.deciding:
            return self._key("decide"), "open your options"
        rows = self.rows()
        if self.marked in hint.subjects:
            return self.letters[self.marked], "once more, to order it"
        letters = [self.letters.get(row.move, "") for row in rows if row.move in hint.subjects]
        return "/".join(letters), hint.text
