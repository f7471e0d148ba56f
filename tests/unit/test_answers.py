"""Answers: indices against closed forms, boxes, signs, shares and times against what is known."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from itertools import product

import pytest

from sim.errors import UsageError
from sim.study.answers.boxes import box
from sim.study.answers.incidence import by, incidence
from sim.study.answers.indices import morris, slopes, sobol
from sim.study.answers.lines import line
from sim.study.answers.many import each_level, holm
from sim.study.answers.signs import in_bins, signs
from sim.study.answers.worths import regrets, shapley, value_of_knowing
from sim.study.estimate import paired_rates
from sim.study.points import parse_design, shares

LUCK = random.Random


def ishigami(point: Sequence[float]) -> float:
    """Give Ishigami and Homma's function with a = 7, b = 0.1 of a point in the unit cube."""
    a, b, c = ((2 * x - 1) * math.pi for x in point)
    return math.sin(a) + 7 * math.sin(b) ** 2 + 0.1 * c**4 * math.sin(a)


_G = (0.0, 0.5, 1.0, 3.0)


def g_function(point: Sequence[float]) -> float:
    """Give Sobol's g function of a point in the unit cube."""
    return math.prod((abs(4 * x - 2) + a) / (1 + a) for x, a in zip(point, _G, strict=True))


def _ishigami_closed() -> tuple[list[float], list[float]]:
    one, two = 0.5 * (1 + math.pi**4 / 50) ** 2, 49 / 8
    both = 8 * math.pi**8 / 225 * 0.01
    whole = one + two + both
    return [one / whole, two / whole, 0.0], [(one + both) / whole, two / whole, both / whole]


def _g_closed() -> tuple[list[float], list[float]]:
    own = [1 / (3 * (1 + a) ** 2) for a in _G]
    whole = math.prod(1 + v for v in own) - 1
    total = [v * (whole + 1) / (1 + v) / whole for v in own]
    return [v / whole for v in own], total


CLOSE, NEARLY_NONE = 0.02, 0.01
"""How close an index is to come: relatively; absolutely where its closed form is less than that."""


def _astray(found: float, exact: float) -> bool:
    """Say whether an index is further from its closed form than it may be."""
    return abs(found - exact) > CLOSE * (exact if exact >= NEARLY_NONE else 1)


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(
    ("function", "closed"), [(ishigami, _ishigami_closed()), (g_function, _g_closed())]
)
def test_indices_are_those_of_the_closed_form(
    function: Callable[[Sequence[float]], float],
    closed: tuple[list[float], list[float]],
    seed: int,
) -> None:
    """Every index of our own design comes within 2 % of itself, whichever the seed."""
    k = len(closed[0])
    points = shares(parse_design("sobol:16384"), k, seed)
    found = sobol([f"f{i}" for i in range(k)], [[function(p)] for p in points])
    for name, exact in zip(("first", "total"), closed, strict=True):
        for index, value in zip(found[name], exact, strict=True):
            assert not _astray(index.value, value), (name, index, value)
            assert index.low <= value <= index.high


def test_an_index_that_is_a_little_off_is_noticed() -> None:
    """The least index that counts, 0.03 of the g function, may be off by 0.0006 and no more."""
    least = min(value for values in _g_closed() for value in values)
    assert NEARLY_NONE < least < 0.031
    assert not _astray(least * 1.019, least)
    assert _astray(least * 1.021, least)
    assert _astray(0.021, 0.0)


def test_indices_of_single_values_are_those_of_salib() -> None:
    """Without luck the estimators are SALib's own, to the last digits."""
    analyze = pytest.importorskip("SALib.analyze.sobol").analyze
    points = shares(parse_design("sobol:64"), 3, 1)
    values = [ishigami(p) for p in points]
    found = sobol(list("abc"), [[v] for v in values])
    problem = {"num_vars": 3, "names": list("abc"), "bounds": [[0.0, 1.0]] * 3}
    numpy = pytest.importorskip("numpy")
    theirs = analyze(problem, numpy.array(values), calc_second_order=False, seed=1)
    ours = {name: [index.value for index in found[name]] for name in found}
    # SALib centres by the mean of all points, we by that of the two samples of the whole cube
    assert ours["first"] == pytest.approx(list(theirs["S1"]), abs=0.02)
    assert ours["total"] == pytest.approx(list(theirs["ST"]), rel=1e-9)


