"""Credit: how far a seat believes what the other side says, and what it expects of it.

Everything here reads only what the seat knows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from sim.engine.base.setup import Setup
from sim.engine.facts.promises import HeardPromise
from sim.engine.facts.terms import Bound
from sim.engine.kernel.knowledge import Known
from sim.engine.seat import beliefs
from sim.model import belief as be
from sim.model import tension as st
from sim.model.choice import Doctrine, Mind, rung_chances
from sim.model.credit import Credit
from sim.model.doctrines import doctrine
from sim.model.parameters import Parameters
from sim.model.rungs import RUNGS

NO_RUNG = len(RUNGS)
"""A rung above the ladder: nothing is given up."""


def credit_now(terms: Parameters, known: Known, side: str, now_ms: int) -> Credit:
    """Give how a seat credits a side's word now; of its own side, how it thinks it stands."""
    return known.promises.credit.get(side, Credit()).at(now_ms, terms.tau_c)


def open_of(known: Known, side: str) -> list[HeardPromise]:
    """List the promises of a side that a seat has heard and takes to be open."""
    return [p for p in known.promises.heard.values() if not p.outcome and p.side == side]


def leaning_now(setup: Setup, known: Known, side: str, now_ms: int, *, but: str = "") -> float:
    """Give what is left of the strongest open promise of a side: nats, never above zero."""
    tau = setup.parameters.tau_l
    return min(
        (
            st.decayed(p.worth, now_ms - p.heard_ms, tau)
            for p in open_of(known, side)
            if p.promise != but
        ),
        default=0.0,
    )


def expected_rung(setup: Setup, known: Known, now_ms: int) -> float:
    """Give the mean rung that a seat expects of the other side's next decision.

    It puts itself in the other's place: provoked by what its own side has done, with the firm
    doctrine's numbers, revisionist with the chance that it believes in.
    """
    p = be.chance(beliefs.belief_now(setup, known, now_ms))
    acts = ((rung, now_ms - at) for rung, at in known.beliefs.own_acts_ms.items())
    return _expected(setup, p, acts)


def expected_of_us(setup: Setup, known: Known, now_ms: int) -> float:
    """Give the mean rung that a seat takes the other side to expect of its own next decision.

    What the other side thinks of it, it cannot know: it takes it for a stranger's view, provoked by
    what the other side has done.
    """
    last = {act.rung: act.at_ms for act in known.beliefs.weighed.values()}
    acts = ((rung, now_ms - at) for rung, at in last.items())
    return _expected(setup, setup.parameters.p0, acts)


def _expected(setup: Setup, p: float, acts: Iterable[tuple[int, int]]) -> float:
    """Give the mean rung of a side that is revisionist with a chance, after acts so long ago."""
    terms = setup.parameters
    own = max((st.decayed(rung, ago, terms.tau_t) for rung, ago in acts), default=0.0)
    mind = Mind(terms.p0, own, 1.0, restrained=False, tension=0.0, pressure=0.0,
                committed=0.0, ready=0)  # fmt: skip
    means = [
        math.fsum(rung * chance for rung, chance in enumerate(rung_chances(numbers, mind)))
        for numbers in setup.once("expected of sides", _numbers)
    ]
    return (1 - p) * means[0] + p * means[1]


def _numbers(setup: Setup) -> tuple[Doctrine, Doctrine]:
    """Give the numbers by which a status-quo side and a revisionist one are expected to choose."""
    made = [doctrine(None, setup.parameters, revisionist=r) for r in (False, True)]
    return made[0], made[1]


def bound_rung(known: Known) -> int:
    """Give the first rung that a seat has given up by promises of its own that are open."""
    return min(known.promises.binding.values(), default=NO_RUNG)


_OPPOSITE = {"do": "refrain", "refrain": "do"}


def _named(term: Bound) -> set[str]:
    """Give the moves that a term names."""
    return set(term.moves or (term.what,)) - {""}


def contradicted(known: Known, terms: tuple[Bound, ...]) -> HeardPromise | None:
    """Give an open promise of a seat's own that it could not keep beside new terms; else None."""
    for own in known.promises.own.values():
        for term in () if own.outcome else terms:
            same = not _named(term).isdisjoint(_named(own.term))
            if same and own.term.kind == _OPPOSITE.get(term.kind):
                return own
    return None
