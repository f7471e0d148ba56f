"""Requests, replies and promises in words, for whoever may know everything: what was weighed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import quoted_text, sentence
from sim.engine.facts.judged import BreachReweighed, PromiseJudged
from sim.engine.facts.promises import (
    PromiseClosed,
    PromiseHeard,
    PromiseMade,
    PromiseReleased,
    PromiseTested,
)
from sim.engine.facts.requests import (
    REPLIES,
    UNSAID,
    ReplyPutOff,
    RequestAnswered,
    RequestMade,
    terms_in_words,
)
from sim.engine.facts.terms import OUTCOMES, became, in_words
from sim.engine.seat import mind as minds
from sim.engine.seat.credit import NO_RUNG, expected_rung
from sim.engine.seat.views import relearn
from sim.readings import share
from sim.units import clock

Teller = Callable[[Setup, Any], str]


def thought(setup: Setup, log: Sequence[Event], event: Event) -> str:
    """Say what a seat had on its mind when it replied, "" of any other event."""
    fact = event.fact
    if not isinstance(fact, RequestAnswered) or fact.reply in UNSAID:
        return ""
    other = setup.faces[setup.seats[fact.to].side]
    if not other:
        return ""
    known = relearn(setup, log[: event.seq - 1], fact.to)
    mind = minds.mind(setup, known, event.at_ms)
    side, expects = setup.sides[other].name, expected_rung(setup, known, event.at_ms)
    found = [f"{share(mind.p)} sure that {side} wants change"]
    found.append(f"expects it to go to rung {expects:.1f} next")
    found.append(f"thinks its own word counts {share(mind.standing)}")
    if mind.bound < NO_RUNG:
        found.append(f"bound already to stay below rung {mind.bound}")
    if mind.provoked:
        found.append(f"provoked by {mind.provoked:.1f} rungs")
    return f" It is {'; '.join(found)}."


def _asked(setup: Setup, fact: RequestMade) -> str:
    by, to = setup.seats[fact.by].title, setup.seats[fact.to].title
    if not fact.asks:
        return f"{by} to {to}, and waits for a reply: {quoted_text(fact.text).strip()}"
    gives = f"; in return: {terms_in_words(setup, fact.gives)}" if fact.gives else ""
    return f"{by} asks of {to}: {terms_in_words(setup, fact.asks)}{gives}."


def _answered(setup: Setup, fact: RequestAnswered) -> str:
    by, to = setup.seats[fact.by].title, setup.seats[fact.to].title
    if fact.reply == "silence":
        return f"{to} gives no reply to {by}, in time."
    if fact.reply in UNSAID:
        return f"{by} gets no reply of {to}: {UNSAID[fact.reply]}."
    terms = terms_in_words(setup, fact.terms)
    bound = f" That binds it to: {terms}." if terms else " That binds nobody."
    return f"{to} to {by}: “{fact.text or sentence(REPLIES[fact.reply])}”{bound}"


def _put_off(setup: Setup, fact: ReplyPutOff) -> str:
    by, to = setup.seats[fact.by].title, setup.seats[fact.to].title
    return f"{to} to {by}: {quoted_text(fact.said).strip() or REPLIES['stand_by']}"


def _made(setup: Setup, fact: PromiseMade) -> str:
    by, to = setup.seats[fact.by].title, setup.seats[fact.to].title
    worth = f"{fact.stake:.1f} rungs less than" if fact.stake else "no more than"
    worth += f" it takes {to} to expect"
    return f"{by} binds itself to {to}: {in_words(setup, fact.term, fact.due_ms)} ({worth})."


def _heard(setup: Setup, fact: PromiseHeard) -> str:
    seat, by = setup.seats[fact.seat].title, setup.seats[fact.by].title
    moved = f"; its belief moves by {fact.worth:+.2f} nats for the time being" if fact.worth else ""
    return f"{seat} hears {by} promise: {in_words(setup, fact.term, fact.due_ms)}{moved}."


def _tested(setup: Setup, fact: PromiseTested) -> str:
    return f"{setup.seats[fact.by].title} is put to the test and keeps its word."


def _released(setup: Setup, fact: PromiseReleased) -> str:
    by, to = setup.seats[fact.by].title, setup.seats[fact.to].title
    return f"{to} releases {by} from its word: {in_words(setup, fact.term, fact.due_ms)}."


def _closed(setup: Setup, fact: PromiseClosed) -> str:
    by, to = setup.seats[fact.by].title, setup.seats[fact.to].title
    term = in_words(setup, fact.term, fact.due_ms)
    if fact.outcome == "broken":
        return f"{by} breaks its word to {to}: {term}."
    return f"The word of {by} to {to} {became(fact.outcome)}: {term}."


def _judged(setup: Setup, fact: PromiseJudged) -> str:
    seat, by = setup.seats[fact.seat].title, setup.seats[fact.by].title
    at = clock(setup.scenario.begins, fact.made_ms)
    text = f"{seat} takes what {by} promised at {at} for {OUTCOMES[fact.outcome]}: "
    text += in_words(setup, fact.term, fact.due_ms)
    if fact.outcome == "broken":
        text += f"; it is {share(fact.q)} sure that this was meant"
    return f"{text}{_moved(setup, fact)}"


def _moved(setup: Setup, fact: PromiseJudged | BreachReweighed) -> str:
    step = getattr(fact, "taken_back", 0.0) + fact.step
    belief = f"; its belief moves by {step:+.2f} nats" if abs(step) >= 0.005 else ""
    credit = fact.kept / (fact.kept + fact.broken)
    return f"{belief}; the word of {setup.sides[fact.side].name} counts {share(credit)} with it."


def _reweighed(setup: Setup, fact: BreachReweighed) -> str:
    seat = setup.seats[fact.seat].title
    credit = fact.kept / (fact.kept + fact.broken)
    counts = f"the word of {setup.sides[fact.side].name} counts {share(credit)} with it"
    return f"{seat} thinks anew of a breach: {share(fact.q)} sure that it was meant; {counts}."


WORDS: dict[type, Teller] = {
    RequestMade: _asked,
    ReplyPutOff: _put_off,
    RequestAnswered: _answered,
    PromiseMade: _made,
    PromiseHeard: _heard,
    PromiseTested: _tested,
    PromiseReleased: _released,
    PromiseClosed: _closed,
    PromiseJudged: _judged,
    BreachReweighed: _reweighed,
}
"""How each fact of words is told to whoever may know everything."""
