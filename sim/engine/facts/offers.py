"""Offers of clauses, their answers, and what was kept of them."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence
from sim.units import clock


class OfferName(NamedTuple):
    """What an offer is called: who makes it to whom, and what tells it from their others.

    `mark` is its number on a line, or ``channel.instant`` by relay.
    """

    by: str
    to: str
    mark: str

    @property
    def id(self) -> str:
        """Write the name as logs and commands have it."""
        return f"{self.by}>{self.to}.{self.mark}"

    @property
    def address(self) -> str:
        """Name its draws: who offers to whom and, where it went by relay, on which."""
        channel = self.mark.rpartition(".")[0]
        return f"{self.by}.{self.to}.{channel}" if channel else f"{self.by}.{self.to}"


@dataclass(slots=True)
class OffersState(Group):
    """How many offers were made."""

    made: dict[str, int] = field(default_factory=dict)
    """Address of its draws → how many offers."""


@dataclass(slots=True)
class OffersKnown(Group):
    """The offers that a seat has made or that it may answer."""

    open: MutableMapping[str, Event] = field(default_factory=dict)
    """Offer → the event that told of it."""


@dataclass(slots=True)
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
    def key(self) -> Key:
        return ("offer", self.offer)

    @property
    def address(self) -> str:
        """Name its draws: who offers to whom and, where it went by relay, on which."""
        mark = self.offer.removeprefix(f"{self.by}>{self.to}.")
        return OfferName(self.by, self.to, mark).address


declare("offer_made", OfferMade, opens=True, secret=("nth",))


@changes("offers", OfferMade)
def _made(offers: OffersState, event: Event, fact: OfferMade) -> None:
    add(offers.made, fact.address, 1)


@learns("offers", OfferMade)
def _offer_seen(offers: OffersKnown, reader: Reader, event: Event, fact: OfferMade) -> None:
    offers.open[fact.offer] = event


@tells(OfferMade)
def _tell_offer_made(setup: Setup, seat: str, fact: OfferMade) -> str:
    what = "Counter-offer" if fact.counter else "Offer"
    until = clock(setup.scenario.begins, fact.due_ms)
    ours = seat == fact.by
    way = f"to {setup.seats[fact.to].title}" if ours else f"by {setup.seats[fact.by].title}"
    terms = "; ".join(setup.clauses[clause].terms for clause in fact.clauses)
    return sentence(f"{what} {way}, until {until}: {terms}")


@dataclass(slots=True)
class OfferAnswered(Fact):
    """An offer was accepted, countered or refused, or lapsed as the ships parted."""

    offer: str
    by: str
    to: str
    answer: str


declare("offer_answered", OfferAnswered)


@learns("offers", OfferAnswered)
def _answer_seen(offers: OffersKnown, reader: Reader, event: Event, fact: OfferAnswered) -> None:
    offers.open.pop(fact.offer, None)


@tells(OfferAnswered)
def _tell_offer_answered(setup: Setup, seat: str, fact: OfferAnswered) -> str:
    by = setup.seats[fact.by].title
    if fact.answer == "parted":
        return f"The offer of {by} lapsed: the ships have parted."
    return f"The offer of {by} is {fact.answer}."
