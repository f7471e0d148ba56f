"""Minds: what a seat thinks of the other side's intent, and how acts and words move it.

A seat weighs every act that it sees of its own side or of the side it faces. An open act moves
its belief by weight of evidence; a doubtful one is first attributed: accident or order? What was
weighed is kept, so that an explanation that comes later *replaces* the step taken then.
Everything here that is not an `emit` reads only what the seat knows.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.beliefs import ActReweighed, ActWeighed, Weighed
from sim.engine.facts.traffic import stream_of
from sim.engine.kernel.engine import Engine
from sim.engine.kernel.knowledge import Known
from sim.model import belief as be
from sim.model import tension as st
from sim.model.parameters import Parameters

_DIGITS = 9
Follower = Callable[[Engine, Event], None]
_FOLLOWERS: list[Follower] = []


def after_rethinking(look: Follower) -> Follower:
    """Register what else changes once a seat has thought anew about an act."""
    _FOLLOWERS.append(look)
    return look


def tension_now(terms: Parameters, known: Known, now_ms: int) -> float:
    """Give the tension a seat feels now, in [0, 1]."""
    value, at_ms = known.beliefs.tension
    return st.decayed(value, now_ms - at_ms, terms.tau_t) if value else 0.0


def pressure_now(terms: Parameters, known: Known, now_ms: int) -> float:
    """Give the pressure at home a seat feels now, in [0, 1]."""
    value, at_ms = known.beliefs.pressure
    return st.decayed(value, now_ms - at_ms, terms.tau_d) if value else 0.0


def belief_now(setup: Setup, known: Known, now_ms: int) -> float:
    """Give a seat's log odds now: relaxed towards its prior since the last step."""
    start, belief = setup.prior[known.side], known.beliefs.belief
    if belief is None:
        return start
    value, at_ms = belief
    return be.relaxed(value, start, now_ms - at_ms, setup.parameters.tau_l)


def reading(setup: Setup, act: ActOccurred, side: str) -> int:
    """Give the rung on which a side reads an act, by what was declared of it."""
    declared = setup.read_as.get(act.what)
    return act.rung if declared is None else declared.get(side, act.rung)


def weigh(engine: Engine, act: Event) -> None:
    """Let every seat that sees an act make up its mind about it."""
    setup = engine.setup
    for seat in act.audience:
        if seat in setup.minded:
            rung = reading(setup, act.fact, setup.seats[seat].side)
            take_in(engine, seat, act.fact, rung=rung, cause=act.seq)


def take_in(engine: Engine, seat: str, act: ActOccurred, rung: int, cause: int) -> None:
    """Let a seat make up its mind about an act that it saw or was told of, read on a rung."""
    setup = engine.setup
    if seat in setup.minded:
        side = setup.seats[seat].side
        if act.side == setup.faces[side]:
            _weigh_theirs(engine, seat, act, rung=rung, cause=cause)
        elif act.side == side:
            _weigh_ours(engine, seat, act, rung=rung, cause=cause)


def _felt(terms: Parameters, known: Known, now_ms: int) -> tuple[float, float]:
    return tension_now(terms, known, now_ms), pressure_now(terms, known, now_ms)


def _openness(terms: Parameters, act: ActOccurred) -> float:
    return 1.0 if act.public else terms.not_public


def _weigh_theirs(engine: Engine, seat: str, fact: ActOccurred, rung: int, cause: int) -> None:
    setup, known, now = engine.setup, engine.state.known[seat], engine.now_ms
    terms = setup.parameters
    openness = _openness(terms, fact)
    belief = belief_now(setup, known, now)
    p, tension, pressure = be.chance(belief), *_felt(terms, known, now)
    hostile = be.bias(terms.b0, terms.b1, tension)
    words = terms.x_rules if fact.doubtful and _under_rules(engine, fact) else 0.0
    if fact.doubtful:
        q, step = _attributed(terms, p, hostile, words=words, shared=0.0)
    else:
        q, nth = 1.0, _repeats(terms, known, rung, now)
        nats = be.weight(rung, costly=fact.costly)
        step = be.open_step(nats, terms.alpha, openness, novelty=terms.rho_rep, nth=nth)
    engine.emit(
        ActWeighed(
            seat=seat,
            about=fact.side,
            number=len(known.beliefs.weighed) + 1,
            rung=rung,
            doubtful=fact.doubtful,
            public=fact.public,
            p=round(p, _DIGITS),
            bias=round(hostile, _DIGITS),
            tension=round(tension, _DIGITS),
            pressure=round(pressure, _DIGITS),
            words=words,
            shared=0.0,
            q=round(q, _DIGITS),
            step=round(step, _DIGITS),
            belief=round(belief + step, _DIGITS),
            tension_after=_tenser(terms, tension, rung, openness),
            pressure_after=round(
                st.clipped(pressure + st.pressure_jump(rung, terms.kappa_d, openness)),
                _DIGITS,
            ),
        ),
        cause=cause,
        audience=(seat,),
    )


