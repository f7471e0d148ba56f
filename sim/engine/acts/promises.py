"""Promises: made, put to the test, kept, broken or released.

Truth closes a promise at the instant of a breach or at its end. A seat that heard it learns of a
breach when it sees the act; what it did not see it takes for kept, or for untested where its own
side gave no cause to break it.
"""

from __future__ import annotations

from typing import NamedTuple

from sim.engine.acts import judging
from sim.engine.acts.ladder import after_act
from sim.engine.acts.passing_on import pass_on
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.promises import (
    Promise,
    PromiseClosed,
    PromiseMade,
    PromiseReleased,
)
from sim.engine.facts.terms import RESTRAINTS, Bound
from sim.engine.kernel.engine import LATE, Engine, process
from sim.engine.seat.credit import credit_now, expected_of_us

_DIGITS = 9


class Saying(NamedTuple):
    """Words that bind: by whom to whom, on which channel, as what, who hears them."""

    by: str
    to: str
    channel: str
    marker: str
    force: float
    """How much they count beside words on a line."""
    hearers: tuple[str, ...]
    cause: int
    """The event in which they were said."""


def make(engine: Engine, words: Saying, term: Bound, *, given: str = "") -> str:
    """Bind a seat to another by a term.

    Args:
        engine: The run.
        words: What was said.
        term: With every slot filled.
        given: Another promise without which this one is void.

    Returns:
        The promise's name.
    """
    setup, now, by, to = engine.setup, engine.now_ms, words.by, words.to
    _renewed(engine, words, term)
    name = next_name(engine, by, to)
    side, against = setup.seats[by].side, setup.seats[to].side
    made = engine.emit(
        PromiseMade(
            promise=name,
            by=by,
            to=to,
            side=side,
            against=against,
            channel=words.channel,
            marker=words.marker,
            term=term,
            stake=judging.stake_of(term, expected_of_us(setup, engine.state.known[by], now)),
            given=given,
            tests_from=int(setup.parameters.r_base) + 1,
            due_ms=now + term.lasts_ms,
        ),
        cause=words.cause,
        audience=(by,),
    )
    pass_on(engine, by, engine.state.known[by].promises.own[name], made.seq)
    first = (to,) if to in words.hearers else ()
    for seat in dict.fromkeys((*first, *words.hearers)):
        if setup.seats[seat].side != side:
            judging.hear(engine, seat, made, force=words.force)
    return name


def next_name(engine: Engine, by: str, to: str) -> str:
    """Give the name of the next promise of a seat to another."""
    return f"{by}>{to}.{engine.state.promises.made.get(f'{by}>{to}', 0) + 1}"


def _renewed(engine: Engine, words: Saying, term: Bound) -> None:
    """Close a promise that says the same: nobody is bound twice by one term."""
    for name, promise in list(engine.state.promises.open.items()):
        same = promise.term._replace(lasts_ms=term.lasts_ms) == term
        if same and (promise.by, promise.to) == (words.by, words.to):
            tested = name in engine.state.promises.tested
            close(engine, name, "kept" if tested else "untested", cause=words.cause)
            for seat in engine.setup.everybody:
                _take_for_over(engine, seat, name, cause=words.cause)


def _take_for_over(engine: Engine, seat: str, promise: str, *, cause: int) -> None:
    """Let a seat that heard a promise and saw no breach take it for kept or never tested."""
    known = engine.state.known[seat]
    if promise in known.promises.heard:
        kept = judging.gave_cause(engine, known, promise)
        judging.judge(engine, seat, promise, "kept" if kept else "untested", cause=cause)


def _at_its_end(engine: Engine, opened: Event) -> tuple[tuple[int, str], ...]:
    return ((opened.fact.due_ms, "end"),)


@process(PromiseMade, plan=_at_its_end, places={"end": LATE})
def promise_over(engine: Engine, opened: Event, tag: str) -> None:
    """The time of a promise is over; what was due at this instant counted still."""
    fact: PromiseMade = opened.fact
    if fact.term.kind not in RESTRAINTS:
        outcome = "broken"  # what is done in time closes it before
    else:
        tested = fact.promise in engine.state.promises.tested
        outcome = "kept" if tested else "untested"
    close(engine, fact.promise, outcome, cause=opened.seq)


def close(engine: Engine, promise: str, outcome: str, *, cause: int) -> None:
    """Close a promise as it truly stands; whoever gave it knows what became of its word."""
    opened = engine.state.opened(("promise", promise))
    if opened is None:
        return
    fact: PromiseMade = opened.fact
    terms, known = engine.setup.parameters, engine.state.known[fact.by]
    stands = credit_now(terms, known, fact.side, engine.now_ms)
    gained, lost = judging.worth(outcome, fact.stake, terms.lie, q=1.0)
    closed = engine.emit(
        PromiseClosed(
            promise,
            fact.by,
            fact.to,
            term=fact.term,
            due_ms=fact.due_ms,
            outcome=outcome,
            kept=round(stands.kept + gained, _DIGITS),
            broken=round(stands.broken + lost, _DIGITS),
            side=fact.side,
        ),
        cause=cause,
        closes=opened.seq,
        audience=(fact.by,),
    )
    pass_on(engine, fact.by, known.promises.own[promise], closed.seq)
    if outcome == "broken":
        _void(engine, promise, cause)


