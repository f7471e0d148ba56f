"""The model's equations against closed forms: checks 2 to 8, each to the digits stated."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.base.geometry import radio_reach_m
from sim.engine.facts.acts import ActOccurred
from sim.engine.facts.beliefs import ActWeighed
from sim.engine.facts.calls import CallEnded
from sim.engine.facts.incidents import IncidentHappened
from sim.engine.seat import beliefs
from sim.engine.seat import mind as minds
from sim.engine.seat.rules import Command
from sim.loader import load
from sim.model import belief as be
from sim.model import calling, choice
from sim.model import tension as st_
from sim.model.calling import Hazards
from sim.model.choice import Doctrine, Mind
from sim.units import M_PER_NM

SCENE = "two-captains"
DAY = 86_400_000


def engine_of(*sets: str, seed: int = 1, replicate: int = 0) -> Engine:
    """Begin a run of the measuring scenario with nobody deciding."""
    setup = Setup(load(SCENE, sets))
    engine = Engine(setup, Draws(seed, replicate))
    begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
    return engine


# Check 2: Bayes


def test_weights_of_evidence_add_up_in_any_order() -> None:
    """p0 = 0.2 and weights +0.5, +0.9, -0.6: L = -0.5863, p = 0.3575."""
    for order in itertools.permutations((0.5, 0.9, -0.6)):
        lo = be.odds(0.2)
        for nats in order:
            lo += be.open_step(nats, alpha=1, openness=1, novelty=1, nth=1)
        assert round(lo, 4) == -0.5863
        assert round(be.chance(lo), 4) == 0.3575


def test_belief_is_a_martingale() -> None:
    """Prior 0.3, P(s|RV) = 0.7, P(s|SQ) = 0.2: posteriors 0.6000 and 0.1385, mean 0.3."""
    seen = be.chance(be.odds(0.3) + math.log(0.7 / 0.2))
    unseen = be.chance(be.odds(0.3) + math.log(0.3 / 0.8))
    p_seen = 0.3 * 0.7 + 0.7 * 0.2

    assert (round(seen, 4), round(unseen, 4)) == (0.6, 0.1385)
    assert round(p_seen * seen + (1 - p_seen) * unseen, 12) == 0.3


@given(st.floats(0.001, 0.999))
def test_odds_there_and_back(p: float) -> None:
    """A belief would drift by being written as odds."""
    assert be.chance(be.odds(p)) == pytest.approx(p, abs=1e-12)


# Check 3: attribution


@pytest.mark.parametrize(
    ("x", "step"), [(0, 0.8210), (2, 0.1714), (200, 0.0), (-200, round(math.log(15), 4))]
)
def test_the_step_of_a_doubtful_act(x: float, step: float) -> None:
    """The step is 0.8210, 0.1714, 0 and ln 15 = 2.7081 as x goes from 0 to 2, +inf and -inf."""
    a = be.accident_rate(0.02, x, 0)

    assert round(be.doubtful_step(1, a, 0.03, 0.002), 4) == step


@pytest.mark.parametrize(("x", "q"), [(0, 0.3421), (2, 0.0657)])
def test_the_blame_of_a_doubtful_act(x: float, q: float) -> None:
    """Q = 0.3421 and 0.0657 at p = 0.3."""
    assert round(be.blame(0.3, be.accident_rate(0.02, x, 0), 0.03, 0.002), 4) == q


def test_the_engine_attributes_by_the_same_numbers() -> None:
    """With b0 = 0, no tension and alpha = 1 the engine's first reading is q = 0.3421."""
    sets = ("parameters.b0=0", "parameters.alpha=1", "parameters.a_true=1 per d")
    engine = engine_of(*sets)
    while not (found := _weighed(engine)):
        at = engine.next_ms()
        assert at is not None
        engine.drain_to(at)
    assert (round(found[0].q, 4), round(found[0].step, 4)) == (0.3421, 0.8210)


def _weighed(engine: Engine) -> list[ActWeighed]:
    return [e.fact for e in engine.log if isinstance(e.fact, ActWeighed) and e.fact.number == 1]


def test_words_are_capped_and_tracks_are_not() -> None:
    """A culprit tells the same story: words explain at most ln(1/m), shared data more."""
    cap = be.words_cap(0.3, 0.5, 0.1)

    assert cap == pytest.approx(math.log(1 / 0.22))
    assert be.evidence(9, 0, cap) == cap
    assert be.evidence(0, 3, cap) == 3


