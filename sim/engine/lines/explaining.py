"""Explanations: what is said, or not said, of doubtful acts, and what a listener makes of it."""

from __future__ import annotations

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.talks import Spoken, TalkBegun
from sim.engine.kernel.engine import Engine
from sim.engine.seat import beliefs
from sim.engine.seat.credit import credit_now
from sim.engine.seat.reach import board_state
from sim.model.belief import hardened
from sim.model.credit import CREDIT_0


def explained(engine: Engine, said: Spoken, event: Event) -> None:
    """Each side says of its doubtful acts that they were accidents, where it would say so.

    As a talk begins both do; in a further turn whoever speaks, to the other if that one hears it.
    """
    share, cause = engine.setup.forms[said.form].intent == "share", event.seq
    ways = [(said.callee, said.caller)]
    if isinstance(said, TalkBegun):
        ways.insert(0, (said.caller, said.callee))
    for listener, teller in ways:
        if not listener or not teller or not _faces(engine.setup, listener, teller):
            continue
        if listener not in event.audience:
            continue
        side = engine.setup.seats[teller].side
        for act in beliefs.in_doubt(engine.state.known[listener]):
            if share or claims(engine, listener, act.number, side):
                source = "tracks" if share else _source(engine.setup, said.channel)
                _take_in(engine, listener, teller, act.number, source=source, cause=cause)


def called_accident(
    engine: Engine, listener: str, teller: str, channel: str, *, cause: int
) -> None:
    """Somebody who was asked says that what was done last, and looked odd, was an accident."""
    doubted = beliefs.last_in_doubt(engine.state.known[listener])
    if doubted is not None and _faces(engine.setup, listener, teller):
        source = _source(engine.setup, channel)
        _take_in(engine, listener, teller, doubted.number, source=source, cause=cause)


def _source(setup: Setup, channel: str) -> str:
    return {"radio": "radio", "relay": "relay"}.get(setup.channels[channel].kind, "line")


def _faces(setup: Setup, seat: str, other: str) -> bool:
    return setup.seats[other].side == setup.faces[setup.seats[seat].side]


def by_relay(engine: Engine, listener: str, teller: str, *, cause: int) -> None:
    """A message says of its sender's doubtful acts that they were accidents, if it would."""
    if not _faces(engine.setup, listener, teller):
        return
    for act in beliefs.in_doubt(engine.state.known[listener]):
        if claims(engine, listener, act.number, engine.setup.seats[teller].side):
            _take_in(engine, listener, teller, act.number, source="relay", cause=cause)


def _take_in(
    engine: Engine, listener: str, teller: str, number: int, *, source: str, cause: int
) -> None:
    """Let a listener weigh what it is told of an act: less as time goes by, and as it doubts."""
    terms, now = engine.setup.parameters, engine.now_ms
    act = engine.state.known[listener].beliefs.weighed[number]
    nats = {"tracks": terms.x_joint, "radio": terms.x_vhf, "relay": terms.x_relay}
    x = nats.get(source, terms.x_call)
    if source != "tracks":
        x *= _believed(engine, listener, engine.setup.seats[teller].side)
    tau = terms.tau_h / 2 if act.public else terms.tau_h
    worth = round(hardened(x, now - act.at_ms, tau), 9)
    beliefs.explain(engine, listener, act, source=source, x=worth, cause=cause)


def _believed(engine: Engine, seat: str, side: str) -> float:
    """Give what an explanation of a side counts to a seat: in full at the credit of a stranger."""
    known = engine.state.known[seat]
    trusted = credit_now(engine.setup.parameters, known, side, engine.now_ms).share
    return min(1.0, trusted / CREDIT_0)


def claims(engine: Engine, seat: str, number: int, culprit: str) -> bool:
    """Say whether a side calls a doubtful act of its own an accident; the truth always is one."""
    terms = engine.setup.parameters
    if engine.state.beliefs.mishaps.get((seat, number)):
        return True
    guilty = engine.state.run.intents.get(culprit) == "revisionist"
    p = terms.m_rv if guilty else terms.m_sq
    return engine.draws.happens(p, "talk.claims", f"{seat}.{number}", 0)


def silent(engine: Engine, seat: str, other: str, channel: str, *, cause: int) -> None:
    """A call on an open channel, or a question, that nobody answers tells its caller something."""
    setup, known = engine.setup, engine.state.known[seat]
    if not _faces(setup, seat, other):
        return
    if board_state(setup, known, setup.channels[channel]) != "open":
        return
    x = setup.parameters.x_silence
    for act in beliefs.in_doubt(known, engine.now_ms - setup.parameters.tau_h) if x else ():
        beliefs.explain(engine, seat, act, source="silence", x=x, cause=cause)
