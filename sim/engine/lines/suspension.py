"""Political life of channels: shut as a punishment, kept shut, reopened from the top down.

What a side does by its own process here, it does only where no person and no script holds a seat
that could do it by a move.
"""

from __future__ import annotations

import math
from itertools import count

from sim.engine.acts import effects as fx
from sim.engine.acts.effects import Origin
from sim.engine.acts.ladder import after_act, occur
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.beliefs import PressureRelieved
from sim.engine.facts.suspension import BuildingBegun, BuildingLapsed, FreezeBegun, ShockWeighed
from sim.engine.kernel.engine import Engine, Plan, process
from sim.engine.lines.channels import freeze, turn
from sim.engine.lines.meetings import thawing
from sim.engine.seat import beliefs
from sim.model import effects as e
from sim.model import politics as po
from sim.model.calling import lognormal_ms
from sim.model.channels import Channel
from sim.model.words import every
from sim.units import MS_PER_H

BUILD_SIGMA = 0.8
"""Spread of the time in which an announced channel comes to exist. [assumed]"""
PENALTY_RUNG = 2
"""Shutting a channel is a political penalty: rung 2 of the ladder. [clause]"""


def start(engine: Engine, cause: int) -> None:
    """Keep shut what is shut at the begin."""
    for channel in governed(engine.setup):
        if engine.state.channels.political[channel.id] == "suspended":
            freeze(engine, channel, engine.now_ms - (_of(channel).since or 0), cause)


def governed(setup: Setup) -> tuple[Channel, ...]:
    """List the channels that have a political life."""
    return setup.once(
        "governed", lambda s: tuple(c for c in s.scenario.channels if c.politics is not None)
    )


def _of(channel: Channel) -> po.Politics:
    assert channel.politics is not None
    return channel.politics


def sides_on(setup: Setup, channel: Channel) -> tuple[str, ...]:
    """List the sides that a channel joins; without seats, all."""
    found = (setup.seats[seat].side for seat in channel.seats)
    return tuple(dict.fromkeys(found)) or tuple(setup.sides)


def _by_itself(engine: Engine, channel: Channel) -> bool:
    """Say whether a side's own process decides on a channel: nobody else could by a move."""
    deciders = engine.setup.once("deciders", _deciders).get(channel.id, ())
    return all(engine.state.run.control.get(seat) not in ("person", "script") for seat in deciders)


def _deciders(setup: Setup) -> dict[str, tuple[str, ...]]:
    """Give the seats of a channel's closer that can shut or open it by a move."""
    found: dict[str, tuple[str, ...]] = {}
    for channel in governed(setup):
        seats = [
            seat
            for move in setup.moves.values()
            if any(s.channel == channel.id for s in every(e.SetChannel, move))
            for seat in move.seats
            if setup.seats[seat].side == _of(channel).closer
        ]
        found[channel.id] = tuple(dict.fromkeys(seats))
    return found


def tension_of(engine: Engine, side: str) -> float:
    """Give the tension of a side: what the tensest of its seats feels."""
    terms, known = engine.setup.parameters, engine.state.known
    felt = (
        beliefs.tension_now(terms, known[s.id], engine.now_ms)
        for s in engine.setup.scenario.seats
        if s.side == side
    )
    return max(felt, default=0.0)


@fx.means(e.SetChannel)
def _set_channel(engine: Engine, spec: e.SetChannel, origin: Origin) -> None:
    """Open, suspend or give up a channel; its closer gains by shutting it."""
    channel = engine.setup.channels[spec.channel]
    open_before = engine.state.channels.political[spec.channel] == "open"
    turn(engine, spec.channel, spec.political, origin.cause)
    closer = channel.politics.closer if channel.politics else ""
    by = engine.setup.seats[origin.seat].side if origin.seat else ""
    if spec.political == "suspended" and open_before and closer and by == closer:
        relieve(engine, closer, origin.cause)


@fx.means(e.Shock)
def _shock(engine: Engine, spec: e.Shock, origin: Origin) -> None:
    _punish(engine, spec.by, spec.weight, origin.cause)


def _closers(setup: Setup) -> tuple[str, ...]:
    """List the sides that can shut a channel."""
    return tuple(dict.fromkeys(_of(channel).closer for channel in governed(setup)))


@after_act
def _act_punished(engine: Engine, act: Event) -> None:
    """An act of force is a shock to the side that reads it as one."""
    setup = engine.setup
    closers = tuple(
        side
        for side in setup.once("closers", _closers)
        if beliefs.reading(setup, act.fact, side) >= setup.parameters.punish_rung
        and any(setup.seats[seat].side == side for seat in act.audience)
    )
    if closers:
        _punish(engine, act.fact.side, 1.0, cause=act.seq, closers=closers)


