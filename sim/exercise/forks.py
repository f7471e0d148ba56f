"""Where roll-outs fork: decisions, by seat and inject before them, whose options differ most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from sim.engine import Draws, Engine, Setup
from sim.engine.base.log import Event
from sim.engine.facts.injects import InjectReleased
from sim.exercise.plan import Exercise
from sim.play.driver import Play
from sim.play.occupants import Occupant, occupant
from sim.review.decisions import DecisionPoint, decisions
from sim.review.marks import paired
from sim.review.rollouts import Rolled, played_out, summed_up
from sim.review.ways import Way

RUNS, DECISIONS, WAYS, HALF = 4, 36, 6, 14
"""Runs; decisions looked at in all of them; options of each; half of an option's roll-outs."""
MOST = 6
"""How many forks are proposed."""
_DOCTRINE = "firm"


@dataclass(frozen=True, slots=True)
class Fork:
    """Where a seat's options differ: its decisions after one inject ("" before the first).

    `spread` is the standard deviation of points lost between options beyond chance, pooled over
    `looked` decisions. Of the decision that differs most, `lost` (with its 95 % interval) is how
    many points more `worse` loses than `better`; of `pairs` of roll-outs `parted` end differently.
    The two were chosen by one half of the roll-outs and compared by the other.
    """

    seat: str
    inject: str
    at_ms: int
    looked: int
    spread: float
    better: str
    worse: str
    lost: tuple[float, float, float]
    parted: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Forks:
    """The forks found, the widest first, and what was run for them."""

    found: tuple[Fork, ...]
    decisions: int
    rollouts: int

    def __str__(self) -> str:
        return (
            f"{RUNS} runs with “{_DOCTRINE}” in the seats of all cells, seed 1; at {self.decisions}"
            f" decisions up to {WAYS} options each, {2 * HALF} roll-outs of an option:"
            f" {self.rollouts} roll-outs"
        )


@dataclass(frozen=True, slots=True)
class _Looked:
    seat: str
    inject: str
    at_ms: int
    ways: tuple[Way, ...]
    rolls: tuple[tuple[Rolled, ...], ...]


def forks(setup: Setup, plan: Exercise) -> Forks:
    """Find where roll-outs fork; the same scenario and plan give the same forks."""
    seats = tuple(seat for cell in plan.cells.values() for seat in cell.seats)
    held = {
        seat: occupant(setup, seat, _DOCTRINE if seat in seats else _named(plan, setup, seat))
        for seat in setup.seats
    }
    looked = [each for run in range(RUNS) for each in _looked_at(setup, held, seats, run)]
    pooled: dict[tuple[str, str], list[_Looked]] = {}
    for each in looked:
        pooled.setdefault((each.seat, each.inject), []).append(each)
    found = [_fork(group) for group in pooled.values()]
    wide = sorted((f for f in found if f.spread > 0), key=lambda f: (-f.spread, f.at_ms, f.seat))
    rollouts = sum(len(rolls) for each in looked for rolls in each.rolls)
    return Forks(tuple(wide[:MOST]), len(looked), rollouts)


def _named(plan: Exercise, setup: Setup, seat: str) -> str:
    named = plan.doctrines.get(seat, setup.seats[seat].occupant)
    return _DOCTRINE if named == "person" else named


def _looked_at(
    setup: Setup, held: Mapping[str, Occupant], seats: Sequence[str], run: int
) -> Iterator[_Looked]:
    """Roll out options of some decisions of one run."""
    play, begun = (Play(setup, 1, held, replicate=run) for _ in range(2))
    play.advance()
    found = decisions(begun.engine, play.said, play.engine.log, seats)
    branches = range(1, 2 * HALF + 1)
    most = max(1, DECISIONS // (RUNS * len(seats)))
    for seat in seats:
        acts = [each for each in found[seat] if each.kind == "act"]
        for at in (acts[place] for place in _evenly(len(acts), most)):
            ways = _evenly(len(at.ways), WAYS)
            rolls = tuple(
                tuple(
                    _rolled(setup, held, at, way, draws=Draws(1, run, branch=k)) for k in branches
                )
                for way in ways
            )
            inject = _inject_before(play.engine.log[: at.moment.events], seat)
            yield _Looked(
                seat, inject, at.moment.now_ms, tuple(at.ways[w] for w in ways), rolls=rolls
            )


def _evenly(length: int, most: int) -> list[int]:
    """Pick places of a row, evenly spread."""
    count = min(most, length)
    return [(2 * place + 1) * length // (2 * count) for place in range(count)]


def _rolled(
    setup: Setup, held: Mapping[str, Occupant], at: DecisionPoint, way: int, draws: Draws
) -> Rolled:
    moment = at.moment
    engine = Engine.resume(setup, draws, moment.state.copy(), now_ms=moment.now_ms)
    end = played_out(engine, held, (), said=moment.said, command=at.ways[way].command)
    return summed_up(end, at.seat)


def _inject_before(log: Iterable[Event], seat: str) -> str:
    """Name the last inject that the seat read."""
    read = [e.fact.inject for e in log if isinstance(e.fact, InjectReleased) and seat in e.audience]
    return read[-1] if read else ""


def _fork(group: Sequence[_Looked]) -> Fork:
    """Sum up the decisions of a seat after one inject."""
    spreads = [between([[r.loss for r in rolls] for rolls in each.rolls]) for each in group]
    widest = group[max(range(len(group)), key=lambda place: (spreads[place], -place))]
    means = [_mean([r.loss for r in rolls[:HALF]]) for rolls in widest.rolls]
    best, worst = (means.index(pick(means)) for pick in (min, max))
    one, other = (widest.rolls[place][HALF:] for place in (best, worst))
    lost = paired([r.loss for r in other], [r.loss for r in one])
    return Fork(
        widest.seat,
        widest.inject,
        widest.at_ms,
        looked=len(group),
        spread=sqrt(max(0.0, _mean(spreads))),
        better=widest.ways[best].title,
        worse=widest.ways[worst].title,
        lost=(lost.difference or 0.0, lost.low or 0.0, lost.high or 0.0),
        parted=sum(a.ending != b.ending for a, b in zip(one, other, strict=True)),
        pairs=len(one),
    )


def between(losses: Sequence[Sequence[float]]) -> float:
    """Estimate the variance between options, without what chance alone makes of their means.

    Roll-outs of one place met the same luck in every option (two ways, one value a cell); where
    options do not differ the estimate is 0 on average, and may be below.

    >>> between([[1.0, 2.0], [3.0, 4.0]])
    2.0
    """
    ways, times = len(losses), len(losses[0])
    if ways < 2 or times < 2:
        return 0.0
    rows = [_mean(each) for each in losses]
    columns = [_mean(each) for each in zip(*losses, strict=True)]
    whole = _mean(rows)
    rest = fsum(
        (losses[a][k] - rows[a] - columns[k] + whole) ** 2
        for a in range(ways)
        for k in range(times)
    )
    residual = rest / ((ways - 1) * (times - 1))
    return fsum((row - whole) ** 2 for row in rows) / (ways - 1) - residual / times


def _mean(values: Sequence[float]) -> float:
    return fsum(values) / len(values)
