"""Clauses with their marks, and the card on which those of a counter-offer are marked."""

from __future__ import annotations

from sim.columns import fit
from sim.play.seat import Sheet, Shown, Submit, Waiting
from tui.base.text import Line, line
from tui.cards.view_card import ViewCard


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


class ClauseCard(ViewCard[Submit]):
    """The clauses that are offered instead of those in an offer."""

    title_text = "COUNTER-OFFER"

    def __init__(self, sheet: Sheet, shown: Shown, offer: Waiting) -> None:
        super().__init__(sheet, shown)
        self.offer, self.at = offer, 0
        theirs = next((o.clauses for o in shown.view.offers if o.offer == offer.id), ())
        self.offered = {clause: clause in theirs for clause in sheet.clauses}

    def text(self, width: int) -> list[Line]:
        """Write the clauses."""
        row = list(self.offered)[self.at]
        return clause_lines(self.sheet, self.offered, row, width)

    def keys(self) -> str:
        """Say which keys act."""
        return "Up Down clause   Space mark   Enter offer these   Esc back"

    def move(self, by: int) -> None:
        self.at = max(0, min(len(self.offered) - 1, self.at + by))
        self.repaint()

    def do_mark(self) -> None:
        """Put the clause in, or take it out."""
        clause = list(self.offered)[self.at]
        self.offered[clause] = not self.offered[clause]
        self.repaint()

    def do_choose(self) -> None:
        """Offer what is marked."""
        clauses = tuple(clause for clause, on in self.offered.items() if on)
        self.dismiss(Submit("counter", self.offer.id, clauses=clauses))
