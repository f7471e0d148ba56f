"""Ships that part: what was asked or offered between them lapses, since nobody is there to answer.

A seat that is somewhere else than on its ships, or has none, can still be written to; so an offer
lapses only where all ships of one of its two ends are gone.
"""

from __future__ import annotations

from sim.engine.base.log import Event
from sim.engine.facts.offers import OfferMade
from sim.engine.facts.requests import RequestMade
from sim.engine.facts.talks import TalkBegun
from sim.engine.facts.vessels import VesselLeft
from sim.engine.kernel.engine import Engine, settler
from sim.engine.lines import requests, talks


@settler("partings", lambda _: {VesselLeft})
def part(engine: Engine, touched: set[type]) -> None:
    """Let lapse what awaits an answer between ships of which one has left the scene."""
    running = engine.state.running.values()
    for opened in sorted(running, key=lambda opened: isinstance(opened.fact, TalkBegun)):
        gone = _gone(engine, opened)
        if not gone or opened.seq not in engine.state.running:
            continue
        cause = engine.state.vessels.steered[gone]
        match opened.fact:
            case RequestMade():
                requests.answer(engine, opened, "parted", cause=cause)
            case OfferMade():
                talks.answer_offer(engine, opened, "parted", cause, informed=opened.audience)
            case TalkBegun():
                talks.end(engine, opened, "cut", cause)


def _gone(engine: Engine, opened: Event) -> str:
    """Name a vessel that has left, without which an interval has nobody at one end."""
    here = engine.state.vessels.tracks
    ends: list[tuple[str, ...]]
    match opened.fact:
        case RequestMade() as fact if fact.vessel:
            ends = [(fact.vessel,), (fact.other,)]
        case TalkBegun() as fact if fact.vessel:
            ends = [(fact.vessel,), (fact.to,)]
        case OfferMade() as fact:
            seats = engine.setup.seats
            ends = [seats[fact.by].commands, seats[fact.to].commands]
        case _:
            return ""
    left = [ships for ships in ends if ships and not any(ship in here for ship in ships)]
    return left[0][0] if left else ""
