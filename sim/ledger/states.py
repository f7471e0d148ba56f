"""What follows from a channel's events: its word on the board, its freezes, tries and meetings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sim.ledger.entries import CLOSABLE, FIRST, LAST, ChannelRow, EventRow
from sim.ledger.read import ChannelHistory, Ledger

ChannelWord = Literal[
    "no_record",
    "not_established",
    "suspended",
    "refused",
    "unanswered",
    "dormant",
    "slow",
    "open",
]
DORMANT = timedelta(days=90)
"""Without a known contact for this long a channel is called dormant. [assumed]"""
END = LAST + timedelta(days=1)
CONTACT = ("used", "held", "resumed")
FAILED = ("refused", "unanswered")
MISSED = ("cancelled", "postponed")


@dataclass(frozen=True, slots=True)
class Interval:
    """A channel's word from one day up to, not including, another."""

    begin: date
    end: date
    word: ChannelWord

    @property
    def days(self) -> int:
        """Give how many days it lasts."""
        return (self.end - self.begin).days


@dataclass(frozen=True, slots=True)
class Freeze:
    """A channel shut by announcement; `end` is None where it still was on the last day."""

    channel: str
    rank: int | None
    dyad: str
    begin: date
    end: date | None
    cause: str
    derived: bool

    @property
    def days(self) -> int:
        """Give its length; of one that still ran, how long it had lasted by the last day."""
        return ((self.end or END) - self.begin).days


def word_at(history: ChannelHistory, day: date) -> ChannelWord:
    """Give a channel's word at the end of a day: the first that holds of what was known.

    A refusal or silence holds until contact is made. Where everyday use is not recorded it holds
    for 90 days only, and such a channel is never called dormant.
    """
    channel, past = history.channel, [e for e in history.events if e.day <= day]
    if not _begun(history, day):
        return _before(history)
    shut = [e.event for e in past if e.event in ("suspended", "resumed", "opened")]
    if shut and shut[-1] == "suspended":
        return "suspended"
    tried = [e for e in past if e.event in (*CONTACT, *FAILED)]
    everyday = channel.traffic == "everyday"
    if tried and (not everyday or day - tried[-1].day < DORMANT):
        if tried[-1].event == "refused":
            return "refused"
        if tried[-1].event == "unanswered":
            return "unanswered"
    if not everyday and not _alive(channel, past, day):
        return "dormant"
    return "slow" if channel.access == "appointment" else "open"


def _begun(history: ChannelHistory, day: date) -> bool:
    """Say whether a channel had been set up by a day."""
    since = history.channel.from_day
    if history.channel.since == "standing":
        return True
    if since is not None:
        return since <= day
    kinds = [e.event for e in history.events]
    if "opened" in kinds:
        return any(e.event == "opened" for e in history.events if e.day <= day)
    return any(e.event != "requested" for e in history.events if e.day <= day)


def _before(history: ChannelHistory) -> ChannelWord:
    """Give the word before a channel was set up: nothing is known where no row tells of it."""
    kinds = [e.event for e in history.events]
    known = history.channel.since is not None or "opened" in kinds or kinds[:1] == ["requested"]
    return "not_established" if known else "no_record"


def _alive(channel: ChannelRow, past: list[EventRow], day: date) -> bool:
    """Say whether contact, or the setting up, is less than 90 days old."""
    begins = [e.day for e in past if e.event == "opened"]
    begins += [channel.from_day] if channel.from_day else []
    known = begins + [e.day for e in past if e.event in CONTACT]
    return bool(known) and day - max(known) < DORMANT


def intervals(history: ChannelHistory) -> list[Interval]:
    """Cut the years of the ledger into intervals of one word each."""
    days = {FIRST} | {e.day for e in history.events}
    if history.channel.from_day:
        days.add(history.channel.from_day)
    days |= {day + DORMANT for day in days}
    begins = sorted(day for day in days if FIRST <= day <= LAST)
    found: list[Interval] = []
    for begin, end in zip(begins, [*begins[1:], END], strict=True):
        word = word_at(history, begin)
        if found and found[-1].word == word:
            found[-1] = Interval(found[-1].begin, end, word)
        else:
            found.append(Interval(begin, end, word))
    return found


def freezes(history: ChannelHistory) -> Iterator[Freeze]:
    """Yield each time a channel was shut by announcement."""
    channel, shut = history.channel, None
    for event in history.events:
        if event.event == "suspended" and shut is None:
            shut = event
        elif event.event in ("resumed", "opened") and shut is not None:
            yield _freeze(channel, shut, event.day)
            shut = None
    if shut is not None:
        yield _freeze(channel, shut, None)


def _freeze(channel: ChannelRow, shut: EventRow, end: date | None) -> Freeze:
    return Freeze(
        channel.id,
        channel.rank,
        dyad=channel.dyad,
        begin=shut.day,
        end=end,
        cause=shut.cause,
        derived=shut.confidence == "derived",
    )


def all_freezes(ledger: Ledger) -> list[Freeze]:
    """List the freezes of every channel in the order in which they began."""
    found = [f for history in ledger.channels.values() for f in freezes(history)]
    return sorted(found, key=lambda f: (f.begin, f.end or END, f.channel))


def reopenings(ledger: Ledger) -> list[list[Freeze]]:
    """Group freezes by dyad and cause, each group in the order in which its channels came back."""
    groups: list[list[Freeze]] = []
    for freeze in all_freezes(ledger):
        for group in groups:
            first = group[0]
            same = (first.dyad, first.cause) == (freeze.dyad, freeze.cause)
            if same and freeze.begin - first.begin < DORMANT:
                group.append(freeze)
                break
        else:
            groups.append([freeze])
    return [sorted(group, key=lambda f: (f.end or END, f.channel)) for group in groups]


def tries(history: ChannelHistory) -> list[EventRow]:
    """List the tries to reach somebody that were settled; on a meeting, to meet."""
    return [e for e in history.events if e.event in (*CONTACT, *FAILED)]


def answered(event: EventRow) -> bool:
    """Say whether a try reached somebody."""
    return event.event in CONTACT


def yearly(histories: Iterable[ChannelHistory]) -> dict[int, tuple[int, int]]:
    """Give for each year the channel-days on which channels could be used, and all set up.

    Counted are channels that one side can shut by saying so. A channel counts from the day on
    which it was set up; it cannot be used while it is suspended.
    """
    found: dict[int, tuple[int, int]] = {}
    for history in histories:
        if history.channel.kind not in CLOSABLE:
            continue
        for part in intervals(history):
            if part.word in ("no_record", "not_established"):
                continue
            for year in range(part.begin.year, part.end.year + 1):
                begin, end = max(part.begin, date(year, 1, 1)), min(part.end, date(year + 1, 1, 1))
                days = max(0, (end - begin).days)
                usable, there = found.get(year, (0, 0))
                found[year] = (usable + days * (part.word != "suspended"), there + days)
    return {year: pair for year, pair in sorted(found.items()) if pair[1]}
