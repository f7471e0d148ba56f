"""Facts about relays, leaks, unwritten clauses and what rules bind."""

from __future__ import annotations

from sim.engine.log import Fact, fact


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


@fact("talk_leaked")
class TalkLeaked(Fact):
    """Everybody reads that two seats have talked, or that one has written to the other."""

    channel: str
    caller: str
    callee: str


@fact("pressure_felt")
class PressureFelt(Fact):
    """A seat feels so much pressure at home after a leak."""

    seat: str
    pressure: float


@fact("clause_kept")
class ClauseKept(Fact):
    """An accepted clause that nobody wrote down is `kept`, or `seat` is not bound; untold."""

    offer: str
    clause: str
    seat: str
    kept: bool


@fact("rules_bound")
class RulesBound(Fact):
    """Agreed rules bind these services from now on, and this was announced."""

    channel: str
    services: tuple[str, ...]
