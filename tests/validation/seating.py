"""Which seats of a scenario the pages of policies are about."""

from __future__ import annotations

from sim.engine import Setup


def seats_of(setup: Setup) -> tuple[str, str]:
    """Name the two seats that are held by tempers: the first playable one of each of two sides."""
    first: dict[str, str] = {}
    for seat in setup.scenario.seats:
        if seat.playable:
            first.setdefault(seat.side, seat.id)
    one, two = list(first.values())[:2]
    return one, two
