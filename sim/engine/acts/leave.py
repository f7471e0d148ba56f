"""Leave: what a seat above gives or denies for a move, by a person's word or by time and chance."""

from __future__ import annotations

from sim.engine.acts import hours
from sim.engine.base.log import Event
from sim.engine.facts.moves import LeaveAsked, LeaveDenied, LeaveGiven
from sim.engine.kernel.engine import Engine, process
from sim.model.moves import Move


def ask(engine: Engine, seat: str, move: Move, cause: int) -> None:
    """Ask the authority for leave; a person there answers, otherwise time and chance do."""
    terms = move.leave
    assert terms is not None
    subject = f"{seat}.{move.id}"
    takes = engine.draws.delay(terms.takes, "leave.delay", subject, 0)
    due = hours.next_open(engine.setup, terms.of, engine.now_ms + max(1, takes))
    engine.emit(
        LeaveAsked(seat, terms.of, move.id, due),
        cause=cause,
        audience=(seat, terms.of),
        alert=(terms.of,),
    )


@process(LeaveAsked)
def leave_due(engine: Engine, opened: Event, tag: str) -> None:
    """The authority has had its time. A person who said nothing has not given leave."""
    fact = opened.fact
    terms = engine.setup.moves[fact.move].leave
    assert terms is not None
    person = engine.state.run.control.get(fact.of) == "person"
    subject = f"{fact.seat}.{fact.move}"
    given = not person and engine.draws.happens(terms.given, "leave.given", subject, 0)
    settle(engine, fact.seat, fact.move, given=given, cause=opened.seq)


def settle(engine: Engine, seat: str, move: str, *, given: bool, cause: int) -> None:
    """Give or deny leave."""
    opened = engine.state.opened(("leave", seat, move))
    assert opened is not None
    of = opened.fact.of
    fact = LeaveGiven(seat, of, move) if given else LeaveDenied(seat, of, move)
    engine.emit(fact, cause=cause, closes=opened.seq, audience=(seat, of), alert=(seat,))
