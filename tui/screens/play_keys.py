"""What the keys of a play ask for: options, calls, answers, waiting, undo, and looking closer."""

from __future__ import annotations

from dataclasses import replace

from sim.play.seat import NOTE_MOST, Refused, Shown, Submit, Undo, Wait, Waiting, may_hang, waiting
from sim.units import MS_PER_MIN, parse_duration
from tui.base import keymap
from tui.base.keycommand import KeyCommand
from tui.base.start import Advising
from tui.base.text import Line
from tui.cards.advice import AdviceCard
from tui.cards.call import CallCard
from tui.cards.channels import Channels
from tui.cards.clauses import ClauseCard
from tui.cards.inbox import Inbox
from tui.cards.notice import Notice
from tui.cards.promises import Promises
from tui.cards.prompt import Prompt
from tui.chart.scene import scene_of
from tui.chart.window import NEAR, ZOOMS
from tui.panes.agenda import agenda, ashore, so_far
from tui.panes.board import call_on, ordered
from tui.panes.briefing import counting, own_orders
from tui.panes.decision import LETTERS
from tui.panes.ladder import ladder
from tui.panes.minds import minds
from tui.panes.vessels import vessels
from tui.screens.log import LogScreen
from tui.screens.seat import SeatScreen
from tui.screens.thinking import THINKS

WHOLE = 999
"""Rows in which nothing is cut."""
STEPS_MIN = (1, 5, 10)
"""For how many minutes the keys of a step go on."""


