"""Requests: terms asked of another seat, perhaps against terms of one's own, and the reply."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence
from sim.engine.facts.acts import ActsKnown, ActsState
from sim.engine.facts.calls import CallsKnown
from sim.engine.facts.sayings import Utterance, in_quotes
from sim.engine.facts.terms import Bound, in_words

REPLIES = {
    "will": "We will.",
    "will_not": "We will not.",
    "counter": "We will, with another limit",
    "accident": "It was an accident.",
    "intention": "We shall keep within a limit",
    "no_information": "We have nothing to tell you.",
    "acknowledge": "We have heard you.",
    "defy": "We go on as we are.",
    "stand_by": "Stand by.",
}
"""What may be replied, in words; to say nothing is an answer too."""
REPLIED = frozenset(REPLIES) - {"stand_by"}
"""Replies that settle what was said; “stand by” does not."""
LIMITED = ("counter", "intention")
"""Replies that name limits."""
UNSAID = {
    "silence": "no reply",
    "withdrawn": "given up by whoever asked",
    "cut": "the line broke off before a reply",
    "parted": "it lapsed, as the ships have parted",
}
"""How a message ends to which nothing was replied, in words."""


def replies_to(marker: str, *, asks: bool) -> tuple[str, ...]:
    """List what may be replied to a message that `asks` for something that binds, or does not."""
    if marker == "question" and not asks:
        return "accident", "intention", "no_information", "stand_by"
    if marker == "warning":
        return ("will", "will_not", "counter", "acknowledge") if asks else ("acknowledge", "defy")
    return "will", "will_not", "counter", "stand_by"


@dataclass(slots=True)
class RequestsState(Group):
    """Requests, and which of them policies answer now."""

    made: dict[str, int] = field(default_factory=dict)
    """By whom and of whom, ``by>to`` → how many."""
    due: dict[str, str] = field(default_factory=dict)
    """Request that a policy answers now → its seat."""
    replies: dict[tuple[str, str], int] = field(default_factory=dict)
    """(Seat asked, reply or how nothing was said) → how often."""
    calls: dict[str, str] = field(default_factory=dict)
    """Request that must be answered while the talk lasts → the talk."""


@dataclass(slots=True)
class RequestsKnown(Group):
    """Requests that a seat has made, or that it may answer."""

    open: MutableMapping[str, Event] = field(default_factory=dict)
    """Request → the event that told of it."""


@dataclass(slots=True)
class RequestMade(Utterance):
    """A seat says in a talk (`call`) what awaits a reply, until `due_ms`.

    It `asks` the other to bind itself, and `gives` the terms by which it would bind itself in
    return; a question or a warning (`marker`) may ask for nothing that binds. `reply_ms` is when a
    policy answers; `wording`, between 0 and 1, picks the words of whatever is replied.
    """

    request: str
    call: str
    form: str
    marker: str
    asks: tuple[Bound, ...]
    gives: tuple[Bound, ...]
    hearers: tuple[str, ...]
    nth: int
    wording: float
    reply_ms: int
    due_ms: int

    @property
    def key(self) -> Key:
        return ("request", self.request)


_PLANS = ("reply_ms", "nth", "hearers")
declare("request_made", RequestMade, opens=True, secret=_PLANS)


@changes("requests", RequestMade)
def _made(requests: RequestsState, event: Event, fact: RequestMade) -> None:
    add(requests.made, f"{fact.by}>{fact.to}", 1)
    requests.calls[fact.request] = fact.call


@dataclass(slots=True)
class ReplyPutOff(RequestMade):
    """Whoever was asked says “stand by”, for how long, and calls back; `said` are its words.

    How long is drawn alike, whether or not somebody above is asked meanwhile.
    """

    said: str


declare("reply_put_off", ReplyPutOff, opens=True, secret=_PLANS)


@changes("requests", ReplyPutOff)
def _put_off(requests: RequestsState, event: Event, fact: ReplyPutOff) -> None:
    requests.calls.pop(fact.request, None)
    requests.due.pop(fact.request, None)
    add(requests.replies, (fact.to, "stand_by"), 1)


@tells(ReplyPutOff)
def _tell_put_off(setup: Setup, seat: str, fact: ReplyPutOff) -> str:
    if fact.said:
        return in_quotes(setup, fact, text=fact.said, back=True)
    return f"{setup.seats[fact.to].title}: “{REPLIES['stand_by']}”"


@learns("requests", RequestMade, ReplyPutOff)
def _asked(requests: RequestsKnown, reader: Reader, event: Event, fact: RequestMade) -> None:
    if reader.seat in (fact.by, fact.to):
        requests.open[fact.request] = event


@tells(RequestMade)
def _tell_made(setup: Setup, seat: str, fact: RequestMade) -> str:
    if not fact.asks:
        return ""  # a question or a warning was told as it was said
    by, to = setup.seats[fact.by].title, setup.seats[fact.to].title
    asks = terms_in_words(setup, fact.asks)
    gives = f"; {by} would hold to: {terms_in_words(setup, fact.gives)}" if fact.gives else ""
    said = in_quotes(setup, fact)
    return f"{said} Asked: {asks}{gives}." if said else f"{by} asks of {to}: {asks}{gives}."


def terms_in_words(setup: Setup, terms: tuple[Bound, ...]) -> str:
    """Say terms that are not promised yet."""
    return "; ".join(in_words(setup, term) for term in terms)


@dataclass(slots=True)
class ReplyDue(Fact):
    """A policy answers a request now."""

    request: str
    seat: str


declare("reply_due", ReplyDue)


@changes("requests", ReplyDue)
def _answers_now(requests: RequestsState, event: Event, fact: ReplyDue) -> None:
    requests.due[fact.request] = fact.seat


@dataclass(slots=True)
class RequestAnswered(Utterance):
    """A request was answered; or nothing was replied: “silence”, “withdrawn” or “cut”.

    It was made `by` a seat and is answered by the seat it was made `to`, with this `text`; `terms`
    are those by which that seat binds itself.
    """

    request: str
    reply: str
    terms: tuple[Bound, ...]


declare("request_answered", RequestAnswered)


@changes("requests", RequestAnswered)
def _answered(requests: RequestsState, event: Event, fact: RequestAnswered) -> None:
    requests.calls.pop(fact.request, None)
    requests.due.pop(fact.request, None)
    if fact.to in event.audience:  # who did not hear it is not silent
        add(requests.replies, (fact.to, fact.reply), 1)


@changes("acts", RequestAnswered)
def _reply_counted(acts: ActsState, event: Event, fact: RequestAnswered) -> None:
    add(acts.tallies, "replies", int(fact.reply in REPLIED))


@learns("acts", RequestAnswered)
def _reply_seen(acts: ActsKnown, reader: Reader, event: Event, fact: RequestAnswered) -> None:
    add(acts.tallies, "replies", int(fact.reply in REPLIED))


@learns("calls", RequestAnswered)
def _not_answered(calls: CallsKnown, reader: Reader, event: Event, fact: RequestAnswered) -> None:
    """Who gets no reply thinks twice before it calls there again, from the second time on."""
    if fact.by == reader.seat and fact.reply == "silence":
        add(calls.silences, fact.channel, 1)
        if calls.silences[fact.channel] > 1:
            add(calls.snubs, fact.channel, 1)


@learns("requests", RequestAnswered)
def _reply_heard(
    requests: RequestsKnown, reader: Reader, event: Event, fact: RequestAnswered
) -> None:
    requests.open.pop(fact.request, None)


@tells(RequestAnswered)
def _tell_answered(setup: Setup, seat: str, fact: RequestAnswered) -> str:
    to = setup.seats[fact.to].title
    if fact.reply == "silence":
        return f"{to} gives no reply."
    if fact.reply == "parted":
        return f"What {setup.seats[fact.by].title} asked lapsed: the ships have parted."
    if fact.reply in UNSAID:
        return sentence(f"{to} was asked: {UNSAID[fact.reply]}")
    if fact.text:
        return in_quotes(setup, fact, back=True)
    if fact.reply in LIMITED:
        return f"{to}: “{REPLIES[fact.reply]}: {terms_in_words(setup, fact.terms)}.”"
    return f"{to}: “{REPLIES[fact.reply]}”"
