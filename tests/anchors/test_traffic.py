"""Streams of encounters against closed forms; each bound is four standard errors wide.

A bound is missed by luck about once in sixteen thousand; seeds are fixed.
"""

from __future__ import annotations

import math
from typing import Any

import pytest

from sim.engine import Draws, Engine, Setup, begin
from sim.engine.base.geometry import contact_p
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.traffic import PhaseBegun, PhaseEnded, UnsafeEncounter
from sim.loader import from_data
from sim.model.traffic import poisson
from sim.play.outcome import met_by

DAY = 86_400_000
PATROL: dict[str, Any] = {
    "id": "patrol",
    "title": "Patrol",
    "by": "a",
    "against": "b",
    "rate": "4 per d",
    "unsafe": 0.05,
    "cpa": {"median": "300 m", "sigma": 0.8},
}
PRESSED = {"flag": "pressed", "times": 4}


def setup_of(days: int = 30, flags: tuple[str, ...] = (), **keys: Any) -> Setup:
    """Make a scenario with one stream, in which nobody decides anything."""
    injects = [
        {"id": f"at_{n}", "title": "T", "kind": "news", "at": at, "effects": [effect]}
        for n, (at, effect) in enumerate(keys.pop("turns", ()))
    ]
    data = {
        "schema_version": 1,
        "id": "patrol",
        "title": "Patrol",
        "begins": "2025-01-01 00:00+00:00",
        "place": "Nowhere",
        "origin": "15 N 118 E",
        "horizon": f"{days} d",
        "minutes": 1,
        "sides": [{"id": side, "name": side} for side in "ab"],
        "seats": [
            {"id": f"{side}_desk", "title": "Desk", "side": side, "level": "capital"}
            for side in "ab"
        ],
        "flags": [
            {"id": flag, "title": flag, "start": flag in flags} for flag in ("pressed", "calm")
        ],
        "streams": [PATROL | keys],
        "injects": injects,
        "endings": [{"id": "over", "title": "Over", "text": "Over."}],
    }
    return Setup(from_data(data))


def log_of(setup: Setup, replicate: int, seed: int = 7) -> Engine:
    """Play one run to its end."""
    engine = Engine(setup, Draws(seed, replicate))
    begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
    engine.drain_to(setup.scenario.horizon)
    return engine


def counts(setup: Setup, n: int, what: str) -> list[int]:
    """Count something in each of n runs."""
    return [met_by(log_of(setup, replicate), "patrol")[what] for replicate in range(n)]


def moments(found: list[int]) -> tuple[float, float]:
    """Give mean and variance."""
    mean = sum(found) / len(found)
    return mean, sum((x - mean) ** 2 for x in found) / (len(found) - 1)


def assert_poisson(found: list[int], expected: float) -> None:
    """Mean and variance are those of a Poisson count, within four standard errors."""
    n, (mean, variance) = len(found), moments(found)
    assert abs(mean - expected) < 4 * math.sqrt(expected / n)
    assert abs(variance - expected) < 4 * expected * math.sqrt(2 / n + 1 / (expected * n))


@pytest.mark.parametrize(
    ("keys", "flags"),
    [
        ({}, ()),
        ({"campaign": PRESSED}, ()),
        ({"rate": "8 per d", "displaced": [{"flag": "calm", "times": 0.5}]}, ("calm",)),
        ({"unsafe": 0.0125, "campaign": PRESSED}, ("pressed",)),
    ],
    ids=["bare", "campaign off", "displaced", "campaign on"],
)
def test_unsafe_meetings_are_a_poisson_process(
    keys: dict[str, Any], flags: tuple[str, ...]
) -> None:
    """4 a day over 30 days, thinned at 0.05: mean = variance = 6, P(0) = 0.00248."""
    n = 1000
    found = counts(setup_of(flags=flags, **keys), n, "unsafe")

    assert_poisson(found, 6)
    assert round(math.exp(-6), 5) == 0.00248
    assert found.count(0) / n < 0.00248 + 4 * math.sqrt(0.00248 / n)


