"""The news line of an act: what it is where all may name it, else its rung; and against whom."""

from __future__ import annotations

from sim.engine.base.setup import Setup
from sim.engine.base.wording import sentence, vessel_name
from sim.engine.facts.acts import ActOccurred, in_public
from sim.model.rungs import done_on, rung_said


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
    return sentence(f"{who}, in public, {rung_said(fact.rung)}: {move.title}")


def _against_ours(setup: Setup, seat: str, fact: ActOccurred) -> str:
    """Name the vessel of one's own side that an act was against; of others' a seat may not know."""
    target = setup.vessels.get(fact.target)
    if target is None or target.side != setup.seats[seat].side or fact.side == target.side:
        return ""
    return f", against {vessel_name(setup, target.id)}"