def _loud(kind: str, luck: random.Random, plain: Sequence[float]) -> list[list[float]]:
    """Put luck on values: of each point its own, the same for all, or the same by the point."""
    runs = range(8)
    common = [luck.gauss(0, 5) for _ in runs]
    if kind == "own":
        return [[v + luck.gauss(0, 5) for _ in runs] for v in plain]
    scale = (max(plain) - min(plain)) if kind == "by point" else 0.0
    return [[v + c * (1 + (v / scale if scale else 0.0)) for c in common] for v in plain]


@pytest.mark.parametrize("kind", ["own", "common", "by point"])
def test_luck_in_the_values_is_taken_out(kind: str) -> None:
    """With luck of the size of all variance, first and total indices are those without it."""
    points = shares(parse_design("sobol:2048"), 3, 1)
    plain = [ishigami(p) for p in points]
    found = sobol(list("abc"), _loud(kind, LUCK(3), plain))
    for name, closed in zip(("first", "total"), _ishigami_closed(), strict=True):
        for index, value in zip(found[name], closed, strict=True):
            assert index.value == pytest.approx(value, abs=0.06), (name, index)


def test_luck_that_is_left_in_is_noticed() -> None:
    """The mean of loud runs, taken for a value without luck, has totals that are too large."""
    points = shares(parse_design("sobol:2048"), 3, 1)
    loud = _loud("own", LUCK(3), [ishigami(p) for p in points])
    means = [[math.fsum(row) / len(row)] for row in loud]
    totals = sobol(list("abc"), means)["total"]
    exact = _ishigami_closed()[1]
    assert totals[2].value > exact[2] + 0.06


def test_values_that_are_luck_alone_have_no_indices() -> None:
    """What varies with luck alone is refused; so is what is no number, or never varies."""
    points = shares(parse_design("sobol:16"), 2, 1)
    luck = LUCK(1)
    loud = [[luck.gauss(0, 1) for _ in range(6)] for _ in points]
    for rows in (loud, [[1.0]] * len(points)):
        with pytest.raises(UsageError, match="luck alone"):
            sobol(["a", "b"], rows)
    with pytest.raises(UsageError, match="1 values are none"):
        sobol(["a", "b"], [[math.nan], *loud[1:]])


def test_morris_tells_what_matters() -> None:
    """A factor without effect has none; a linear one has its slope over the range."""
    points = shares(parse_design("morris:20"), 3, 1)
    found = morris(list("abc"), points, [3 * p[0] + p[1] for p in points])
    assert [round(index.value, 6) for index in found] == [3.0, 1.0, 0.0]


def test_slopes_and_their_intervals() -> None:
    """In 100 designs the simultaneous intervals hold all true slopes in at least 90."""
    luck, true, held = LUCK(5), (1.0, -0.5, 0.0, 0.0), 0
    for _ in range(100):
        points = [[luck.random() for _ in true] for _ in range(40)]
        values = [
            math.fsum(a * b for a, b in zip(true, p, strict=True)) + luck.gauss(0, 0.4)
            for p in points
        ]
        found = slopes(list("abcd"), points, values)
        held += all(s.low <= t <= s.high for s, t in zip(found, true, strict=True))
    assert held >= 90
    with pytest.raises(UsageError, match="too few"):
        slopes(list("abcd"), points[:5], values[:5])


def test_a_box_is_found_and_said() -> None:
    """A corner in which something comes out is found, and said in its factors' names."""
    luck = LUCK(2)
    points = [[luck.random() for _ in range(4)] for _ in range(400)]
    cases = [p[0] > 0.7 and p[2] < 0.4 for p in points]
    found = box(["a", "b", "c", "d"], points, cases)
    assert found is not None
    assert found.density > 0.7
    assert found.coverage > 0.6
    assert "a at least 0." in found.words
    assert "c at most 0." in found.words
    assert found.low <= found.density <= found.high
    assert box(["a"], [[0.1], [0.2]], [False, False]) is None


def test_signs_are_counted_alone_and_together() -> None:
    """What is said of all points together says less than each alone."""
    runs = [([1.0] * k + [0.0] * (40 - k), [0.0] * 40) for k in (0, 8, 30)]
    runs.append(([0.0] * 40, [1.0] * 30 + [0.0] * 10))
    found = signs(4, lambda point, level: paired_rates(*runs[point], level))
    assert (found.below, found.above) == (1, 2)
    assert (found.below_of_all, found.above_of_all) == (1, 2)
    assert found.share_below()[1] < 0.25 < found.share_below()[2]


