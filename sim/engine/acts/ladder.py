"""The ladder: an act occurs on a rung, is weighed by who sees it, and reported."""

from __future__ import annotations

from collections.abc import Callable

from sim.engine.acts import reports
from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred, RungReached
from sim.engine.kernel.engine import Engine
from sim.engine.seat import beliefs

Follower = Callable[[Engine, Event], None]
_FOLLOWERS: list[Follower] = []


def after_act(look: Follower) -> Follower:
    """Register what else an act brings about, once everybody who sees it has weighed it."""
    _FOLLOWERS.append(look)
    return look


def occur(engine: Engine, act: ActOccurred, *, cause: int, audience: tuple[str, ...]) -> None:
    """Put an act on the ladder, let everybody who sees it weigh and report it."""
    event = engine.emit(act, cause=cause, audience=audience, alert=_struck(engine, act, audience))
    if act.rung > engine.state.acts.rungs.get(act.side, 0):
        reached = RungReached(act.side, act.rung)
        engine.emit(reached, cause=event.seq, audience=audience)
    beliefs.weigh(engine, event)
    for look in _FOLLOWERS:
        look(engine, event)
    reports.tell_of(engine, event)


def _struck(engine: Engine, act: ActOccurred, audience: tuple[str, ...]) -> tuple[str, ...]:
    """List the seats that an act calls to attention.

    Those of a side it faces, if they read it as above the theatre's standing rung; and, where
    it may have been an accident, those of its own side, who may want to explain.
    """
    setup = engine.setup
    seats = []
    for seat in audience:
        if seat in setup.minded:
            side = setup.seats[seat].side
            faced = setup.faces[side] == act.side
            if (faced and beliefs.reading(setup, act, side) > setup.parameters.r_base) or (
                side == act.side and act.doubtful
            ):
                seats.append(seat)
    return tuple(seats)
