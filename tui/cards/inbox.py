"""The inbox: what waits for an answer, one thing at a time."""

from __future__ import annotations

from sim.play.seat import NO, YES, HintLine, Sheet, Shown, Submit, Waiting, waiting
from tui.base.text import Line
from tui.cards.view_card import ViewCard
from tui.panes.waiting import asked

_TITLES = {"call": "INCOMING CALL", "offer": "OFFER", "leave": "LEAVE ASKED"}


class Inbox(ViewCard["Submit | Waiting"]):
    """What waits for an answer; it gives the answer, or the offer that is to be countered."""

    def __init__(self, sheet: Sheet, shown: Shown, first: Waiting) -> None:
        super().__init__(sheet, shown)
        self.item = first

    @property
    def items(self) -> list[Waiting]:
        """List all that waits."""
        return waiting(self.shown.view)

    @property
    def title_text(self) -> str:  # type: ignore[override]
        """Say what it is that waits, and which of how many."""
        items, name = self.items, _TITLES[self.item.kind]
        number = items.index(self.item) + 1 if self.item in items else 0
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
        return asked(self.sheet, self.shown, self.item, width)

    @property
    def may_counter(self) -> bool:
        """Say whether other clauses can be offered instead."""
        return self.item.counter and bool(self.sheet.clauses)

    def keys(self) -> str:
        item = self.item
        let = "Esc let it ring" if item.kind == "call" else "Esc later"
        counter = "   c counter" if self.may_counter else ""
        more = "   Up Down others" if len(self.items) > 1 else ""
        return f"a {item.yes}   r {item.no}{counter}   {let}{more}"

    def pressed(self, key: str) -> bool:
        """Answer."""
        item = self.item
        if key == "a":
            self.dismiss(Submit(item.yes, item.id))
        elif key == "r":
            self.dismiss(Submit(item.no, item.id))
        elif key == "c" and self.may_counter:
            self.dismiss(item)
        else:
            return False
        return True

    def move(self, by: int) -> None:
        items = self.items
        if self.item in items:
            self.item = items[(items.index(self.item) + by) % len(items)]
        self.repaint()

    def step_to(self, hint: HintLine) -> tuple[str, str]:
        """Lead to the answer that the hint asks for."""
        if hint.verb in YES.values():
            return "a", hint.text
        if hint.verb in NO.values():
            return "r", hint.text
        return super().step_to(hint)