def test_a_line_that_is_level_crosses_nowhere() -> None:
    """A level line has no crossing, an unsure one ends nowhere; two points are no line."""
    level = line([1.0, 2.0, 3.0], [[1.0], [1.0], [1.0]])
    assert level is not None
    assert level.crosses() == (None, -math.inf, math.inf)
    steep = line([1.0, 2.0, 3.0, 4.0], [[-1.0], [0.1], [0.9], [2.0]])
    assert steep is not None
    at, low, high = steep.crosses()
    assert at is not None
    assert low < at < high
    assert at == pytest.approx(2.5 - 0.5 / 0.98)
    assert steep.rises(2.0).mean == pytest.approx(1.96)
    assert line([1.0, 2.0], [[1.0], [2.0]]) is None
    assert line([1.0, 1.0, 1.0], [[1.0], [2.0], [3.0]]) is None


def test_bins_hold_all_points() -> None:
    """Bins have as many points each, in order."""
    found = in_bins([3.0, 1.0, 2.0, 4.0], [0.3, 0.1, 0.2, 0.4], 2)
    assert [(low, high, round(e.mean or 0, 9)) for low, high, e in found] == [
        (1.0, 2.0, 0.15),
        (3.0, 4.0, 0.35),
    ]


def test_shares_of_causes_are_the_whole() -> None:
    """Shapley's shares add up; of a product of two each has half, and a third nothing."""
    subsets = list(product((False, True), repeat=3))
    runs = {on: [0.6 * on[0] * on[1] + 0.1 * on[0] for _ in range(5)] for on in subsets}
    found = [share.mean or 0.0 for share in shapley(runs)]
    assert found == pytest.approx([0.4, 0.3, 0.0])


def test_regret_is_that_of_the_worst_point() -> None:
    """An arm's regret is the most that another would have saved, with an interval."""
    losses = {"none": [0.1, 0.5, 0.2], "all": [0.3, 0.1, 0.2]}
    found = {r.arm: r for r in regrets(losses, lambda arm, other, point: 0.01)}
    assert (found["none"].most, found["none"].point) == (pytest.approx(0.4), 1)
    assert (found["all"].most, found["all"].point) == (pytest.approx(0.2), 0)
    calm = regrets({"none": [0.5, 0.5], "all": [0.1, 0.4]}, lambda arm, other, point: 0.1)[1]
    assert (calm.arm, calm.most, calm.low) == ("all", 0, 0)
    assert calm.high == pytest.approx(-0.1 + 0.1 * 2.2414, abs=1e-3)
    assert found["all"].low < 0.2 < found["all"].high


def test_knowing_is_worth_what_choosing_by_it_saves() -> None:
    """A parameter that decides which arm is better is worth knowing, another is not."""
    luck = LUCK(4)
    xs, other = ([luck.random() for _ in range(400)] for _ in range(2))
    losses = {
        "a": [x + luck.gauss(0, 0.2) for x in xs],
        "b": [1 - x + luck.gauss(0, 0.2) for x in xs],
    }
    worth, idle = value_of_knowing(xs, losses), value_of_knowing(other, losses)
    assert (worth.low or 0) < 0.25 < (worth.high or 0)
    assert (idle.low or 0) <= 0 <= (idle.high or 0)


def test_incidence_with_competing_ends() -> None:
    """Without censoring it is a share; with it, it covers the closed form of two hazards."""
    plain = incidence([1.0, 2.0, 3.0, 4.0], ["a", "b", "a", "b"], "a")
    assert [(s.at, s.share) for s in plain] == [(0.0, 0.0), (1.0, 0.25), (3.0, 0.5)]
    luck, held, exact = LUCK(6), 0, 2 / 3 * (1 - math.exp(-1.5))
    for _ in range(200):
        times, causes = [], []
        for _ in range(80):
            ends = {"a": luck.expovariate(2), "b": luck.expovariate(1), "": luck.expovariate(0.7)}
            causes.append(min(ends, key=lambda cause: ends[cause]))
            times.append(ends[causes[-1]])
        step = by(incidence(times, causes, "a"), 0.5)
        held += step.low <= exact <= step.high
    assert held >= 182


def test_many_comparisons_ask_more_of_each() -> None:
    """Levels rise with their number, and Holm finds what Bonferroni finds."""
    assert each_level(1) == pytest.approx(0.95)
    chances = [0.0001, 0.03, 0.013, 0.6]
    assert holm(chances) == [True, False, True, False]
