"""Where an act came from: the chain of causes of an event, and the class of an act of force."""

from __future__ import annotations

from collections.abc import Sequence

from sim.engine import events as ev


def chain(log: Sequence[ev.Event], event: ev.Event) -> list[ev.Event]:
    """Give an event's causes, the nearest first, back to the one that has none."""
    found = []
    at = event
    while at.cause is not None:
        at = log[at.cause - 1]
        found.append(at)
    return found


def is_accident(event: ev.Event) -> bool:
    """Say whether nobody ordered what an event tells of."""
    fact = event.fact
    return isinstance(fact, ev.HullsTouched) or (
        isinstance(fact, ev.ActOccurred) and not fact.ordered
    )


def force_class(log: Sequence[ev.Event], act: ev.Event) -> str:
    """Give the one class of an act of force.

    Returns:
        ``accidental`` if nobody ordered it; else ``inadvertent`` if an accident is among its
        causes; else ``deliberate``.

    Source:
        The distinction of RAND, "Dangerous Thresholds", 2008. [clause]
    """
    if is_accident(act):
        return "accidental"
    return "inadvertent" if any(is_accident(e) for e in chain(log, act)) else "deliberate"
