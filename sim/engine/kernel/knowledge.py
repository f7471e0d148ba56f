"""What one seat knows: a fold over the events it may see, and nothing else.

`inform` is asked only of seats in an event's audience, and what they learn is read only from fields
that are not secret. So a seat's knowledge rebuilt from its redacted log is the same, and everything
shown or refused to a seat follows from its knowledge alone (law L11).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sim.engine.base.log import FACTS, Event, Reader, copied
from sim.engine.base.setup import Setup
from sim.engine.facts.activities import ActivitiesKnown
from sim.engine.facts.acts import ActsKnown
from sim.engine.facts.beliefs import BeliefsKnown
from sim.engine.facts.calls import CallsKnown
from sim.engine.facts.channels import ChannelsKnown
from sim.engine.facts.effects import EffectsKnown
from sim.engine.facts.encounters import EncountersKnown
from sim.engine.facts.injects import InjectsKnown
from sim.engine.facts.meetings import MeetingsKnown
from sim.engine.facts.moves import MovesKnown
from sim.engine.facts.offers import OffersKnown
from sim.engine.facts.passed_on import ReportedKnown
from sim.engine.facts.places import PlacesKnown
from sim.engine.facts.promises import PromisesKnown
from sim.engine.facts.requests import RequestsKnown
from sim.engine.facts.run import RunKnown
from sim.engine.facts.vessels import VesselsKnown
from sim.engine.facts.windows import WindowsKnown


@dataclass(slots=True)
class Known(Reader):
    """Everything one seat knows, a group for each subject.

    Each group stands in the module of its subject's facts, from which alone a seat learns. Where
    the truth has a field of the same meaning, both have the same name.
    """

    alerts: int = 0
    """How often the seat was called to attention."""
    alerted_ms: int = -1
    """When it was last, ms; -1 for never."""
    feed: Sequence[Event] = field(default_factory=list)
    """Every event it has come to know, oldest first: a list, but where it was handed over."""
    run: RunKnown = field(default_factory=RunKnown)
    windows: WindowsKnown = field(default_factory=WindowsKnown)
    moves: MovesKnown = field(default_factory=MovesKnown)
    effects: EffectsKnown = field(default_factory=EffectsKnown)
    injects: InjectsKnown = field(default_factory=InjectsKnown)
    activities: ActivitiesKnown = field(default_factory=ActivitiesKnown)
    acts: ActsKnown = field(default_factory=ActsKnown)
    beliefs: BeliefsKnown = field(default_factory=BeliefsKnown)
    vessels: VesselsKnown = field(default_factory=VesselsKnown)
    encounters: EncountersKnown = field(default_factory=EncountersKnown)
    places: PlacesKnown = field(default_factory=PlacesKnown)
    channels: ChannelsKnown = field(default_factory=ChannelsKnown)
    calls: CallsKnown = field(default_factory=CallsKnown)
    offers: OffersKnown = field(default_factory=OffersKnown)
    requests: RequestsKnown = field(default_factory=RequestsKnown)
    promises: PromisesKnown = field(default_factory=PromisesKnown)
    reported: ReportedKnown = field(default_factory=ReportedKnown)
    meetings: MeetingsKnown = field(default_factory=MeetingsKnown)

    def copy(self) -> Known:
        """Copy so that learning in the copy leaves this untouched."""
        return copied(self)


def ignorant(setup: Setup, seat: str) -> Known:
    """Make what a seat knows before the first event: flags and counters open to it."""
    side = setup.seats[seat].side
    return Known(seat, side, effects=EffectsKnown.at_begin(setup, seat))


def inform(seats: dict[str, Known], event: Event, audience: tuple[str, ...], what: object) -> None:
    """Let seats that may see an event take it in, its fact or what is worked out of that."""
    alert, learns = event.alert, FACTS[type(event.fact)].learns.items()
    for seat in audience:
        known = seats[seat]
        known.feed.append(event)  # type: ignore[attr-defined]  # the engine's own is a list
        if alert and seat in alert:
            known.alerts += 1
            known.alerted_ms = event.at_ms
        for group, learn in learns:
            learn(getattr(known, group), known, event, what)
