"""A run from its begin to its end, who sits in its seats, and what they ask for."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("run_begun", opens=True)
class RunBegun(Fact):
    """The run began; it ends at `due_ms` at the latest."""

    due_ms: int

    @property
    def key(self) -> str:
        return "run"


@fact("run_closing", opens=True)
class RunClosing(Fact):
    """The run is to end when this instant is finished."""

    due_ms: int

    @property
    def key(self) -> str:
        return "closing"


@fact("run_ended")
class RunEnded(Fact):
    """The run ended, named by what happened. Nothing follows."""

    ending: str


@fact("seat_taken")
class SeatTaken(Fact):
    """An occupant sits down: `pace` is person, policy, script or none (never decides)."""

    seat: str
    occupant: str
    pace: str


@fact("orders_drawn")
class OrdersDrawn(Fact):
    """A seat holds this one of its candidate orders."""

    seat: str
    card: str


@fact("command_accepted")
class CommandAccepted(Fact):
    """What a seat asked for was accepted."""

    seat: str
    verb: str
    subject: str
    to: str
    form: str
    text: str
    clauses: tuple[str, ...] = ()


@fact("note_made")
class NoteMade(Fact):
    """A seat wrote something down."""

    seat: str
    text: str


@fact("intent_drawn")
class IntentDrawn(Fact):
    """What a side is after: status_quo or revisionist. Only its own seats know."""

    side: str
    intent: str
