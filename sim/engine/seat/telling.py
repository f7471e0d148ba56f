"""Events told in words to a seat that may see them: one short line each, or none."""

from __future__ import annotations

from sim.engine.base.log import FACTS, Event
from sim.engine.base.setup import Setup


def tell(setup: Setup, seat: str, event: Event) -> str:
    """Say an event in a line for a seat, "" if it needs none. Reads no secret field."""
    teller = FACTS[type(event.fact)].tell
    text = teller(setup, seat, event.fact) if teller else ""
    return text[:1].upper() + text[1:]
