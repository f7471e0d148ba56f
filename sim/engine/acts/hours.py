"""Hours: when a desk is held, of a seat by a clock of its own, of a channel by the scenario's."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from sim.engine.base.setup import Setup
from sim.engine.kernel.engine import Engine
from sim.model.channels import Channel, Hours
from sim.units import MS_PER_D

_SATURDAY = 5


def next_in(hours: Hours, here_ms: int, *, weekend: bool) -> int:
    """Give the first instant from one on that lies in some hours, both in ms since a Monday.

    Hours that end on the next day last until then, also if that day is a Saturday.
    """
    opens = hours.opens % MS_PER_D
    lasts = (hours.closes - opens) % MS_PER_D or MS_PER_D
    day = (here_ms - opens - lasts) // MS_PER_D + 1  # the first whose hours are not over
    while not weekend and day % 7 >= _SATURDAY:
        day += 1
    return max(here_ms, day * MS_PER_D + opens)


def _since_monday(at: datetime) -> int:
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return at.weekday() * MS_PER_D + (at - midnight) // timedelta(milliseconds=1)


def _begins(setup: Setup) -> dict[str, int]:
    """Give, for each seat, the begin in ms since the Monday before it on the desk's own clock."""
    begins, found = setup.scenario.begins, {}
    for seat in setup.scenario.seats:
        zone = None if seat.clock is None else timezone(timedelta(minutes=seat.clock))
        found[seat.id] = _since_monday(begins if zone is None else begins.astimezone(zone))
    return found


def next_open(setup: Setup, seat: str, at_ms: int) -> int:
    """Give the first instant from `at_ms` on at which a desk is held; always without hours."""
    hours = setup.seats[seat].hours
    if hours is None:
        return at_ms
    begin = setup.once("desks", _begins)[seat]
    return next_in(hours, begin + at_ms, weekend=hours.weekend) - begin


def is_open(setup: Setup, seat: str, at_ms: int) -> bool:
    """Say whether a desk is held at an instant."""
    return next_open(setup, seat, at_ms) == at_ms


def staffed(setup: Setup, channel: Channel, at_ms: int) -> bool:
    """Say whether a channel's desks are staffed at an instant."""
    if channel.hours is None:
        return True
    here_ms = setup.once("begin", lambda s: _since_monday(s.scenario.begins)) + at_ms
    return next_in(channel.hours, here_ms, weekend=True) == here_ms


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
