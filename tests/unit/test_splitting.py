"""Splitting: a forked run goes on as it would have, estimates are unbiased, intervals honest."""

from __future__ import annotations

import math
import random
from functools import partial

import pytest

from sim.cli import main
from sim.engine import Draws
from sim.engine.base.draws import RARE_MOST, STEERED, KeptDraws, SteeredDraws
from sim.loader import library
from sim.loader.yamltext import parse, read_text
from sim.study.design import Plan, Study
from sim.study.estimate import rate
from sim.study.paths import REACHED, Crisis, Importance, Path
from sim.study.planning import plan
from sim.study.rare import Repetition, positive_mean, rare, summed, times_faster
from sim.study.splitting import (
    Level,
    LevelResult,
    Luck,
    Planned,
    Splitter,
    Tried,
    divided,
    probability,
    spreads,
)
from sim.study.workers import Worker

SHORT = ("horizon=8 d",)


def planned(n: int = 1, sets: tuple[str, ...] = SHORT) -> Plan:
    """Plan some days of the two captains."""
    path = library.find("two-captains")
    return plan(Study(parse(read_text(path), library.shown(path)), sets=sets, n=n))


def test_a_path_is_the_run_that_a_study_measures() -> None:
    """A run that goes on by itself has the log of the one that a study measures."""
    worker = Worker(planned())
    setup, filled = worker.cell(0)
    for replicate in range(5):
        path = Path.begun(setup, Draws(1, replicate), filled)
        path.seek(lambda: False)
        assert path.engine.log == worker.play(0, replicate).engine.log


def test_a_fork_with_the_same_chance_goes_on_as_the_run_would() -> None:
    """A fork that keeps its branch goes on to the very log of the run that was not forked."""
    setup, filled = Worker(planned()).cell(0)
    forked = 0
    for branch in range(1, 40):
        whole = Path.begun(setup, SteeredDraws((1, 0, branch)), filled)
        whole.seek(lambda: False)
        path = Path.begun(setup, SteeredDraws((1, 0, branch)), filled)
        most = Importance(path.engine, 8)
        if path.seek(partial(most.reaches, -7)):
            forked += path.engine.now_ms > 0
            entrance = path.entrance()
            again = Path.gone_on(setup, KeptDraws(1, 0, branch, entrance.drawn), entrance)
            again.seek(lambda: False)
            assert again.engine.log == whole.engine.log
    assert forked > 5


def test_forks_share_what_was_drawn_and_nothing_that_comes_after() -> None:
    """Two forks share what was drawn before, and nothing after."""
    first = KeptDraws(1, 0, 1)
    kept = first.uniform("policy.rung", "a", 0)
    second = KeptDraws(1, 0, 2, first.asked)
    assert second.uniform("policy.rung", "a", 0) == kept
    assert second.uniform("policy.rung", "a", 1) != first.uniform("policy.rung", "a", 1)


def test_what_is_forgone_and_what_is_made_are_the_whole_of_a_draw() -> None:
    """The two parts of a uniform number, by their weights, would not add up to it."""
    rare, below, n = 0.07, 0.95, 4000
    counted = 0.0
    for branch in range(n):
        kept = SteeredDraws((1, 0, branch))
        kept.reckon = lambda _: rare
        counted += (1 - rare) * (kept.uniform(STEERED, "a", 0) < below)
        assert kept.weight == 1 - rare
        assert kept.forgone == [("a", 0, rare)]
        made = SteeredDraws((2, 0, branch), made=("a", 0))
        made.reckon = lambda _: rare
        u = made.uniform(STEERED, "a", 0)
        assert u == made.uniform(STEERED, "a", 0) > 1 - rare
        counted += rare * (u < below)
    assert counted / n == pytest.approx(below, abs=4 * math.sqrt(0.05 * 0.95 / n))


def test_what_is_likely_falls_as_it_falls() -> None:
    """To forgo what is likely would cost runs that go on for nothing."""
    plain, kept = KeptDraws(1, 0, 1), SteeredDraws((1, 0, 1))
    kept.reckon = lambda _: RARE_MOST * 1.01
    assert kept.uniform(STEERED, "a", 0) == plain.uniform(STEERED, "a", 0)
    assert (kept.weight, kept.forgone) == (1.0, [])


def test_a_decision_that_is_made_to_fall_brings_the_act() -> None:
    """The chance reckoned of a decision would be that of something else."""
    setup, filled = Worker(planned()).cell(0)
    tried = 0
    for branch in range(60):
        path = Path.begun(setup, SteeredDraws((1, 0, branch)), filled)
        path.steer(8)
        most = Importance(path.engine, 8)
        if path.seek(partial(most.reaches, REACHED)):
            continue  # a decision was likely, and fell
        for seat, index, chance in path.forgone[-1:]:
            made = Path.begun(setup, SteeredDraws((1, 0, branch), made=(seat, index)), filled)
            made.steer(8)
            assert 0 < chance < RARE_MOST
            assert made.seek(partial(Importance(made.engine, 8).reaches, REACHED))
            tried += 1
    assert tried > 5


