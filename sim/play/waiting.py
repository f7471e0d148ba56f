"""What a seat's view leaves to do: what waits for an answer, whom to hail, which call to end."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.seat.sightings import VesselLine
from sim.engine.seat.views import CallLine, SeatView

YES = {"call": "answer", "request": "reply", "offer": "accept", "leave": "grant"}
NO = {"call": "decline", "request": "reply", "offer": "refuse", "leave": "deny"}
"""The verbs that answer what waits, by its kind."""
REPLIES = {True: "will", False: "will_not"}
"""What is replied to a request that is answered with yes or no."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A call, request, offer or question for leave to be answered; offers may be countered."""

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

    def form(self, *, yes: bool) -> str:
        """Give the form of a command that says yes or no, "" if its verb says it all."""
        return REPLIES[yes] if self.kind == "request" else ""


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
    """Say whether a call is the seat's own to end: nobody talks yet."""
    return not call.incoming and call.stage != "talking"


def within_hail(view: SeatView, faces: str) -> list[VesselLine]:
    """List the vessels that may be hailed, those of the side the seat faces first, by distance."""
    held = [vessel for vessel in view.contacts if vessel.lost_ms is None and not vessel.own]
    return sorted(held, key=lambda vessel: (vessel.side != faces, vessel.range_m or 0.0))
