"""A card that shows something of the seat's picture, and follows it when it changes."""

from __future__ import annotations

from sim.play.seat import Sheet, Shown
from tui.base.card import CardScreen
from tui.base.commanded import R


class ViewCard(CardScreen[R]):
    """A card made from what the seat is shown; whoever shows it something new renews the card."""

    def __init__(self, sheet: Sheet, shown: Shown) -> None:
        super().__init__()
        self.sheet, self.shown = sheet, shown

    def renew(self, shown: Shown) -> None:
        """Take in a new picture."""
        self.shown = shown
        self.repaint()
