"""What was seen, held against what a shadow would tell: the same, another thing, or too early."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine import Draws
from sim.engine.base.log import FACTS, Event, Fact
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.beliefs import ActWeighed
from sim.engine.facts.calls import CallAsked, CallBegun, CallEnded, CallRings
from sim.engine.facts.moves import ActBegun, LeaveAsked
from sim.engine.facts.offers import OfferMade
from sim.engine.facts.relays import RelayArrived, RelaySent
from sim.engine.facts.requests import ReplyPutOff, RequestAnswered, RequestMade
from sim.engine.facts.run import IntentDrawn, OrdersDrawn, SeatTaken
from sim.engine.facts.sayings import PromiseSaid
from sim.engine.facts.talks import TalkBegun, TurnSaid
from sim.engine.facts.traffic import PhaseEnded, UnsafeEncounter
from sim.engine.facts.windows import WindowOpened, WindowRefreshed
from sim.engine.kernel.knowledge import Known

LED = (ActBegun, LeaveAsked, CallAsked, CallBegun, RequestMade, ReplyPutOff, OfferMade)
"""Waits whose begin and end a seat sees alike: what it saw leads them."""

_WORDED = ("text",)
DRAWN: dict[type, tuple[str, ...]] = {
    CallAsked: _WORDED,
    CallBegun: _WORDED,
    CallRings: _WORDED,
    CallEnded: ("wait_ms", "text"),
    TalkBegun: _WORDED,
    TurnSaid: _WORDED,
    PromiseSaid: _WORDED,
    RelaySent: _WORDED,
    RelayArrived: _WORDED,
    RequestMade: ("text", "wording"),
    ReplyPutOff: ("text", "wording", "said", "due_ms"),
    RequestAnswered: _WORDED,
    OrdersDrawn: ("card",),
    IntentDrawn: ("intent",),
    SeatTaken: ("occupant", "pace"),
    PhaseEnded: ("routine",),
    UnsafeEncounter: ("cpa_m",),
    WindowOpened: ("due_ms",),
    WindowRefreshed: ("due_ms",),
}
"""Fields that chance decides on the spot: they are taken as they were seen."""


class Unseen(Exception):  # noqa: N818  # no error: a step that did not happen
    """The seat would be told something that it was not told."""


class Early(Exception):  # noqa: N818  # likewise
    """The seat would be told something before what it was told first."""


def is_same(seen: Fact, fact: Fact) -> bool:
    """Say whether a fact is one that was seen, by all that does not lie with chance on the spot."""
    kind = type(fact)
    if kind is not type(seen):
        return False
    declared, drawn = FACTS[kind], DRAWN.get(kind, ())
    return all(
        getattr(seen, name) == getattr(fact, name)
        for name in declared.fields
        if name not in declared.hidden(seen) and name not in drawn
    )


def origins(known: Known, feed: Sequence[Event], draws: Draws) -> dict[int, bool]:
    """Draw of each doubtful act whether it was ordered, as sure as the seat is of it by now."""
    found: dict[int, bool] = {}
    for event in feed:
        fact = event.fact
        if type(fact) is not ActWeighed or not fact.doubtful or event.cause is None:
            continue
        if not isinstance(feed[event.cause - 1].fact, ActOccurred):
            continue
        own = fact.about == known.side
        q = fact.q if own else known.beliefs.weighed[fact.number].q
        found[event.cause - 1] = draws.happens(q, "imagine.ordered", known.seat, event.cause)
    return found
