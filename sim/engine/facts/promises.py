"""Promises: terms said to another seat, heard by it and others, and what became of them.

The truth of a promise is one interval, and every seat that heard it has an interval of its own in
which it waits to see the promise kept or broken: truth decides, knowledge comes as it can.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sim.engine.base.declaring import add, changes, declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Key, Reader
from sim.engine.base.setup import Setup
from sim.engine.facts.beliefs import ActWeighed, BeliefsKnown
from sim.engine.facts.terms import RESTRAINTS, Bound, became, in_words
from sim.engine.facts.windows import WindowDecided, WindowLapsed
from sim.model.credit import Credit


class Promise(NamedTuple):
    """A promise that is open: by whom to whom, with what term, until when, ms."""

    by: str
    to: str
    against: str
    """The side to which it was made, whose acts alone put it to the test."""
    term: Bound
    tests_from: int
    """An act of that side on this rung or above is cause to break it."""
    due_ms: int


@dataclass(slots=True)
class PromisesState(Group):
    """Promises as they truly stand."""

    made: dict[str, int] = field(default_factory=dict)
    """By whom and to whom, ``by>to`` → how many."""
    open: dict[str, Promise] = field(default_factory=dict)
    """Promise → what it says."""
    limits: dict[str, Promise] = field(default_factory=dict)
    """Those of them that keep a vessel away."""
    provoked: dict[str, bool] = field(default_factory=dict)
    """Open promise → True once whoever gave it was given cause to break it."""
    tested: dict[str, bool] = field(default_factory=dict)
    """Open promise → True once it was put to the test."""
    count: dict[tuple[str, str], int] = field(default_factory=dict)
    """(Seat bound, made | tested | an outcome) → how many."""


class HeardPromise(NamedTuple):
    """A promise as a seat has heard it, with what the hearing of it was worth, in nats."""

    promise: str
    by: str
    to: str
    side: str
    channel: str
    marker: str
    term: Bound
    stake: float
    worth: float
    heard_ms: int
    due_ms: int
    outcome: str = ""
    closed_ms: int = -1
    step: float = 0.0
    """The step of belief that what became of it was worth, in nats."""
    q: float = 1.0
    """How sure the seat is that a breach was meant."""
    act: int = 0
    """The number, among the acts this seat has weighed, of the one that broke it; 0 for none."""


@dataclass(slots=True)
class PromisesKnown(Group):
    """Promises that a seat gave or heard, and how it credits the words of sides."""

    heard: MutableMapping[str, HeardPromise] = field(default_factory=dict)
    """Promise of another → what this seat heard and what it thinks became of it."""
    own: MutableMapping[str, HeardPromise] = field(default_factory=dict)
    """Promise of its own → what it gave and what became of it."""
    binding: dict[str, int] = field(default_factory=dict)
    """Open promise of its own that gives up rungs → the first of them."""
    credit: dict[str, Credit] = field(default_factory=dict)
    """Side → how it is known to have kept its word."""


@dataclass(slots=True)
class PromiseMade(Fact):
    """A seat bound itself to another by a term, until `due_ms`.

    `stake` is in rungs below what it takes the other to have expected of it; `given` another
    promise without which this one is void.
    """

    promise: str
    by: str
    to: str
    side: str
    against: str
    channel: str
    marker: str
    term: Bound
    stake: float
    given: str
    tests_from: int
    due_ms: int

    @property
    def key(self) -> Key:
        return ("promise", self.promise)


declare("promise_made", PromiseMade, opens=True)


@changes("promises", PromiseMade)
def _made(promises: PromisesState, event: Event, fact: PromiseMade) -> None:
    add(promises.made, f"{fact.by}>{fact.to}", 1)
    add(promises.count, (fact.by, "made"), 1)
    promise = Promise(
        fact.by,
        fact.to,
        fact.against,
        term=fact.term,
        tests_from=fact.tests_from,
        due_ms=fact.due_ms,
    )
    promises.open[fact.promise] = promise
    if fact.term.kind == "no_closer":
        promises.limits[fact.promise] = promise


@learns("promises", PromiseMade)
def _gave(promises: PromisesKnown, reader: Reader, event: Event, fact: PromiseMade) -> None:
    promises.own[fact.promise] = _noted(event, fact, worth=0.0)
    if fact.term.kind in RESTRAINTS and fact.term.rung:
        promises.binding[fact.promise] = fact.term.rung


def _noted(event: Event, fact: PromiseMade | PromiseHeard, worth: float) -> HeardPromise:
    return HeardPromise(
        fact.promise,
        fact.by,
        fact.to,
        side=fact.side,
        channel=fact.channel,
        marker=fact.marker,
        term=fact.term,
        stake=fact.stake,
        worth=worth,
        heard_ms=event.at_ms,
        due_ms=fact.due_ms,
    )


@tells(PromiseMade)
def _tell_made(setup: Setup, seat: str, fact: PromiseMade) -> str:
    to = setup.seats[fact.to].title
    return f"You are bound to {to}: {in_words(setup, fact.term, fact.due_ms)}."


@dataclass(slots=True)
class PromiseHeard(Fact):
    """A seat heard a promise of another and thinks so much the better of it, for the time being.

    `stake` is in rungs below what this seat expected, `worth` the provisional step in nats,
    `belief` (log odds) what the seat thinks after it.
    """

    seat: str
    promise: str
    by: str
    to: str
    side: str
    channel: str
    marker: str
    term: Bound
    stake: float
    worth: float
    belief: float
    due_ms: int

    @property
    def key(self) -> Key:
        return ("word", self.seat, self.promise)


declare("promise_heard", PromiseHeard, opens=True)


@learns("promises", PromiseHeard)
def _heard(promises: PromisesKnown, reader: Reader, event: Event, fact: PromiseHeard) -> None:
    promises.heard[fact.promise] = _noted(event, fact, worth=fact.worth)


@learns("beliefs", PromiseHeard)
def _believed(beliefs: BeliefsKnown, reader: Reader, event: Event, fact: PromiseHeard) -> None:
    beliefs.belief = fact.belief, event.at_ms


@tells(PromiseHeard)
def _tell_heard(setup: Setup, seat: str, fact: PromiseHeard) -> str:
    by, to = setup.seats[fact.by].title, setup.seats[fact.to].title
    whom = "us" if fact.to == seat else to
    return f"{by} is bound to {whom}: {in_words(setup, fact.term, fact.due_ms)}."


@dataclass(slots=True)
class PromiseTested(Fact):
    """Whoever is bound kept a promise where its own course would have broken it."""

    promise: str
    by: str


declare("promise_tested", PromiseTested)


@changes("promises", PromiseTested)
def _tested(promises: PromisesState, event: Event, fact: PromiseTested) -> None:
    _put_to_the_test(promises, fact.promise, fact.by)


def _put_to_the_test(promises: PromisesState, promise: str, by: str) -> None:
    if promise not in promises.tested:
        promises.tested[promise] = True
        add(promises.count, (by, "tested"), 1)


@changes("promises", ActWeighed)
def _provoked(promises: PromisesState, event: Event, fact: ActWeighed) -> None:
    """An act of the side to which a seat is bound, above the rung it began on, is provocation."""
    for name, promise in promises.open.items():
        if (
            promise.by == fact.seat
            and promise.against == fact.about
            and fact.rung >= promise.tests_from
        ):
            promises.provoked[name] = True


@changes("promises", WindowDecided, WindowLapsed)
def _withstood(promises: PromisesState, event: Event, fact: WindowDecided | WindowLapsed) -> None:
    """To have decided after provocation is a test of restraint, whatever was decided."""
    for name, promise in promises.open.items():
        held = promise.by == fact.seat and promise.term.kind in RESTRAINTS
        if held and name in promises.provoked:
            _put_to_the_test(promises, name, promise.by)


@dataclass(slots=True)
class PromiseClosed(Fact):
    """What truly became of a promise: kept, broken, untested, released or void."""

    promise: str
    by: str
    to: str
    term: Bound
    due_ms: int
    outcome: str
    kept: float
    broken: float
    side: str


declare("promise_closed", PromiseClosed)


@changes("promises", PromiseClosed)
def _closed(promises: PromisesState, event: Event, fact: PromiseClosed) -> None:
    for noted in (promises.open, promises.limits, promises.provoked, promises.tested):
        noted.pop(fact.promise, None)
    add(promises.count, (fact.by, fact.outcome), 1)


@learns("promises", PromiseClosed)
def _own_word(promises: PromisesKnown, reader: Reader, event: Event, fact: PromiseClosed) -> None:
    promises.binding.pop(fact.promise, None)
    mine = promises.own[fact.promise]
    promises.own[fact.promise] = mine._replace(outcome=fact.outcome, closed_ms=event.at_ms)
    promises.credit[fact.side] = Credit(fact.kept, fact.broken, event.at_ms)


@tells(PromiseClosed)
def _tell_closed(setup: Setup, seat: str, fact: PromiseClosed) -> str:
    to, term = setup.seats[fact.to].title, in_words(setup, fact.term, fact.due_ms)
    return f"Your word to {to} {became(fact.outcome)}: {term}."


@dataclass(slots=True)
class PromiseReleased(Fact):
    """Whoever was promised something (`to`) releases the seat that is bound (`by`) from it."""

    promise: str
    by: str
    to: str
    term: Bound
    due_ms: int


declare("promise_released", PromiseReleased)


@tells(PromiseReleased)
def _tell_released(setup: Setup, seat: str, fact: PromiseReleased) -> str:
    by = "you" if fact.by == seat else setup.seats[fact.by].title
    term = in_words(setup, fact.term, fact.due_ms)
    if fact.to == seat:
        return f"You hold {by} to its word no longer: {term}."
    word = "your word" if fact.by == seat else "its word"
    return f"{setup.seats[fact.to].title} releases {by} from {word}: {term}."