def test_an_explanation_replaces_what_was_thought() -> None:
    """What a seat thinks after an explanation is what it would have thought with it at once."""
    sets = ("parameters.a_true=1 per d", "parameters.tau_h=3650 d", "parameters.d_sq=0 per d")
    engine = engine_of(*sets)
    while not engine.state.known["north_captain"].beliefs.weighed:
        engine.drain_to(engine.next_ms() or 0)
    seat, setup = "north_captain", engine.setup
    act = engine.state.known[seat].beliefs.weighed[1]
    before = beliefs.belief_now(setup, engine.state.known[seat], engine.now_ms)

    beliefs.explain(engine, seat, act, "line", 1.2, cause=engine.state.seq)
    beliefs.explain(engine, seat, engine.state.known[seat].beliefs.weighed[1], "line", 1.2, cause=1)

    after = beliefs.belief_now(setup, engine.state.known[seat], engine.now_ms)
    terms = setup.parameters
    believed = be.accident_rate(terms.a_hat, 1.2, act.bias)
    assert after - before == pytest.approx(
        be.doubtful_step(terms.alpha, believed, terms.d_rv, terms.d_sq) - act.step, abs=1e-8
    )


# Check 4: how a call ends


def test_the_chances_of_a_call() -> None:
    """h_ans 0.03, h_dec 0.01, T_max 60: answer 0.6820, decline 0.2273, no answer 0.0907."""
    found = calling.try_chances(Hazards(60 * 0.03, 60 * 0.01), 60 * 60_000)

    assert [round(p, 4) for p in found] == [0.6820, 0.2273, 0.0907]


