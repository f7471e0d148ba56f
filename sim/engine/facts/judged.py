"""Promises as seats judge them: what each takes a promise for, and what it then thinks.

Truth is another matter (:mod:`sim.engine.facts.promises`).
"""

from __future__ import annotations

from dataclasses import dataclass

from sim.engine.base.declaring import declare, learns, tells
from sim.engine.base.log import Event, Fact, Reader
from sim.engine.base.setup import Setup
from sim.engine.facts.beliefs import BeliefsKnown
from sim.engine.facts.promises import PromisesKnown
from sim.engine.facts.terms import Bound, became, in_words
from sim.model.credit import Credit
from sim.readings import share
from sim.units import clock


@dataclass(slots=True)
class BreachReweighed(Fact):
    """A seat thinks anew about the act that broke a promise, and so about the breach."""

    seat: str
    promise: str
    side: str
    q: float
    step: float
    belief: float
    kept: float
    broken: float


declare("breach_reweighed", BreachReweighed)


@learns("promises", BreachReweighed)
def _credited_anew(
    promises: PromisesKnown, reader: Reader, event: Event, fact: BreachReweighed
) -> None:
    was = promises.heard[fact.promise]
    promises.heard[fact.promise] = was._replace(step=fact.step, q=fact.q)
    promises.credit[fact.side] = Credit(fact.kept, fact.broken, event.at_ms)


@learns("beliefs", BreachReweighed)
def _thought_anew(
    beliefs: BeliefsKnown, reader: Reader, event: Event, fact: BreachReweighed
) -> None:
    beliefs.belief = fact.belief, event.at_ms


@dataclass(slots=True)
class PromiseJudged(Fact):
    """A seat knows, or takes it, what became of a promise that it heard; it thinks accordingly.

    `term` is what was promised on a channel at `made_ms`. `taken_back` is what is left of the
    provisional step, `step` the lasting one, in nats; `act` the number of the act that broke it
    among those the seat weighed, `q` how sure it is that this was meant. `kept` and `broken` are
    what it credits the other side with after it.
    """

    seat: str
    promise: str
    by: str
    to: str
    side: str
    channel: str
    term: Bound
    made_ms: int
    due_ms: int
    outcome: str
    act: int
    q: float
    taken_back: float
    step: float
    belief: float
    kept: float
    broken: float


declare("promise_judged", PromiseJudged)


@learns("promises", PromiseJudged)
def _judged(promises: PromisesKnown, reader: Reader, event: Event, fact: PromiseJudged) -> None:
    was = promises.heard[fact.promise]
    promises.heard[fact.promise] = was._replace(
        outcome=fact.outcome, closed_ms=event.at_ms, step=fact.step, q=fact.q, act=fact.act
    )
    promises.credit[fact.side] = Credit(fact.kept, fact.broken, event.at_ms)


@learns("beliefs", PromiseJudged)
def _thought(beliefs: BeliefsKnown, reader: Reader, event: Event, fact: PromiseJudged) -> None:
    beliefs.belief = fact.belief, event.at_ms


@tells(PromiseJudged)
def _tell_judged(setup: Setup, seat: str, fact: PromiseJudged) -> str:
    by = setup.seats[fact.by].title
    whom = "us" if fact.to == seat else setup.seats[fact.to].title
    term = in_words(setup, fact.term, fact.due_ms)
    if fact.outcome == "broken":
        made = clock(setup.scenario.begins, fact.made_ms)
        given = f"given at {made} on {setup.channels[fact.channel].name}"
        meant = "" if fact.q >= 1 else f" We are {share(fact.q)} sure that it was meant."
        return f"Breach: {by} has broken its word to {whom}, {given}: {term}.{meant}"
    return f"The word of {by} to {whom} {became(fact.outcome)}: {term}."