def _weigh_ours(engine: Engine, seat: str, fact: ActOccurred, rung: int, cause: int) -> None:
    """An act of one's own side makes things tenser; whether it was ordered is known at home."""
    setup, known, now = engine.setup, engine.state.known[seat], engine.now_ms
    terms = setup.parameters
    belief = belief_now(setup, known, now)
    tension, pressure = _felt(terms, known, now)
    pressure = round(pressure, _DIGITS)
    engine.emit(
        ActWeighed(
            seat=seat,
            about=fact.side,
            number=0,
            rung=rung,
            doubtful=fact.doubtful,
            public=fact.public,
            p=round(be.chance(belief), _DIGITS),
            bias=0.0,
            tension=round(tension, _DIGITS),
            pressure=pressure,
            words=0.0,
            shared=0.0,
            q=1.0 if fact.ordered else 0.0,
            step=0.0,
            belief=round(belief, _DIGITS),
            tension_after=_tenser(terms, tension, rung, _openness(terms, fact)),
            pressure_after=pressure,
        ),
        cause=cause,
        audience=(seat,),
    )


def _tenser(terms: Parameters, tension: float, rung: int, openness: float) -> float:
    return round(st.clipped(tension + st.tension_jump(rung, terms.kappa_t, openness)), _DIGITS)


def _attributed(
    terms: Parameters, p: float, hostile: float, words: float, shared: float
) -> tuple[float, float]:
    """Give how sure an observer is that a doubtful act was meant, and its step of belief."""
    x = be.evidence(words, shared, be.words_cap(p, terms.m_rv, terms.m_sq))
    a = be.accident_rate(terms.a_hat, x, hostile)
    q = be.blame(p, a, terms.d_rv, terms.d_sq)
    return q, be.doubtful_step(terms.alpha, a, terms.d_rv, terms.d_sq)


def _repeats(terms: Parameters, known: Known, rung: int, now_ms: int) -> int:
    """Count open acts on a rung within the memory for repeats, the present one included."""
    met = known.beliefs.open_acts_ms.get(rung, ())
    return 1 + len(met) - bisect_left(met, now_ms - terms.repeats)


def _under_rules(engine: Engine, act: ActOccurred) -> bool:
    """Say whether agreed rules bind both services that met in an act."""
    setup = engine.setup
    met = setup.incidents.get(act.what) or setup.traffic.get(stream_of(act.what))
    if met is not None:
        services = met.between
    elif act.vessel and act.target:
        services = setup.vessels[act.vessel].service, setup.vessels[act.target].service
    else:
        return False
    return any(
        channel.kind == "rules"
        and engine.state.channels.political[channel.id] == "open"
        and set(services) <= set(engine.state.channels.bound[channel.id])
        for channel in setup.channels.values()
    )


def explain(engine: Engine, seat: str, act: Weighed, source: str, x: float, *, cause: int) -> None:
    """Let a seat think anew about a doubtful act: the new step replaces the one taken then.

    Args:
        engine: The run.
        seat: Who thinks.
        act: One of the acts it has weighed.
        source: radio, line, relay, tracks or silence; each counts once, silence until words.
        x: What speaks for an accident, in nats, as it is worth now.
        cause: The event that told it.
    """
    setup, known, now = engine.setup, engine.state.known[seat], engine.now_ms
    terms = setup.parameters
    if not act.doubtful or source in act.sources or (source == "silence" and act.sources):
        return
    words, shared = act.words, act.shared
    if source == "tracks":
        shared += x
    else:
        words += x
    if source != "silence" and act.sources == ("silence",):
        words -= terms.x_silence
    words, shared = round(words, _DIGITS), round(shared, _DIGITS)
    q, step = _attributed(terms, act.p, act.bias, words=words, shared=shared)
    moved = (step - act.step) * st.decayed(1.0, now - act.at_ms, terms.tau_l)
    again = engine.emit(
        ActReweighed(
            seat=seat,
            number=act.number,
            source=source,
            words=words,
            shared=shared,
            q=round(q, _DIGITS),
            step=round(step, _DIGITS),
            belief=round(belief_now(setup, known, now) + moved, _DIGITS),
        ),
        cause=cause,
        audience=(seat,),
    )
    for look in _FOLLOWERS:
        look(engine, again)


def in_doubt(known: Known, since_ms: int = 0) -> list[Weighed]:
    """List the doubtful acts of the other side that a seat has weighed since an instant."""
    found = []
    for act in reversed(known.beliefs.weighed.values()):
        if act.at_ms < since_ms:
            break
        if act.doubtful:
            found.append(act)
    return found[::-1]


def last_in_doubt(known: Known) -> Weighed | None:
    """Give the last act of the other side that looked odd to a seat, None if none did."""
    acts = reversed(known.beliefs.weighed.values())
    return next((act for act in acts if act.doubtful), None)
