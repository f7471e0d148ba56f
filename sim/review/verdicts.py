"""What a review says of each decision: its mark, what it cost, how lucky it was, and why.

Quality is judged by what the seat could know (foresight); luck is what happened less what the same
decision came to on average from where things truly stood (hindsight). The two are never added.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any

from sim.engine.base.setup import Setup
from sim.play.record import digest_of
from sim.review.decisions import DecisionPoint
from sim.review.marks import STRIKES, Judged, judged, turning_points
from sim.review.racing import Races
from sim.review.rollouts import HAPPENED, LENSES, Lens, Rolled, doctrine_of
from sim.study.estimate import Estimate
from sim.units import clock

_WORTH_SAYING = 0.5
"""Points of an objective below which it is no reason."""
_DIGITS = 2
SAID = {
    "hurt": "somebody is hurt",
    "dead": "somebody dies",
    "shots": "shots are fired",
    "collisions": "hulls touch",
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision with what its roll-outs tell; `luck` is None while the run has not ended."""

    decision: DecisionPoint
    foresight: Judged
    hindsight: Judged
    luck: float | None
    reason: str

    @property
    def mark(self) -> str:
        """Give the mark."""
        return self.foresight.mark

    @property
    def best(self) -> str:
        """Name the best way, as the seat could know."""
        return self.decision.ways[self.foresight.best].id


@dataclass(frozen=True, slots=True)
class SeatReview:
    """The review of a seat: its verdicts, and which decisions mattered most."""

    seat: str
    doctrine: str
    verdicts: tuple[Verdict, ...]
    turning_points: tuple[int, ...]


def reviews(races: Races) -> Iterator[SeatReview]:
    """Judge every decision by the roll-outs so far; those without any are left out."""
    setup = races.reviewed.setup
    for seat, decisions in races.reviewed.decisions.items():
        came_to = races.reviewed.came_to(seat)
        found = []
        for decision in decisions:
            rolled = {lens: races.all[seat, decision.number, lens].rolled for lens in LENSES}
            bad = {way for number, way in races.unjudged(seat) if number == decision.number}
            good = [way for way in range(len(decision.ways)) if way not in bad]
            if 0 not in good or len(good) < 2:
                continue
            if all(ways[way] for ways in rolled.values() for way in good):
                left = replace(decision, ways=tuple(decision.ways[way] for way in good))
                kept = {lens: [ways[way] for way in good] for lens, ways in rolled.items()}
                found.append(_verdict(setup, left, kept, came_to))
        points = turning_points([(v.decision.number, v.foresight) for v in found])
        yield SeatReview(seat, doctrine_of(setup, seat), tuple(found), points)


def _verdict(
    setup: Setup,
    decision: DecisionPoint,
    rolled: dict[Lens, list[list[Rolled]]],
    came_to: Rolled | None,
) -> Verdict:
    ahead, behind = (judged(_losses(rolled[lens])) for lens in LENSES)
    expected = behind.losses[0].mean
    luck = None if came_to is None or expected is None else expected - came_to.loss
    reason = _reason(setup, decision, ahead, rolled["foresight"])
    return Verdict(decision, ahead, behind, luck=luck, reason=reason)


def _losses(rolled: Sequence[Sequence[Rolled]]) -> list[list[float]]:
    return [[each.loss for each in way] for way in rolled]


def _reason(
    setup: Setup, decision: DecisionPoint, found: Judged, rolled: Sequence[Sequence[Rolled]]
) -> str:
    """Say in a sentence what the best way brings that the other does not."""
    best = found.best
    other = 0 if best else _second(found)
    better, worse = _paired(rolled[best], rolled[other])
    what = [*by_points(setup, decision.seat, better, worse), *by_counts(better, worse)]
    head = f"“{decision.ways[best].title}”"
    if best and found.mark not in STRIKES:
        head = f"Perhaps {head}"
    if not what:
        return f"{head} and “{decision.ways[other].title}” come to much the same."
    return f"{head} rather than “{decision.ways[other].title}”: {'; '.join(what)}."


def _second(found: Judged) -> int:
    means = [100.0 if each.mean is None else each.mean for each in found.losses]
    return min(range(1, len(means)), key=lambda place: (means[place], place))