def test_routine_is_a_poisson_count_and_independent_of_what_goes_unsafe() -> None:
    """4 a day x 0.95 x 30 d = 114 routine; marking makes both counts independent."""
    n, setup = 1000, setup_of()
    met = [met_by(log_of(setup, replicate), "patrol") for replicate in range(n)]
    routine, unsafe = [m["routine"] for m in met], [m["unsafe"] for m in met]

    assert_poisson(routine, 114)
    (mean_r, var_r), (mean_u, var_u) = moments(routine), moments(unsafe)
    pairs = zip(routine, unsafe, strict=True)
    shared = sum((r - mean_r) * (u - mean_u) for r, u in pairs) / (n - 1)
    assert abs(shared / math.sqrt(var_r * var_u)) < 4 / math.sqrt(n)


def test_flags_that_change_weigh_for_as_long_as_they_stand() -> None:
    """On from day 10 to 25: unsafe 0.2 x (15 + 4 x 15) = 15, routine 120 - 15 = 105."""
    turns = [("10 d", {"set": "pressed"}), ("25 d", {"clear": "pressed"})]
    setup = setup_of(campaign=PRESSED, turns=turns)

    found = [e for e in log_of(setup, 0).log if isinstance(e.fact, PhaseEnded)]

    # The last phase ends a millisecond before the run: 3.8 / d x 1 ms is 4e-8.
    assert [e.fact.mean for e in found] == [pytest.approx(105, abs=1e-6)]
    assert_poisson(counts(setup, 600, "unsafe"), 15)
    assert_poisson(counts(setup, 600, "routine"), 105)


def test_a_campaign_adds_what_is_ordered_and_takes_nothing_away() -> None:
    """With four times as many, three in four are ordered, and the mishaps are the same ones."""
    off, on = (setup_of(flags=flags, campaign=PRESSED) for flags in ((), ("pressed",)))
    ordered = total = 0
    for replicate in range(200):
        mishaps, pressed = (
            [
                (e.at_ms, e.fact)
                for e in log_of(s, replicate).log
                if e.fact.kind == "unsafe_encounter"
            ]
            for s in (off, on)
        )
        assert not any(fact.ordered for _, fact in mishaps)
        assert [met for met in pressed if not met[1].ordered] == mishaps
        ordered += sum(fact.ordered for _, fact in pressed)
        total += len(pressed)
    assert abs(ordered / total - 0.75) < 4 * math.sqrt(0.75 * 0.25 / total)


RUNS = {"title": "Supply", "first": "1 d", "every": "10 d", "lasts": "2 d", "disturbed": 0.7}
"""Three runs in thirty days; 4 x 0.25 x 2 d = 2 further unsafe meetings in a disturbed one."""


def test_each_run_is_one_trial() -> None:
    """0.7 of runs are disturbed, each of these at least once: 0.7 x (1 + 2) unsafe a run."""
    n, setup = 500, setup_of(unsafe=0.25, runs=RUNS)
    per_run: list[int] = []
    for replicate in range(n):
        engine = log_of(setup, replicate)
        begun = [e for e in engine.log if isinstance(e.fact, PhaseBegun)]
        assert [e.at_ms for e in begun] == [DAY, 11 * DAY, 21 * DAY]
        met = [e for e in engine.log if isinstance(e.fact, UnsafeEncounter)]
        for run in begun:
            inside = [e for e in met if run.at_ms < e.at_ms < run.at_ms + 2 * DAY]
            assert bool(inside) == run.fact.disturbed
            per_run.append(len(inside))
        assert sum(per_run[-3:]) == len(met), "met outside of runs"

    # A trial times one and a Poisson count: mean 2.1, E[X²] = 0.7 x (1 + 3 x 2 + 2²) = 7.7.
    share, mean = 1 - per_run.count(0) / (3 * n), sum(per_run) / (3 * n)
    assert abs(share - 0.7) < 4 * math.sqrt(0.7 * 0.3 / (3 * n))
    assert abs(mean - 2.1) < 4 * math.sqrt((7.7 - 2.1**2) / (3 * n))


