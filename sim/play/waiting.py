"""What a seat's view leaves to do: what waits for an answer, whom to hail, which call to end."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.seat.sightings import VesselLine
from sim.engine.seat.views import CallLine, SeatView

YES = {"call": "answer", "request": "reply", "offer": "accept", "leave": "grant"}
NO = {"call": "decline", "request": "reply", "offer": "refuse", "leave": "deny"}
"""The verbs that answer what waits, by its kind."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is to be answered: a call, words that await a reply, an offer, leave that is asked.

    Offers may be countered; words are answered by one of their replies.
    """

    kind: str
    id: str
    counter: bool = False

    @property
    def yes(self) -> str:
        """The verb of a command that says yes."""
        return YES[self.kind]

    @property
    def no(self) -> str:
        """The verb of a command that says no."""
        return NO[self.kind]


def waiting(view: SeatView) -> list[Waiting]:
    """List what waits for an answer, calls first: they stop ringing."""
    calls = [c.call for c in view.calls if c.incoming and c.stage == "ringing"]
    offers = [o for o in view.offers if o.incoming]
    return [
        *(Waiting("call", call) for call in calls),
        *(Waiting("request", request.request) for request in view.requests if request.incoming),
        *(Waiting("offer", offer.offer, counter=not offer.counter) for offer in offers),
        *(Waiting("leave", f"{seat}:{move}") for seat, move in view.asks),
    ]


def must_decide(view: SeatView) -> bool:
    """Say whether anything waits for the seat now: a decision, or an answer."""
    return view.window is not None or bool(waiting(view))


def may_hang(call: CallLine) -> bool:
    """Say whether a call is the seat's to end: its own, or a talk that goes on."""
    return not call.incoming or call.stage == "talking"


def within_hail(view: SeatView, faces: str) -> list[VesselLine]:
    """List the vessels that may be hailed, those of the side the seat faces first, by distance."""
    held = [vessel for vessel in view.contacts if vessel.lost_ms is None and not vessel.own]
    return sorted(held, key=lambda vessel: (vessel.side != faces, vessel.range_m or 0.0))
