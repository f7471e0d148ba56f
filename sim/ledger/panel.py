"""The record as observations: months of channels, lengths of freezes, tries in their weather."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sim.ledger.entries import CLOSABLE, FIRST, LAST
from sim.ledger.read import ChannelHistory, Ledger
from sim.ledger.states import CONTACT, END, FAILED, Freeze, all_freezes, freezes, word_at

SPLIT = date(2018, 1, 1)
"""What was before is fitted; what comes from here on is shown against it."""
RIVALS = ("us_prc", "ph_prc", "cross_strait", "jp_prc")
"""Pairs between which lines are meant for crises; allies and comparisons are left out."""
CALLED = ("line", "envoys")
TENSE = timedelta(days=30)
SHAKEN = timedelta(days=60)
"""How long a shock may be followed by a closing that it caused. [assumed]"""
THAWED = timedelta(days=90)
"""How long a leaders' meeting helps channels back. [assumed]"""

Weather = Literal["calm", "tense", "freeze"]


@dataclass(frozen=True, slots=True)
class Month:
    """One channel in one month: shut at its begin, at its end, and what happened meanwhile."""

    channel: str
    end: date
    before: bool
    after: bool
    shock: bool
    leaders_met: bool
    shut_days: int


@dataclass(frozen=True, slots=True)
class Length:
    """A freeze as it was known on a day: how long it had lasted, and whether it had ended."""

    channel: str
    episode: str
    days: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Try:
    """One try to reach somebody in a capital: when, in which weather, and whether it succeeded."""

    day: date
    channel: str
    weather: Weather
    answered: bool


def ends_of_months() -> Iterator[date]:
    """Yield the last day of each month of the ledger."""
    for year in range(FIRST.year, LAST.year + 1):
        for month in range(1, 13):
            begin = date(year + month // 12, month % 12 + 1, 1)
            yield begin - timedelta(days=1)


def months(ledger: Ledger) -> list[Month]:
    """List the months of every channel that a side can shut, from the first full one on."""
    return [m for history in _rivals(ledger, CLOSABLE) for m in _months(ledger, history)]


def _months(ledger: Ledger, history: ChannelHistory) -> Iterator[Month]:
    dyad, spells = history.channel.dyad, list(freezes(history))
    shocks = [s.day for s in ledger.shocks if s.dyad == dyad]
    meetings = leaders(ledger) if dyad == "us_prc" else []
    before = ""
    for end in ends_of_months():
        word = word_at(history, end)
        if before not in ("", "no_record", "not_established"):
            begin = end.replace(day=1)
            yield Month(
                history.channel.id,
                end,
                before=before == "suspended",
                after=word == "suspended",
                shock=any(end - SHAKEN < day <= end for day in shocks),
                leaders_met=any(begin - THAWED <= day <= end for day in meetings),
                shut_days=next(((end - f.begin).days for f in spells if _holds(f, begin)), 0),
            )
        before = word


def leaders(ledger: Ledger) -> list[date]:
    """List the days of the meetings of the US and PRC leaders that the ledger has."""
    return [e.day for e in ledger.channels["leader_summit"].events if e.event == "held"]


def lengths(ledger: Ledger, begun: tuple[date, date], known: date) -> list[Length]:
    """List the freezes that began between two days, as they were known at the end of a third."""
    last = known + timedelta(days=1)
    found = []
    for freeze in all_freezes(ledger):
        if begun[0] <= freeze.begin < begun[1] and freeze.dyad in RIVALS:
            end = freeze.end or END
            episode = f"{freeze.dyad}: {freeze.cause}, {freeze.begin.year}"
            ended = freeze.end is not None and end < last
            days = (min(end, last) - freeze.begin).days
            found.append(Length(freeze.channel, episode, days, ended))
    return found


def tries(ledger: Ledger) -> list[Try]:
    """List the tries on lines and between embassies and ministries, in the order of days."""
    spells = all_freezes(ledger)
    found = []
    for history in _rivals(ledger, CALLED):
        dyad = history.channel.dyad
        for event in history.events:
            if event.event in (*CONTACT, *FAILED):
                shut = [f for f in spells if f.dyad == dyad and _holds(f, event.day)]
                shaken = any(
                    s.dyad == dyad and s.day <= event.day < s.day + TENSE for s in ledger.shocks
                )
                weather: Weather = "freeze" if shut else "tense" if shaken else "calm"
                answered = event.event in CONTACT
                found.append(Try(event.day, history.channel.id, weather, answered))
    return sorted(found, key=lambda t: (t.day, t.channel))


def _rivals(ledger: Ledger, kinds: tuple[str, ...]) -> list[ChannelHistory]:
    return [
        history
        for history in ledger.channels.values()
        if history.channel.dyad in RIVALS and history.channel.kind in kinds
    ]


def _holds(freeze: Freeze, day: date) -> bool:
    return freeze.begin <= day < (freeze.end or END)
