"""The hindcast's observations and fits, against counts by hand and closed forms."""

from __future__ import annotations

import itertools
import math
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.ledger import FIRST, LAST, shipped
from sim.ledger.fit import (
    FORECASTS,
    Lasting,
    answering,
    by_model,
    gain,
    lasting,
    scored,
    share,
    shutting,
)
from sim.ledger.panel import SPLIT, Length, Month, Try, lengths, months, tries
from sim.ledger.states import END, word_at

MONTHS = st.builds(
    Month,
    channel=st.just("a_line"),
    end=st.dates(FIRST, LAST),
    before=st.booleans(),
    after=st.booleans(),
    shock=st.booleans(),
    leaders_met=st.booleans(),
    shut_days=st.integers(0, 900),
)


def month(*, before: bool, after: bool, shock: bool = False, shut_days: int = 0) -> Month:
    """Make a month of which only the state matters."""
    return Month("a_line", date(2000, 1, 31), before, after, shock, False, shut_days)


def test_months_say_what_the_board_says() -> None:
    """The hindcast would rest on states that the ledger does not show."""
    ledger = shipped()
    for found in months(ledger):
        history = ledger.channels[found.channel]
        assert found.after == (word_at(history, found.end) == "suspended")
        begin = found.end.replace(day=1) - timedelta(days=1)
        assert found.before == (word_at(history, begin) == "suspended")


def test_a_channels_months_follow_one_another() -> None:
    """A month would be missing, or counted twice."""
    every = months(shipped())
    for name in {m.channel for m in every}:
        own = [m for m in every if m.channel == name]
        for one, other in itertools.pairwise(own):
            assert other.end.replace(day=1) == one.end + timedelta(days=1)
            assert one.after == other.before


def test_chances_of_a_month_by_hand() -> None:
    """Of 3 open months 1 was shut: 1.5/4. Of 2 shut ones 1 came back: 1.5/3."""
    fitted = shutting(
        [
            month(before=False, after=True, shock=True),
            month(before=False, after=False, shock=True),
            month(before=False, after=False),
            month(before=True, after=True, shut_days=30),
            month(before=True, after=False, shut_days=61),
        ]
    )

    assert fitted.always == share(2, 5) == 2.5 / 6
    assert (fitted.shut, fitted.back) == (1.5 / 4, 1.5 / 3)
    assert (fitted.shut_shock, fitted.shut_calm) == (1.5 / 3, 0.5 / 2)
    assert (fitted.back_cooling, fitted.back_later) == (0.5 / 2, 1.5 / 2)


@given(st.lists(MONTHS, max_size=20), MONTHS)
def test_a_forecast_is_never_certain(seen: list[Month], ahead: Month) -> None:
    """One surprise would cost an infinite score."""
    for forecast in FORECASTS.values():
        chance = forecast(shutting(seen), ahead)
        assert 0 < chance < 1
        assert math.isfinite(scored(chance, happened=ahead.after))


@given(st.lists(MONTHS, min_size=1, max_size=20))
def test_a_meeting_helps_channels_back(seen: list[Month]) -> None:
    """A leaders' meeting would make a return less likely."""
    fitted = shutting(seen)
    helped = Month("a_line", date(2000, 1, 31), True, True, False, True, 100)
    alone = Month("a_line", date(2000, 1, 31), True, True, False, False, 100)

    assert by_model(fitted, helped) < by_model(fitted, alone)


def test_the_chain_is_best_on_what_it_is_fitted_to() -> None:
    """The fit would not be one: by counts, the richer form wins within its own years."""
    early = [m for m in months(shipped()) if m.end < SPLIT]
    fitted = shutting(early)
    totals = [
        sum(scored(forecast(fitted, m), happened=m.after) for m in early)
        for forecast in FORECASTS.values()
    ]

    assert totals == sorted(totals)


