"""What was said in a run, in numbers: turns, replies, the first reply, promises by side."""

from __future__ import annotations

from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.requests import UNSAID, ReplyPutOff, RequestAnswered
from sim.engine.facts.talks import Spoken
from sim.engine.kernel.engine import Engine
from sim.model.channels import CLEARING
from sim.units import MS_PER_MIN

BECAME = ("made", "tested", "kept", "broken")
"""What is counted of promises."""


def turns(engine: Engine) -> int:
    """Count turns: what opened a talk, what was said more in it, and what was replied."""
    said = (Spoken, ReplyPutOff)
    return sum(int(isinstance(e.fact, said) or _replied(e)) for e in engine.log)


def replies(engine: Engine) -> int:
    """Count messages to which something was replied."""
    return sum(int(_replied(event)) for event in engine.log)


def _replied(event: Event) -> bool:
    return isinstance(event.fact, RequestAnswered) and event.fact.reply not in UNSAID


def promises(engine: Engine, side: str, became: str) -> int:
    """Count the promises of a side's seats that were made, tested, kept or broken."""
    count = engine.state.promises.count
    own = (seat for seat, spec in engine.setup.seats.items() if spec.side == side)
    return sum(int(count.get((seat, became), 0)) for seat in own)


def first_reply_min(engine: Engine) -> float | None:
    """Give the minutes from the first incident to the first reply that says something.

    An incident is an act above the rung on which all begin. A reply says something if it is in
    words, “stand by” and all; and so does a talk in which something was explained. None if there
    was no incident, or no reply since before the end: then the time is only known to be longer.
    """
    least = engine.setup.parameters.r_base
    began: int | None = None
    for event in engine.log:
        fact = event.fact
        if began is None:
            if isinstance(fact, ActOccurred) and fact.rung > least:
                began = event.at_ms
        elif _replied(event) or _cleared(engine, event):
            return (event.at_ms - began) / MS_PER_MIN
    return None


def _cleared(engine: Engine, event: Event) -> bool:
    fact = event.fact
    if isinstance(fact, ReplyPutOff):
        return True
    return isinstance(fact, Spoken) and engine.setup.forms[fact.form].intent in CLEARING


def word_measures(engine: Engine) -> dict[str, object]:
    """Give all of them, promises by side."""
    return {
        "turns": turns(engine),
        "replies": replies(engine),
        "first_reply_min": first_reply_min(engine),
        **{
            f"promises_{became}": {s: promises(engine, s, became) for s in engine.setup.sides}
            for became in BECAME
        },
    }
