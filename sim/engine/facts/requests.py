"""Requests: terms asked of another seat, perhaps against terms of one's own, and the reply."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.facts.sayings import Utterance, in_quotes
from sim.engine.facts.terms import Bound, in_words

REPLIES = {
    "will": "We will.",
    "will_not": "We will not.",
    "counter": "We will, with another limit",
}
"""What may be replied to a request, in words; to say nothing is an answer too."""


@dataclass(slots=True)
class RequestsState(Group):
    """Requests, and which of them policies answer now."""

    made: dict[str, int] = field(default_factory=dict)
    """By whom and of whom, ``by>to`` → how many."""
    due: dict[str, str] = field(default_factory=dict)
    """Seat → the request that its policy answers now."""
    replies: dict[tuple[str, str], int] = field(default_factory=dict)
    """(Seat asked, reply or silence) → how often."""


@dataclass(slots=True)
class RequestsKnown(Group):
    """Requests that a seat has made, or that it may answer."""

    open: MutableMapping[str, Event] = field(default_factory=dict)
    """Request → the event that told of it."""


@dataclass(slots=True)
class RequestMade(Utterance):
    """A seat asks another to bind itself, to be answered until `due_ms`.

    `gives` are the terms by which it would bind itself in return; `reply_ms` is when a policy
    answers; `wording`, between 0 and 1, picks the words of whatever is replied.
    """

    request: str
    form: str
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


declare("request_made", RequestMade, opens=True, secret=("reply_ms", "nth", "hearers"))


@changes("requests", RequestMade)
def _made(requests: RequestsState, event: Event, fact: RequestMade) -> None:
    add(requests.made, f"{fact.by}>{fact.to}", 1)


@learns("requests", RequestMade)
def _asked(requests: RequestsKnown, reader: Reader, event: Event, fact: RequestMade) -> None:
    if reader.seat in (fact.by, fact.to):
        requests.open[fact.request] = event


@tells(RequestMade)
def _tell_made(setup: Setup, seat: str, fact: RequestMade) -> str:
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
    requests.due[fact.seat] = fact.request


@dataclass(slots=True)
class RequestAnswered(Utterance):
    """A request was answered, or nobody answered it in time: then the reply is “silence”.

    It was made `by` a seat and is answered by the seat it was made `to`, with this `text`; `terms`
    are those by which that seat binds itself.
    """

    request: str
    reply: str
    terms: tuple[Bound, ...]


declare("request_answered", RequestAnswered)


@changes("requests", RequestAnswered)
def _answered(requests: RequestsState, event: Event, fact: RequestAnswered) -> None:
    if requests.due.get(fact.to) == fact.request:
        requests.due.pop(fact.to)
    add(requests.replies, (fact.to, fact.reply), 1)


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
    if fact.text:
        return in_quotes(setup, fact, back=True)
    if fact.reply == "counter":
        return f"{to}: “{REPLIES[fact.reply]}: {terms_in_words(setup, fact.terms)}.”"
    return f"{to}: “{REPLIES[fact.reply]}”"
