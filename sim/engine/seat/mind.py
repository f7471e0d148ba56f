"""What goes through a seat's mind when it decides: belief, provocation, reach, its own word.

Everything here reads only what the seat knows.
"""

from __future__ import annotations

from sim.engine.base.setup import Setup
from sim.engine.kernel.knowledge import Known
from sim.engine.seat import beliefs
from sim.engine.seat.credit import bound_rung, credit_now
from sim.engine.seat.reach import board_state, callable_channels, on_channel
from sim.model import belief as be
from sim.model import tension as st
from sim.model.channels import Channel
from sim.model.choice import Mind


def mind(setup: Setup, known: Known, now_ms: int) -> Mind:
    """Give what a seat thinks now."""
    terms = setup.parameters
    provoked, q = provocation(known)
    tension = beliefs.tension_now(terms, known, now_ms)
    committed, since_ms = known.beliefs.committed
    return Mind(
        p=suspicion(setup, known, now_ms),
        provoked=provoked,
        q=q,
        restrained=restrained(known),
        tension=tension,
        pressure=beliefs.pressure_now(terms, known, now_ms),
        committed=st.decayed(committed, now_ms - since_ms, terms.tau_kappa),
        ready=st.readiness(tension, known.beliefs.ready),
        reach=reach(setup, known) if terms.moral_hazard else 0.0,
        bound=bound_rung(known),
        standing=credit_now(terms, known, known.side, now_ms).share,
    )


def suspicion(setup: Setup, known: Known, now_ms: int) -> float:
    """Give how likely a seat now thinks it is that the other side is revisionist."""
    return be.chance(beliefs.belief_now(setup, known, now_ms))


def provocation(known: Known) -> tuple[float, float]:
    """Give the worst of what a seat has not decided on yet: its rung, and how sure it was meant."""
    provoked, q = 0.0, 0.0
    for number in range(known.beliefs.settled + 1, len(known.beliefs.weighed) + 1):
        act = known.beliefs.weighed[number]
        if act.q * act.rung > provoked:
            provoked, q = act.q * act.rung, act.q
    return provoked, q


def restrained(known: Known) -> bool:
    """Say whether a word of restraint has come since a seat last decided."""
    return known.beliefs.restrained > known.beliefs.settled


def reach(setup: Setup, known: Known) -> float:
    """Give how likely a seat thinks it is to be answered if it calls; 0 if all is shut to it.

    Laplace's rule over its own tries: half before the first.
    """
    ways = setup.once("ways", _ways)[known.seat]
    if not any(board_state(setup, known, channel) == "open" for channel in ways):
        return 0.0
    return (known.calls.own_answered + 1) / (known.calls.own_tries + 2)


def _ways(setup: Setup) -> dict[str, tuple[Channel, ...]]:
    """List, for each seat, the channels on which the side it faces could answer it."""
    found = {}
    for seat, spec in setup.seats.items():
        own = [setup.channels[name] for name in callable_channels(setup, seat)]
        facing = {s.id for s in setup.scenario.seats if s.side == setup.faces[spec.side]}
        afloat = facing & set(setup.commander.values())
        found[seat] = tuple(
            channel
            for channel in own
            if (channel.kind == "line" and facing.intersection(channel.seats))
            or (channel.kind == "radio" and any(on_channel(channel, s) for s in afloat))
        )
    return found
