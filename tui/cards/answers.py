"""Cards of the play screen: to call, to answer, to name the clauses of an offer."""

from __future__ import annotations

from typing import TypeVar

from sim.play.seat import BoardLine, Sheet, Shown, Submit
from sim.units import elapsed
from tui.base.screen import CardScreen
from tui.base.text import Line, ends, fit, line, wrap
from tui.panes.decision import price
from tui.panes.situation import board_word, call_on, distance
from tui.panes.waiting import Waiting, heard, matters, party, told

R = TypeVar("R")


class ViewCard(CardScreen[R]):
    """A card that shows something of the seat's picture, and is told when that changes."""

    def __init__(self, sheet: Sheet, shown: Shown) -> None:
        super().__init__()
        self.sheet, self.shown = sheet, shown

    def renew(self, shown: Shown) -> None:
        """Take in a new picture."""
        self.shown = shown
        self.repaint()


def field(name: str, value: str, width: int, *, marked: bool, many: bool) -> Line:
    """Write a field of a card: its name, its value, and that it has others."""
    role = "cursor" if marked else ""
    arrows = "< >" if many else "   "
    return ends(
        line((f"{name:<8}", "dim"), (fit(value, width - 13), role)),
        line((arrows, "key" if marked and many else "dim")),
        width,
    )


class CallCard(ViewCard[Submit]):
    """Who is called on a channel, with what words; or how the own call there stands."""

    def __init__(self, sheet: Sheet, shown: Shown, row: BoardLine) -> None:
        super().__init__(sheet, shown)
        self.row = row
        self.title_text = f"CALL  {row.name}"
        self.at = self.to = self.form = 0
        self.offered: dict[str, bool] = dict.fromkeys(sheet.clauses, True)

    @property
    def ends(self) -> list[tuple[str, str]]:
        """List who can be called: vessels in sight, those of the other side first; or desks."""
        if self.row.kind == "radio":
            held = [v for v in self.shown.view.contacts if v.lost_ms is None and not v.own]
            near = sorted(held, key=lambda v: (v.side != self.sheet.faces, v.range_m or 0.0))
            return [
                (v.vessel, v.name + (f", {distance(v.range_m)}" if v.range_m else "")) for v in near
            ]
        return [
            (seat, self.sheet.seats[seat]) for seat in self.sheet.channels[self.row.channel].desks
        ]

    @property
    def proposes(self) -> bool:
        """Say whether the form chosen carries clauses."""
        form = self.sheet.forms[self.row.forms[self.form]]
        return form.intent == "propose" and self.row.kind != "radio" and bool(self.offered)

    def fields(self) -> list[str]:
        """List the fields from top to bottom."""
        return ["to", "form", *(self.offered if self.proposes else ())]

    def text(self, width: int) -> list[Line]:
        """Write the card."""
        call = call_on(self.shown.view, self.row.channel)
        sign, word, role = board_word(self.row, call)
        lines: list[Line] = [line(("State   ", "dim"), (f"{sign} {word}", role))]
        lines += wrap(self.row.note, width, "dim") if self.row.note else []
        lines.append(())
        if call is not None:
            return [*lines, *self._standing(width)]
        others, row = self.ends, self.fields()[min(self.at, len(self.fields()) - 1)]
        to = others[self.to % len(others)][1] if others else "nobody in sight"
        form = self.sheet.forms[self.row.forms[self.form]]
        title = form.title + (f" (itself an act on rung {form.rung})" if form.rung else "")
        lines.append(field("To", to, width, marked=row == "to", many=len(others) > 1))
        lines.append(
            field("Form", title, width, marked=row == "form", many=len(self.row.forms) > 1)
        )
        if self.proposes:
            lines += clause_lines(self.sheet, self.offered, row, width)
        lines += [(), *wrap(heard(self.row.kind), width, "dim")]
        if self.row.kind != "radio":
            lines += wrap(asked_first(self.row.kind), width, "dim")
        cost = price(self.shown.view)
        return [*lines, *(wrap(f"Waiting: {cost}.", width, "warn") if cost else [])]

    def _standing(self, width: int) -> list[Line]:
        call = call_on(self.shown.view, self.row.channel)
        assert call is not None
        other = party(self.sheet, self.shown, call.other)
        since = elapsed(self.shown.view.at_ms - call.since_ms).removeprefix("T+")
        said = {
            "talking": f"Talking with {other}.",
            "asking leave": f"Leave to call {other} is asked.",
        }
        stage = said.get(
            call.stage, f"{other} rings you." if call.incoming else f"Ringing {other}."
        )
        lines = wrap(f"{stage} {since} min so far.", width, "bold")
        lines += wrap(f"{self.sheet.forms[call.form].title}.", width)
        cost = price(self.shown.view)
        return [*lines, *(wrap(f"Waiting: {cost}.", width, "warn") if cost else [])]

    def keys(self) -> str:
        """Say which keys act."""
        call = call_on(self.shown.view, self.row.channel)
        if call is not None:
            able = not call.incoming and call.stage != "talking"
            return "x hang up   Esc let it be" if able else "Esc back"
        mark = "Space clause  " if self.proposes else ""
        return f"Up Down field  Left Right value  {mark}Enter call  Esc back"

    def pressed(self, key: str) -> bool:
        """Hang up."""
        call = call_on(self.shown.view, self.row.channel)
        if key == "x" and call is not None and not call.incoming and call.stage != "talking":
            self.dismiss(Submit("hang", call.call))
            return True
        return False

    def do_up(self) -> None:
        """Go to the field above."""
        self.at = max(0, self.at - 1)
        self.repaint()

    def do_down(self) -> None:
        """Go to the field below."""
        self.at = min(len(self.fields()) - 1, self.at + 1)
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
        if call_on(self.shown.view, self.row.channel) is not None or not others:
            self.dismiss(None)
            return
        clauses = tuple(c for c, on in self.offered.items() if on) if self.proposes else ()
        to, form = others[self.to % len(others)][0], self.row.forms[self.form]
        self.dismiss(Submit("call", self.row.channel, to=to, form=form, clauses=clauses))