class PlayKeys(SeatScreen):
    """A seat's screen with its commands.

    Attributes:
        zoom: Which scale the chart has.
        numbers: Whether vessels are listed in numbers instead.
        sure: How far undo would go back, if the person was told so by the last key.
    """

    zoom = 0
    numbers = False
    sure = ""

    def pressed(self, key: str) -> bool:
        """Take a key; while options are open, a letter marks one, or orders the one marked."""
        if self.hidden:
            return True
        if self.thinking.busy:
            return self._meanwhile(key)
        if self.message:
            self.message = ""
            self.repaint()
        command = keymap.find(key, self.where, self.game.keys)
        if command is None or command.id != "undo":
            self.sure = ""
        if self.deciding and len(key) == 1 and key in LETTERS:
            self._mark(key)
            return True
        if command is None and key in self.letters.values():
            opens = keymap.key_of("decide", self.where, self.game.keys)
            self._say(f"{opens} first: while the options are open, letters mark them")
            return True
        return False

    def _meanwhile(self, key: str) -> bool:
        """Say why a key does nothing while somebody thinks, unless it does something."""
        command = keymap.find(key, self.where, self.game.keys)
        if command is not None and command.id in self.able():
            return False
        self._say(f"{THINKS}: wait")
        return True

    def _mark(self, key: str) -> None:
        """Mark the option of a letter; order it if it was marked, or if no mark is asked for."""
        found = [
            (index, row.move)
            for index, row in enumerate(self.rows())
            if not row.blocked and self.letters.get(row.move) == key
        ]
        if not found:
            self.message = f"no option “{key}”; Esc closes the list"
            self.repaint()
            return
        self.cursor, move = found[0]
        if not self.game.confirm:
            self.marked = move
        self._order(move)

    def _order(self, move: str) -> None:
        """Order an option that is marked on the list as it stands; mark it if it is not."""
        if self.marked == move:
            self.cursor, self.marked = 0, ""
            self.ask(Submit("choose", move))
        else:
            self.marked = move
            self.repaint()

    def do_pick(self) -> None:
        """Order the option that is marked; mark the one under the cursor if none is."""
        rows = self.rows()
        if rows:
            self._order(rows[self.cursor].move)

    def do_mark_up(self) -> None:
        """Mark the option above."""
        self._step(-1)

    def do_mark_down(self) -> None:
        """Mark the option below."""
        self._step(1)

    def _step(self, by: int) -> None:
        rows = self.rows()
        if rows:
            self.cursor = max(0, min(len(rows) - 1, self.cursor + by))
            self.marked = rows[self.cursor].move
        self.repaint()

    def do_fold(self) -> None:
        """Show what is not open now below the list, or fold it away."""
        self.unfolded = not self.unfolded
        self.cursor = min(self.cursor, max(0, len(self.rows()) - 1))
        if self.marked not in [row.move for row in self.rows()]:
            self.marked = ""
        self.repaint()

    def do_news(self) -> None:
        """Go back to the news."""
        self.show_options(on=False)

    def do_decide(self) -> None:
        """Open the options."""
        self.show_options(on=True)

    def do_go_on(self) -> None:
        """Open the decision; if none is open, wait."""
        if self.view.window is not None:
            self.show_options(on=True)
        elif waiting(self.view):
            self.do_inbox()
        else:
            self.do_wait()

    def do_wait(self) -> None:
        """Go on until something is noticed."""
        self.ask(Wait())

    def do_step(self, key: str) -> None:
        """Go on for as many minutes as the key stands for."""
        place = self._place("step", key)
        self.ask(Wait(STEPS_MIN[place if place < len(STEPS_MIN) else 0] * MS_PER_MIN))

    def keys_here(self) -> tuple[KeyCommand, ...]:
        """Leave as many digits as there are channels to call on."""
        count = len(self.view.board) if self.shown is not None else 0
        return tuple(
            replace(c, keys=c.keys[:count]) if c.id == "call" and count else c
            for c in self.game.keys
        )

    def _place(self, name: str, key: str) -> int:
        """Give the place of a key among those of its command; beyond the last if it has none."""
        keys = next(command.keys for command in self.game.keys if command.id == name)
        return keys.index(key) if key in keys else len(keys)

    def do_wait_for(self) -> None:
        """Ask how long, and wait for so long."""

        def given(text: str | None) -> None:
            if text:
                try:
                    self.ask(Wait(parse_duration(text)))
                except ValueError as error:
                    self._say(f"Not understood: “{text}”; {error}.")

        self.app.push_screen(Prompt("Wait for how long? Such as 90 s, 10 min, 2 h", 20), given)

    def _say(self, message: str) -> None:
        self.message = message
        self.repaint()

    def do_call(self, key: str) -> None:
        """Open the call card of a channel of the board."""
        assert self.shown is not None
        rows = ordered(self.view)
        number = self._place("call", key)
        if number >= len(rows):
            return
        row = rows[number]
        if call_on(self.view, row.channel) is None and not (row.callable and row.forms):
            self._say(f"{row.name} cannot be called from here. {row.note}")
        else:
            card = CallCard(self.sheet, self.shown, row, self.own)
            self.app.push_screen(card, self._answered)

    def _answered(self, answer: Submit | None) -> None:
        """Ask what a card came to, if anything."""
        if answer is not None:
            self.ask(answer)
        else:
            self.repaint()

    def open_inbox(self, first: Waiting) -> None:
        """Show what waits for an answer."""
        assert self.shown is not None

        def answered(answer: Submit | Waiting | None) -> None:
            assert self.shown is not None
            if isinstance(answer, Waiting):
                card = ClauseCard(self.sheet, self.shown, answer)
                self.app.push_screen(card, self._answered)
            else:
                self._answered(answer)

        self.app.push_screen(Inbox(self.sheet, self.shown, first), answered)

    def do_inbox(self) -> None:
        """Open what waits for an answer."""
        items = waiting(self.view)
        if items:
            self.open_inbox(items[0])

    def do_hang(self) -> None:
        """End the own call."""
        calls = [call for call in self.view.calls if may_hang(call)]
        if calls:
            self.ask(Submit("hang", calls[0].call))

    def do_undo(self) -> None:
        """Take the last command back; where that goes far, once this has been asked again."""
        far = self.own.far_back()
        if far and self.sure != far:
            self.sure = far
            self._say(f"{far} {self._key('undo')} again does it.")
        else:
            self.ask(Undo())

    def _key(self, name: str, number: int = 1) -> str:
        """Write the key of a command, or which of them it is."""
        commands = keymap.of(self.where, self.game.keys)
        keys = next(each.keys for each in commands if each.id == name)
        return keymap.shown(keys[min(number, len(keys)) - 1])

    def do_note(self) -> None:
        """Write something down."""

        def given(text: str | None) -> None:
            if text:
                self.ask(Submit("note", text=text))

        self.app.push_screen(Prompt("Note for the record", NOTE_MOST), given)

    def welcome(self) -> str:
        """Name the keys that somebody who has just sat down needs."""
        what = {
            "orders": "your orders and what counts",
            "decide": "what you can do",
            "wait": "time passes",
        }
        return "Begin: " + ", ".join(f"{self._key(name)} {said}" for name, said in what.items())

    def do_reason(self) -> None:
        """Say why the next order is given; an empty line takes a reason back."""

        def given(text: str | None) -> None:
            if text is not None:
                self.own.because = text
                self.repaint()

        question = "Why, for your cell and the report; empty takes it back"
        self.app.push_screen(Prompt(question, NOTE_MOST, blank=True), given)

    def do_log(self) -> None:
        """Show everything learned."""
        self.app.push_screen(LogScreen(self.own))

    def do_promises(self) -> None:
        """Show what binds this seat and others, and what became of it."""
        assert self.shown is not None
        self.app.push_screen(Promises(self.sheet, self.shown), self._answered)

    def do_channels(self) -> None:
        """Show all channels with what is known of them."""
        assert self.shown is not None
        self.app.push_screen(Channels(self.shown))

    def do_advice(self) -> None:
        """Ask an adviser, after a second key; that is counted."""
        self.app.push_screen(AdviceCard(self._advised, at_once=not self.game.confirm))

    def _advised(self) -> Advising | str:
        pushes = self.own.handle(Submit("advise"))
        for push in pushes:
            if isinstance(push, Refused):
                return push.refusal.sentence
            if isinstance(push, Shown):
                self._take_in(push)
        self.repaint()
        return self.game.starter.advise(self.session, self.seat)

    def do_orders(self) -> None:
        """Show the orders; below them how far all sides went, and what the staff thinks."""
        assert self.shown is not None
        sheet, shown, before = self.sheet, self.shown, self.before

        def held(width: int) -> list[Line]:
            felt = minds(sheet, shown, before, width=width, height=WHOLE)
            said = counting(sheet, width) if sheet.goals else []
            return [
                (),
                *said,
                *so_far(sheet, shown, width),
                *ladder(sheet, shown, width, WHOLE),
                *felt,
            ]

        self.app.push_screen(Notice("ORDERS", own_orders(sheet, self.view), held))

    def do_map(self) -> None:
        """Take the next scale of the chart; that of all vessels is another only in danger."""
        calm = ZOOMS[self.zoom] == NEAR and scene_of(self.view, self.sheet).pair is None
        self.zoom, self.numbers = (self.zoom + 1 + calm) % len(ZOOMS), False
        self.repaint()

    def do_contacts(self) -> None:
        """Show vessels in numbers; all of them if some were cut off; or the chart again."""
        assert self.shown is not None
        sheet, shown = self.sheet, self.shown
        draw = agenda if ashore(shown) else vessels
        size = self.query_one("#sea").size
        cut = len(draw(sheet, shown, size.width, WHOLE)) > size.height
        if ashore(shown) or (cut and self.numbers):
            whole = Notice("ALL", (), lambda width: draw(sheet, shown, width, WHOLE))
            self.app.push_screen(whole)
        self.numbers = not self.numbers and not ashore(shown)
        self.repaint()

    def do_pause(self) -> None:
        """Stop the clock or let it run."""
        self.pace.toggle()
        self.repaint()

    def do_slower(self) -> None:
        """Halve the pace."""
        self.pace.change(self.game.clock(), 0.5)
        self.repaint()

    def do_faster(self) -> None:
        """Double the pace."""
        self.pace.change(self.game.clock(), 2.0)
        self.repaint()

    def do_hold(self) -> None:
        """Stop the clock while something waits, or let it run."""
        self.game.hold = not self.game.hold
        self.repaint()

    def do_stand_up(self) -> None:
        """Go back to the menu; the record holds everything."""
        self.over = True
        self.thinking.leave()
        self.trouble = self.session.close()
        wrong = f"not all is saved: {self.trouble}" if self.trouble else ""
        self.game.open_menu(wrong, "continue")
