"""Commands applied: the begin of a run, and what a seat or the white cell asks for."""

from __future__ import annotations

from sim.engine.acts import injects, leave, promises, turns, white_cell, white_refusals
from sim.engine.acts.conduct import choose
from sim.engine.base.log import Event
from sim.engine.facts.moves import LeaveRequest
from sim.engine.facts.run import (
    CommandAccepted,
    IntentDrawn,
    NoteMade,
    OrdersDrawn,
    RunBegun,
    SeatTaken,
)
from sim.engine.facts.white_cell import SpokenFor
from sim.engine.kernel.engine import Engine
from sim.engine.lines import channels, meetings, requests, suspension
from sim.engine.lines.calls import begin_command, end_call
from sim.engine.lines.talks import answer_offer, hang_up
from sim.engine.sea import incidents, traffic, vessels
from sim.engine.seat.rules import Command, refusal
from sim.errors import Refusal
from sim.model.world import WHITE_CELL


def begin(engine: Engine, occupants: dict[str, tuple[str, str]]) -> None:
    """Begin a run: seats are taken, vessels placed, orders drawn, injects scheduled.

    Args:
        engine: Fresh, at the scenario's begin.
        occupants: Per seat: the occupant's name and who controls it (person, policy, script, none).
    """
    set_out(engine, occupants)
    engine.drain_to(engine.now_ms)


def set_out(engine: Engine, occupants: dict[str, tuple[str, str]]) -> None:
    """Let everything be told with which a run begins, and nothing of what is due at once."""
    setup = engine.setup
    begun = engine.emit(RunBegun(setup.scenario.horizon), audience=setup.everybody)
    for seat, (occupant, control) in occupants.items():
        engine.emit(SeatTaken(seat, occupant, control), cause=begun.seq, audience=(seat,))
    for spec in setup.scenario.seats:
        if spec.orders:
            pick = engine.draws.pick(len(spec.orders), "seat.orders", spec.id, 0)
            drawn = OrdersDrawn(spec.id, spec.orders[pick].id)
            engine.emit(drawn, cause=begun.seq, audience=(spec.id,))
    _draw_intents(engine, begun.seq)
    for vessel in setup.vessels:
        vessels.place(engine, vessel, begun.seq)
    channels.start_lines(engine, begun.seq)
    suspension.start(engine, begun.seq)
    meetings.schedule(engine, begun.seq)
    injects.schedule(engine, begun.seq)
    incidents.schedule(engine, begun.seq)
    traffic.schedule(engine, begun.seq)
    turns.schedule(engine, begun.seq)
    engine.settle()


def _draw_intents(engine: Engine, cause: int) -> None:
    """Draw what every side is after; its own seats alone are told."""
    for side in engine.setup.scenario.sides:
        revisionist = engine.draws.happens(side.intent, "side.intent", side.id, 0)
        own = tuple(s.id for s in engine.setup.scenario.seats if s.side == side.id)
        drawn = IntentDrawn(side.id, "revisionist" if revisionist else "status_quo")
        engine.emit(drawn, cause=cause, audience=own)


def submit(engine: Engine, command: Command) -> Refusal | list[Event]:
    """Apply a command at the present instant and finish the instant.

    Returns:
        The new events, or the refusal; a refused command leaves no mark.
    """
    refused = refused_here(engine, command)
    if refused is not None:
        return refused
    before = len(engine.log)
    accept(engine, command)
    engine.drain_to(engine.now_ms)
    return engine.log[before:]


def refused_here(engine: Engine, command: Command) -> Refusal | None:
    """Say why a command of a seat, or of the white cell, is refused now, or None."""
    if command.seat == WHITE_CELL:
        return white_refusals.refusal(engine, command)
    known = engine.state.known.get(command.seat)
    if known is None:
        return Refusal("unknown", f"There is no seat “{command.seat}”.")
    if command.by and (command.by != WHITE_CELL or command.effects):
        return Refusal("unknown", f"Nobody speaks for a seat but the white cell, “{WHITE_CELL}”.")
    held = engine.state.run.control.get(command.seat) == "person"
    if command.by and held and command.seat not in engine.state.white_cell.taken:
        title = engine.setup.seats[command.seat].title
        return Refusal("held", f"{title} is held by a person; take the seat over first.")
    return refusal(engine.setup, known, command, engine.now_ms)


def accept(engine: Engine, command: Command) -> None:
    """Apply a command that is allowed, without what is due at this instant besides."""
    accepted = engine.emit(
        CommandAccepted(
            command.seat,
            command.verb,
            subject=command.subject,
            to=command.to,
            form=command.form,
            text=command.text,
            clauses=command.clauses,
            limits=command.limits,
        ),
        cause=_reason(engine, command),
        audience=() if command.seat == WHITE_CELL else (command.seat,),
    )
    if command.by:
        engine.emit(SpokenFor(command.seat), cause=accepted.seq)
    _apply(engine, command, accepted.seq)
    engine.settle()


def _reason(engine: Engine, command: Command) -> int | None:
    """Give the event that a command answers: the window, call or question it is about."""
    if command.seat == WHITE_CELL:
        return None
    match command.verb:
        case "choose" | "pass":
            return engine.state.open.get(("window", command.seat))
        case "answer" | "decline" | "hang":
            call = engine.state.open.get(("call", command.subject))
            return call or engine.state.open.get(("talk", command.subject))
        case "accept" | "refuse" | "counter":
            return engine.state.open.get(("offer", command.subject))
        case "reply":
            return engine.state.open.get(("request", command.subject))
        case "release":
            return engine.state.open.get(("word", command.seat, command.subject))
        case "grant" | "deny":
            return engine.state.open.get(("leave", *LeaveRequest.read(command.subject)))
    return None


def _apply(engine: Engine, command: Command, cause: int) -> None:
    if command.seat == WHITE_CELL:
        white_cell.apply(engine, command, cause)
        return
    match command.verb:
        case "choose":
            choose(engine, command.seat, command.subject, by="seat", cause=cause)
        case "call":
            begin_command(engine, command, cause)
        case "hang" if engine.state.opened(("call", command.subject)) is None:
            hang_up(engine, command.subject, by=command.seat, cause=cause)
        case "answer" | "decline" | "hang":
            opened = engine.state.opened(("call", command.subject))
            assert opened is not None
            outcome = {"answer": "answered", "decline": "declined", "hang": "withdrawn"}
            end_call(engine, opened, outcome[command.verb], cause)
        case "accept" | "refuse" | "counter":
            opened = engine.state.opened(("offer", command.subject))
            assert opened is not None
            answer = {"accept": "accepted", "refuse": "refused", "counter": "countered"}
            answer_offer(engine, opened, answer[command.verb], cause=cause, clauses=command.clauses)
        case "reply":
            opened = engine.state.opened(("request", command.subject))
            assert opened is not None
            if command.form == "stand_by":
                requests.put_off(engine, opened, cause=cause)
            else:
                requests.answer(engine, opened, command.form, command.limits, cause=cause)
        case "release":
            promises.release(engine, command.subject, cause=cause)
        case "grant" | "deny":
            request = LeaveRequest.read(command.subject)
            leave.settle(engine, *request, given=command.verb == "grant", cause=cause)
        case "note":
            noted = NoteMade(command.seat, command.text)
            engine.emit(noted, cause=cause, audience=(command.seat,))
