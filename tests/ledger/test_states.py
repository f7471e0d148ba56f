"""What follows from a channel's events: intervals, freezes, the order of return, tries."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ledger import (
    FIRST,
    LAST,
    ChannelHistory,
    EventRow,
    freezes,
    intervals,
    shipped,
    tries,
    word_at,
)
from sim.ledger.dates import partial_date
from sim.ledger.entries import ChannelRow
from sim.ledger.states import END, all_freezes, reopenings, yearly

DAYS = st.dates(FIRST, LAST)
KINDS = st.sampled_from(
    ["opened", "used", "requested", "refused", "unanswered", "suspended", "cancelled",
     "postponed", "resumed", "held"]
)  # fmt: skip


def event(day: str, kind: str) -> EventRow:
    """Make an event of which only day and kind matter."""
    return EventRow.model_validate(
        {"date": day, "channel": "a_line", "event": kind, "by": "one", "to": "other",
         "cause": "none", "what": "something", "doubt": "", "confidence": "unchecked",
         "source": ""}
    )  # fmt: skip


def history(*events: tuple[str, str], since: str = "", traffic: str = "rare") -> ChannelHistory:
    """Make the history of a line on which somebody answers directly."""
    channel = ChannelRow.model_validate(
        {"id": "a_line", "dyad": "us_prc", "name": "a line", "kind": "line", "rank": "2",
         "since": since, "access": "direct", "traffic": traffic}
    )  # fmt: skip
    return ChannelHistory(channel, tuple(event(*e) for e in events))


invented = st.builds(
    lambda days, kinds, since, traffic: history(
        *zip(sorted(str(d) for d in days), kinds, strict=False), since=since, traffic=traffic
    ),
    st.lists(DAYS, max_size=12),
    st.lists(KINDS, min_size=12, max_size=12),
    st.sampled_from(["", "standing", "2008", "2015-09"]),
    st.sampled_from(["rare", "everyday"]),
)


@given(invented)
def test_intervals_tile_the_years(found: ChannelHistory) -> None:
    """A day would have two words, or none."""
    parts = intervals(found)

    assert parts[0].begin == FIRST
    assert parts[-1].end == END
    for one, other in itertools.pairwise(parts):
        assert one.end == other.begin
        assert one.word != other.word
    assert all(part.days > 0 for part in parts)


@given(invented, DAYS)
def test_an_interval_says_what_the_board_says(found: ChannelHistory, day: date) -> None:
    """The strip would show another word than the board of the same day."""
    part = next(p for p in intervals(found) if p.begin <= day < p.end)

    assert part.word == word_at(found, day)


@pytest.mark.parametrize("name", sorted(shipped().channels))
def test_the_shipped_channels_agree_with_the_board(name: str) -> None:
    """A change of word would stand on a day that nobody looked at."""
    found = shipped().channels[name]
    for part in intervals(found):
        for day in (part.begin, part.end - timedelta(days=1)):
            assert word_at(found, day) == part.word, day


@given(invented)
def test_suspended_is_what_freezes_cover(found: ChannelHistory) -> None:
    """A freeze would be counted that the board never showed, or the other way round."""
    frozen = sum(f.days for f in freezes(found))
    begun = sum(part.days for part in intervals(found) if part.word == "suspended")
    before = next((p for p in intervals(found) if p.word in ("no_record", "not_established")), None)

    assert begun == frozen if before is None else begun <= frozen


@pytest.mark.parametrize(
    ("events", "day", "word"),
    [
        ([], "2000-01-01", "no_record"),
        ([("2003-07-01", "requested"), ("2008-02-29", "opened")], "2008-02-28", "not_established"),
        ([("2008-02-29", "opened")], "2008-03-01", "open"),
        ([("2008-02-29", "opened")], "2008-05-29", "dormant"),
        ([("2008-02-29", "opened"), ("2009-01-01", "refused")], "2009-12-31", "refused"),
        ([("2008-02-29", "opened"), ("2009-01-01", "unanswered")], "2009-01-01", "unanswered"),
        ([("2008-02-29", "opened"), ("2009-01-01", "suspended")], "2020-01-01", "suspended"),
        (
            [("2008-02-29", "opened"), ("2009-01-01", "suspended"), ("2009-02-01", "refused")],
            "2009-03-01",
            "suspended",
        ),
        (
            [("2008-02-29", "opened"), ("2009-01-01", "suspended"), ("2010-01-01", "resumed")],
            "2010-01-02",
            "open",
        ),
    ],
)
def test_the_word_is_the_first_that_holds(
    events: list[tuple[str, str]], day: str, word: str
) -> None:
    """The board would not follow its own table."""
    assert word_at(history(*events), date.fromisoformat(day)) == word


def test_silence_on_an_everyday_channel_is_forgotten() -> None:
    """A refusal of 2001 would still stand, though such a channel is used every day."""
    found = history(("2001-04-01", "refused"), since="standing", traffic="everyday")

    assert word_at(found, date(2001, 5, 1)) == "refused"
    assert word_at(found, date(2002, 1, 1)) == "open"


def test_the_lengths_of_2022() -> None:
    """503, 521, 607 and 766 days: from 5 August 2022 to each channel's return."""
    found = {f.channel: f.days for f in all_freezes(shipped()) if f.begin == date(2022, 8, 5)}

    assert found == {
        "mil_contact_programme": 467,  # to 15 November 2023
        "chiefs_vtc": 503,  # to 21 December 2023
        "dpct": 521,  # to 8 January 2024
        "mmca": 607,  # to 3 April 2024
        "theater_commanders": 766,  # to 9 September 2024
    }


def test_what_still_runs_is_marked() -> None:
    """A freeze would be taken to have ended with the record."""
    running = {f.channel for f in all_freezes(shipped()) if f.end is None}

    assert running == {"cross_strait_mac_tao", "ph_ccg_jcc", "ph_bcm"}


def test_channels_return_in_the_order_told() -> None:
    """Chiefs, policy talks, maritime talks, theater commanders came back in this order."""
    (group,) = [g for g in reopenings(shipped()) if g[0].cause == "US speaker visits Taiwan"]

    assert [f.channel for f in group[1:]] == ["chiefs_vtc", "dpct", "mmca", "theater_commanders"]


def test_every_freeze_stands_in_one_group() -> None:
    """A freeze would be told twice, or not at all."""
    ledger = shipped()
    grouped = [f for group in reopenings(ledger) for f in group]

    assert sorted(grouped, key=repr) == sorted(all_freezes(ledger), key=repr)


def test_all_radio_in_the_record_was_answered() -> None:
    """In every radio row somebody was reached; what came of it is another matter."""
    radio = tries(shipped().channels["vhf_bridge_to_bridge"])

    assert {e.event for e in radio} == {"used"}


def test_days_of_a_year_are_counted_once() -> None:
    """A line open on 1 July 2020 and shut from 1 October: 92 of its 184 days."""
    found = yearly(
        [history(("2020-07-01", "opened"), ("2020-10-01", "suspended"), ("2021-01-01", "resumed"))]
    )

    assert found[2020] == (92, 184)
    assert found[2021] == (365, 365)
    assert partial_date("2020").last == date(2020, 12, 31)
