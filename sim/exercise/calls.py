"""Every try on a channel, followed from the wish to call to the end of the talk."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import quoted_text, vessel_name
from sim.engine.facts.calls import CallAsked, CallBegun, CallEnded, CallRings
from sim.engine.facts.relays import RelayArrived, RelayLost, RelayPassed, RelaySent
from sim.engine.facts.requests import ReplyPutOff, RequestAnswered, RequestMade
from sim.engine.facts.sayings import Utterance
from sim.engine.facts.talks import TalkBegun, TalkEnded, TurnSaid


@dataclass(slots=True)
class Call:
    """One try on a channel; an instant that never came is None.

    `text` is what opened it, `words` what was said in it besides, with who said it.
    """

    channel: str
    caller: str
    callee: str
    form: str
    text: str
    asked_ms: int | None = None
    rang_ms: int | None = None
    may_ms: int | None = None
    desk_ms: int | None = None
    ended_ms: int | None = None
    outcome: str = ""
    talk_ms: int | None = None
    talked_ms: int | None = None
    cut: bool = False
    words: list[str] = field(default_factory=list)
    seats: tuple[str, ...] = ()

    @property
    def begins_ms(self) -> int:
        """Give when somebody first wished to call."""
        return next(t for t in (self.asked_ms, self.rang_ms, 0) if t is not None)


def calls(setup: Setup, log: Iterable[Event]) -> list[Call]:
    """Follow every call from its first event to its last, in the order of the log."""
    found: list[Call] = []
    open_: dict[int, Call] = {}
    talks: dict[str, Call] = {}
    for event in log:
        fact = event.fact
        match fact:
            case CallAsked():
                call = _call(setup, fact)
                call.asked_ms = event.at_ms
                open_[event.seq] = call
                found.append(call)
            case CallBegun():
                asked = open_.pop(event.closes or 0, None)
                call = asked or _call(setup, fact)
                call.rang_ms, call.may_ms = event.at_ms, fact.may_ms
                open_[event.seq] = call
                if asked is None:
                    found.append(call)
            case RelaySent() | RelayPassed():
                call = open_.pop(event.closes or 0)
                call.rang_ms, call.text = fact.sent_ms, fact.text
                open_[event.seq] = call
            case RelayArrived() | RelayLost():
                call = open_.pop(event.closes or 0)
                arrived = isinstance(fact, RelayArrived)
                call.ended_ms, call.outcome = event.at_ms, "arrived" if arrived else "lost"
            case CallRings():
                open_[event.cause or 0].desk_ms = event.at_ms
            case CallEnded():
                call = open_.pop(event.closes or 0)
                call.ended_ms, call.outcome = event.at_ms, fact.outcome
                call.words += [f"{call.callee}:{quoted_text(fact.text)}"] if fact.text else []
                open_[event.seq] = call
            case TalkBegun():
                call = open_[event.cause or 0]
                call.talk_ms, call.text = event.at_ms, fact.text
                open_[event.seq] = talks[fact.call] = call
            case TalkEnded():
                call = open_.pop(event.closes or 0)
                call.talked_ms, call.cut = event.at_ms, fact.outcome == "cut"
                open_[event.seq] = call
            case TurnSaid():
                call = open_[event.seq] = talks[fact.call]
                _said(setup, call, fact, text=fact.text)
            case Utterance():
                replies = isinstance(fact, ReplyPutOff | RequestAnswered)
                call = open_[event.seq] = open_[(event.closes if replies else event.cause) or 0]
                opened = type(fact) is RequestMade and not fact.asks
                text = fact.said if isinstance(fact, ReplyPutOff) else fact.text
                _said(setup, call, fact, text="" if opened else text, back=replies)
    return found


def _said(
    setup: Setup, call: Call, fact: TurnSaid | Utterance, *, text: str, back: bool = False
) -> None:
    if text:
        call.words.append(f"{_name(setup, fact, back=back)}:{quoted_text(text)}")


def _name(setup: Setup, fact: TurnSaid | Utterance, *, back: bool = False) -> str:
    """Name who speaks, `back` if whoever was spoken to: a vessel on a radio, a seat on a line."""
    if isinstance(fact, TurnSaid):
        return vessel_name(setup, fact.vessel) if fact.vessel else setup.seats[fact.caller].title
    vessel, seat = (fact.other, fact.to) if back else (fact.vessel, fact.by)
    return vessel_name(setup, vessel) if vessel else setup.seats[seat].title


def _call(setup: Setup, fact: CallAsked | CallBegun) -> Call:
    """Name both ends: vessels on a radio, seats on a line."""
    if isinstance(fact, CallBegun) and fact.vessel:
        caller, callee = vessel_name(setup, fact.vessel), vessel_name(setup, fact.to)
    else:
        caller, callee = setup.seats[fact.caller].title, setup.seats[fact.callee].title
    seats = tuple(seat for seat in (fact.caller, fact.callee) if seat)
    return Call(fact.channel, caller, callee=callee, form=fact.form, text=fact.text, seats=seats)