def _paired(
    ours: Sequence[Rolled], theirs: Sequence[Rolled]
) -> tuple[Sequence[Rolled], Sequence[Rolled]]:
    both = min(len(ours), len(theirs))
    return ours[:both], theirs[:both]


def by_points(
    setup: Setup, seat: str, better: Sequence[Rolled], worse: Sequence[Rolled]
) -> list[str]:
    """Say by which objectives it is better, the weightiest first, at most two."""
    titles = objective_titles(setup, setup.seats[seat].side)
    columns = zip_longest(titles, zip(*(r.earned for r in better), strict=True),
                          zip(*(r.earned for r in worse), strict=True), fillvalue=())  # fmt: skip
    gains = [(_mean(ours) - _mean(theirs), title) for title, ours, theirs in columns]
    gains = sorted((g for g in gains if g[0] >= _WORTH_SAYING), key=lambda g: (-g[0], g[1]))
    return [f"{gain:+.1f} points of “{title}”" for gain, title in gains[:2]]


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def by_counts(better: Sequence[Rolled], worse: Sequence[Rolled]) -> list[str]:
    """Say what happens less often, of what people would name: the plainest one."""
    n, found = len(better), []
    for place, name in enumerate(HAPPENED):
        ours, theirs = (sum(r.happened[place] > 0 for r in each) for each in (better, worse))
        if theirs - ours >= max(2, n // 10):
            found.append((theirs - ours, f"{SAID[name]} in {ours} of {n} instead of {theirs}"))
    return [text for _, text in sorted(found, key=lambda pair: -pair[0])[:1]]


def objective_titles(setup: Setup, side: str) -> list[str]:
    """Name what a side's score is made of, in the order in which it is scored."""
    titles = [goal.title for goal in setup.sides[side].objectives]
    seats = [seat for seat in setup.seats.values() if seat.side == side and seat.orders]
    return titles + [f"Orders of {seat.title}" for seat in seats]


def unjudged(races: Races, seat: str) -> Iterator[tuple[int, str, str]]:
    """Yield each way of a decision that could not be rolled out, by its title, and why."""
    for (number, way), fault in sorted(races.unjudged(seat).items()):
        decision = races.reviewed.decision(seat, number)
        yield number, decision.ways[way].title, fault


def to_json(races: Races) -> dict[str, Any]:
    """Write a review as plain data; undefined numbers are None."""
    found, setup = list(reviews(races)), races.reviewed.setup
    return {
        "record_digest": digest_of(races.reviewed.record.line.events),
        "rollouts": races.rollouts,
        "seats": {
            each.seat: {
                "doctrine": each.doctrine,
                "decisions": [_plain(setup, verdict) for verdict in each.verdicts],
                "turning_points": list(each.turning_points),
                "unjudged": [
                    {"number": number, "way": title, "fault": fault}
                    for number, title, fault in unjudged(races, each.seat)
                ],
            }
            for each in found
        },
    }


def _plain(setup: Setup, verdict: Verdict) -> dict[str, Any]:
    decision, ahead = verdict.decision, verdict.foresight
    at = clock(setup.scenario.begins, decision.moment.now_ms)
    return {
        "number": decision.number,
        "at_ms": decision.moment.now_ms,
        "kind": decision.kind,
        "clock": at,
        "events": decision.moment.events,
        "chosen": decision.chosen.id,
        "title": decision.chosen.title,
        "mark": verdict.mark,
        "quality": round(ahead.quality, _DIGITS),
        "quality_low": round(ahead.low, _DIGITS),
        "quality_high": round(ahead.high, _DIGITS),
        "luck": None if verdict.luck is None else round(verdict.luck, _DIGITS),
        "best": verdict.best,
        "reason": verdict.reason,
        "options": [
            {
                "id": way.id,
                "title": way.title,
                "hindsight": _estimate(verdict.hindsight.losses[place]),
                "foresight": _estimate(ahead.losses[place]),
            }
            for place, way in enumerate(decision.ways)
        ],
    }


def _estimate(found: Estimate) -> dict[str, Any]:
    return {
        "loss": None if found.mean is None else round(found.mean, _DIGITS),
        "low": None if found.low is None else round(found.low, _DIGITS),
        "high": None if found.high is None else round(found.high, _DIGITS),
        "n": found.n,
    }
