"""The inbox: what waits for an answer, one thing at a time; requests with the talk they are of."""

from __future__ import annotations

from sim.play.seat import (
    NO,
    YES,
    HintLine,
    ReplyLine,
    Sheet,
    Shown,
    Submit,
    Waiting,
    saying,
    waiting,
)
from tui.base.text import Line
from tui.cards.view_card import ViewCard
from tui.panes.talk import request_of
from tui.panes.waiting import asked, requested

_TITLES = {
    "call": "INCOMING CALL",
    "request": "TALK",
    "offer": "OFFER",
    "leave": "LEAVE ASKED",
}


class Inbox(ViewCard["Submit | Waiting"]):
    """What waits for an answer; it gives the answer, or the offer that is to be countered.

    Attributes:
        item: What is shown.
        chosen: Per term of a counter to a request, the place of its limit.
        read: The replies as they stood by their numbers when a key was last pressed.
        at: The term whose limit the arrows change.
    """

    WIDTH = 78

    def __init__(self, sheet: Sheet, shown: Shown, first: Waiting) -> None:
        super().__init__(sheet, shown)
        self.item = first
        self._begin()

    def _begin(self) -> None:
        """Begin with the tightest limits that may be countered with."""
        self.at = 0
        self.chosen = [term.at for reply in self.replies for term in reply.terms]
        self.read = self._names()

    @property
    def items(self) -> list[Waiting]:
        """List all that waits."""
        return waiting(self.shown.view)

    @property
    def replies(self) -> tuple[ReplyLine, ...]:
        """List the replies to a request; none to anything else."""
        if self.item.kind != "request" or self.item not in self.items:
            return ()
        return request_of(self.shown.view, self.item.id).replies

    def _names(self) -> list[str]:
        return [reply.reply for reply in self.replies]

    @property
    def title_text(self) -> str:  # type: ignore[override]
        """Say what it is that waits, and which of how many."""
        items, name = self.items, _TITLES[self.item.kind]
        number = items.index(self.item) + 1 if self.item in items else 0
        if self.replies:
            request = request_of(self.shown.view, self.item.id)
            name += f"  {self.sheet.channels[request.channel].name}"
        return f"{name}  {number} of {len(items)}" if len(items) > 1 else name

    def renew(self, shown: Shown) -> None:
        """Take in a new picture; what no longer waits is put away."""
        self.shown = shown
        if self.item in self.items:
            self.repaint()
        else:
            self.dismiss(None)

    def text(self, width: int) -> list[Line]:
        if self.item not in self.items:
            return []
        if self.replies:
            how = self.chosen, self.at
            return requested(self.sheet, self.shown, self.item, limits=how, size=(width, self.room))
        return asked(self.sheet, self.shown, self.item, width)

    @property
    def may_counter(self) -> bool:
        """Say whether other clauses can be offered instead."""
        return self.item.counter and bool(self.sheet.clauses)

    def keys(self) -> str:
        item = self.item
        let = "Esc let it ring" if item.kind == "call" else "Esc later"
        more = "   Up Down others" if len(self.items) > 1 else ""
        if self.replies:
            numbers = f"1-{len(self.replies)} reply"
            limit = "   Left Right limit" if self.chosen else ""
            term = "   Space term" if len(self.chosen) > 1 else ""
            return f"{numbers}{limit}{term}   {let}{more}"
        counter = "   c counter" if self.may_counter else ""
        return f"a {item.yes}   r {item.no}{counter}   {let}{more}"

    def pressed(self, key: str) -> bool:
        """Answer."""
        item = self.item
        if key in ("a", "r") and not self.replies:
            self.dismiss(saying(item, yes=key == "a"))
        elif key == "c" and self.may_counter:
            self.dismiss(item)
        elif key.isdecimal() and self.replies and self._names() != self.read:
            self._begin()  # they were numbered otherwise: a second look, before one is given
            self.app.bell()
            self.repaint()
        elif key in [str(n) for n in range(1, len(self.replies) + 1)]:
            self._reply(self.replies[int(key) - 1])
        else:
            return False
        return True

    def _reply(self, reply: ReplyLine) -> None:
        limits = tuple(
            term.lines[place].limit for term, place in zip(reply.terms, self.chosen, strict=False)
        )
        self.dismiss(Submit("reply", self.item.id, form=reply.reply, limits=limits))

    def move(self, by: int) -> None:
        items = self.items
        if self.item in items:
            self.item = items[(items.index(self.item) + by) % len(items)]
            self._begin()
        self.repaint()

    def do_left(self) -> None:
        """Take a tighter limit for a counter."""
        self._limit(-1)

    def do_right(self) -> None:
        """Take a looser one."""
        self._limit(1)

    def _limit(self, by: int) -> None:
        terms = [term for reply in self.replies for term in reply.terms]
        if terms:
            most = len(terms[self.at].lines) - 1
            self.chosen[self.at] = max(0, min(most, self.chosen[self.at] + by))
            self.repaint()

    def do_mark(self) -> None:
        """Go to the next term of a counter."""
        if self.chosen:
            self.at = (self.at + 1) % len(self.chosen)
            self.repaint()

    def step_to(self, hint: HintLine) -> tuple[str, str]:
        """Lead to the answer that the hint asks for."""
        if hint.verb in YES.values():
            return "a", hint.text
        if hint.verb in NO.values():
            return "r", hint.text
        return super().step_to(hint)
