"""The choice of a doctrine in two steps: a rung of the whole ladder, then a move not above it.

Pure functions.

Source:
    McFadden 1974 for the logit [clause]; the utilities and their sizes are assumed, with two
    anchors (see the table of parameters).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from sim.model.rungs import RUNGS


@dataclass(frozen=True, slots=True)
class Doctrine:
    """How a seat chooses: the named parameters of one doctrine."""

    rho: float
    r_base: float
    s: float
    p_ref: float
    eta: float
    delta_call: float
    w_m: float
    c_e: float
    gamma: float
    chi: float
    precision: float
    calls: float
    moral_hazard: float = 0.0
    honour: float = 0.0


class Mind(NamedTuple):
    """What a seat thinks at one moment.

    `p` is its belief that the other side is revisionist, `provoked` the perceived provocation
    (a rung), `q` how sure it is that this was meant, `restrained` whether a word of restraint has
    come since; `reach` how likely it thinks it is to reach the other side, 0 without a channel.
    `bound` is the first rung that open promises of its own give up, above the ladder without any,
    and `standing` how it thinks that its word is credited.
    """

    p: float
    provoked: float
    q: float
    restrained: bool
    tension: float
    pressure: float
    committed: float
    ready: int
    reach: float = 0.0
    bound: int = len(RUNGS)
    standing: float = 0.0


def target(doctrine: Doctrine, mind: Mind) -> float:
    """Give the rung a seat aims at."""
    answer = doctrine.rho * max(0.0, mind.provoked - doctrine.r_base)
    restraint = doctrine.delta_call * (1 - mind.p) if mind.restrained else 0.0
    shift = doctrine.s * (mind.p - doctrine.p_ref)
    net = doctrine.moral_hazard * mind.reach
    return doctrine.r_base + answer + shift + doctrine.eta - restraint + net


def cost(rung: float, gamma: float) -> float:
    """Give the cost of escalation of a rung, 0 at rung 0 and 1 at rung 10."""
    return (math.exp(gamma * rung) - 1) / (math.exp(10 * gamma) - 1)


@cache
def _costs(gamma: float, c_e: float) -> tuple[tuple[int, float], ...]:
    """Give every rung of the ladder with what it costs to escalate to it."""
    return tuple((rung, c_e * cost(rung, gamma)) for rung in range(len(RUNGS)))


def utilities(doctrine: Doctrine, mind: Mind) -> list[float]:
    """Give the utility of acting on each rung: fit, cost, audience, one's own word."""
    aim, bound, committed = target(doctrine, mind), mind.bound, mind.committed
    spread = 2 * doctrine.w_m * doctrine.w_m
    costs = _costs(doctrine.gamma, doctrine.c_e)
    found = [-(off := rung - aim) * off / spread - dear for rung, dear in costs]
    if committed > 0:
        heard = doctrine.chi * mind.pressure
        for rung, worth in enumerate(found):
            if committed > rung:
                found[rung] = worth - heard * (committed - rung) / 10
    if bound < len(found):
        word = doctrine.honour * mind.standing
        found[bound:] = [worth - word for worth in found[bound:]]
    return found


def logit(utilities: Sequence[float], precision: float) -> list[float]:
    """Turn utilities into chances.

    >>> [round(p, 4) for p in logit((0, 1, 2), 1)]
    [0.09, 0.2447, 0.6652]
    """
    most = max(utilities)
    grown = [math.exp(precision * (u - most)) for u in utilities]
    total = math.fsum(grown)
    return [g / total for g in grown]


def taken(chances: Sequence[float], u: float) -> int:
    """Give the position that a uniform number picks."""
    reached = 0.0
    for place, p in enumerate(chances):
        reached += p
        if u < reached:
            return place
    return len(chances) - 1


def rung_chances(doctrine: Doctrine, mind: Mind) -> list[float]:
    """Give the chance that each rung of the ladder is desired, whatever moves there are."""
    return logit(utilities(doctrine, mind), doctrine.precision)


class RungChoice(NamedTuple):
    """What is chosen: a move, or None to hold; the rung that was desired, and the one taken."""

    move: str | None
    desired: int
    rung: int


Acts = Callable[[int], Sequence[tuple[str, float]]]
"""What may be done on a rung as its own side reads it: moves with their fits, in their order."""
HOLD: tuple[None, float] = None, 0.0
"""To do nothing is on every menu, on rung 0: who wants no more need not concede for lack of it."""


def choose(doctrine: Doctrine, mind: Mind, menu: Acts, draws: tuple[float, float]) -> RungChoice:
    """Choose a rung of the whole ladder, then among the moves on the highest rung not above it.

    What an author left out lowers what is done, and never raises it. Of no other rung is asked what
    may be done there than of the one desired and, as long as that is nothing, of those below.

    Args:
        doctrine: Whose choice.
        mind: What it thinks.
        menu: What may be done.
        draws: Two uniform numbers: for the rung, for the move.
    """
    desired = taken(rung_chances(doctrine, mind), draws[0])
    rung, there = desired, menu(desired)
    while rung > 0 and not there:
        rung -= 1
        there = menu(rung)
    ways = there if rung > 0 else (*there, HOLD)
    chances = logit([fit for _, fit in ways], doctrine.precision)
    return RungChoice(ways[taken(chances, draws[1])][0], desired, rung)
