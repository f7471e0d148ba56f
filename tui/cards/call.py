"""The call card: who is called on a channel, with what words; or how the own call there stands."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

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
    TermLine,
    may_hang,
    rung_said,
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
from tui.panes.talk import exchange, term_lines
from tui.panes.waiting import asked_first, heard, party

_LAST_SAID = 4
"""How many of the things said in a talk the card shows."""
_ANSWERS = {"a": YES["call"], "r": NO["call"]}
"""The keys that answer a call that rings."""
Says = Callable[[str, str, str], tuple[TermLine, ...]]
"""Gives the terms of a message: by channel, whom it is for, and form."""


class CardRow(NamedTuple):
    """A row of the card: whom to call, a message, a term of the one marked, a clause."""

    kind: str
    key: str = ""


class CallCard(ViewCard[Submit]):
    """Who is called on a channel, with what words; or how the own call there stands.

    Attributes:
        to: Who is called, "" for the first.
        form: The place of the message that is marked.
        at: Where the cursor stands.
        limits: Per message and term, the place of its limit where it was changed.
    """

    WIDTH = 78

    def __init__(self, sheet: Sheet, shown: Shown, row: BoardLine, says: Says) -> None:
        super().__init__(sheet, shown)
        self.row, self.says = row, says
        self.title_text = f"CALL  {row.name}"
        self.to, self.form = "", 0
        self.at = CardRow("form", row.forms[0]) if row.forms else CardRow("to")
        self.limits: dict[tuple[str, int], int] = {}
        self.offered: dict[str, bool] = dict.fromkeys(sheet.clauses, True)

    @property
    def call(self) -> CallLine | None:
        """Give the call that the seat has on this channel, if any."""
        return call_on(self.shown.view, self.row.channel)

    @property
    def talks(self) -> bool:
        """Say whether the call has become a talk, in which more can be said."""
        return self.call is not None and self.call.stage == "talking"

    @property
    def ends(self) -> list[tuple[str, str]]:
        """List who can be called, each with its name: vessels on a radio, else desks.

        Whoever one talks with stands first, and on a line alone.
        """
        if self.row.kind == "radio":
            found = [
                (v.vessel, v.name + (f", {distance(v.range_m)}" if v.range_m else ""))
                for v in within_hail(self.shown.view, self.sheet.faces)
            ]
        else:
            desks = self.sheet.channels[self.row.channel].desks
            found = [(seat, self.sheet.seats[seat]) for seat in desks]
        if not self.talks or self.call is None:
            return found
        first = [end for end in found if end[0] == self.call.other]
        return (
            first if self.row.kind != "radio" else [*first, *(e for e in found if e not in first)]
        )

    @property
    def called(self) -> tuple[str, str]:
        """Give who is called, with the name; they stay the same though the order changes."""
        found = [end for end in self.ends if end[0] == self.to] or self.ends[:1]
        return found[0] if found else ("", "nobody in sight")

    @property
    def proposes(self) -> bool:
        """Say whether the message marked carries clauses."""
        form = self.sheet.forms[self.row.forms[self.form]]
        return form.intent == "propose" and self.row.kind != "radio" and bool(self.offered)

    def terms(self, form: str) -> tuple[TermLine, ...]:
        """List the terms of a message to whoever would be called."""
        to, _ = self.called
        return self.says(self.row.channel, to, form) if to else ()

    def place(self, form: str, index: int, term: TermLine) -> int:
        """Give the place of a term's limit: as written, unless it was changed."""
        return self.limits.get((form, index), term.at)

    def rows(self) -> list[CardRow]:
        """List the rows from top to bottom; only the message marked has rows of its own."""
        rows = [CardRow("to")]
        for form in self.row.forms:
            rows.append(CardRow("form", form))
            if form == self.row.forms[self.form]:
                terms = enumerate(self.terms(form))
                rows += [CardRow("term", str(n)) for n, term in terms if len(term.lines) > 1]
                rows += [CardRow("clause", each) for each in self.offered] if self.proposes else []
        return rows

    def text(self, width: int) -> list[Line]:
        """Write how the channel stands, then the call on it or what can be said."""
        call = self.call
        sign, word, role = board_word(self.row, call)
        lines: list[Line] = [line(("State   ", "dim"), (f"{sign} {word}", role))]
        lines += wrap(self.row.note, width, "dim") if self.row.note else []
        below = priced(self.shown.view, width)
        if call is not None:
            lines += [(), *self._standing(call, width)]
            if not self.talks:
                return [*lines, *below]
        others, (_, to) = self.ends, self.called
        lines.append(
            field("To", to, width, marked=self.at.kind == "to", many=len(others) > 1),
        )
        tail: list[Line] = [(), *wrap(heard(self.row.kind), width, "dim")]
        if self.row.kind != "radio" and not self.talks:
            tail += wrap(asked_first(self.row.kind), width, "dim")
        tail += below
        return [*lines, *self._messages(width, self.room - len(lines) - len(tail)), *tail]

    def _messages(self, width: int, most: int) -> list[Line]:
        """Write the messages, each with what it promises or asks; around the cursor, as fits."""
        lines: list[Line] = []
        first = last = 0
        for form in self.row.forms:
            marked = form == self.row.forms[self.form]
            block = self._message(form, width, marked=marked)
            if marked:
                first, last = len(lines), len(lines) + len(block)
            lines += block
        if len(lines) <= most:
            return lines
        top = max(0, min(first - 1, len(lines) - most)) if last > most - 1 else 0
        shown = lines[top : top + max(1, most)]
        if top:
            shown[0] = line((" ... more above", "dim"))
        if top + most < len(lines) and len(shown) > 1:
            shown[-1] = line((" ... more below", "dim"))
        return shown

    def _message(self, form: str, width: int, *, marked: bool) -> list[Line]:
        spec = self.sheet.forms[form]
        title = spec.title + (f" (itself an act on {rung_said(spec.rung)})" if spec.rung else "")
        here = self.at == CardRow("form", form)
        role = "cursor" if here else "bold" if marked else ""
        head = line((">" if marked else " ", "key"), (fit(f" {title}", width - 1), role))
        lines = [head]
        for index, term in enumerate(self.terms(form)):
            at = marked and self.at == CardRow("term", str(index))
            lines += term_lines(term, self.place(form, index, term), width, marked=at)
        if marked and self.proposes:
            clause = self.at.key if self.at.kind == "clause" else ""
            lines += clause_lines(self.sheet, self.offered, clause, width)
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
        said = [each for each in self.shown.view.said if each.at_ms >= call.since_ms]
        if self.talks:
            return [*lines, *exchange(said[-_LAST_SAID:], width, self.room // 3), ()]
        return [*lines, *wrap(sentence(self.sheet.forms[call.form].title), width)]

    @property
    def rings(self) -> bool:
        """Say whether somebody rings here."""
        return self.call is not None and self.call.incoming and self.call.stage == "ringing"

    def keys(self) -> str:
        if self.rings:
            answers = "   ".join(f"{key} {verb}" for key, verb in _ANSWERS.items())
            return f"{answers}   Esc let it ring"
        if self.call is not None and not self.talks:
            return "x hang up   Esc let it be"
        mark = "Space clause   " if self.proposes else ""
        value = {"to": "Left Right whom   ", "term": "Left Right limit   "}.get(self.at.kind, "")
        if self.at.kind == "form" and any(r.kind == "term" for r in self.rows()):
            value = "Left Right limit   "
        end = "Enter say   x hang up" if self.talks else "Enter call"
        return f"Up Down message   {value}{mark}{end}   Esc back"

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
        if self.called[0] != hint.to:
            return ("Right" if self.at.kind == "to" else "Up"), "call somebody else"
        if self.row.forms[self.form] != hint.form:
            below = self.row.forms.index(hint.form) > self.form or self.at.kind == "to"
            return ("Down" if below else "Up"), "say something else"
        return "Enter", "call"

    def move(self, by: int) -> None:
        rows = self.rows()
        place = rows.index(self.at) if self.at in rows else 0
        self.at = rows[max(0, min(len(rows) - 1, place + by))]
        if self.at.kind == "form":
            self.form = self.row.forms.index(self.at.key)
        self.repaint()

    def do_left(self) -> None:
        """Take the value before."""
        self._turn(-1)

    def do_right(self) -> None:
        """Take the value after."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        if self.at.kind == "to" and self.ends:
            names = [name for name, _ in self.ends]
            self.to = names[(names.index(self.called[0]) + by) % len(names)]
        elif self.at.kind == "clause":
            self.offered[self.at.key] = not self.offered[self.at.key]
        else:
            self._limit(by)
        self.repaint()

    def _limit(self, by: int) -> None:
        """Change a limit of the message marked: of the term marked, else of its first."""
        form = self.row.forms[self.form]
        terms = self.terms(form)
        several = [n for n, term in enumerate(terms) if len(term.lines) > 1]
        if several:
            index = int(self.at.key) if self.at.kind == "term" else several[0]
            place = self.place(form, index, terms[index]) + by
            self.limits[form, index] = max(0, min(len(terms[index].lines) - 1, place))

    def do_mark(self) -> None:
        """Put a clause into the offer, or take it out."""
        if self.at.kind == "clause":
            self._turn(1)

    def do_choose(self) -> None:
        """Call, or say it in the talk that goes on."""
        others = self.ends
        if (self.call is not None and not self.talks) or not others:
            self.dismiss(None)
            return
        clauses = tuple(c for c, on in self.offered.items() if on) if self.proposes else ()
        (to, _), form = self.called, self.row.forms[self.form]
        limits: tuple[float, ...] = ()
        if any(changed == form for changed, _ in self.limits):
            limits = tuple(
                term.lines[self.place(form, n, term)].limit
                for n, term in enumerate(self.terms(form))
            )
        self.dismiss(
            Submit("call", self.row.channel, to=to, form=form, clauses=clauses, limits=limits)
        )


def field(name: str, value: str, width: int, *, marked: bool, many: bool) -> Line:
    """Write a field of a card: its name, its value, and that it has others."""
    role = "cursor" if marked else ""
    arrows = "< >" if many else "   "
    return ends(
        line((f"{name:<8}", "dim"), (fit(value, width - 13), role)),
        line((arrows, "key" if marked and many else "dim")),
        width,
    )
