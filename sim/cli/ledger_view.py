"""The ledger drawn in lines of 80 columns: a strip of half years for each channel, and lists."""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sim.cli.ledger_data import available, reached, suspensions
from sim.ledger.entries import DYADS, FIRST, LAST
from sim.ledger.read import ChannelHistory, Ledger
from sim.ledger.states import (
    CONTACT,
    FAILED,
    MISSED,
    ChannelWord,
    Freeze,
    freezes,
    intervals,
    tries,
    word_at,
)
from sim.study.estimate import Estimate

WIDTH = 80
NAMES = 23
"""Columns for a channel's id; the strip has two for each year."""
INDENT = " " * 12
FINE = {"open": "─", "dormant": "·", "suspended": "▒", "reached": "●", "failed": "×", "both": "◑"}
PLAIN = {"open": "-", "dormant": ".", "suspended": "#", "reached": "o", "failed": "x", "both": "%"}
COLOURS = {"suspended": "31", "reached": "32", "failed": "33", "both": "33"}
LEGEND = {
    "open": "not shut",
    "dormant": "no contact for 90 days",
    "suspended": "suspended",
    "reached": "contact or meeting",
    "failed": "refused, unanswered or not held",
    "both": "both",
}


class Style(NamedTuple):
    """Whether more than ASCII may be printed, and colours."""

    unicode: bool
    colours: bool


def style_here() -> Style:
    """See whether standard output takes more than ASCII, and colours."""
    unicode = (getattr(sys.stdout, "encoding", None) or "ascii").lower().startswith("utf")
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM", "dumb") == "dumb"
    return Style(unicode, not plain and sys.stdout.isatty())


def overview(ledger: Ledger, histories: Sequence[ChannelHistory], style: Style) -> Iterator[str]:
    """Draw every channel by pairs, then tell freezes and the order of return."""
    yield f"Channels {FIRST.year} to {LAST.year}: what the record holds. Two columns a year."
    for dyad, group in _by_pair(histories):
        yield ""
        yield f"{DYADS[dyad]} ({dyad})"
        yield from _shares(group)
        yield " " * (NAMES + 1) + years()
        for history in group:
            yield f"{_cut(history.channel.id, NAMES):<{NAMES}} {strip(history, style)}"
    yield from _returns(ledger, {h.channel.id for h in histories})
    yield ""
    yield from legend(style)
    yield from _wrapped(
        "* begin taken from other rows; + still shut. Shares are of the record, which holds what "
        "was published and found, not of the world; intervals at 95 %, years taken as "
        "independent. Sources: channel16 ledger CHANNEL."
    )


def one(ledger: Ledger, history: ChannelHistory, style: Style) -> Iterator[str]:
    """Draw one channel and list its events with their sources."""
    channel = history.channel
    rank = f", rank {channel.rank}" if channel.rank else ""
    yield f"{channel.name} ({channel.id})"
    yield f"{DYADS[channel.dyad]}; {channel.kind}{rank}"
    yield ""
    yield " " * (NAMES + 1) + years()
    yield f"{_cut(channel.id, NAMES):<{NAMES}} {strip(history, style)}"
    yield from legend(style)
    yield ""
    yield from _shares([history])
    spells = list(freezes(history))
    yield from (f"  {freeze_line(f)}" for f in spells)
    if not spells:
        yield "Never shut by announcement in this record."
    last = intervals(history)[-1]
    yield f"On {LAST}: {plain_word(last.word)}, since {last.begin}."
    yield ""
    for event in history.events:
        doubt = f" ({event.doubt} not from the source)" if event.doubt else ""
        what = f"{event.event}: {event.by} to {event.to}{doubt}"
        yield from _wrapped(what, f"{event.date!s:<12}", INDENT)
        yield from _wrapped(f"{event.cause}: {event.what}", INDENT, INDENT)
        source = ledger.sources.get(event.source)
        cited = f"{source.publisher}, {source.date}: {source.title}" if source else "no source"
        yield from _wrapped(f"[{event.confidence}] {cited}", INDENT, INDENT)
        if source and source.address:
            yield INDENT + source.address


def board(histories: Sequence[ChannelHistory], day: date) -> Iterator[str]:
    """Write the word of each channel on a day, and the last event before it."""
    yield f"The board on {day}"
    for dyad, group in _by_pair(histories):
        yield f"\n{DYADS[dyad]}"
        for history in group:
            past = [e for e in history.events if e.day <= day]
            last = f"{past[-1].event} {past[-1].date}" if past else "no event yet"
            word = plain_word(word_at(history, day))
            yield f"  {word:<16} {_cut(history.channel.id, 28):<28} {last}"