def asked_first(kind: str) -> str:
    """Say what comes before a call on a line or a message by relay, and what may become of it."""
    if kind == "relay":
        return "Your own side's leave is asked. It arrives later, if at all; nobody tells you."
    return "Your own side's leave is asked before it rings."


def clause_lines(sheet: Sheet, offered: dict[str, bool], row: str, width: int) -> list[Line]:
    """Write the clauses of an offer with their marks."""
    return [
        line(
            ("  ", ""),
            ("[x] " if on else "[ ] ", "key"),
            (fit(sheet.clauses[clause], width - 6), "cursor" if clause == row else ""),
        )
        for clause, on in offered.items()
    ]


class Inbox(ViewCard["Submit | Waiting"]):
    """What waits for an answer, one matter at a time."""

    def __init__(self, sheet: Sheet, shown: Shown, first: Waiting) -> None:
        super().__init__(sheet, shown)
        self.matter = first

    @property
    def title_text(self) -> str:  # type: ignore[override]
        """Say what kind of matter it is, and which of how many."""
        waiting = matters(self.shown.view)
        number = waiting.index(self.matter) + 1 if self.matter in waiting else 0
        name = {"call": "INCOMING CALL", "offer": "OFFER", "leave": "LEAVE ASKED"}[self.matter.kind]
        return f"{name}  {number} of {len(waiting)}" if len(waiting) > 1 else name

    def renew(self, shown: Shown) -> None:
        """Take in a new picture; what no longer waits is put away."""
        self.shown = shown
        if self.matter in matters(shown.view):
            self.repaint()
        else:
            self.dismiss(None)

    def text(self, width: int) -> list[Line]:
        """Write the matter."""
        if self.matter not in matters(self.shown.view):
            return []
        return told(self.sheet, self.shown, self.matter, width)

    def keys(self) -> str:
        """Say which keys act."""
        matter = self.matter
        let = "Esc let it ring" if matter.kind == "call" else "Esc later"
        counter = "   c counter" if matter.counter and self.sheet.clauses else ""
        more = "   Up Down others" if len(matters(self.shown.view)) > 1 else ""
        return f"a {matter.yes}   r {matter.no}{counter}   {let}{more}"

    def pressed(self, key: str) -> bool:
        """Answer."""
        matter = self.matter
        if key == "a":
            self.dismiss(Submit(matter.yes, matter.id))
        elif key == "r":
            self.dismiss(Submit(matter.no, matter.id))
        elif key == "c" and matter.counter and self.sheet.clauses:
            self.dismiss(matter)
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        waiting = matters(self.shown.view)
        if self.matter in waiting:
            self.matter = waiting[(waiting.index(self.matter) + by) % len(waiting)]
        self.repaint()

    def do_up(self) -> None:
        """Look at the matter before."""
        self._step(-1)

    def do_down(self) -> None:
        """Look at the next matter."""
        self._step(1)


class ClauseCard(ViewCard[Submit]):
    """The clauses that are offered instead of those in an offer."""

    title_text = "COUNTER-OFFER"

    def __init__(self, sheet: Sheet, shown: Shown, matter: Waiting) -> None:
        super().__init__(sheet, shown)
        self.matter, self.at = matter, 0
        offer = next((o for o in shown.view.offers if o.offer == matter.id), None)
        theirs = offer.clauses if offer else ()
        self.offered = {clause: clause in theirs for clause in sheet.clauses}

    def text(self, width: int) -> list[Line]:
        """Write the clauses."""
        row = list(self.offered)[self.at]
        return clause_lines(self.sheet, self.offered, row, width)

    def keys(self) -> str:
        """Say which keys act."""
        return "Up Down clause   Space mark   Enter offer these   Esc back"

    def do_up(self) -> None:
        """Go to the clause above."""
        self.at = max(0, self.at - 1)
        self.repaint()

    def do_down(self) -> None:
        """Go to the clause below."""
        self.at = min(len(self.offered) - 1, self.at + 1)
        self.repaint()

    def do_mark(self) -> None:
        """Put the clause in, or take it out."""
        clause = list(self.offered)[self.at]
        self.offered[clause] = not self.offered[clause]
        self.repaint()

    def do_choose(self) -> None:
        """Offer what is marked."""
        clauses = tuple(clause for clause, on in self.offered.items() if on)
        self.dismiss(Submit("counter", self.matter.id, clauses=clauses))
