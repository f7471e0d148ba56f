"""Communications judged: who said what to whom, in what time it was answered, in whose phrases."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sim.engine.base.log import Event
from sim.engine.base.setup import Setup
from sim.engine.facts.requests import UNSAID, ReplyPutOff, RequestAnswered, RequestMade
from sim.engine.facts.sayings import Utterance
from sim.engine.facts.talks import TalkBegun, TurnSaid
from sim.model.sentences import MARKED
from sim.play.pledged import promise_ends

_CLOSED = re.compile(r"\b(over|out)\b\W*$", re.IGNORECASE)


@dataclass(slots=True)
class SeatWords:
    """How a seat spoke, in numbers.

    `marked` counts what it said under a message marker (SMCP), `closed` what it ended with “over”
    or “out”; `waits_ms` how long it let others wait for each reply.
    """

    seat: str
    said: int = 0
    marked: int = 0
    closed: int = 0
    asked: int = 0
    replied: int = 0
    silent: int = 0
    promised: int = 0
    kept: int = 0
    broken: int = 0
    waits_ms: tuple[int, ...] = ()


def marker(text: str) -> str:
    """Give the message marker under which a text is said, "" if under none.

    >>> marker("CCG five two zero one, this is Datu Gumbay. Warning. Keep clear. Over.")
    'Warning'
    """
    found = (m for m in sorted(set(MARKED)) if re.search(rf"(^|[.!?] ){m}[.!:]", text, re.I))
    return next((m.capitalize() for m in found), "")


def is_closed(text: str) -> bool:
    """Say whether a text ends with the word that says whose turn it is."""
    return _CLOSED.search(text) is not None


def seat_words(setup: Setup, log: Sequence[Event]) -> list[SeatWords]:
    """Count how each seat spoke, the seats that said or were asked something in their order."""
    found = {seat: SeatWords(seat) for seat in setup.seats}
    asked: dict[str, int] = {}
    for event in log:
        fact = event.fact
        if isinstance(fact, RequestMade) and not isinstance(fact, ReplyPutOff):
            asked.setdefault(fact.request, event.at_ms)
            found[fact.by].asked += 1
        if isinstance(fact, RequestAnswered):
            words = found[fact.to]
            if fact.reply in UNSAID:
                words.silent += 1
            else:
                words.replied += 1
                words.waits_ms += (event.at_ms - asked[fact.request],)
        _count(found, event)
    for end in promise_ends(setup, log):
        words = found[end.made.fact.by]
        words.promised += 1
        words.kept += end.outcome == "kept"
        words.broken += end.outcome == "broken"
    return [w for w in found.values() if w.said or w.asked or w.replied or w.silent or w.promised]


def _count(found: dict[str, SeatWords], event: Event) -> None:
    """Count one text under the seat that said it."""
    fact = event.fact
    if isinstance(fact, TalkBegun | TurnSaid):
        seat, text = fact.caller, fact.text
    elif isinstance(fact, Utterance) and not (type(fact) is RequestMade and not fact.asks):
        back = isinstance(fact, ReplyPutOff | RequestAnswered)
        seat, text = fact.to if back else fact.by, fact.text
    else:
        return
    if seat in found and text:
        found[seat].said += 1
        found[seat].marked += bool(marker(text))
        found[seat].closed += is_closed(text)
