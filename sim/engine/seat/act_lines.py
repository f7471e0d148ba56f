"""The news line of an act: what it is where all may name it, else its rung; and against whom."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence, vessel_name
from sim.engine.facts.acts import ActOccurred, in_public
from sim.engine.facts.beliefs import ActReweighed, ActWeighed
from sim.engine.facts.judged import PromiseJudged
from sim.engine.seat.feed_lines import event_of, weighed_at
from sim.model.rungs import done_on, rung_said
from sim.readings import share
from sim.units import clock

_AGAIN = "Your staff thinks again of "


def act_said(setup: Setup, seat: str, fact: ActOccurred) -> str:
    """Name an act where everybody may; else say who has done what, by its rung, as the seat saw."""
    who = vessel_name(setup, fact.vessel) if fact.vessel else setup.sides[fact.side].name
    move = setup.moves.get(fact.what) if in_public(fact) else None
    if move is None:
        how = "; it may have been an accident" if fact.doubtful else ""
        seen = f"{done_on(fact.rung)}{_against_ours(setup, seat, fact)}, seen from here"
        return sentence(f"{who} {seen}{how}")
    if setup.seats[seat].side == fact.side and not fact.vessel:
        who = setup.seats[move.seats[0]].title
    return sentence(f"{who}, in public, {rung_said(fact.rung)}: “{move.title}”")


def thought_again(setup: Setup, seat: str, events: Sequence[Event], at: int) -> str:
    """Say of which act a staff thinks anew, whose and when it was, and what it makes of it now.

    Args:
        setup: The scenario.
        seat: Whose staff it is.
        events: What the seat has come to know.
        at: The place among them at which it thinks anew.
    """
    again: ActReweighed = events[at].fact
    place = weighed_at(events, at, again.number)
    assert place is not None, "who thinks again has thought before"
    first = events[place]
    weighed: ActWeighed = first.fact
    cause = event_of(events, first.cause)
    who, against = setup.sides[weighed.about].name, ""
    if cause is not None and isinstance(cause.fact, ActOccurred):
        who = vessel_name(setup, cause.fact.vessel) if cause.fact.vessel else who
        against = _against_ours(setup, seat, cause.fact)
    when = clock(setup.scenario.begins, first.at_ms)
    what = f"what {who} did at {when}, {rung_said(weighed.rung)}{against}"
    return f"{_AGAIN}{what}: {share(again.q)} that it was meant."


def broken_by(setup: Setup, seat: str, events: Sequence[Event], at: int) -> str:
    """Say by which act a word was broken, as far as the seat knows of one; "" if of none.

    Args:
        setup: The scenario.
        seat: Who heard the word.
        events: What the seat has come to know.
        at: The place among them at which it takes the word for broken.
    """
    judged: PromiseJudged = events[at].fact
    place = weighed_at(events, at, judged.act) if judged.outcome == "broken" else None
    cause = event_of(events, events[place].cause) if place is not None else None
    if cause is None or not isinstance(cause.fact, ActOccurred):
        return ""
    when = clock(setup.scenario.begins, cause.at_ms)
    return f" By this, at {when}: {act_said(setup, seat, cause.fact)}"


def thought_together(said: str, more: str) -> str:
    """Say in one sentence that a staff thinks the same anew of several acts, "" if it does not."""
    (head, _, tail), (other, _, same) = said.rpartition(": "), more.rpartition(": ")
    if tail != same or not (head.startswith(_AGAIN) and other.startswith(_AGAIN)):
        return ""
    return f"{head}; {other.removeprefix(_AGAIN)}: {tail}"


def _against_ours(setup: Setup, seat: str, fact: ActOccurred) -> str:
    """Name the vessel of one's own side that an act was against; of others' a seat may not know."""
    target = setup.vessels.get(fact.target)
    if target is None or target.side != setup.seats[seat].side or fact.side == target.side:
        return ""
    return f", against {vessel_name(setup, target.id)}"
