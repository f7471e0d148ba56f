"""Messages that go from office to office."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.declaring import changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import quoted_text, sentence
from sim.engine.facts.beliefs import BeliefsKnown
from sim.engine.facts.calls import CallsKnown, CallsState, Words
from sim.units import clock


@dataclass(slots=True)
class InTransit(Words):
    """A message that lies with an office of a relay until `due_ms`."""

    sent_ms: int
    nth: int
    hop: int
    lost: bool
    due_ms: int


@dataclass(slots=True)
class RelaySent(InTransit):
    """A seat has given a message to the first office of a relay, for another seat.

    At `due_ms` the office passes it on, or it is `lost`; the sender is told neither.
    """


declare("relay_sent", RelaySent, opens=True, secret=("due_ms", "lost", "nth"))


@learns("calls", RelaySent)
def _given_away(calls: CallsKnown, reader: Reader, event: Event, fact: RelaySent) -> None:
    """The message is out of the seat's hands: it may write again, and can call nothing back."""
    calls.open.pop(f"{fact.caller}>{fact.channel}", None)


@tells(RelaySent)
def _tell_relay_sent(setup: Setup, seat: str, fact: RelaySent) -> str:
    channel, form = setup.channels[fact.channel], setup.forms[fact.form].title
    to = setup.seats[fact.callee].title
    given = sentence(f"{channel.name}: {form}, for {to}, given to {channel.hops[0].via}")
    return given + quoted_text(fact.text)


@dataclass(slots=True)
class RelayPassed(InTransit):
    """An office of a relay has passed a message on to the next; nobody is told."""


declare("relay_passed", RelayPassed, opens=True, secret=("due_ms", "lost", "nth"))


@dataclass(slots=True)
class RelayArrived(Words):
    """A seat reads what came by relay; `restrains` if it asks for restraint or promises it."""

    restrains: bool
    sent_ms: int


declare("relay_arrived", RelayArrived)


@learns("calls", RelayArrived)
def _read(calls: CallsKnown, reader: Reader, event: Event, fact: RelayArrived) -> None:
    calls.last_answered_ms[fact.channel] = event.at_ms


@learns("beliefs", RelayArrived)
def _restrained(beliefs: BeliefsKnown, reader: Reader, event: Event, fact: RelayArrived) -> None:
    if fact.restrains:
        beliefs.restrained = len(beliefs.weighed)


@tells(RelayArrived)
def _tell_relay_arrived(setup: Setup, seat: str, fact: RelayArrived) -> str:
    channel, form = setup.channels[fact.channel], setup.forms[fact.form].title
    sender, at = setup.seats[fact.caller].title, clock(setup.scenario.begins, fact.sent_ms)
    via = channel.hops[-1].via
    arrived = sentence(f"{channel.name}, from {via}: {sender} wrote at {at}, {form}")
    return arrived + quoted_text(fact.text)


@dataclass(slots=True)
class RelayLost(Fact):
    """A message by relay was lost at a hop or stopped at a channel that is shut; nobody is told."""

    channel: str
    caller: str
    callee: str
    form: str
    hop: int
    sent_ms: int


declare("relay_lost", RelayLost)


@changes("calls", RelayArrived, RelayLost)
def _settled(calls: CallsState, event: Event, fact: RelayArrived | RelayLost) -> None:
    wait_ms = event.at_ms - fact.sent_ms if isinstance(fact, RelayArrived) else -1
    calls.waits_ms[fact.channel] = (*calls.waits_ms.get(fact.channel, ()), wait_ms)


@tells(RelayLost)
def _tell_relay_lost(setup: Setup, seat: str, fact: RelayLost) -> str:
    channel, to = setup.channels[fact.channel], setup.seats[fact.callee].title
    return sentence(f"{channel.name}: a message for {to} is lost at {channel.hops[fact.hop].via}")