def test_an_arrangement_leaves_most_runs_alone() -> None:
    """0.1 with one; who is disturbed all the same would have been without it."""
    runs = RUNS | {"agreed": {"flag": "calm", "disturbed": 0.1}}
    found: list[list[bool]] = []
    for flags in ((), ("calm",)):
        setup = setup_of(flags=flags, runs=runs)
        logs = [log_of(setup, replicate).log for replicate in range(300)]
        found.append(
            [e.fact.disturbed for log in logs for e in log if isinstance(e.fact, PhaseBegun)]
        )

    without, agreed = found
    assert abs(sum(agreed) / 900 - 0.1) < 4 * math.sqrt(0.1 * 0.9 / 900)
    assert all(had for had, has in zip(without, agreed, strict=True) if has)


def test_contact_follows_from_the_closest_approach() -> None:
    """The model's closed form: 0.77 at 41 m and 85 m without avoiding, times 1 - P_avoid."""
    assert round(contact_p(41, 85, 60, 0), 2) == 0.77
    setup = setup_of(
        unsafe=1,
        cpa={"median": "41 m", "sigma": 0.001},
        contact={"distance": "85 m", "avoided": 0.5},
    )
    met = [met_by(log_of(setup, replicate), "patrol") for replicate in range(30)]

    touched, unsafe = (sum(m[what] for m in met) for what in ("touched", "unsafe"))
    p = contact_p(41, 85, 60, 0.5)
    assert abs(touched / unsafe - p) < 4 * math.sqrt(p * (1 - p) / unsafe)


def test_distances_are_lognormal_and_their_rung_follows() -> None:
    """ln(457.2 / 300) / 0.8 = 0.5267: 0.7008 of unsafe meetings lie within 500 yards."""
    setup = setup_of(unsafe=1, campaign=None)
    facts = [e.fact for replicate in range(30) for e in log_of(setup, replicate).log]
    acts = [f for f in facts if isinstance(f, ActOccurred)]
    away = [f.cpa_m for f in facts if isinstance(f, UnsafeEncounter)]

    assert [a.rung for a in acts] == [4 if m < 457.2 else 3 for m in away]
    near = sum(m < 457.2 for m in away) / len(away)
    assert abs(near - 0.7008) < 4 * math.sqrt(0.7008 * 0.2992 / len(away))
    middle = sum(math.log(m) for m in away) / len(away)
    assert abs(middle - math.log(300)) < 4 * 0.8 / math.sqrt(len(away))


def cumulative(mean: float, count: int) -> float:
    """Give the chance of at most so many."""
    terms = (math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(count + 1))
    return math.fsum(terms)


@pytest.mark.parametrize("mean", [0.01, 1, 6, 90, 200])
def test_the_quantile_of_a_poisson_count(mean: float) -> None:
    """It is the least count whose cumulative chance reaches u."""
    for u in (0.001, 0.1, 0.5, 0.9, 0.999):
        count = poisson(mean, u)
        assert cumulative(mean, count) >= u - 1e-12
        assert count == 0 or cumulative(mean, count - 1) < u


def test_the_quantile_of_a_large_poisson_count() -> None:
    """The expansion above 200 errs by at most one, and more u is never less."""
    for mean in (201.0, 1000.0):
        found = [poisson(mean, k / 500) for k in range(1, 500)]
        assert found == sorted(found)
        for k in (1, 50, 250, 450, 499):
            count = found[k - 1]
            assert cumulative(mean, count + 1) >= k / 500
            assert cumulative(mean, count - 2) < k / 500