def release(engine: Engine, promise: str, *, cause: int) -> None:
    """Hold a seat to its word no longer, said where it was given.

    What was put to the test before is kept. Everybody who heard the promise hears this, and takes
    it for kept or released by what they know themselves: that nobody is told whether the seat was
    tested keeps its decisions secret.
    """
    opened = engine.state.opened(("promise", promise))
    if opened is None:
        return
    fact: PromiseMade = opened.fact
    hearers = [s for s in engine.setup.seats if engine.state.opened(("word", s, promise))]
    released = engine.emit(
        PromiseReleased(promise, fact.by, fact.to, term=fact.term, due_ms=fact.due_ms),
        cause=cause,
        audience=tuple(dict.fromkeys((fact.by, fact.to, *hearers))),
        alert=(fact.by,),
    )
    tested = promise in engine.state.promises.tested
    close(engine, promise, "kept" if tested else "released", cause=released.seq)
    for seat in hearers:
        restrains = fact.term.kind in RESTRAINTS
        kept = restrains and judging.gave_cause(engine, engine.state.known[seat], promise)
        judging.judge(engine, seat, promise, "kept" if kept else "released", cause=released.seq)


def _void(engine: Engine, promise: str, cause: int) -> None:
    """A promise given for another that was broken binds nobody any more."""
    for name in list(engine.state.promises.open):
        opened = engine.state.opened(("promise", name))
        if opened is not None and opened.fact.given == promise:
            close(engine, name, "void", cause=cause)
            for seat in engine.setup.everybody:
                judging.judge(engine, seat, name, "void", cause=cause)


@after_act
def broken_by(engine: Engine, event: Event) -> None:
    """Close the promises that an act breaks, in truth and for whoever sees it."""
    if not engine.state.promises.open:
        return
    for name, promise in list(engine.state.promises.open.items()):
        if _breaks(engine.setup, promise, event.fact):
            breach(engine, name, cause=event.seq, seen=event.audience)


def breach(engine: Engine, promise: str, *, cause: int, seen: tuple[str, ...]) -> None:
    """Break a promise by an event that some seats see."""
    close(engine, promise, "broken", cause=cause)
    for seat in seen:
        known = engine.state.known[seat]
        last = known.beliefs.weighed.get(len(known.beliefs.weighed))
        here = last is not None and last.at_ms == engine.now_ms
        act = last.number if last is not None and here else 0
        judging.judge(engine, seat, promise, "broken", cause=cause, act=act)


def _breaks(setup: Setup, promise: Promise, act: ActOccurred) -> bool:
    """Say whether an act breaks a promise of restraint."""
    term = promise.term
    if term.kind != "refrain" or act.side != setup.seats[promise.by].side:
        return False
    if not _of_seat(setup, act, promise.by):
        return False
    if term.what:
        return act.what in (term.moves or (term.what,))
    return act.rung >= term.rung


def _of_seat(setup: Setup, act: ActOccurred, seat: str) -> bool:
    """Say whether an act is one of those that a seat answers for."""
    move = setup.moves.get(act.what)
    if move is not None:
        return seat in move.seats
    vessel = act.vessel
    if not vessel and act.what in setup.activities:
        vessel = setup.activities[act.what].by
    return not vessel or setup.commander.get(vessel, seat) == seat


def done(engine: Engine, seat: str, move: str, *, cause: int, seen: tuple[str, ...]) -> None:
    """Keep promises to do what has just been done, and break those not to do it."""
    if engine.state.promises.open:
        _keep(engine, seat, Bound("do", what=move), cause=cause, seen=seen)
        for name, promise in list(engine.state.promises.open.items()):
            term = promise.term
            named = move in (term.moves or (term.what,))
            if promise.by == seat and term.kind == "refrain" and named:
                breach(engine, name, cause=cause, seen=seen)


def called(engine: Engine, seat: str, channel: str, *, cause: int, seen: tuple[str, ...]) -> None:
    """Keep promises to call on a channel, in truth and for whoever hears it ring."""
    _keep(engine, seat, Bound("call", what=channel), cause=cause, seen=seen)


def _keep(engine: Engine, by: str, term: Bound, *, cause: int, seen: tuple[str, ...]) -> None:
    for name, promise in list(engine.state.promises.open.items()):
        same = promise.term.kind == term.kind and promise.term.what == term.what
        if promise.by == by and same:
            close(engine, name, "kept", cause=cause)
    for seat in seen:
        heard = engine.state.known[seat].promises.heard.values()
        for each in [p for p in heard if not p.outcome and p.by == by]:
            if each.term.kind == term.kind and each.term.what == term.what:
                judging.judge(engine, seat, each.promise, "kept", cause=cause)
