"""The card of promises: what binds whom, and the release of others from their word."""

from __future__ import annotations

from sim.play.seat import PromiseLine, Sheet, Shown, Submit
from tui.base.text import Line
from tui.cards.view_card import ViewCard
from tui.panes.promises import grouped, promises


class Promises(ViewCard[Submit]):
    """Every promise the seat knows of; one made to it can be released."""

    WIDTH = 110
    title_text = "PROMISES"

    def __init__(self, sheet: Sheet, shown: Shown) -> None:
        super().__init__(sheet, shown)
        rows = grouped(shown.view)
        self.marked = rows[0].promise if rows else ""

    @property
    def at(self) -> int:
        """Give the place of the promise that is marked, as the board stands now."""
        names = [row.promise for row in grouped(self.shown.view)]
        return names.index(self.marked) if self.marked in names else 0

    @property
    def row(self) -> PromiseLine | None:
        """Give the promise that is marked, if there is any."""
        rows = grouped(self.shown.view)
        return rows[self.at] if rows else None

    def text(self, width: int) -> list[Line]:
        """Write the board."""
        return promises(self.sheet, self.shown.view, self.at, width=width, height=self.room)

    def keys(self) -> str:
        """Say which keys act."""
        row = self.row
        move = "Up Down promise   " if len(self.shown.view.promises) > 1 else ""
        release = "r release   " if row is not None and row.may_release else ""
        return f"{move}{release}Esc back"

    def pressed(self, key: str) -> bool:
        """Release the other from the promise that is marked."""
        row = self.row
        if key != "r" or row is None or not row.may_release:
            return False
        self.dismiss(Submit("release", row.promise))
        return True

    def move(self, by: int) -> None:
        rows = grouped(self.shown.view)
        if rows:
            self.marked = rows[max(0, min(len(rows) - 1, self.at + by))].promise
        self.repaint()
