"""The call card: who is called on a channel, with what words; or how the own call there stands."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from sim.columns import cells
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
    Wording,
    by_use,
    may_hang,
    sentence,
    within_hail,
)
from sim.readings import distance
from sim.units import format_wait
from tui.base.text import Line, beside, ends, line, rule, wrap
from tui.cards.clauses import clause_lines
from tui.cards.view_card import ViewCard
from tui.panes.board import board_word, call_on
from tui.panes.price import priced
from tui.panes.talk import does, exchange, said_ahead, term_lines
from tui.panes.waiting import asked_first, heard, party

_LAST_SAID = 4
"""How many of the things said in a talk the card shows."""
_OTHER = "t"
"""The key that calls somebody else."""
_ANSWERS = {"a": YES["call"], "r": NO["call"]}
"""The keys that answer a call that rings."""
_WIDE = 100
"""From this width on what a message says stands beside the list of them."""
_LIST = 48
"""Columns of that list."""
_LIST_LEAST = 6
"""Rows that the list has before anything is said of the message that is marked."""


class Speaker(Protocol):
    """Whoever may call: gives what a message binds, and how it will be said."""

    def terms(self, channel: str, to: str, form: str) -> tuple[TermLine, ...]:
        """Give the terms of a message."""

    def ahead(self, call: Submit) -> Wording | str:
        """Give a call as it will be said; or why it would be refused."""


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

    WIDTH = 120

    def __init__(self, sheet: Sheet, shown: Shown, row: BoardLine, speaker: Speaker) -> None:
        super().__init__(sheet, shown)
        self.row, self.speaker = row, speaker
        self.forms = by_use(sheet.forms, row.forms)
        self.title_text = f"CALL  {row.name}"
        self.to, self.form = "", 0
        self.at = CardRow("form", self.forms[0]) if self.forms else CardRow("to")
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
        form = self.sheet.forms[self.forms[self.form]]
        return form.intent == "propose" and self.row.kind != "radio" and bool(self.offered)

    def terms(self, form: str) -> tuple[TermLine, ...]:
        """List the terms of a message to whoever would be called."""
        to, _ = self.called
        return self.speaker.terms(self.row.channel, to, form) if to else ()

    def _limited(self, form: str) -> list[int]:
        """List the terms of a message whose limit can be changed."""
        return [n for n, term in enumerate(self.terms(form)) if len(term.lines) > 1]

    def place(self, form: str, index: int, term: TermLine) -> int:
        """Give the place of a term's limit: as written, unless it was changed."""
        return self.limits.get((form, index), term.at)

    def rows(self) -> list[CardRow]:
        """List the rows from top to bottom; only the message marked has rows of its own."""
        rows = [CardRow("to")]
        for form in self.forms:
            rows.append(CardRow("form", form))
            if form == self.forms[self.form]:
                several = self._limited(form)  # one alone is changed from the message's own row
                rows += [CardRow("term", str(n)) for n in several if len(several) > 1]
                rows += [CardRow("clause", each) for each in self.offered] if self.proposes else []
        return rows

    def text(self, width: int) -> list[Line]:
        """Write how the channel stands, then the call on it or what can be said."""
        call = self.call
        sign, word, role = board_word(self.row, call)
        state = line(("State   ", "dim"), (f"{sign} {word}", role))
        note = wrap(self.row.note, width, "dim") if self.row.note else []
        if call is not None and not self.talks:
            below = priced(self.shown.view, self.sheet.unsafe_m, width)
            return [state, *note, (), *self._standing(call, width), *below]
        lines = [state]
        if call is not None:
            lines += self._standing(call, width)
        to = self._to(min(width, _LIST) if width >= _WIDE else width)
        if width >= _WIDE:
            return [*lines, *note, (), *self._side_by_side(to, width, self.room - len(lines))]
        room = self.room - len(lines) - len(to)
        said = self._said(width)[: max(1, room - _LIST_LEAST - 1)]
        messages = self._messages(width, room - len(said) - 1)
        left = room - len(said) - len(messages) - 1
        tail = self._tail(width)
        tail = [*note, *tail] if len(note) + len(tail) <= left else tail[: max(0, left)]
        return [*lines, *to, *messages, rule("", width), *said, *tail]

    def _side_by_side(self, to: list[Line], width: int, most: int) -> list[Line]:
        """Write the messages, and beside them what the one that is marked says."""
        right = width - _LIST - 3
        said = [*self._said(right), (), *self._tail(right)]
        return beside([*to, (), *self._messages(_LIST, most - len(to) - 2)], said, _LIST)

    def _to(self, width: int) -> list[Line]:
        """Write who is called, and how to call somebody else."""
        others, (_, to), marked = self.ends, self.called, self.at.kind == "to"
        many = len(others) > 1
        right = line((f"{_OTHER} other", "key")) if many else ()
        left = line(("To      ", "dim"), (to, "cursor" if marked else "bold"))
        return [ends(left, right, width)]

    def _tail(self, width: int) -> list[Line]:
        """Write who hears it, what comes before it, and what waiting costs."""
        lines = wrap(heard(self.row.kind), width, "dim")
        if self.row.kind != "radio" and not self.talks:
            lines += wrap(asked_first(self.row.kind), width, "dim")
        return [*lines, *priced(self.shown.view, self.sheet.unsafe_m, width)]

    def _said(self, width: int) -> list[Line]:
        """Write the message that is marked as it will be said, and what it does to one's word."""
        found = self._ahead(self.form)
        if isinstance(found, str):
            return wrap(found, width, "warn")
        return said_ahead(found, width)

    def _ahead(self, index: int) -> Wording | str:
        """Give a message as it will be said; or why it cannot be."""
        call = self._call(index)
        return self.speaker.ahead(call) if call is not None else "Nobody is in sight to call."

    def _messages(self, width: int, most: int) -> list[Line]:
        """Write the messages, the one that is marked with its terms; around it, as fits."""
        lines: list[Line] = []
        first = last = 0
        for index, form in enumerate(self.forms):
            block = self._message(index, form, width)
            if index == self.form:
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

    def _message(self, index: int, form: str, width: int) -> list[Line]:
        """Write a message: its name, and what it does; under the one that is marked its terms."""
        spec, marked = self.sheet.forms[form], index == self.form
        here = self.at == CardRow("form", form)
        role = "cursor" if here else "bold" if marked else ""
        found = self._ahead(index)
        word, look = does(spec, breaks=isinstance(found, Wording) and bool(found.breaks))
        texts = wrap(spec.title, width - 4 - cells(word), role)
        mark = line((">" if marked else " ", "key"), (" ", ""))
        lines = [ends((*mark, *texts[0]), line((word, look)), width)]
        lines += [(*line("  "), *text) for text in texts[1:]]
        if not marked:
            return lines
        for number, term in enumerate(self.terms(form)):
            at = self.at == CardRow("term", str(number))
            lines += term_lines(term, self.place(form, number, term), width, marked=at)
        if self.proposes:
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
                stage = f"{other} rings you." if call.incoming else f"Calling {other}."
        lines = wrap(f"{stage} {since} so far.", width, "bold")
        lately = [each for each in self.shown.view.said if each.at_ms >= call.since_ms]
        said = [each for each in lately if each.other == call.seat]
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
        other = f"{_OTHER} other   " if len(self.ends) > 1 else ""
        limited = self._limited(self.forms[self.form]) if self.forms else []
        value = "Left Right whom   " if self.at.kind == "to" else ""
        if limited and self.at.kind in ("form", "term"):
            value = "Left Right limit   "
        end = "Enter say   x hang up" if self.talks else "Enter call"
        return f"Up Down message   {value}{mark}{other}{end}   Esc back"

    def pressed(self, key: str) -> bool:
        """Call somebody else, answer what rings here, or hang up."""
        call = self.call
        if key == _OTHER and len(self.ends) > 1 and (call is None or self.talks):
            self._turn_to(1)
            return True
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
            return _OTHER, "call somebody else"
        if self.forms[self.form] != hint.form:
            below = self.forms.index(hint.form) > self.form or self.at.kind == "to"
            return ("Down" if below else "Up"), "say something else"
        return "Enter", "call"

    def move(self, by: int) -> None:
        rows = self.rows()
        place = rows.index(self.at) if self.at in rows else 0
        self.at = rows[max(0, min(len(rows) - 1, place + by))]
        if self.at.kind == "form":
            self.form = self.forms.index(self.at.key)
        self.repaint()

    def do_left(self) -> None:
        """Take the value before."""
        self._turn(-1)

    def do_right(self) -> None:
        """Take the value after."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        if self.at.kind == "to":
            self._turn_to(by)
        elif self.at.kind == "clause":
            self.offered[self.at.key] = not self.offered[self.at.key]
        else:
            self._limit(by)
        self.repaint()

    def _turn_to(self, by: int) -> None:
        """Call somebody else."""
        names = [name for name, _ in self.ends]
        if names:
            self.to = names[(names.index(self.called[0]) + by) % len(names)]
        self.repaint()

    def _limit(self, by: int) -> None:
        """Change a limit of the message marked: of the term marked, else of its first."""
        form = self.forms[self.form]
        terms = self.terms(form)
        limited = self._limited(form)
        if limited:
            index = int(self.at.key) if self.at.kind == "term" else limited[0]
            place = self.place(form, index, terms[index]) + by
            self.limits[form, index] = max(0, min(len(terms[index].lines) - 1, place))

    def do_mark(self) -> None:
        """Put a clause into the offer, or take it out."""
        if self.at.kind == "clause":
            self._turn(1)

    def _call(self, index: int) -> Submit | None:
        """Give the call with a message as it stands on the card; None if nobody can be called."""
        (to, _), form = self.called, self.forms[index]
        if not to:
            return None
        proposes = self.sheet.forms[form].intent == "propose" and self.row.kind != "radio"
        clauses = tuple(c for c, on in self.offered.items() if on) if proposes else ()
        limits: tuple[float, ...] = ()
        if any(changed == form for changed, _ in self.limits):
            limits = tuple(
                term.lines[self.place(form, n, term)].limit
                for n, term in enumerate(self.terms(form))
            )
        return Submit("call", self.row.channel, to=to, form=form, clauses=clauses, limits=limits)

    def do_choose(self) -> None:
        """Call, or say it in the talk that goes on."""
        if (self.call is not None and not self.talks) or not self.forms:
            self.dismiss(None)
        else:
            self.dismiss(self._call(self.form))
