"""Why a seat decided as it did, in whole sentences, for whoever may know everything."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence
from sim.engine.facts.calls import CallEnded
from sim.engine.facts.moves import MoveChosen
from sim.engine.facts.requests import RequestAnswered
from sim.engine.kernel.state import State
from sim.engine.seat import mind as minds
from sim.engine.seat.credit import NO_RUNG
from sim.loader.doctrines import doctrines
from sim.model.choice import Mind
from sim.play.causes import told
from sim.readings import share

_PROVOKED_LEAST = 0.5
"""Of how many rungs a provocation must be to be spoken of."""


def reason(setup: Setup, event: Event, before: State) -> tuple[str, ...]:
    """Give the reasons of a choice or a reply, from what its seat knew and what it held."""
    return tuple(_reasons(setup, event, before))


def _reasons(setup: Setup, event: Event, before: State) -> Iterator[str]:
    fact = event.fact
    if isinstance(fact, MoveChosen):
        seat, title = fact.seat, setup.seats[fact.seat].title
        how = "had let its time run out, so its standing order held"
        how = how if fact.by == "standing_order" else "had chosen"
        yield sentence(f"{title} {how}: {setup.moves[fact.move].title}")
    elif isinstance(fact, CallEnded):
        seat = fact.callee
        did = "declined to talk" if fact.outcome == "declined" else "did not answer"
        yield sentence(f"{setup.seats[seat].title} {did}")
    else:
        assert isinstance(fact, RequestAnswered)
        seat = fact.to
        yield told(setup, event)
    known = before.known[seat]
    thought = minds.mind(setup, known, event.at_ms)
    yield from _thoughts(setup, known.side, thought)
    held = before.run.order_cards.get(seat)
    for order in setup.seats[seat].orders:
        if order.id == held:
            yield f"Its orders, {order.title}: {order.text}"
    doctrine = doctrines().get(known.run.occupant.partition(":")[0])
    if doctrine is not None:
        yield sentence(f"Its way: {doctrine.title[:1].lower()}{doctrine.title[1:]}")


def _thoughts(setup: Setup, side: str, mind: Mind) -> Iterator[str]:
    """Say what a seat thought of the side it faces, and of its own word."""
    other = setup.faces[side]
    if not other:
        return
    found = [f"it was {share(mind.p)} sure that {setup.sides[other].name} wants change"]
    if mind.provoked >= _PROVOKED_LEAST:
        heard = "had heard a word of restraint" if mind.restrained else "had heard no word of it"
        found.append(
            f"felt provoked by {mind.provoked:.1f} rungs, {share(mind.q)} sure that this was meant"
        )
        found.append(heard)
    if mind.bound < NO_RUNG:
        found.append(f"had given its word to stay below rung {mind.bound}")
    text = "; ".join(found)
    yield sentence(text[:1].upper() + text[1:])
