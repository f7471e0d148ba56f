"""Promises passed on: reported up a side's chain of seats, with what became of them."""

from __future__ import annotations

from collections.abc import MutableMapping
from dataclasses import dataclass, field

from sim.engine.base.declaring import declare, learns, tells
from sim.engine.base.log import Event, Fact, Group, Reader
from sim.engine.base.setup import Setup
from sim.engine.facts.promises import HeardPromise
from sim.engine.facts.terms import Bound, became, in_words


@dataclass(slots=True)
class ReportedKnown(Group):
    """Promises of which a seat knows by reports alone."""

    promises: MutableMapping[str, HeardPromise] = field(default_factory=dict)
    """Promise → what was reported of it last."""


@dataclass(slots=True)
class PromiseReport(Fact):
    """What one seat tells another above it of a promise; `outcome` is "" while it is open."""

    sender: str
    to: str
    promise: str
    by: str
    whom: str
    side: str
    channel: str
    marker: str
    term: Bound
    made_ms: int
    ends_ms: int
    outcome: str


@dataclass(slots=True)
class PromiseReported(PromiseReport):
    """A seat reports a promise; it is read at `due_ms`."""

    due_ms: int


declare("promise_reported", PromiseReported, opens=True, secret=("due_ms",))


@tells(PromiseReported)
def _tell_reported(setup: Setup, seat: str, fact: PromiseReported) -> str:
    what = "how a promise went" if fact.outcome else "a promise"
    return f"Reported to {setup.seats[fact.to].title}: {what}."


@dataclass(slots=True)
class PromiseRead(PromiseReport):
    """A report of a promise is read."""


declare("promise_read", PromiseRead)


@learns("reported", PromiseRead)
def _read(reported: ReportedKnown, reader: Reader, event: Event, fact: PromiseRead) -> None:
    before = reported.promises.get(fact.promise)
    if before is not None and before.outcome and not fact.outcome:
        return  # the first report comes after the second
    reported.promises[fact.promise] = HeardPromise(
        fact.promise,
        fact.by,
        fact.whom,
        side=fact.side,
        channel=fact.channel,
        marker=fact.marker,
        term=fact.term,
        stake=0.0,
        worth=0.0,
        heard_ms=fact.made_ms,
        due_ms=fact.ends_ms,
        outcome=fact.outcome,
        closed_ms=event.at_ms if fact.outcome else -1,
    )


@tells(PromiseRead)
def _tell_read(setup: Setup, seat: str, fact: PromiseRead) -> str:
    sender, by = setup.seats[fact.sender].title, setup.seats[fact.by].title
    whom, term = setup.seats[fact.whom].title, in_words(setup, fact.term, fact.ends_ms)
    if fact.outcome:
        return f"Report of {sender}: the word of {by} to {whom} {became(fact.outcome)}: {term}."
    return f"Report of {sender}: {by} is bound to {whom}: {term}."
