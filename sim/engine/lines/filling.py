"""Terms filled in: what an author left open is taken from who speaks to whom, and where."""

from __future__ import annotations

from typing import NamedTuple

from sim.engine.base.setup import Setup
from sim.engine.facts.terms import Bound, rung_at
from sim.model import effects as e
from sim.model import terms as t
from sim.model.moves import Move
from sim.model.words import Word


class Between(NamedTuple):
    """Who is bound towards whom: the vessels that speak, "" on a line, and the channel."""

    own: str
    other: str
    channel: str

    def turned(self) -> Between:
        """Turn it round: who was spoken to is bound."""
        return Between(self.other, self.own, self.channel)


def filled(setup: Setup, spec: Word, between: Between, limit: float | None = None) -> Bound:
    """Fill what an author left open: the vessels that speak, the channel spoken on.

    Args:
        setup: The scenario.
        spec: The term as it is written.
        between: Who is bound towards whom.
        limit: Its rung or range in metres as it was said, if not as written.
    """
    match spec:
        case t.Refrain(lasts=lasts):
            what = spec.move or spec.activity or spec.words or ""
            rung = gives_up(setup, spec) if limit is None or what else int(limit)
            return Bound("refrain", rung, what, lasts_ms=lasts, moves=spec.moves)
        case t.NoCloser(lasts=lasts):
            range_m = spec.range if limit is None else limit
            return Bound(
                "no_closer",
                rung_at(setup, range_m),
                vessel=spec.vessel or between.own,
                other=spec.other or spec.place or between.other,
                range_m=range_m,
                lasts_ms=lasts,
            )
        case t.Do(move=move, within=within, cost=cost):
            return Bound("do", what=move, cost=cost, lasts_ms=within)
        case t.CallAgain(channel=channel, within=within):
            return Bound("call", what=channel or between.channel, lasts_ms=within)
    raise AssertionError(f"nothing tests a term “{spec.word}”")


def agreed(setup: Setup, spec: e.PromiseGiven) -> tuple[Between, tuple[Bound, ...]]:
    """Give between whom an author says something is promised, and the terms: there, and back."""
    radio = setup.channels[spec.channel].kind == "radio"
    own, other = (
        next(iter(setup.seats[seat].commands), "") if radio else "" for seat in (spec.by, spec.to)
    )
    between = Between(own, other, spec.channel)
    there = filled(setup, spec.term, between)
    back = () if spec.back is None else (filled(setup, spec.back, between.turned()),)
    return between, (there, *back)


def gives_up(setup: Setup, spec: Word) -> int:
    """Give the first rung that a term gives up by what happens; 0 if it gives up none."""
    match spec:
        case t.NoCloser(range=range_m):
            return rung_at(setup, range_m)
        case t.Refrain(rung=rung) if rung:
            return rung
        case t.Refrain(activity=activity) if activity:
            return max(1, setup.activities[activity].rung or 0)
        case t.Refrain(move=move, moves=moves):
            given_up = [setup.moves[name] for name in (*moves, *((move,) if move else ()))]
            return max(1, min(_rung_of(each) for each in given_up))
    return 0


def _rung_of(move: Move) -> int:
    """Give the rung of a move; where it has none of its own, the lowest that it is read as."""
    return min(move.read_as.values(), default=0) if move.rung is None else move.rung
