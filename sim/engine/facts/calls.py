"""Calls: asked for, begun, ringing, ended."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import quoted_text, sentence, vessel_name
from sim.engine.facts.acts import ActsKnown, ActsState
from sim.units import format_wait

OUTCOMES = {
    "answered": "answered",
    "declined": "declined to talk",
    "rang_out": "no answer",
    "cut": "cut off",
    "withdrawn": "caller hung up",
    "arrived": "read there",
    "lost": "lost on the way",
}
"""How a try on a channel ended, in words."""
_HERE = {
    "answered": "was answered here",
    "declined": "was declined here",
    "rang_out": "was not answered here",
    "cut": "was cut off",
    "withdrawn": "was given up",
}
"""How the try of another on a line to here ended."""


@dataclass(slots=True)
class CallsState(Group):
    """What became of calls."""

    tries: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """(Caller, channel, vessel or seat called) → how often."""
    waits_ms: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """Channel → the wait of every settled try, ms; -1 for one that was not answered."""
    answered: dict[str, int] = field(default_factory=dict)
    """Channel → how often it was practised: calls answered, and meetings that practise it."""
    ended: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """(Caller, channel, outcome) → how often."""
    turns: dict[tuple[str, str, str], int] = field(default_factory=dict)
    """(Who speaks, channel, to whom) → how often in a talk without calling anew."""


@dataclass(slots=True)
class CallsKnown(Group):
    """What a seat knows of calls, its own above all."""

    open: MutableMapping[str, Event] = field(default_factory=dict)
    """Call of the seat → the event that said last that it is asked for, rings or is a talk."""
    turns: dict[str, int] = field(default_factory=dict)
    """Talk of the seat that goes on → how often something was said in it."""
    last: dict[str, str] = field(default_factory=dict)
    """Channel → how the seat's own last try there ended."""
    ended: dict[tuple[str, str], int] = field(default_factory=dict)
    """(Channel, outcome) → how often an own try ended so."""
    snubs: dict[str, int] = field(default_factory=dict)
    """Channel → how many own tries in a row rang out or were refused, or were met with silence."""
    silences: dict[str, int] = field(default_factory=dict)
    """Channel → how often nothing was replied to the seat there."""
    own_tries: int = 0
    """How many own tries were settled."""
    own_answered: int = 0
    """How many of them were answered."""
    last_answered_ms: dict[str, int] = field(default_factory=dict)
    """Channel → when the seat was last known to be in touch there, ms."""


@dataclass(slots=True)
class Words(Fact):
    """Words of a seat for another on a channel, with the clauses they offer.

    `limits` are the rungs or metres of their terms, in order, where they are not as written.
    """

    channel: str
    caller: str
    callee: str
    form: str
    text: str
    clauses: tuple[str, ...]
    limits: tuple[float, ...]


@dataclass(slots=True)
class CallAsked(Words):
    """A seat asks its own side's leave to call; the line is rung at `due_ms`."""

    call: str
    nth: int
    due_ms: int

    @property
    def key(self) -> Key:
        return ("call", self.call)


declare("call_asked", CallAsked, opens=True, secret=("due_ms", "nth"))


@tells(CallAsked)
def _tell_call_asked(setup: Setup, seat: str, fact: CallAsked) -> str:
    channel, form = setup.channels[fact.channel].name, setup.forms[fact.form].title
    return sentence(f"{channel}: leave is asked to call {setup.seats[fact.callee].title}, {form}")


@dataclass(slots=True)
class CallBegun(Words):
    """A seat calls another: by radio, vessel to vessel `to`, heard by whoever listens, or by line.

    Nobody may answer before `may_ms`.
    """

    call: str
    vessel: str
    to: str
    effect: str
    nth: int
    may_ms: int
    due_ms: int

    @property
    def key(self) -> Key:
        return ("call", self.call)


declare("call_begun", CallBegun, opens=True, secret=("due_ms", "may_ms", "effect", "nth"))


@changes("calls", CallAsked, CallBegun)
def _tried(calls: CallsState, event: Event, fact: CallAsked | CallBegun) -> None:
    if isinstance(fact, CallAsked) or fact.vessel:
        to = fact.to if isinstance(fact, CallBegun) else fact.callee
        add(calls.tries, (fact.caller, fact.channel, to), 1)


