"""Why words that would bind or release somebody are refused: limits, replies, releases.

Everything here reads only what the seat knows.
"""

from __future__ import annotations

from typing import Protocol

from sim.engine.base.setup import Setup
from sim.engine.facts.requests import REPLIES
from sim.engine.facts.terms import Bound, in_words, looser, may_have
from sim.engine.kernel.knowledge import Known
from sim.engine.seat.credit import contradicted
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


def reply_refusal(setup: Setup, known: Known, command: Replying) -> Refusal | None:
    """Say why a reply is refused, or None if it is accepted."""
    event = known.requests.open.get(command.subject)
    if event is None or event.fact.to != known.seat:
        return Refusal("no_request", f"Nobody waits for a reply to “{command.subject}”.")
    if command.form not in REPLIES:
        hint = nearest(command.form, REPLIES)
        return Refusal("no_reply", f"“{command.form}” is no reply; {hint}")
    own = contradicted(known, event.fact.asks)
    if command.form == "will" and own is not None:
        bound = in_words(setup, own.term, own.due_ms)
        return Refusal("contradicts", f"You are bound otherwise: {bound}.")
    if command.form != "counter":
        return Refusal("no_limit", "Only a counter names limits.") if command.limits else None
    asks: tuple[Bound, ...] = event.fact.asks
    if len(command.limits) != len(asks) or not all(map(looser, asks, command.limits)):
        said = "a higher rung, up to 10, or a shorter range"
        return Refusal("no_limit", f"Name for each term another limit that binds less: {said}.")
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
