"""Promises judged: what hearing one, and learning what became of it, does to a mind.

Words move a belief for the time being and are taken back when the promise is closed; only what was
kept or broken under test remains.
"""

from __future__ import annotations

from sim.engine.acts.passing_on import pass_on
from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.judged import BreachReweighed, PromiseJudged
from sim.engine.facts.promises import PromiseHeard, PromiseMade
from sim.engine.facts.terms import RESTRAINTS, Bound
from sim.engine.kernel.engine import LATE, Engine, process
from sim.engine.kernel.knowledge import Known
from sim.engine.seat import beliefs
from sim.engine.seat.beliefs import after_rethinking
from sim.engine.seat.credit import NO_RUNG, credit_now, expected_rung, leaning_now
from sim.model import credit as cr
from sim.model import tension as st

_DIGITS = 9


def stake_of(term: Bound, expected: float) -> float:
    """Give what is gained by a term: rungs below what was expected, or the author's cost."""
    if term.kind in RESTRAINTS:
        return round(cr.stake(expected, term.rung or NO_RUNG), _DIGITS)
    return term.cost


def hear(engine: Engine, seat: str, made: Event, force: float) -> None:
    """Let a seat hear a promise; only the strongest open one of a side moves its belief.

    What is at stake follows from what this seat expected: whoever gave it is not told.
    """
    setup, known, now = engine.setup, engine.state.known[seat], engine.now_ms
    fact: PromiseMade = made.fact
    stake = stake_of(fact.term, expected_rung(setup, known, now))
    worth = 0.0
    if fact.term.kind in RESTRAINTS and stake > 0 and seat in setup.minded:
        terms = setup.parameters
        trusted = credit_now(terms, known, fact.side, now).share
        worth = cr.heard_step(terms.alpha, terms.trust, trusted, force)
    before = leaning_now(setup, known, fact.side, now)
    belief = beliefs.belief_now(setup, known, now) + min(worth, before) - before
    heard = engine.emit(
        PromiseHeard(
            seat,
            fact.promise,
            by=fact.by,
            to=fact.to,
            side=fact.side,
            channel=fact.channel,
            marker=fact.marker,
            term=fact.term,
            stake=stake,
            worth=round(worth, _DIGITS),
            belief=round(belief, _DIGITS),
            due_ms=fact.due_ms,
        ),
        cause=made.seq,
        audience=(seat,),
    )
    if seat == fact.to:
        pass_on(engine, seat, known.promises.heard[fact.promise], heard.seq)


def _at_its_end(engine: Engine, opened: Event) -> tuple[tuple[int, str], ...]:
    return ((opened.fact.due_ms, "end"),)


@process(PromiseHeard, plan=_at_its_end, places={"end": LATE + 1})
def word_over(engine: Engine, opened: Event, tag: str) -> None:
    """A seat that saw no breach takes a promise for kept, or for never tested."""
    fact: PromiseHeard = opened.fact
    known = engine.state.known[fact.seat]
    if fact.term.kind not in RESTRAINTS:  # a call would have been heard; not all that is done is
        outcome = "broken" if fact.term.kind == "call" and fact.to == fact.seat else "untested"
    else:
        outcome = "kept" if gave_cause(engine, known, fact.promise) else "untested"
    judge(engine, fact.seat, fact.promise, outcome, cause=opened.seq)


def gave_cause(engine: Engine, known: Known, promise: str) -> bool:
    """Say whether a seat knows of an act of its own side that was cause to break a promise.

    What was done in the very instant of the promise was done before: it is what was talked about.
    """
    since = known.promises.heard[promise].heard_ms
    least = int(engine.setup.parameters.r_base) + 1
    return any(rung >= least and at_ms > since for rung, at_ms in known.beliefs.own_acts_ms.items())


