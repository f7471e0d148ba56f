"""Drill: decisions that lost something are asked again, more and more rarely while answered right.

A card is such a decision of a reviewed record. Answered right it comes again after one day, then
three, then a week and so on; answered wrong it starts anew.

Source:
    Spaced repetition in boxes, S. Leitner, So lernt man lernen, 1972. [expert]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sim.play.record import digest_of
from sim.review.keeping import KeptRolls
from sim.review.marks import STRIKES
from sim.review.racing import Races
from sim.review.verdicts import Verdict, reviews

REST_D = (1, 3, 7, 16, 35, 90)
"""Days of rest after one right answer in a row, two, and so on."""


@dataclass(frozen=True, slots=True)
class Card:
    """A decision to be asked again; `id` names it in the list of answers."""

    id: str
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to a card, and on which day, counted from any fixed one."""

    card: str
    day: int
    right: bool


def cards(races: Races, kept: KeptRolls) -> Iterator[Card]:
    """Yield the decisions of a record that its kept roll-outs mark as a loss; nothing is rolled."""
    races.take_kept(kept.jobs)
    name = digest_of(races.reviewed.record.line.events).removeprefix("sha256:")[:16]
    for review in reviews(races):
        for verdict in review.verdicts:
            if verdict.mark in STRIKES:
                yield Card(f"{name}:{review.seat}:{verdict.decision.number}", verdict)


def right(verdict: Verdict, place: int) -> bool:
    """Say whether a way answers a card: the best one, or one that may be as good.

    What was done then is never right: it is known to lose.
    """
    losses = verdict.foresight.losses
    best, given = losses[verdict.foresight.best], losses[place]
    if place == 0 or best.high is None or given.low is None:
        return False
    return place == verdict.foresight.best or given.low <= best.high


def due_day(answers: Iterable[Answer], card: str) -> int | None:
    """Give the day from which on a card is to be asked, None if it never was."""
    in_a_row, day = 0, None
    for answer in answers:
        if answer.card == card:
            in_a_row, day = (in_a_row + 1 if answer.right else 0), answer.day
    if day is None:
        return None
    return day + (REST_D[min(in_a_row, len(REST_D)) - 1] if in_a_row else 0)


def due(found: Iterable[Card], answers: Iterable[Answer], today: int) -> list[Card]:
    """List the cards to be asked today: those overdue longest first, then those never asked."""
    given = list(answers)
    days = [(due_day(given, card.id), card) for card in found]
    waiting = [(day, card) for day, card in days if day is not None and day <= today]
    fresh = [card for day, card in days if day is None]
    return [card for _, card in sorted(waiting, key=lambda pair: (pair[0], pair[1].id))] + fresh
