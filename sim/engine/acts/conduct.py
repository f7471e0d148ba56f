"""Moves carried out: choosing, asking leave, preparing in sight of others, doing."""

from __future__ import annotations

from sim.engine.acts import effects, leave, promises
from sim.engine.acts.effects import Origin
from sim.engine.acts.ladder import occur
from sim.engine.acts.reports import by_themselves
from sim.engine.base import geometry
from sim.engine.base.log import Event
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.moves import (
    ActBegun,
    ActDone,
    ActWithdrawn,
    CueShown,
    MoveChosen,
)
from sim.engine.facts.windows import WindowDecided
from sim.engine.kernel.audience import seats_holding
from sim.engine.kernel.engine import Engine, process
from sim.engine.seat import mind as minds
from sim.model.moves import Move


def choose(engine: Engine, seat: str, move_id: str, by: str, cause: int) -> None:
    """Choose a move: ask for leave if it needs some, else begin or do it."""
    move = engine.setup.moves[move_id]
    if move.leave is not None and (seat, move_id) not in engine.state.moves.leave:
        leave.ask(engine, seat, move, cause)
        return
    known = engine.state.known[seat]
    p, contact = minds.suspicion(engine.setup, known, engine.now_ms), minds.restrained(known)
    _, q = minds.provocation(known)
    if not move.free:
        number = engine.state.windows.numbers.get(seat, 0)
        decided = WindowDecided(seat, number, move_id)
        engine.close(("window", seat), decided, cause, audience=(seat,))
    fact = MoveChosen(
        seat,
        move_id,
        by=by,
        p=round(p, 9),
        q=round(q, 9),
        contact=contact,
    )
    chosen = engine.emit(fact, cause=cause, audience=(seat,))
    _countermand(engine, move, chosen.seq)
    nth = engine.state.moves.done.get(move_id, 0)
    lead = engine.draws.delay(move.lead, "move.lead", move_id, nth) if move.lead else 0
    if lead <= 0:
        carry_out(engine, seat, move, cause=chosen.seq, closes=None)
        return
    begun = engine.emit(
        ActBegun(seat, move_id, move.vessel or "", engine.now_ms + lead),
        cause=chosen.seq,
        audience=(seat,),
    )
    _show_cue(engine, seat, move, begun.seq)


def _countermand(engine: Engine, move: Move, cause: int) -> None:
    """A vessel carries out one order at a time: a new one withdraws what is in preparation."""
    if move.vessel is None:
        return
    begun = engine.state.running.get(engine.state.moves.prepared.get(move.vessel, 0))
    if begun is not None:
        fact = begun.fact
        withdrawn = ActWithdrawn(fact.seat, fact.move)
        engine.emit(withdrawn, cause=cause, closes=begun.seq, audience=(fact.seat,))


def _show_cue(engine: Engine, seat: str, move: Move, cause: int) -> None:
    """Let everybody near enough see what can be seen of an act before it happens."""
    tracks, vessel = engine.state.vessels.tracks, move.vessel
    if move.cue is None or vessel is None or vessel not in tracks:
        return
    own_side = engine.setup.seats[seat].side
    own, within_m, near = tracks[vessel], move.cue.within, set[str]()
    for other, at in tracks.items():
        side = engine.setup.side_of(other)
        if side not in near and geometry.range_m(own, at, engine.now_ms) <= within_m:
            near.add(side)
    seen = tuple(
        s for s in seats_holding(engine, vessel) if engine.setup.seats[s].side in near or s == seat
    )
    others = tuple(s for s in seen if engine.setup.seats[s].side != own_side)
    engine.emit(CueShown(vessel, move.cue.text), cause=cause, audience=seen, alert=others)


@process(ActBegun)
def act_due(engine: Engine, opened: Event, tag: str) -> None:
    """A move in preparation is carried out."""
    move = engine.setup.moves[opened.fact.move]
    carry_out(engine, opened.fact.seat, move, cause=opened.seq, closes=opened.seq)


def carry_out(engine: Engine, seat: str, move: Move, cause: int, closes: int | None) -> None:
    """Let a move be done: it is an act, promises are kept or broken by it, its effects come."""
    nth = engine.state.moves.done.get(move.id, 0) + 1
    done = engine.emit(ActDone(seat, move.id, nth), cause=cause, closes=closes, audience=(seat,))
    if move.rung is not None:
        act = ActOccurred(
            engine.setup.seats[seat].side,
            move.rung,
            move.id,
            move.vessel or "",
            shots=move.shots,
            public=move.public,
            costly=move.costly,
        )
        if move.vessel:
            seen = seats_holding(engine, move.vessel)
        else:
            everybody = engine.setup.everybody
            seen = by_themselves(engine.setup, everybody, public=move.public, by=seat)
        occur(engine, act, cause=done.seq, audience=seen)
    else:  # what a vessel does is seen by whoever holds her
        seen = seats_holding(engine, move.vessel) if move.vessel else (seat,)
    promises.done(engine, seat, move.id, cause=done.seq, seen=seen)
    at = Origin(seat, done.seq, f"moves.{move.id}.effects")
    effects.apply(engine, move.effects, at)
