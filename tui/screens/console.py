"""The white cell's console: clocks, injects, seats, and what happened; keys write its lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol

from textual.app import ComposeResult
from textual.containers import Container

from sim.columns import fit, padded, wrapped
from tui.base.pane import Pane
from tui.base.screen import BaseScreen
from tui.base.text import Line, ends, line, rule

if TYPE_CHECKING:  # loading the simulation takes longer than painting the screen
    from sim.exercise.console import ConsoleInject, ConsoleSeat, ConsoleView
    from sim.exercise.desk import LineDone
    from sim.play.seat import Session

_TICK_S = 0.25
_FIRST = "Space lets the clock go; before STARTEX it begins the exercise."
_LINE_MOST = 4000
_WIDE = 70
"""Columns from which on the list of injects says who reads each."""


class ConsoleLink(Protocol):
    """A console's way to a play, in this process or on a host."""

    def tick(self) -> bool:
        """Take in what happened; say whether anything did."""

    @property
    def passed_s(self) -> float:
        """Give how long the exercise has gone in the room."""

    @property
    def wall(self) -> str:
        """Give the time of the room."""

    @property
    def risk(self) -> str:
        """Say what is known of the risk that was asked for."""

    def view(self) -> ConsoleView:
        """Show the play as it stands."""

    def do(self, line: str) -> LineDone:
        """Do what a line asks for."""

    def look(self, seat: str) -> Session | str:
        """Look at a seat; a sentence says why one may not."""

    def still(self, seat: str) -> bool:
        """Say whether the seat that is looked at may be looked at any longer."""


