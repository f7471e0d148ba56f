"""The card of all channels the seat is on, with what is known of each."""

from __future__ import annotations

from sim.play.seat import Shown
from tui.base.card import CardScreen
from tui.base.text import Line
from tui.panes.board import noted


class Channels(CardScreen[None]):
    """Every channel the seat is on, with what is known of it when the card is opened."""

    WIDTH = 78
    title_text = "CHANNELS"

    def __init__(self, shown: Shown) -> None:
        super().__init__()
        self.shown = shown

    def text(self, width: int) -> list[Line]:
        return noted(self.shown, width)
