"""Talks, and what is said of them in public."""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import quoted_text, sentence, vessel_name
from sim.engine.facts.beliefs import BeliefsKnown
from sim.engine.facts.calls import CallsKnown, CallsState, Words

ENDS = {"done": "the talk is over", "cut": "the line broke off", "hung_up": "hung up"}
"""How a talk on a line ended, in words."""
TURNS_MOST = 60
"""Turns of one talk, after which whoever has more to say calls anew."""


@dataclass(slots=True)
class Spoken(Words):
    """Words said in a talk, by radio from vessel to vessel; they count as they are said.

    `caller` says them to `callee`; `hearers` are the seats that hear it on the radio besides.
    `restrains` says whether they ask for restraint or promise it.
    """

    call: str
    vessel: str
    to: str
    hearers: tuple[str, ...]
    restrains: bool


@dataclass(slots=True)
class TalkBegun(Spoken):
    """Two seats talk until `due_ms` at the latest; the caller has said why it calls."""

    due_ms: int

    @property
    def key(self) -> Key:
        return ("talk", self.call)


declare("talk_begun", TalkBegun, opens=True, secret=("due_ms", "hearers"))


@tells(TalkBegun)
def _tell_talk_begun(setup: Setup, seat: str, fact: TalkBegun) -> str:
    """What was said on a radio was heard as it was called out."""
    return "" if fact.vessel else _in_quotes(setup, fact)


def _in_quotes(setup: Setup, fact: Spoken) -> str:
    if not fact.text:
        return ""
    if fact.vessel:
        one, two = vessel_name(setup, fact.vessel), vessel_name(setup, fact.to)
    else:
        one, two = setup.seats[fact.caller].title, setup.seats[fact.callee].title
    return f"{setup.channels[fact.channel].name}: {one} to {two}:{quoted_text(fact.text)}"


@learns("calls", TalkBegun)
def _begin_seen(calls: CallsKnown, reader: Reader, event: Event, fact: TalkBegun) -> None:
    if reader.seat in (fact.caller, fact.callee):
        calls.open[fact.call] = event
        calls.turns[fact.call] = 1


@dataclass(slots=True)
class TurnSaid(Spoken):
    """One of those who talk says something more, without calling anew."""


declare("turn_said", TurnSaid, secret=("hearers",))


@changes("calls", TurnSaid)
def _turn_taken(calls: CallsState, event: Event, fact: TurnSaid) -> None:
    add(calls.turns, (fact.caller, fact.channel, fact.callee), 1)


@learns("calls", TurnSaid)
def _turn_seen(calls: CallsKnown, reader: Reader, event: Event, fact: TurnSaid) -> None:
    if reader.seat in (fact.caller, fact.callee):
        add(calls.turns, fact.call, 1)


@tells(TurnSaid)
def _tell_turn(setup: Setup, seat: str, fact: TurnSaid) -> str:
    return _in_quotes(setup, fact)


@learns("beliefs", TalkBegun, TurnSaid)
def _restrained(beliefs: BeliefsKnown, reader: Reader, event: Event, fact: Spoken) -> None:
    if fact.restrains and reader.seat in (fact.caller, fact.callee):
        beliefs.restrained = len(beliefs.weighed)


@dataclass(slots=True)
class TalkEnded(Fact):
    """A talk is over: done or cut, or hung up by one of the two."""

    call: str
    channel: str
    caller: str
    callee: str
    form: str
    outcome: str


declare("talk_ended", TalkEnded)


@learns("calls", TalkEnded)
def _end_seen(calls: CallsKnown, reader: Reader, event: Event, fact: TalkEnded) -> None:
    calls.open.pop(fact.call, None)
    calls.turns.pop(fact.call, None)
    if fact.outcome == "cut":
        calls.last[fact.channel] = "cut"


@tells(TalkEnded)
def _tell_talk_ended(setup: Setup, seat: str, fact: TalkEnded) -> str:
    channel = setup.channels[fact.channel]
    if channel.kind == "radio":
        return ""
    return f"{channel.name}: {ENDS[fact.outcome]}."


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
