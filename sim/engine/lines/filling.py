"""Terms filled in: what an author left open is taken from who speaks to whom, and where."""

from __future__ import annotations

from typing import NamedTuple

from sim.engine.base.setup import Setup
from sim.engine.facts.terms import Bound, rung_at
from sim.model import terms as t
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
            what = spec.move or spec.activity or ""
            rung = gives_up(setup, spec) if limit is None or what else int(limit)
            return Bound("refrain", rung, what, lasts_ms=lasts)
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
    raise NotImplementedError(f"nothing tests a term “{spec.word}”")


def gives_up(setup: Setup, spec: Word) -> int:
    """Give the first rung that a term gives up by what happens; 0 if it gives up none."""
    match spec:
        case t.NoCloser(range=range_m):
            return rung_at(setup, range_m)
        case t.Refrain(rung=rung) if rung:
            return rung
        case t.Refrain(move=move, activity=activity):
            held = setup.moves.get(move or "") or setup.activities.get(activity or "")
            return max(1, (held.rung or 0) if held is not None else 0)
    return 0
