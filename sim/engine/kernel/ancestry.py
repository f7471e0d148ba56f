"""Where an act came from: the chain of causes of an event, and the class of an act of force."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.encounters import HullsTouched
from sim.engine.facts.moves import MoveChosen
from sim.engine.facts.traffic import EncounterContact
from sim.engine.kernel.state import State


def chain(log: Sequence[Event], event: Event) -> list[Event]:
    """Give an event's causes, the nearest first, back to the one that has none."""
    found = []
    at = event
    while at.cause is not None:
        at = log[at.cause - 1]
        found.append(at)
    return found


def is_accident(event: Event) -> bool:
    """Say whether nobody ordered what an event tells of."""
    fact = event.fact
    return isinstance(fact, HullsTouched | EncounterContact) or (
        isinstance(fact, ActOccurred) and not fact.ordered
    )


def misread(event: Event) -> bool:
    """Say whether an event is a choice of a seat that took a content side for a revisionist."""
    return isinstance(event.fact, MoveChosen) and event.fact.p > 0.5


def force_class(log: Sequence[Event], act: Event, state: State) -> str:
    """Give the one class of an act of force.

    Returns:
        ``accidental`` if nobody ordered it; else ``inadvertent`` if all sides are content with
        things as they are and an accident is among its causes or a step on the way was misread;
        else ``deliberate``.

    Source:
        The distinction of RAND, "Dangerous Thresholds", 2008. [clause]
    """
    if is_accident(act):
        return "accidental"
    if any(intent == "revisionist" for intent in state.run.intents.values()):
        return "deliberate"
    wrong = any(is_accident(e) or misread(e) for e in chain(log, act))
    return "inadvertent" if wrong else "deliberate"