def test_lengths_are_known_only_up_to_a_day() -> None:
    """What came after 2017 would be fitted to: the line shut in 2016 had lasted 550 days."""
    early = lengths(shipped(), (FIRST, SPLIT), SPLIT - timedelta(days=1))

    assert [x.days for x in early if not x.ended] == [550]  # 30 June 2016 to 31 December 2017
    assert {x.channel for x in early if not x.ended} == {"cross_strait_mac_tao"}


def test_early_and_late_freezes_are_all() -> None:
    """A freeze would be in both parts, or in none."""
    parts = [lengths(shipped(), part, LAST) for part in ((FIRST, SPLIT), (SPLIT, END))]
    assert len(parts[0]) + len(parts[1]) == len(lengths(shipped(), (FIRST, END), LAST))


def test_the_mean_length_counts_what_still_runs() -> None:
    """100 d and 200 d ended, 300 d and more: 600 days for two ends, so 300 d on average."""
    seen = [Length("a", "x", 100, True), Length("b", "y", 200, True), Length("c", "z", 300, False)]

    assert lasting(seen, 0).mean == 300
    assert lasting(seen, 60).mean == (40 + 140 + 240) / 2


@given(st.floats(0.01, 0.99), st.integers(0, 90), st.floats(1, 2000))
def test_a_length_beyond_its_quantile_is_as_likely_as_said(
    p: float, wait: int, mean: float
) -> None:
    """The median would not be the median."""
    fitted = Lasting(wait, mean)
    length = fitted.quantile(p)
    score = -(length - wait) / mean

    assert math.exp(score) == pytest.approx(1 - p)
    assert fitted.log_score(Length("a", "x", wait, False)) == 0


def test_weather_of_tries() -> None:
    """14 May 1999: military contact had been shut for five days. April 2008: nothing was wrong."""
    found = {(t.day, t.channel): t for t in tries(shipped())}

    assert found[date(1999, 5, 8), "presidential_hotline"].weather == "tense"
    assert found[date(1999, 5, 14), "presidential_hotline"].weather == "freeze"
    assert found[date(2008, 4, 10), "dtl"].weather == "calm"
    assert not found[date(2023, 2, 4), "dtl"].answered


def test_chances_of_an_answer_by_hand() -> None:
    """2 of 3 when calm: 2.5/4; none of 1 when tense: 0.5/2; no try in a freeze: 1/2."""
    seen = [Try(date(2000, 1, 1), "a", "calm", answered) for answered in (True, True, False)]
    fitted = answering([*seen, Try(date(2000, 1, 1), "a", "tense", answered=False)])

    assert fitted == {"": 2.5 / 5, "calm": 2.5 / 4, "tense": 0.25, "freeze": 0.5}


def test_resamples_of_three_blocks_by_hand() -> None:
    """Blocks of mean 0, 1 and 5: the smallest of 27 resamples is 0, once; the largest 5, once."""
    found = gain([("a", 0.0), ("b", 1.0), ("c", 5.0)])

    assert (found.mean, found.n, found.blocks) == (2.0, 3, 3)
    assert (found.low, found.high) == (0.0, 5.0)  # 1 of 27 is 3.7 %, more than 2.5 %


@given(st.lists(st.tuples(st.integers(0, 6), st.floats(-5, 5)), min_size=1, max_size=30))
def test_an_interval_knows_no_order(values: list[tuple[int, float]]) -> None:
    """The interval would change with the order of the rows."""
    found = gain(values)
    again = gain(sorted(values, key=lambda v: v[0]))

    assert found.low - 1e-9 <= found.high
    assert (again.low, again.high) == (
        pytest.approx(found.low, abs=1e-9),
        pytest.approx(found.high, abs=1e-9),
    )
    assert min(v for _, v in values) - 1e-9 <= found.low
    assert found.high <= max(v for _, v in values) + 1e-9


def test_a_block_is_summed_exactly() -> None:
    """Large differences that cancel would take a small one with them, by the order they came in."""
    found = gain([("a", 1e16), ("a", 1.0), ("a", -1e16)])

    # All of one block: every resample is that block, and its mean is 1/3.
    assert (found.mean, found.low, found.high) == (1 / 3, 1 / 3, 1 / 3)