def _punish(
    engine: Engine, by: str, weight: float, cause: int, closers: tuple[str, ...] = ()
) -> None:
    """Let each side that could shut a channel to `by` consider it."""
    setup, terms = engine.setup, engine.setup.parameters
    shut: dict[str, int] = {}
    for channel in governed(setup):
        closer, declared = _of(channel).closer, _of(channel).suspends
        if (
            closer == by
            or by not in sides_on(setup, channel)
            or (closers and closer not in closers)
        ):
            continue
        if engine.state.channels.political[channel.id] != "open" or not _by_itself(engine, channel):
            continue
        nth = engine.state.suspension.shocks.get(channel.id, 0)
        base = terms.p_susp if declared is None else declared
        p = min(1.0, base * weight * (0.5 + tension_of(engine, closer)))
        shuts = engine.draws.happens(p, "politics.shuts", channel.id, nth)
        weighed = engine.emit(ShockWeighed(channel.id, by, nth, shuts), cause=cause)
        if shuts:
            turn(engine, channel.id, "suspended", weighed.seq)
            shut.setdefault(closer, weighed.seq)
    for closer, why in shut.items():
        relieve(engine, closer, why)
        act = ActOccurred(closer, PENALTY_RUNG, "suspension")
        occur(engine, act, cause=why, audience=setup.everybody)


def relieve(engine: Engine, side: str, cause: int) -> None:
    """Shutting a channel answers a call at home: the closer's seats feel less pressure."""
    setup, terms = engine.setup, engine.setup.parameters
    for spec in setup.scenario.seats:
        if spec.side == side and spec.id in setup.minded and terms.closing_relief:
            now = beliefs.pressure_now(terms, engine.state.known[spec.id], engine.now_ms)
            after = round(max(0.0, now - terms.closing_relief), 9)
            if after < now:
                fact = PressureRelieved(spec.id, after)
                engine.emit(fact, cause=cause, audience=(spec.id,))


def _rate(engine: Engine, channel: Channel) -> float:
    declared = _of(channel).reopens
    return engine.setup.parameters.h_r if declared is None else declared


def _plan(engine: Engine, opened: Event) -> Plan:
    """Wake at candidate moments of the highest rate, once the cooling-off is over."""
    channel, terms = engine.setup.channels[opened.fact.channel], engine.setup.parameters
    declared = _of(channel).cooling
    cooled = opened.fact.since_ms + (terms.d_min if declared is None else declared)
    mean_ms = MS_PER_H / (_rate(engine, channel) * terms.thaw_times)
    at = float(max(cooled, opened.at_ms))
    for k in count():
        u = engine.draws.uniform("politics.moment", f"{channel.id}.{opened.fact.nth}", k)
        at += -math.log(u) * mean_ms
        if at > engine.setup.scenario.horizon:
            return
        yield max(round(at), opened.at_ms + 1), str(k)


@process(FreezeBegun, plan=_plan)
def freeze_due(engine: Engine, opened: Event, tag: str) -> None:
    """A candidate moment of reopening: does it count at the rate of this moment?"""
    fact = opened.fact
    channel, terms = engine.setup.channels[fact.channel], engine.setup.parameters
    if _kept_shut(engine, channel):
        return
    share = math.exp(-tension_of(engine, fact.closer))
    if not thawing(engine, sides_on(engine.setup, channel)):
        share /= terms.thaw_times
    subject = f"{channel.id}.{fact.nth}"
    if engine.draws.happens(share, "politics.thin", subject, int(tag)):
        turn(engine, channel.id, "open", opened.seq)


def _kept_shut(engine: Engine, channel: Channel) -> bool:
    """Say whether something stands against reopening: a blocker, a level above, a decider."""
    spec, state = _of(channel), engine.state
    if spec.blocked_by is not None and state.effects.flags[spec.blocked_by]:
        return True
    if not _by_itself(engine, channel):
        return True
    here = set(sides_on(engine.setup, channel))
    return any(
        _of(other).rank < spec.rank
        and _of(other).closer == spec.closer
        and state.channels.political[other.id] == "suspended"
        and here <= set(sides_on(engine.setup, other))
        for other in governed(engine.setup)
    )


@fx.means(e.Establish)
def _establish(engine: Engine, spec: e.Establish, origin: Origin) -> None:
    """Announce a channel that does not exist; nobody knows whether it will."""
    setup, name = engine.setup, spec.channel
    if (
        engine.state.channels.political[name] != "not_established"
        or ("building", name) in engine.state.open
    ):
        return
    channel, terms = setup.channels[name], setup.parameters
    nth = engine.state.suspension.builds.get(name, 0)
    declared = channel.politics.builds if channel.politics else None
    p = terms.builds if declared is None else declared
    succeeds = engine.draws.happens(p, "politics.builds", name, nth)
    u = engine.draws.uniform("politics.built", name, nth)
    due = engine.now_ms + max(1, lognormal_ms(terms.build_time, BUILD_SIGMA, u))
    audience = channel.seats or setup.everybody
    engine.emit(BuildingBegun(name, succeeds, nth, due), cause=origin.cause, audience=audience)


@process(BuildingBegun)
def building_due(engine: Engine, opened: Event, tag: str) -> None:
    """A channel that was announced exists now, or nobody speaks of it any more."""
    if opened.fact.succeeds:
        turn(engine, opened.fact.channel, "open", opened.seq)
    else:
        lapsed = BuildingLapsed(opened.fact.channel)
        engine.emit(lapsed, cause=opened.seq, closes=opened.seq)