@pytest.mark.slow
def test_splitting_agrees_with_plain_runs_where_both_can_be_done() -> None:
    """The mean of many repetitions is the rate of plain runs, within the error of both."""
    made = planned()
    setup, filled = Worker(made).cell(0)
    hits = []
    for replicate in range(500):
        path = Path.begun(setup, Draws(1, replicate), filled)
        most = Importance(path.engine, 8)
        hits.append(float(path.seek(partial(most.reaches, REACHED))))
    plain = rate(hits)
    assert plain.mean is not None
    assert 0.005 < plain.mean < 0.2
    levels = divided(Splitter(Crisis(setup, filled, 8), Luck(1, 10**6)).levels(0.2, 5, 60), 40)
    assert [level.importance for level in levels] == sorted({level.importance for level in levels})
    assert len(levels) > 1
    found = [
        probability(Splitter(Crisis(setup, filled, 8), Luck(1, repetition)).steps(levels))
        for repetition in range(12)
    ]
    centre = math.fsum(found) / len(found)
    error = math.fsum((f - centre) ** 2 for f in found) / (len(found) - 1) / len(found)
    error += plain.mean * (1 - plain.mean) / len(hits)
    assert abs(centre - plain.mean) < 3.5 * math.sqrt(error)


def test_the_interval_covers_as_often_as_it_says() -> None:
    """Of intervals for a known product of shares, at least 94 in 100 hold it."""
    luck, truth, runs, levels = random.Random(7), 0.2**4, 60, 4

    def product() -> float:
        """Draw an estimate as splitting gives it."""
        return math.prod(
            sum(luck.random() < 0.2 for _ in range(runs)) / runs for _ in range(levels)
        )

    covered = 0
    for _ in range(300):
        found = positive_mean([product() for _ in range(20)])
        covered += (found.low or 0) <= truth <= (found.high or 0)
    assert covered / 300 > 0.94


def test_what_was_never_reached_has_an_upper_end_all_the_same() -> None:
    """A rung never reached is not known to be impossible."""
    levels = (Level(-3.0, runs=20, cost=9.0), Level(REACHED, runs=20, cost=9.0))
    pilot = Repetition((), levels, work=10.0, plain=1.0)
    never = [
        Repetition((LevelResult(0.1, 0.0), LevelResult(0.0, 0.0)), levels, work=10.0, plain=0.0)
    ] * 20
    found = summed(pilot, never)
    assert found["probability"]["mean"] == 0 < found["probability"]["high"] < 0.1
    assert found["times_faster"] is None


def test_how_much_faster_is_computed_from_the_spread() -> None:
    """The ratio is that of the variances, each by what it takes."""
    found = times_faster([1e-4, 3e-4] * 10, plain_events=50.0, work=1e6)
    assert found is not None
    square = 1e-8 * 20 / 19 / 20
    assert found["ratio"] == pytest.approx(2e-4 * (1 - 2e-4) / square * 50 / 1e6)
    low, ratio, high = (float(found[name]) for name in ("low", "ratio", "high"))
    assert low < ratio < high


def test_the_work_is_divided_as_far_as_it_goes() -> None:
    """Levels have more runs the more these spread and the less they cost; the work is the same."""
    chosen = [Planned(-6.0, 250.0, 9.0), Planned(-4.0, 160.0, 9.0), Planned(REACHED, 1000.0, 1.0)]
    levels = divided(chosen, 100)
    runs = [level.runs for level in levels]
    assert runs[1] > runs[0] > runs[2] >= 10
    assert math.fsum(level.runs * level.cost for level in levels) == pytest.approx(
        141_000, rel=0.02
    )
    equal, best = (
        math.fsum(level.spread / n for level, n in zip(chosen, each, strict=True))
        for each in ([100, 100, 100], runs)
    )
    assert best < equal


def test_a_run_is_worth_what_those_are_that_go_on_from_it() -> None:
    """Which levels need many runs would be read from other runs than those that began there."""
    first = Tried([0.0, 0.0, 9.0, 9.0], came=[2, 3], turn=0)
    last = Tried([1.0, 3.0, 1.0, 3.0], came=[], turn=1)
    whole, after = spreads([first, last])
    assert after == pytest.approx(20 * 4 / 64 - 1)
    assert whole == pytest.approx((9 + 1) * 4 / 16 - 1)


@pytest.mark.slow
def test_any_number_of_workers_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """One worker or two give the same estimates."""
    monkeypatch.setattr("sim.study.rare._PILOT_EFFORT", 20)
    monkeypatch.setattr("sim.study.rare._LEVELS_MOST", 2)
    made = planned(400, ("horizon=2 d",))
    one, two = (rare(made, "uf8", workers, lambda done, of: None) for workers in (1, 2))
    assert one == two
    assert one["arms"]["as-is"]["probability"]["high"] > 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--rare", "uf9"], "--rare uf9: expected one of uf4, uf8"),
        (["--rare", "uf8", "-n", "30"], "expected -n 400 or more"),
        (["--rare", "uf8", "--out", "x"], "leave --out out"),
        (
            ["--rare", "uf8", "--factor", "parameters.honour", "--design", "grid"],
            "varies no factors",
        ),
    ],
)
def test_what_cannot_be_split_is_said(
    options: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What cannot be split is refused in one line."""
    assert main(["study", "two-captains", *options]) == 2
    assert says in capsys.readouterr().err
