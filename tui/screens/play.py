"""The play screen: one seat's picture, its news and its decision, and what the keys ask for."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from sim.play.seat import Option, SeatView, Sheet, Submit, Undo, Wait
from sim.units import parse_duration
from tui.base.pane import Draw, Pane
from tui.base.text import Line
from tui.cards.answers import CallCard, ClauseCard, Inbox
from tui.cards.overlays import Channels, LogScreen, Notice, Prompt
from tui.chart.drawing import ZOOMS
from tui.panes import decision, situation
from tui.panes.agenda import agenda, ashore
from tui.panes.sea import numbers, sea
from tui.panes.waiting import Waiting, matters
from tui.screens import guide
from tui.screens.seat import SeatScreen

Part = Callable[[Sheet, SeatView, int, int], list[Line]]
WIDE, TALL = 140, 36
"""From these sizes on news and options are shown together."""
UPPER_LEAST, LADDER_ROWS, MIND_ROWS = 11, 3, 2


class PlayScreen(SeatScreen):
    """A play as one person sees it."""

    def compose(self) -> ComposeResult:
        """Lay the panes out; the style sheet gives them their sizes."""
        yield Pane(self._status, id="status")
        with Horizontal(id="top"):
            yield Pane(self._sea, id="sea")
            with Vertical(id="side"):
                yield Pane(self._part(situation.board), id="board")
                yield Pane(self._part(situation.ladder), id="ladder")
                yield Pane(self._minds, id="minds")
        with Vertical(id="bottom"):
            yield Pane(self._news, id="news")
            yield Pane(self._options, id="options")
        if self.guided:
            yield Pane(lambda width, _: self.hint_line(width), id="hint")
        yield Pane(self._footer, id="footer")
        yield Pane(self._small, id="small")

    def hint_line(self, width: int) -> list[Line]:
        """Write the hint that helps now."""
        return guide.written(self, width)

    def _status(self, width: int, height: int) -> list[Line]:
        if self.shown is None or self.hidden:
            return []
        mode = " ".join([*(["! NOT SAVED"] if self.trouble else []), self.mode()]).strip()
        return [situation.status(self.sheet, self.shown, self.session.seed, mode=mode, width=width)]

    def _sea(self, width: int, height: int) -> list[Line]:
        if self.shown is None or self.hidden:
            return []
        if ashore(self.shown):
            return agenda(self.sheet, self.shown, width, height)
        if self.numbers:
            return numbers(self.sheet, self.shown, width, height)
        return sea(
            self.sheet, self.shown, self.zoom, width=width, height=height, simple=self.game.simple
        )

    def _part(self, part: Part) -> Draw:
        def draw(width: int, height: int) -> list[Line]:
            if self.shown is None or self.hidden:
                return []
            return part(self.sheet, self.shown.view, width, height)

        return draw

    def _minds(self, width: int, height: int) -> list[Line]:
        if self.shown is None or self.hidden:
            return []
        return situation.minds(self.sheet, self.shown.view, self.before, width=width, height=height)

    def _news(self, width: int, height: int) -> list[Line]:
        if self.shown is None or self.hidden:
            return []
        return decision.news(self.shown.view.feed, self.fresh, width, height)

    def _options(self, width: int, height: int) -> list[Line]:
        if self.shown is None or self.hidden:
            return []
        cursor = self.cursor if self.deciding else -1
        return decision.options(self.sheet, self.shown, cursor, width=width, height=height)

    def _footer(self, width: int, height: int) -> list[Line]:
        if self.message:
            return [((f" {self.message}", "alert"),)]
        return super()._footer(width, height)

    def on_resize(self, event: events.Resize) -> None:
        """Show news and options together where there is room."""
        super().on_resize(event)
        width, height = event.size
        self.set_class(width >= WIDE or height >= TALL, "-roomy")
        self._make_room()

    def _make_room(self) -> None:
        """Give the upper half no more rows than its right side has to say."""
        there = {pane.id for pane in self.query("#top, #board")}  # not while they come or go
        if self.shown is None or self.game.size.height >= TALL or there != {"top", "board"}:
            return
        board = min(situation.BOARD_MOST, len(self.shown.view.board)) + 1
        rows = max(UPPER_LEAST, board + LADDER_ROWS + MIND_ROWS)
        self.query_one("#top").styles.height = rows
        self.query_one("#board").styles.height = rows - LADDER_ROWS - MIND_ROWS

    def repaint(self) -> None:
        """Draw every pane again."""
        self._make_room()
        super().repaint()

    def on_key(self, event: events.Key) -> None:
        """Take a key; while options are open, a letter marks one, and does it if it was marked."""
        if self.has_class("-tiny") or self.hidden:
            event.stop()
            return
        message, self.message = self.message, ""
        if self.deciding and len(event.key) == 1 and event.key in decision.LETTERS:
            event.stop()
            self._mark(event.key)
        else:
            self.take(event)
        if message and not self.message:
            self.repaint()

    def _rows(self) -> list[Option]:
        return decision.listed(self.shown) if self.shown else []

    def _mark(self, key: str) -> None:
        rows = self._rows()
        index = decision.LETTERS.index(key)
        if index >= len(rows) or rows[index].blocked:
            self.message = f"no option “{key}”"
        elif (self.marked and index == self.cursor) or not self.game.confirm:
            self.cursor = index
            self.do_pick()
            return
        else:
            self.cursor, self.marked = index, True
        self.repaint()

    def do_pick(self) -> None:
        """Choose the option that is marked."""
        rows = self._rows()
        if rows:
            self.ask(Submit("choose", rows[self.cursor].move))

    def do_mark_up(self) -> None:
        """Mark the option above."""
        self.cursor = max(0, self.cursor - 1)
        self.repaint()

    def do_mark_down(self) -> None:
        """Mark the option below."""
        self.cursor = max(0, min(len(self._rows()) - 1, self.cursor + 1))
        self.repaint()

    def do_news(self) -> None:
        """Go back to the news."""
        self.show_options(on=False)

    def do_decide(self) -> None:
        """Open the options."""
        self.show_options(on=True)

    def do_go_on(self) -> None:
        """Open the decision; if none is open, wait."""
        assert self.shown is not None
        if self.shown.view.window is not None:
            self.show_options(on=True)
        elif matters(self.shown.view):
            self.do_inbox()
        else:
            self.do_wait()

    def do_wait(self) -> None:
        """Go on until something is noticed."""
        self.ask(Wait())

    def do_wait_for(self) -> None:
        """Ask how long, and wait for so long."""

        def given(text: str | None) -> None:
            if text:
                try:
                    self.ask(Wait(parse_duration(text)))
                except ValueError as error:
                    self.message = f"Not understood: {error}."
                    self.repaint()

        self.game.push_screen(Prompt("Wait for how long? Such as 90 s, 10 min, 2 h", 20), given)

    def do_call(self, key: str) -> None:
        """Open the call card of a channel of the board."""
        assert self.shown is not None
        rows = situation.ordered(self.sheet, self.shown.view)
        number = int(key) if key.isdigit() else 0
        if not 1 <= number <= len(rows):
            return
        row = rows[number - 1]
        own = situation.call_on(self.shown.view, row.channel)
        if own is None and (not row.callable or not row.forms):
            self.message = f"{row.name} cannot be called from here. {row.note}"
            self.repaint()
            return
        self.game.push_screen(CallCard(self.sheet, self.shown, row), self._said)

    def _said(self, asked: Submit | None) -> None:
        if asked is not None:
            self.ask(asked)
        else:
            self.repaint()

    def open_inbox(self, first: Waiting) -> None:
        """Show what waits for an answer."""
        assert self.shown is not None

        def answered(asked: Submit | Waiting | None) -> None:
            assert self.shown is not None
            if isinstance(asked, Waiting):
                self.game.push_screen(ClauseCard(self.sheet, self.shown, asked), self._said)
            else:
                self._said(asked)

        self.game.push_screen(Inbox(self.sheet, self.shown, first), answered)

    def do_inbox(self) -> None:
        """Open what waits for an answer."""
        assert self.shown is not None
        waiting = matters(self.shown.view)
        if waiting:
            self.open_inbox(waiting[0])

    def do_hang(self) -> None:
        """End the own call."""
        assert self.shown is not None
        calls = [c for c in self.shown.view.calls if not c.incoming and c.stage != "talking"]
        if calls:
            self.ask(Submit("hang", calls[0].call))

    def do_undo(self) -> None:
        """Take the last command back."""
        self.ask(Undo())

    def do_note(self) -> None:
        """Write something down."""

        def given(text: str | None) -> None:
            if text:
                self.ask(Submit("note", text=text))

        self.game.push_screen(Prompt("Note for the record", 500), given)

    def do_log(self) -> None:
        """Show everything learned."""
        self.game.push_screen(LogScreen(self.own))

    def do_channels(self) -> None:
        """Show all channels with what is known of them."""
        assert self.shown is not None
        self.game.push_screen(Channels(self.sheet, self.shown))

    def do_orders(self) -> None:
        """Show the orders."""
        assert self.shown is not None
        held = next((c for c in self.sheet.orders if c.id == self.shown.view.card), None)
        texts = [f"{self.sheet.seat_title}. {self.sheet.you_are}"]
        texts += [f"Your orders: {held.title}. {held.text}"] if held else []
        wish = {"revisionist": "wants to change how things stand", "status_quo": "wants them kept"}
        if self.shown.view.intent in wish:
            texts.append(f"Your side {wish[self.shown.view.intent]}.")
        self.game.push_screen(Notice("ORDERS", texts))

    def do_map(self) -> None:
        """Take the next scale of the chart."""
        self.zoom, self.numbers = (self.zoom + 1) % len(ZOOMS), False
        self.repaint()

    def do_contacts(self) -> None:
        """Show vessels in numbers, or the chart again."""
        self.numbers = not self.numbers
        self.repaint()