@tells(CallBegun)
def _tell_call_begun(setup: Setup, seat: str, fact: CallBegun) -> str:
    channel, form = setup.channels[fact.channel].name, setup.forms[fact.form].title
    if not fact.vessel:
        return sentence(f"{channel}: calling {setup.seats[fact.callee].title}")
    caller, to = vessel_name(setup, fact.vessel), vessel_name(setup, fact.to)
    if fact.text:
        return f"{channel}: {caller} to {to}:{quoted_text(fact.text)}"
    return sentence(f"{channel}: {caller} to {to}, {form}")


@dataclass(slots=True)
class CallRings(Words):
    """A call on a line has reached the desk of the seat that is called."""

    call: str


declare("call_rings", CallRings)


@learns("calls", CallAsked, CallBegun, CallRings)
def _call_seen(
    calls: CallsKnown, reader: Reader, event: Event, fact: CallAsked | CallBegun | CallRings
) -> None:
    if reader.seat in (fact.caller, fact.callee):
        calls.open[fact.call] = event


@tells(CallRings)
def _tell_call_rings(setup: Setup, seat: str, fact: CallRings) -> str:
    channel, form = setup.channels[fact.channel].name, setup.forms[fact.form].title
    caller = setup.seats[fact.caller].title
    return sentence(f"{channel}: rings here, {caller}, {form}") + quoted_text(fact.text)


@dataclass(slots=True)
class CallEnded(Fact):
    """A call ended: answered, declined, rang_out, cut or withdrawn, after `wait_ms`.

    `text` is what whoever answers says at once.
    """

    call: str
    channel: str
    caller: str
    callee: str
    outcome: str
    wait_ms: int
    text: str = ""


declare("call_ended", CallEnded)


@changes("calls", CallEnded)
def _ended(calls: CallsState, event: Event, fact: CallEnded) -> None:
    answered = fact.outcome == "answered"
    if answered:
        add(calls.answered, fact.channel, 1)
    add(calls.ended, (fact.caller, fact.channel, fact.outcome), 1)
    before = calls.waits_ms.get(fact.channel, ())
    calls.waits_ms[fact.channel] = (*before, fact.wait_ms if answered else -1)


@changes("acts", CallEnded)
def _answer_counted(acts: ActsState, event: Event, fact: CallEnded) -> None:
    if fact.outcome == "answered":
        add(acts.tallies, "contacts", 1)


@learns("acts", CallEnded)
def _answer_seen(acts: ActsKnown, reader: Reader, event: Event, fact: CallEnded) -> None:
    if fact.outcome == "answered":
        add(acts.tallies, "contacts", 1)


@learns("calls", CallEnded)
def _end_seen(calls: CallsKnown, reader: Reader, event: Event, fact: CallEnded) -> None:
    calls.open.pop(fact.call, None)
    if fact.outcome == "answered":
        calls.last_answered_ms[fact.channel] = event.at_ms
    if fact.caller == reader.seat:
        calls.last[fact.channel] = fact.outcome
        add(calls.ended, (fact.channel, fact.outcome), 1)
        _own_try(calls, fact)


def _own_try(calls: CallsKnown, fact: CallEnded) -> None:
    """Keep count of how the seat's own tries went; one that it gave up tells nothing."""
    if fact.outcome == "withdrawn":
        return
    calls.own_tries += 1
    if fact.outcome == "answered":
        calls.own_answered += 1
        calls.snubs.pop(fact.channel, None)
    else:
        add(calls.snubs, fact.channel, 1)


@tells(CallEnded)
def _tell_call_ended(setup: Setup, seat: str, fact: CallEnded) -> str:
    channel, wait = setup.channels[fact.channel], format_wait(fact.wait_ms)
    words = quoted_text(fact.text)
    if channel.kind == "line" and fact.caller and seat == fact.callee:
        who = f"the call of {setup.seats[fact.caller].title}"
        said = f"{channel.name}: {who} {_HERE[fact.outcome]}; it was tried for {wait}."
        return f"{said}{words}"
    to = setup.seats[fact.callee].title if channel.kind == "line" and fact.callee else ""
    name = f"{channel.name}, {to}" if fact.caller and to else channel.name
    how = f"{name}: {OUTCOMES[fact.outcome]} after {wait}"
    return f"{how}:{words}" if words else f"{how}."
