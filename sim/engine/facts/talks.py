"""Talks, and what is said of them in public."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.declaring import declare, learns, tells
from sim.engine.base.log import Event, Fact, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import quoted_text, sentence
from sim.engine.facts.beliefs import BeliefsKnown
from sim.engine.facts.calls import CallsKnown, Words


@dataclass(slots=True)
class TalkBegun(Words):
    """Two seats talk, by radio from vessel to vessel; what is said counts when the talk is over.

    `hearers` are the seats that hear it on the radio besides.
    """

    call: str
    vessel: str
    to: str
    hearers: tuple[str, ...]
    due_ms: int

    @property
    def key(self) -> Key:
        return ("talk", self.call)


declare("talk_begun", TalkBegun, opens=True, secret=("due_ms", "hearers"))


@tells(TalkBegun)
def _tell_talk_begun(setup: Setup, seat: str, fact: TalkBegun) -> str:
    """What was said on a radio was heard as it was called out."""
    if fact.vessel or not fact.text:
        return ""
    one, two = setup.seats[fact.caller].title, setup.seats[fact.callee].title
    return f"{setup.channels[fact.channel].name}: {one} to {two}:{quoted_text(fact.text)}"


@learns("calls", TalkBegun)
def _begin_seen(calls: CallsKnown, reader: Reader, event: Event, fact: TalkBegun) -> None:
    if reader.seat in (fact.caller, fact.callee):
        calls.open[fact.call] = event


@dataclass(slots=True)
class TalkEnded(Fact):
    """A talk is over: done or cut; `restrains` if it asked for restraint or promised it."""

    call: str
    channel: str
    caller: str
    callee: str
    form: str
    restrains: bool
    outcome: str


declare("talk_ended", TalkEnded)


@learns("calls", TalkEnded)
def _end_seen(calls: CallsKnown, reader: Reader, event: Event, fact: TalkEnded) -> None:
    calls.open.pop(fact.call, None)
    if fact.outcome == "cut":
        calls.last[fact.channel] = "cut"


@learns("beliefs", TalkEnded)
def _restrained(beliefs: BeliefsKnown, reader: Reader, event: Event, fact: TalkEnded) -> None:
    talked = fact.outcome != "cut" and reader.seat in (fact.caller, fact.callee)
    if talked and fact.restrains:
        beliefs.restrained = len(beliefs.weighed)


@tells(TalkEnded)
def _tell_talk_ended(setup: Setup, seat: str, fact: TalkEnded) -> str:
    channel = setup.channels[fact.channel]
    if channel.kind == "radio":
        return ""
    how = "the line broke off" if fact.outcome == "cut" else "the talk is over"
    return f"{channel.name}: {how}."


@dataclass(slots=True)
class ReadoutDelayed(Fact):
    """A side is writing what it will say in public of a talk."""

    side: str
    channel: str
    form: str
    due_ms: int


declare("readout_delayed", ReadoutDelayed, opens=True, secret=("due_ms",))


@dataclass(slots=True)
class ReadoutPublished(Fact):
    """A side said in public what a talk was about, by its own account."""

    side: str
    channel: str
    form: str


declare("readout_published", ReadoutPublished)


@tells(ReadoutPublished)
def _tell_readout_published(setup: Setup, seat: str, fact: ReadoutPublished) -> str:
    side, form = setup.sides[fact.side].name, setup.forms[fact.form]
    return f"{side} in public, on the call: {form.readouts[fact.side]}"


@dataclass(slots=True)
class TalkLeaked(Fact):
    """Everybody reads that two seats have talked, or that one has written to the other."""

    channel: str
    caller: str
    callee: str


declare("talk_leaked", TalkLeaked)


@tells(TalkLeaked)
def _tell_talk_leaked(setup: Setup, seat: str, fact: TalkLeaked) -> str:
    one, two = setup.seats[fact.caller].title, setup.seats[fact.callee].title
    return sentence(f"Leaked: {one} and {two} were in touch on {setup.channels[fact.channel].name}")