def judge(
    engine: Engine, seat: str, promise: str, outcome: str, *, cause: int, act: int = 0
) -> None:
    """Let a seat take a promise for closed: the provisional step goes, what was learnt stays."""
    opened = engine.state.opened(("word", seat, promise))
    if opened is None:
        return
    setup, known, now = engine.setup, engine.state.known[seat], engine.now_ms
    fact, terms = opened.fact, setup.parameters
    before = leaning_now(setup, known, fact.side, now)
    taken_back = leaning_now(setup, known, fact.side, now, but=promise) - before
    weighed = known.beliefs.weighed.get(act)
    q, act_step = (weighed.q, weighed.step) if weighed is not None else (1.0, 0.0)
    step = _step(setup, fact.term, outcome, q=q, act_step=act_step) if fact.stake > 0 else 0.0
    gained, lost = worth(outcome, fact.stake, terms.lie, q=q)
    trusted = credit_now(terms, known, fact.side, now)
    belief = beliefs.belief_now(setup, known, now) + taken_back + step
    judged = engine.emit(
        PromiseJudged(
            seat,
            promise,
            by=fact.by,
            to=fact.to,
            side=fact.side,
            channel=fact.channel,
            term=fact.term,
            made_ms=known.promises.heard[promise].heard_ms,
            due_ms=fact.due_ms,
            outcome=outcome,
            act=act,
            q=q,
            taken_back=round(taken_back, _DIGITS),
            step=round(step, _DIGITS),
            belief=round(belief, _DIGITS),
            kept=round(trusted.kept + gained, _DIGITS),
            broken=round(trusted.broken + lost, _DIGITS),
        ),
        cause=cause,
        closes=opened.seq,
        audience=(seat,),
        alert=(seat,) if outcome == "broken" and fact.to == seat else (),
    )
    if seat == fact.to:
        pass_on(engine, seat, known.promises.heard[promise], judged.seq)


def worth(outcome: str, stake: float, lie: float, *, q: float) -> tuple[float, float]:
    """Give what an outcome adds to what a side kept, and to what it broke."""
    if outcome == "kept":
        return stake / cr.STAKE_FULL, 0.0
    if outcome == "broken":
        return 0.0, q * lie * stake / cr.STAKE_FULL
    return 0.0, 0.0


def _step(setup: Setup, term: Bound, outcome: str, *, q: float, act_step: float) -> float:
    """Give the lasting step of belief; only restraint says anything about intent.

    Where promises are given no trust at all, they teach nothing either.
    """
    terms = setup.parameters
    if term.kind not in RESTRAINTS or not terms.trust:
        return 0.0
    if outcome == "kept":
        return cr.kept_step(terms.alpha, terms.keeps_rv, terms.breaks_sq)
    if outcome == "broken":
        return cr.broken_step(terms.alpha, terms.keeps_rv, terms.breaks_sq, q=q, act=act_step)
    return 0.0


@after_rethinking
def reweighed(engine: Engine, event: Event) -> None:
    """After a seat has thought anew about an act: think anew about the promise that it broke."""
    seat, number = event.fact.seat, event.fact.number
    setup, known, now = engine.setup, engine.state.known[seat], engine.now_ms
    terms = setup.parameters
    for heard in [p for p in known.promises.heard.values() if p.act == number and p.outcome]:
        act, since = known.beliefs.weighed[number], now - heard.closed_ms
        step = _step(setup, heard.term, "broken", q=act.q, act_step=act.step)
        step = round(step if heard.stake > 0 else 0.0, _DIGITS)
        moved = st.decayed(step - heard.step, since, terms.tau_l)
        trusted = credit_now(terms, known, heard.side, now)
        _, lost = worth("broken", heard.stake, terms.lie, q=act.q - heard.q)
        engine.emit(
            BreachReweighed(
                seat,
                heard.promise,
                side=heard.side,
                q=act.q,
                step=step,
                belief=round(beliefs.belief_now(setup, known, now) + moved, _DIGITS),
                kept=round(trusted.kept, _DIGITS),
                broken=round(trusted.broken + st.decayed(lost, since, terms.tau_c), _DIGITS),
            ),
            cause=event.seq,
            audience=(seat,),
        )
