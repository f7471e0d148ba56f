"""Offers of clauses, their answers, and what was kept of them."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("offer_made", opens=True, secret=("nth",))
class OfferMade(Fact):
    """A seat offers another a list of clauses, to be answered until `due_ms`."""

    offer: str
    by: str
    to: str
    clauses: tuple[str, ...]
    counter: bool
    nth: int
    due_ms: int

    @property
    def key(self) -> str:
        return f"offer:{self.offer}"

    @property
    def address(self) -> str:
        """Name its draws: who offers to whom and, where it went by relay, on which."""
        return self.offer.rpartition(".")[0].replace(">", ".")


@fact("offer_answered")
class OfferAnswered(Fact):
    """An offer was accepted, countered or refused."""

    offer: str
    by: str
    to: str
    answer: str


@fact("clause_kept")
class ClauseKept(Fact):
    """An accepted clause that nobody wrote down is `kept`, or `seat` is not bound; untold."""

    offer: str
    clause: str
    seat: str
    kept: bool
