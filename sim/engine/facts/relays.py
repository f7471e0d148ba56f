"""Messages that go from office to office."""

from __future__ import annotations

from sim.engine.base.log import Fact, fact


@fact("relay_sent", opens=True, secret=("due_ms", "lost", "nth"))
class RelaySent(Fact):
    """A seat has given a message to the first office of a relay, for another seat.

    At `due_ms` the office passes it on, or it is `lost`; the sender is told neither.
    """

    channel: str
    caller: str
    callee: str
    form: str
    text: str
    clauses: tuple[str, ...]
    sent_ms: int
    nth: int
    hop: int
    lost: bool
    due_ms: int


@fact("relay_passed", opens=True, secret=("due_ms", "lost", "nth"))
class RelayPassed(Fact):
    """An office of a relay has passed a message on to the next; nobody is told."""

    channel: str
    caller: str
    callee: str
    form: str
    text: str
    clauses: tuple[str, ...]
    sent_ms: int
    nth: int
    hop: int
    lost: bool
    due_ms: int


@fact("relay_arrived")
class RelayArrived(Fact):
    """A seat reads what came by relay; `restrains` if it asks for restraint or promises it."""

    channel: str
    caller: str
    callee: str
    form: str
    text: str
    clauses: tuple[str, ...]
    restrains: bool
    sent_ms: int


@fact("relay_lost")
class RelayLost(Fact):
    """A message by relay was lost at a hop or stopped at a channel that is shut; nobody is told."""

    channel: str
    caller: str
    callee: str
    form: str
    hop: int
    sent_ms: int
