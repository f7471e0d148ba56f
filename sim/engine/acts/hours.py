"""Desks: when a seat is at its desk and its phone, by a clock of its own."""

from __future__ import annotations

from datetime import timedelta, timezone

from sim.engine.base.setup import Setup
from sim.engine.kernel.engine import Engine
from sim.units import MS_PER_D

_SATURDAY = 5


def _begins(setup: Setup) -> dict[str, int]:
    """Give, for each seat, the begin in ms since the Monday before it on the desk's own clock."""
    begins, found = setup.scenario.begins, {}
    for seat in setup.scenario.seats:
        at = begins
        if seat.clock is not None:
            at = begins.astimezone(timezone(timedelta(minutes=seat.clock)))
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        since = at - midnight
        found[seat.id] = at.weekday() * MS_PER_D + since // timedelta(milliseconds=1)
    return found


def next_open(setup: Setup, seat: str, at_ms: int) -> int:
    """Give the first instant from `at_ms` on at which a desk is held; without hours it always is.

    A desk that closes on the next day is held until then, also if that day is a Saturday.
    """
    hours = setup.seats[seat].hours
    if hours is None:
        return at_ms
    begin = setup.once("desks", _begins)[seat]
    opens = hours.opens % MS_PER_D
    lasts = (hours.closes - opens) % MS_PER_D
    here = begin + at_ms
    day = here // MS_PER_D - 1
    while True:
        start = day * MS_PER_D + opens
        if here < start + lasts and (hours.weekend or day % 7 < _SATURDAY):
            return max(here, start) - begin
        day += 1


def is_open(setup: Setup, seat: str, at_ms: int) -> bool:
    """Say whether a desk is held at an instant."""
    return next_open(setup, seat, at_ms) == at_ms


def permitted(engine: Engine, seat: str, at_ms: int) -> int:
    """Give when a call can be put through for which permission would be there at an instant.

    The desk of the seat's authority must be held to give it; then a policy's own desk must be,
    to use it. A person who asks is there.
    """
    setup = engine.setup
    above = setup.seats[seat].authority
    if above is not None:
        at_ms = next_open(setup, above, at_ms)
    if engine.state.run.control.get(seat) == "person":
        return at_ms
    return next_open(setup, seat, at_ms)
