"""The call card: who is called on a channel, with what words; or how the own call there stands."""

from __future__ import annotations

from sim.columns import fit
from sim.play.seat import (
    NO,
    YES,
    BoardLine,
    CallLine,
    HintLine,
    Sheet,
    Shown,
    Submit,
    may_hang,
    sentence,
    within_hail,
)
from sim.readings import distance
from sim.units import format_wait
from tui.base.text import Line, ends, line, wrap
from tui.cards.clauses import clause_lines
from tui.cards.view_card import ViewCard
from tui.panes.board import board_word, call_on
from tui.panes.price import priced
from tui.panes.waiting import asked_first, heard, party

_ANSWERS = {"a": YES["call"], "r": NO["call"]}
"""The keys that answer a call that rings."""


class CallCard(ViewCard[Submit]):
    """Who is called on a channel, with what words; or how the own call there stands."""

    def __init__(self, sheet: Sheet, shown: Shown, row: BoardLine) -> None:
        super().__init__(sheet, shown)
        self.row = row
        self.title_text = f"CALL  {row.name}"
        self.at = self.to = self.form = 0
        self.offered: dict[str, bool] = dict.fromkeys(sheet.clauses, True)

    @property
    def call(self) -> CallLine | None:
        """Give the call that the seat has on this channel, if any."""
        return call_on(self.shown.view, self.row.channel)

    @property
    def ends(self) -> list[tuple[str, str]]:
        """List who can be called, each with its name: vessels on a radio, else desks."""
        if self.row.kind == "radio":
            return [
                (v.vessel, v.name + (f", {distance(v.range_m)}" if v.range_m else ""))
                for v in within_hail(self.shown.view, self.sheet.faces)
            ]
        desks = self.sheet.channels[self.row.channel].desks
        return [(seat, self.sheet.seats[seat]) for seat in desks]

    @property
    def proposes(self) -> bool:
        """Say whether the form chosen carries clauses."""
        form = self.sheet.forms[self.row.forms[self.form]]
        return form.intent == "propose" and self.row.kind != "radio" and bool(self.offered)

    def fields(self) -> list[str]:
        """List the fields from top to bottom."""
        return ["to", "form", *(self.offered if self.proposes else ())]

    def text(self, width: int) -> list[Line]:
        """Write how the channel stands, then the call on it or the fields of a new one."""
        call = self.call
        sign, word, role = board_word(self.row, call)
        lines: list[Line] = [line(("State   ", "dim"), (f"{sign} {word}", role))]
        lines += wrap(self.row.note, width, "dim") if self.row.note else []
        rest = self._new(width) if call is None else self._standing(call, width)
        return [*lines, (), *rest, *priced(self.shown.view, width)]

    def _new(self, width: int) -> list[Line]:
        others, row = self.ends, self.fields()[min(self.at, len(self.fields()) - 1)]
        to = others[self.to % len(others)][1] if others else "nobody in sight"
        form = self.sheet.forms[self.row.forms[self.form]]
        title = form.title + (f" (itself an act on rung {form.rung})" if form.rung else "")
        lines = [
            field("To", to, width, marked=row == "to", many=len(others) > 1),
            field("Form", title, width, marked=row == "form", many=len(self.row.forms) > 1),
        ]
        if self.proposes:
            lines += clause_lines(self.sheet, self.offered, row, width)
        lines += [(), *wrap(heard(self.row.kind), width, "dim")]
        if self.row.kind != "radio":
            lines += wrap(asked_first(self.row.kind), width, "dim")
        return lines

    def _standing(self, call: CallLine, width: int) -> list[Line]:
        other = party(self.sheet, self.shown, call.other)
        since = format_wait(self.shown.view.at_ms - call.since_ms)
        match call.stage:
            case "talking":
                stage = f"Talking with {other}."
            case "asking leave":
                stage = f"Leave to call {other} is asked."
            case _:
                stage = f"{other} rings you." if call.incoming else f"Ringing {other}."
        lines = wrap(f"{stage} {since} so far.", width, "bold")
        return [*lines, *wrap(sentence(self.sheet.forms[call.form].title), width)]

    @property
    def rings(self) -> bool:
        """Say whether somebody rings here."""
        return self.call is not None and self.call.incoming and self.call.stage == "ringing"

    def keys(self) -> str:
        if self.rings:
            answers = "   ".join(f"{key} {verb}" for key, verb in _ANSWERS.items())
            return f"{answers}   Esc let it ring"
        if self.call is not None:
            return "x hang up   Esc let it be" if may_hang(self.call) else "Esc back"
        mark = "Space clause  " if self.proposes else ""
        return f"Up Down field  Left Right value  {mark}Enter call  Esc back"

    def pressed(self, key: str) -> bool:
        """Answer what rings here, or hang up."""
        call = self.call
        verb = _ANSWERS.get(key, "") if self.rings else ""
        if key == "x" and call is not None and may_hang(call):
            verb = "hang"
        if call is None or not verb:
            return False
        self.dismiss(Submit(verb, call.call))
        return True

    def step_to(self, hint: HintLine) -> tuple[str, str]:
        """Lead to the right vessel and form, then call; or to the answer to what rings here."""
        for key, verb in _ANSWERS.items():
            if self.rings and hint.verb == verb:
                return key, hint.text
        if hint.verb != "call" or self.row.channel != hint.subjects[0]:
            return super().step_to(hint)
        if self.ends[self.to % len(self.ends)][0] != hint.to:
            return ("Right" if self.at == 0 else "Up"), "call somebody else"
        if self.row.forms[self.form] != hint.form:
            key = {0: "Down", 1: "Right"}.get(self.at, "Up")
            return key, "say something else"
        return "Enter", "call"

    def move(self, by: int) -> None:
        self.at = max(0, min(len(self.fields()) - 1, self.at + by))
        self.repaint()

    def do_left(self) -> None:
        """Take the value before."""
        self._turn(-1)

    def do_right(self) -> None:
        """Take the value after."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        row = self.fields()[self.at]
        if row == "to" and self.ends:
            self.to = (self.to + by) % len(self.ends)
        elif row == "form":
            self.form = (self.form + by) % len(self.row.forms)
        elif row in self.offered:
            self.offered[row] = not self.offered[row]
        self.repaint()

    def do_mark(self) -> None:
        """Put a clause into the offer, or take it out."""
        if self.fields()[self.at] in self.offered:
            self._turn(1)

    def do_choose(self) -> None:
        """Call."""
        others = self.ends
        if self.call is not None or not others:
            self.dismiss(None)
            return
        clauses = tuple(c for c, on in self.offered.items() if on) if self.proposes else ()
        to, form = others[self.to % len(others)][0], self.row.forms[self.form]
        self.dismiss(Submit("call", self.row.channel, to=to, form=form, clauses=clauses))


def field(name: str, value: str, width: int, *, marked: bool, many: bool) -> Line:
    """Write a field of a card: its name, its value, and that it has others."""
    role = "cursor" if marked else ""
    arrows = "< >" if many else "   "
    return ends(
        line((f"{name:<8}", "dim"), (fit(value, width - 13), role)),
        line((arrows, "key" if marked and many else "dim")),
        width,
    )
