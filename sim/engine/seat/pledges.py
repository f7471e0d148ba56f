"""Why words that would bind or release somebody are refused: limits, replies, releases.

Everything here reads only what the seat knows.
"""

from __future__ import annotations

from typing import Protocol

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.requests import ReplyPutOff, RequestMade, replies_to
from sim.engine.facts.talks import TURNS_MOST
from sim.engine.facts.terms import Bound, in_words, intended, looser, may_have
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.credit import contradicted
from sim.engine.seat.reach import works
from sim.errors import Refusal, nearest
from sim.model import terms as t
from sim.model.channels import Form
from sim.model.words import Word


class Replying(Protocol):
    """The parts of a command that is a reply or a release."""

    @property
    def subject(self) -> str:
        """Give the request or the promise."""

    @property
    def form(self) -> str:
        """Give what is replied."""

    @property
    def limits(self) -> tuple[float, ...]:
        """Give the limits that are named."""


class Calling(Protocol):
    """The parts of a command that says something on a channel."""

    @property
    def subject(self) -> str:
        """Give the channel."""

    @property
    def to(self) -> str:
        """Give the vessel or seat that is spoken to."""

    @property
    def form(self) -> str:
        """Give the form of what is said."""


def reply_refusal(setup: Setup, known: Known, command: Replying) -> Refusal | None:
    """Say why a reply is refused, or None if it is accepted."""
    event = known.requests.open.get(command.subject)
    if event is None or event.fact.to != known.seat:
        return Refusal("no_request", f"Nobody waits for a reply to “{command.subject}”.")
    if event.fact.other and not works(known, event.fact.other):
        return Refusal("radio_dead", "The radio on which you were asked does not work.")
    allowed = may_reply(known, event.fact)
    if command.form not in allowed:
        hint = nearest(command.form, allowed)
        return Refusal("no_reply", f"“{command.form}” is no reply to that; {hint}")
    own = contradicted(known, event.fact.asks)
    if command.form == "will" and own is not None:
        bound = in_words(setup, own.term, own.due_ms)
        return Refusal("contradicts", f"You are bound otherwise: {bound}.")
    return _limits_of_reply(setup, event.fact, command)


def may_reply(known: Known, fact: RequestMade) -> tuple[str, ...]:
    """List what a seat may reply; nobody explains what it did not do, or is told twice to wait."""
    found = replies_to(fact.marker, asks=bool(fact.asks))
    if not known.beliefs.own_acts_ms:
        found = tuple(reply for reply in found if reply != "accident")
    if isinstance(fact, ReplyPutOff):
        found = tuple(reply for reply in found if reply != "stand_by")
    return found


def _limits_of_reply(setup: Setup, fact: RequestMade, command: Replying) -> Refusal | None:
    """Say why the limits that a reply names are refused, or None if they are not."""
    limits = command.limits
    if command.form == "intention":
        if len(limits) == 1 and may_have(intended(setup), limits[0]):
            return None
        return Refusal("no_limit", "Name the first rung that you rule out: 1 to 10.")
    if command.form != "counter":
        return (
            Refusal("no_limit", "Only a counter or an intention names limits.") if limits else None
        )
    if len(limits) != len(fact.asks) or not all(map(looser, fact.asks, limits)):
        said = "a higher rung, up to 10, or a shorter range"
        return Refusal("no_limit", f"Name for each term another limit that binds less: {said}.")
    return None


def turn_refusal(known: Known, talk: Event) -> Refusal | None:
    """Say why nothing more may be said in a talk, or None if it may."""
    if known.calls.turns.get(talk.fact.call, 0) < TURNS_MOST:
        return None
    return Refusal("turns", f"This talk has had its {TURNS_MOST} turns; hang up, and call again.")


def open_refusal(known: Known, command: Calling) -> Refusal | None:
    """Say why something may not be said again: it still awaits its reply."""
    for event in known.requests.open.values():
        fact: RequestMade = event.fact
        same = (fact.by, fact.channel, fact.form) == (known.seat, command.subject, command.form)
        if same and command.to in (fact.to, fact.other):
            return Refusal("asked", "You have said that; wait for the reply to it.")
    return None


def limits_refusal(form: Form, limits: tuple[float, ...]) -> Refusal | None:
    """Say why a form is not said with some limits, or None if it is."""
    terms = [_bare(spec) for spec in (*form.promises, *form.asks)]
    if not limits or (len(limits) == len(terms) and all(map(may_have, terms, limits))):
        return None
    if not terms:
        return Refusal("no_limit", f"“{form.title}” has no terms, and so no limits.")
    each = "a rung of 1 to 10, a range of up to 2000 nm, or 0 where it has no limit"
    return Refusal("no_limit", f"Name a limit for each term of “{form.title}”: {each}.")


def _bare(spec: Word) -> Bound:
    """Give a term as far as its limit goes."""
    match spec:
        case t.NoCloser(range=range_m):
            return Bound("no_closer", range_m=range_m)
        case t.Refrain(rung=rung) if rung:
            return Bound("refrain", rung)
    return Bound(spec.word)


def release_refusal(known: Known, command: Replying) -> Refusal | None:
    """Say why a seat may not release another from a promise, or None if it may."""
    held = known.promises.heard.get(command.subject)
    if held is None and command.subject not in known.promises.own:
        return Refusal("no_promise", f"This seat knows of no promise “{command.subject}”.")
    if held is None or held.to != known.seat:
        return Refusal("not_yours", "Only the seat that was promised something may release it.")
    if held.outcome:
        return Refusal("closed", "That promise is over.")
    return None