def test_the_engines_calls_end_as_often() -> None:
    """The same rates in the engine, thinned from their bound: within four standard errors."""
    sets = (
        "parameters.a_true=0 per d",
        "parameters.h0=1.8 per h",
        "parameters.hd0=0.6 per h",
        "parameters.t_max=60 min",
        "parameters.u=1",
        "parameters.practice=1",
        "parameters.decline_rung=0",
        "parameters.u_tech=3650 d",
        "parameters.d_sq=0 per d",
    )
    setup, counts, n = Setup(load(SCENE, sets)), {"answered": 0, "declined": 0, "rang_out": 0}, 2000
    for replicate in range(n):
        engine = Engine(setup, Draws(4, replicate))
        begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
        submit(engine, Command("north_captain", "call", "staff_line", "south_captain", "ask"))
        engine.drain_to(DAY // 2)
        ended = [e.fact for e in engine.log if isinstance(e.fact, CallEnded)]
        counts[ended[0].outcome] += 1
    for outcome, p in zip(counts, (0.6820, 0.2273, 0.0907), strict=True):
        assert abs(counts[outcome] / n - p) < 4 * math.sqrt(p * (1 - p) / n), counts


@given(st.floats(0, 1), st.floats(0, 1))
def test_strain_slows_answers_and_speeds_refusals(tension: float, pressure: float) -> None:
    """A tense desk would be easier to reach than a calm one."""
    plain = Hazards(2, 0.5)
    strained = calling.strained(plain, 1.0 * tension + 0.5 * pressure)

    assert strained.answer <= plain.answer
    assert strained.decline >= plain.decline
    assert sum(calling.try_chances(strained, 7_200_000)) == pytest.approx(1)


# Check 5: the race between contact and decision


def test_the_race_of_contact_and_decision() -> None:
    """Exponential contact of mean 60 against decision of mean 90: 0.6; Erlang-3: 0.5477."""
    assert round(race(1), 4) == 0.6
    assert round(race(3), 4) == 0.5477


def race(steps: int, n: int = 20_000) -> float:
    """Give P(contact first) by the midpoint rule over the decision's quantiles."""
    rate, total = steps / 60, 0.0
    for k in range(n):
        t = -90 * math.log(1 - (k + 0.5) / n)
        late = sum((rate * t) ** j / math.factorial(j) for j in range(steps))
        total += 1 - math.exp(-rate * t) * late
    return total / n


# Check 6: the choice

FIRM = Doctrine(0.85, 2, 2, 0.3, 0, 1, 1.2, 8, 0.5, 1.5, 1, 0.8)


@pytest.mark.parametrize(
    ("precision", "expected"),
    [(1, [0.0900, 0.2447, 0.6652]), (0, [0.3333, 0.3333, 0.3333]), (500, [0, 0, 1])],
)
def test_the_logit(precision: float, expected: list[float]) -> None:
    """U = (0, 1, 2) at precision 1, 0 and without end; adding a constant changes nothing."""
    for more in (0, -7, 1e6):
        found = choice.logit([u + more for u in (0, 1, 2)], precision)
        assert [round(p, 4) for p in found] == expected


def test_the_anchors_of_the_choice() -> None:
    """P(rung >= 8 | fired on) = 0.12 at p = 0.5, and 0.009 after a collision held deliberate."""
    for provoked, expected in ((8, 0.12), (6, 0.009)):
        mind = Mind(0.5, provoked, 1, restrained=False, tension=0, pressure=0, committed=0, ready=0)
        chances = choice.rung_chances(FIRM, mind)
        assert sum(chances[8:]) == pytest.approx(expected, rel=0.12), provoked


def test_a_word_of_restraint_lowers_the_target() -> None:
    """Contact would have no way to work, or would work on those who trust least."""
    aims = []
    for p in (0.1, 0.9):
        calm = Mind(p, 6, 1, restrained=True, tension=0, pressure=0, committed=0, ready=0)
        tense = Mind(p, 6, 1, restrained=False, tension=0, pressure=0, committed=0, ready=0)
        aims.append(choice.target(FIRM, tense) - choice.target(FIRM, calm))
    assert [round(a, 12) for a in aims] == [0.9, 0.1]


# Check 7: Poisson


def test_incidents_come_as_a_poisson_process() -> None:
    """4 a day over 30 days, thinned at 0.05: mean = variance = 6, P(0) = 0.00248."""
    sets = (
        "parameters.a_true=0.2 per d",
        "parameters.d_sq=0 per d",
        "parameters.u_tech=3650 d",
        "incidents.south_near_miss.times=0",
    )
    setup, n, counts = Setup(load(SCENE, sets)), 1500, []
    for replicate in range(n):
        engine = Engine(setup, Draws(7, replicate))
        begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
        while not engine.state.run.ended:
            engine.drain_to(engine.next_ms() or 0)
        counts.append(sum(isinstance(e.fact, IncidentHappened) for e in engine.log))
    mean = sum(counts) / n
    variance = sum((c - mean) ** 2 for c in counts) / (n - 1)
    assert abs(mean - 6) < 4 * math.sqrt(6 / n)
    assert abs(variance - 6) < 4 * 6 * math.sqrt(2 / n + 1 / (6 * n))
    assert round(math.exp(-6), 5) == 0.00248
    assert counts.count(0) / n < 0.00248 + 4 * math.sqrt(0.00248 / n)


def test_the_event_tree() -> None:
    """0.02 a day x 0.4 x 0.3 x 0.05: P(at least one in a year) is four in a hundred."""
    rate = 0.02 * 0.4 * 0.3 * 0.05

    assert rate * 365 == pytest.approx(0.0438)
    # As a Poisson process; the note's 0.0429 is this number to four digits.
    assert round(1 - math.exp(-rate * 365), 4) == 0.0429


# Checks 9 and 10: levels and limits


def test_stocks_fall_exponentially_without_events() -> None:
    """Tension would stay, or fall by a rule of its own."""
    engine = engine_of("parameters.a_true=0 per d", "parameters.d_sq=0 per d")
    known, terms = engine.state.known["north_captain"], engine.setup.parameters
    known.beliefs.tension, known.beliefs.pressure = (0.4, 0), (0.2, 0)

    felt = minds.mind(engine.setup, known, 5 * DAY)

    assert felt.tension == pytest.approx(0.4 / math.e)
    assert felt.pressure == pytest.approx(0.2 * math.exp(-5 / 7))
    assert terms.tau_t == 5 * DAY


def test_no_events_no_force() -> None:
    """Force would come from nothing."""
    engine = engine_of("parameters.a_true=0 per d", "parameters.d_sq=0 per d")
    while not engine.state.run.ended:
        engine.drain_to(engine.next_ms() or 0)
    assert not [e for e in engine.log if isinstance(e.fact, ActOccurred)]


def test_the_reach_of_vhf() -> None:
    """Aerials of 30 m and 62 m reach 30.04 nm."""
    assert round(radio_reach_m(30, 62) / M_PER_NM, 2) == 30.04


@given(st.floats(0, 1), st.integers(0, 10))
def test_readiness_has_a_step_for_each_quarter(tension: float, rung: int) -> None:
    """Forces would be at a readiness that no tension explains."""
    assert st_.readiness(tension) == min(4, int(4 * tension))
    assert 0 <= st_.clipped(tension + st_.tension_jump(rung, 0.08, 1)) <= 1