class ConsoleScreen(BaseScreen):
    """A list of injects, a list of seats, the log; Tab goes from one list to the other.

    Attributes:
        marked: The inject that is marked, wherever it stands in the list by now; "" if none is,
            as after the marked one has come.
        at: The place of the seat that is marked.
        on_seats: Whether the seats are listed under the mark.
    """

    where = "console"

    def __init__(self, link: ConsoleLink) -> None:
        super().__init__()
        self._link, self._view = link, link.view()
        self.at, self.on_seats = 0, False
        self.marked = self._view.injects[0].inject if self._view.injects else ""
        self._said: tuple[str, str] = (_FIRST, "")

    def body(self) -> ComposeResult:
        """Give the clocks, injects beside seats, and the log."""
        yield Pane(self._status, id="status")
        with Container(id="console-top"):
            yield Pane(self._injects, id="console-injects")
            yield Pane(self._side, id="console-side")
        yield Pane(self._log, id="console-log")
        yield Pane(self._answer, id="console-said")

    def on_mount(self) -> None:
        """Let time go, and look what happened."""
        self.set_interval(_TICK_S, self._tick)

    def _tick(self) -> None:
        self._link.tick()
        self._look_again()
        self.repaint()

    def _look_again(self) -> None:
        """Take the play as it stands; a mark does not follow an inject that has just come."""
        coming = self.marked and self.inject.to_come
        self._view = self._link.view()
        if coming and not self.inject.to_come:
            self.marked = ""

    def move(self, by: int) -> None:
        if self.on_seats:
            self.at = max(0, min(self.at + by, len(self._view.seats) - 1))
        else:
            place = self._place + by if self.marked else min(by, 0)
            place = max(0, min(place, len(self._view.injects) - 1))
            self.marked = self._view.injects[place].inject if self._view.injects else ""
        self.repaint()

    @property
    def inject(self) -> ConsoleInject:
        """Give the inject that is marked."""
        return self._view.injects[self._place]

    @property
    def _place(self) -> int:
        """Give where the marked inject stands; the list moves on under the mark, not it."""
        names = [inject.inject for inject in self._view.injects]
        return names.index(self.marked) if self.marked in names else 0

    @property
    def seat(self) -> ConsoleSeat:
        """Give the seat that is marked."""
        return self._view.seats[min(self.at, len(self._view.seats) - 1)]

    def able(self) -> Iterable[str]:
        """Leave out what needs an inject or a seat to be marked where none is."""
        for name in super().able():
            lacks = name in _OF_SEAT and not self.on_seats
            if not lacks and (name not in _OF_INJECT or (self.marked and not self.on_seats)):
                yield name

    def give(self, text: str) -> None:
        """Do what a line asks for, and say what came of it; a look opens the seat's own screen."""
        if text.split()[:1] == ["look"]:
            self._look_at(text)
            return
        answered = self._link.do(text)
        self._said = (answered.text, "alert" if answered.refused else "good")
        self._look_again()
        self.repaint()

    def _look_at(self, text: str) -> None:
        from sim.exercise.console_lines import LineError, order_of
        from tui.screens.watch import WatchScreen  # not needed for the first picture

        try:
            found = self._link.look(order_of(self._view, text).text)
        except LineError as error:
            found = str(error)
        if isinstance(found, str):
            self._said = (found, "alert")
            self.repaint()
        else:
            self.app.push_screen(WatchScreen(found, self._link.still))

    def _ask(self, question: str, begin: str) -> None:
        """Ask for the rest of a line; nothing typed is nothing done."""
        from tui.cards.prompt import Prompt  # not needed for the first picture

        def typed(rest: str | None) -> None:
            if rest:
                self.give(f"{begin} {rest}".strip())

        self.app.push_screen(Prompt(question, _LINE_MOST), typed)

    def _status(self, width: int, height: int) -> list[Line]:
        from sim.exercise.console_words import status

        left = f" WHITE CELL  {self._view.title}"
        right = f"{status(self._view, self._link.passed_s, self._link.wall)} "
        room = max(0, width - len(right) - 2)
        return [ends(line((fit(left, room), "bar")), line((right, "press")), width, "bar")]

    def _injects(self, width: int, height: int) -> list[Line]:
        view = self._view
        sent = sum(inject.state in ("sent", "withdrawn") for inject in view.injects)
        lines = [rule(" Injects ", width, f" {sent} of {len(view.injects)} sent ")]
        room = height - 1
        top = max(0, self._place - room + 2)
        for place in range(top, min(top + room, len(view.injects))):
            inject = view.injects[place]
            marked = not self.on_seats and inject.inject == self.marked
            sign, role = (">", "cursor") if marked else (" ", _ROLES.get(inject.state, "dim"))
            time = inject.time if inject.state != "waits" else "if ..."
            text = f"{sign} {time:>9} {inject.state:<9} {inject.number:<6} {inject.title}"
            if width >= _WIDE:
                text = f"{padded(fit(text, _WIDE - 18), _WIDE - 18)} {inject.to}"
            lines.append(line((fit(text, width), role)))
        return lines

    def _side(self, width: int, height: int) -> list[Line]:
        """Show where seats stand, the risk, and the marked inject."""
        from sim.exercise.console_words import stands

        room = width - 1
        lines = [rule(" Seats ", width)]
        for place, seat in enumerate(self._view.seats):
            marked = self.on_seats and place == self.at
            sign, role = (">", "cursor") if marked else (" ", "bold" if seat.taken else "")
            who = fit(f"{sign} {seat.title} ({seat.who})", room)
            does = fit(f"    {stands(self._view, seat)}", room)
            lines += [line((who, role)), line((does, "dim"))]
        if self._view.rungs:
            lines.append(line((fit(f"Rungs: {self._view.rungs}", room), "warn")))
        lines += [line((row, "warn")) for row in wrapped(self._link.risk, room)[:2]]
        if not self.on_seats and self.marked:
            from sim.exercise.console_words import inject_page

            lines.append(rule(f" {self.inject.number} ", width))
            lines += [line(row) for row in inject_page(self.inject, room)]
        return lines[:height]

    def _log(self, width: int, height: int) -> list[Line]:
        rows: list[Line] = []
        for each in reversed(self._view.log[-height:]):
            role = "own" if each.by_white_cell else ""
            parts = wrapped(f"{each.time} {each.text}", width - 1, rest="      ")
            rows = [*(line((part, role)) for part in parts), *rows]
            if len(rows) >= height - 1:
                break
        title = f" Log, {self._view.events} events "
        back = f" gone back {self._view.branches} times " if self._view.branches else ""
        return [rule(title, width, back), *rows[-(height - 1) :]]

    def _answer(self, width: int, height: int) -> list[Line]:
        text, role = self._said
        return [line((fit(f" {text}", width), role))]

    def do_release(self) -> None:
        """Send the marked inject; of a seat, open its own screen."""
        if self.on_seats:
            self.give(f"look {self.seat.seat}")
        elif self.marked:
            self.give(f"release {self.inject.number}")

    def do_console_hold(self) -> None:
        """Hold the marked inject back, or no longer."""
        self.give(f"{'lift' if self.inject.state == 'held' else 'hold'} {self.inject.number}")

    def do_edit(self) -> None:
        """Give the marked inject other words."""
        self._ask(f"{self.inject.number}: its new text", f"text {self.inject.number}")

    def do_entitle(self) -> None:
        """Give the marked inject another title."""
        self._ask(f"{self.inject.number}: its new title", f"title {self.inject.number}")

    def do_retime(self) -> None:
        """Give the marked inject another time."""
        self._ask(f"{self.inject.number}: 14:05 or +10 min", f"time {self.inject.number}")

    def do_skip(self) -> None:
        """Leave the marked inject out."""
        self.give(f"skip {self.inject.number}")

    def do_withdraw(self) -> None:
        """Take back the marked inject, which was read."""
        self._ask(f"{self.inject.number} is withdrawn: why", f"withdraw {self.inject.number}")

    def do_shift(self) -> None:
        """Move the marked inject and all that come after it."""
        self._ask(f"{self.inject.number} and the rest: +10 min", f"shift {self.inject.number}")

    def do_improvise(self) -> None:
        """Write an inject."""
        self._ask("Title; seats by commas or all; text", "improvise")

    def do_clock(self) -> None:
        """Let the clock go, or stop it."""
        self.give("resume" if self._view.paused else "pause")

    def do_pace_down(self) -> None:
        """Half the pace."""
        self.give(f"pace {self._view.pace / 2:g}")

    def do_pace_up(self) -> None:
        """Twice the pace."""
        self.give(f"pace {self._view.pace * 2:g}")

    def do_jump(self) -> None:
        """Move the clock on."""
        self._ask("Jump to: next, an inject's number, 14:05 or +10 min", "jump")

    def do_roll_back(self) -> None:
        """Go back to an earlier time."""
        self._ask("Back to just before 14:05 or -10 min, and why", "back")

    def do_other_list(self) -> None:
        """Mark seats instead of injects, or injects again."""
        self.on_seats = not self.on_seats
        self.repaint()

    def do_open_seat(self) -> None:
        """Let observers look at the marked seat, or no longer."""
        shut = self.seat.seat in self._view.watched
        self.give(f"{'shut' if shut else 'open'} {self.seat.seat}")

    def do_take_over(self) -> None:
        """Take the marked seat over, or give it back."""
        self.give(f"{'give' if self.seat.taken else 'take'} {self.seat.seat}")

    def do_speak(self) -> None:
        """Speak as the marked seat."""
        self._ask(f"{self.seat.title}: choose MOVE, call ..., note ...", f"as {self.seat.seat}")

    def do_risk(self) -> None:
        """Ask how likely something is in what is left."""
        self._ask("How likely is: dead, hurt, shots, rung 6, or an ending", "risk")

    def do_console_note(self) -> None:
        """Write something down."""
        self._ask("Note", "note")

    def do_type(self) -> None:
        """Type a whole line."""
        self._ask("A line, as in the console in lines", "")

    def do_console_up(self) -> None:
        """Mark the row above."""
        self.move(-1)

    def do_console_down(self) -> None:
        """Mark the row below."""
        self.move(1)

    def do_leave_console(self) -> None:
        """Leave the console; a rehearsal ends."""
        self.app.exit()


_OF_INJECT = ("console_hold", "edit", "entitle", "retime", "skip", "withdraw", "shift")
_OF_SEAT = ("take_over", "speak", "open_seat")
_ROLES = {"planned": "", "waits": "", "held": "warn", "due": "alert", "withdrawn": "bad"}