def _by_pair(histories: Sequence[ChannelHistory]) -> Iterator[tuple[str, list[ChannelHistory]]]:
    """Yield the pairs that have channels among those asked for, each with these."""
    for dyad in DYADS:
        group = [h for h in histories if h.channel.dyad == dyad]
        if group:
            yield dyad, group


def strip(history: ChannelHistory, style: Style) -> str:
    """Draw a channel's years: what it was at the end of each half year, and what was done in it."""
    marks = FINE if style.unicode else PLAIN
    cells = []
    for begin, end in halves():
        found = [e.event for e in history.events if begin <= e.day < end]
        key = _tried(found) or _ground(history, end - timedelta(days=1))
        mark = marks.get(key, " ")
        colour = COLOURS.get(key) if style.colours else None
        cells.append(f"\x1b[{colour}m{mark}\x1b[0m" if colour else mark)
    return "".join(cells).rstrip()


def _tried(events: Sequence[str]) -> str:
    """Name the mark of what was done in a stretch of time, "" if nothing was."""
    came_about = any(event in CONTACT for event in events)
    failed = any(event in (*FAILED, *MISSED) for event in events)
    if came_about and failed:
        return "both"
    return "reached" if came_about else "failed" if failed else ""


def _ground(history: ChannelHistory, day: date) -> str:
    """Name the mark of a state in which nothing happened."""
    word = word_at(history, day)
    if word in ("no_record", "not_established"):
        return ""
    quiet = word in ("dormant", "refused", "unanswered")
    return "suspended" if word == "suspended" else "dormant" if quiet else "open"


def halves() -> Iterator[tuple[date, date]]:
    """Yield the half years of the ledger."""
    for year in range(FIRST.year, LAST.year + 1):
        yield date(year, 1, 1), date(year, 7, 1)
        yield date(year, 7, 1), date(year + 1, 1, 1)


def years() -> str:
    """Write the years above the strips."""
    return "".join(f"{year:<8}" for year in range(FIRST.year, LAST.year + 1, 4)).rstrip()


def legend(style: Style) -> Iterator[str]:
    """Say what the marks mean."""
    marks = FINE if style.unicode else PLAIN
    meanings = [f"{marks[key]} {text}" for key, text in LEGEND.items()]
    yield "   ".join(meanings[:4])
    yield "   ".join([*meanings[4:], "blank: not set up, or no record"])


def _shares(group: Sequence[ChannelHistory]) -> Iterator[str]:
    """Say how often channels were shut and tries reached somebody."""
    open_, got = available(group), reached(group)
    parts = []
    if open_.mean is not None:
        parts.append(f"not shut {percent(open_)} of days")
    if got.mean is not None:
        count = sum(len(tries(h)) for h in group)
        parts.append(f"contact in {percent(got)} of {count} {'tries' if count > 1 else 'try'}")
    if parts:
        yield "  " + "; ".join(parts)


def percent(found: Estimate) -> str:
    """Write a share with its interval in whole percent."""
    assert found.mean is not None
    assert found.low is not None
    assert found.high is not None
    return f"{100 * found.mean:.0f} % [{100 * found.low:.0f}, {100 * found.high:.0f}]"


def _returns(ledger: Ledger, ids: set[str]) -> Iterator[str]:
    """Tell of each suspension how long channels were shut, in the order of their return."""
    groups = suspensions(ledger, ids)
    if groups:
        yield ""
        yield "Shut by announcement, in the order of return; ranks from 1 leaders to 6 units"
    for group in groups:
        yield f"{group[0].cause} ({group[0].dyad})"
        yield from (f"  {freeze_line(f)}" for f in group)


def freeze_line(freeze: Freeze) -> str:
    """Write how long a channel was shut; “+” where it still was, “*” where its begin is derived."""
    rank = f"rank {freeze.rank}" if freeze.rank else "all"
    end = f"back {freeze.end}" if freeze.end else "still shut"
    days = f"{freeze.days} d{' ' if freeze.end else '+'}"
    note = "*" if freeze.derived else " "
    return f"{_cut(freeze.channel, 23):<23} {rank:<7} {freeze.begin}{note} {days:>8}  {end}"


def plain_word(word: ChannelWord) -> str:
    """Write a word of the board for people."""
    return word.replace("_", " ")


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 2] + ".."


def _wrapped(text: str, first: str = "", later: str = "") -> Iterator[str]:
    """Wrap a paragraph to the width."""
    yield from textwrap.wrap(
        text, WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False
    )
