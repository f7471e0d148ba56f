"""What hangs on an arm, over tables laid by hand: break-even, margins, regret, knowing, shares."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest

from sim.cli.study_plots import WIDE, lines
from sim.engine import Setup
from sim.loader import from_data, library
from sim.loader.yamltext import parse, read_text
from sim.study.answers.incidence import by
from sim.study.design import Study, parse_arm
from sim.study.factors import parse_factor
from sim.study.findings import contacts, main_measures
from sim.study.measures import measures_of
from sim.study.planning import plan
from sim.study.points import Point, parse_design
from sim.study.report import report
from sim.study.run_table import RunTable
from sim.study.stakes import Stakes, stakes
from sim.study.summary import summary

pytest.importorskip("SALib", reason="designs need the extra channel16[study]")

N = 20
SHUT = "channels.bridge_radio.start=suspended", "channels.staff_line.start=suspended"
ARMS = (f"none:{SHUT[0]},{SHUT[1]}", f"radio:{SHUT[1]}", "all")
ANSWERED = "channels.bridge_radio.answering.answered=0.2 per h..60 per h by ratio"
Laid = Callable[[str, Point, int], float]
"""What a measure comes to in an arm, at a point, in a run."""


def studied(*factors: str, design: str, arms: tuple[str, ...] = ARMS) -> Study:
    """Ask for the two captains over factors."""
    path = library.find("two-captains")
    return Study(
        parse(read_text(path), library.shown(path)),
        arms=tuple(map(parse_arm, arms)),
        factors=tuple(map(parse_factor, factors)),
        design=parse_design(design),
        n=N,
    )


def filled(study: Study, uf8: Laid) -> RunTable:
    """Lay a table out: gunfire as told, a reply after ten minutes wherever there is none."""
    made = plan(study)
    table = RunTable(made, measures_of(Setup(from_data(made.scenarios[0]))))
    for cell in range(made.cells):
        arm, point = made.of_cell(cell)
        rows = []
        for run in range(N):
            fired = uf8(made.labels[arm], made.points[point], run)
            given = {
                "uf8": fired,
                "watched_min": 1000.0,
                "gunfire_min": 5.0 if fired else None,
                "first_reply_min": None if fired else 10.0,
            }
            rows.append(tuple(given.get(m.name, 0.0) for m in table.measures))
        table.add((cell, 0, N), rows)
    return table


def found(study: Study, uf8: Laid) -> Stakes:
    """Tell what hangs on an arm."""
    table = filled(study, uf8)
    (each,) = stakes(table, main_measures(study, table), N)
    return each


def _radio_pays_above_half(arm: str, point: Point, run: int) -> float:
    """Let the radio bring gunfire about if few tries are answered, and prevent it if most are."""
    per_h = point[0]
    share = per_h / (per_h + 3.5) * (1 - math.exp(-(per_h + 3.5) / 6))
    if arm == "none":
        return float(run < 10)
    return float(run < 10 + round(10 * (0.5 - share)))


def test_break_even_is_found_in_the_share_of_tries_that_are_answered() -> None:
    """The answered share, and not the rate that is varied, is told; below the crossing it harms."""
    each = found(studied(ANSWERED, design="lhs:64"), _radio_pays_above_half)
    turn = next(t for t in each.turns if t.arm == "radio")
    assert turn.axis.titled == "share of tries on bridge_radio that are answered (%)"
    assert turn.at is not None
    assert turn.low < 50 < turn.high
    assert 40 < turn.at < 60
    assert len(turn.parts) == 6
    worths = [part.mean or 0 for _, _, part in turn.parts]
    assert worths == sorted(worths, reverse=True)
    assert worths[0] > 0 > worths[-1]
    assert turn.words.startswith("A line crosses zero at ")


def test_a_level_difference_turns_nowhere() -> None:
    """Where answers change nothing, no crossing is told."""
    each = found(studied(ANSWERED, design="lhs:32"), lambda arm, point, run: float(run % 2))
    assert {turn.words for turn in each.turns} == {
        "Where it crosses zero cannot be told: the slope of a line could be none"
    }


def test_a_margin_is_the_slope_with_the_radio_given() -> None:
    """An hour of availability changes the line's worth by what was laid down, the radio given."""

    def laid(arm: str, point: Point, run: int) -> float:
        hours = 24 * point[0] / (point[0] + point[1])
        return float(run < 10 - (0 if arm != "all" else round(10 * (hours - 14) / 10)))

    study = studied("parameters.u_tech=5 d..6 d", "parameters.d_tech=0.1 d..3 d", design="lhs:64")
    each = found(study, laid)
    pairs = {(m.arm, m.against) for m in each.margins}
    assert pairs == {("radio", "none"), ("all", "none"), ("all", "radio")}
    margin = next(m for m in each.margins if (m.arm, m.against) == ("all", "radio"))
    assert margin.more == "hour a day that a line works"
    assert margin.found.low is not None
    assert margin.found.high is not None
    assert margin.found.low <= -0.05 <= margin.found.high
    assert margin.found.high < 0
    idle = next(m for m in each.margins if (m.arm, m.against) == ("radio", "none"))
    assert idle.found.mean == pytest.approx(0)


def test_regret_and_what_knowing_saves() -> None:
    """A hazard that decides which arm is better is worth knowing; each arm may be regretted."""

    def laid(arm: str, point: Point, run: int) -> float:
        bad = point[0] > 0.5
        return float(run < (16 if bad == (arm == "all") else 4))

    study = studied(
        "parameters.moral_hazard", "parameters.honour", design="lhs:64", arms=(ARMS[0], "all")
    )
    each = found(study, laid)
    ((_, regret),) = each.regrets
    assert {r.arm: r.most for r in regret} == pytest.approx({"none": 0.6, "all": 0.6})
    assert all(0 < r.low < 0.6 < r.high for r in regret)
    ((_, known),) = each.savings
    assert [(k.factor, k.sure) for k in known] == [("moral_hazard", True), ("honour", False)]
    assert known[0].found.mean == pytest.approx(0.3, abs=0.07)


def test_an_arm_that_was_best_everywhere_may_be_regretted_a_little() -> None:
    """Never having been worse in few runs is no proof: the upper end is above nothing."""
    study = studied("parameters.honour", design="grid:3", arms=(ARMS[0], "all"))
    each = found(study, lambda arm, point, run: float(arm == "none" and run < 4))
    ((_, regret),) = each.regrets
    assert (regret[0].arm, regret[0].most, regret[0].low) == ("all", 0, 0)
    assert 0 < regret[0].high < 0.1 < regret[1].most


CAUSES = (
    "causes.word={off: {parameters.honour: 0}}",
    "causes.hazard={off: {parameters.moral_hazard: 0}}",
)


def _both_needed(arm: str, point: Point, run: int) -> float:
    """Let channels prevent four of twenty where both causes are there, one where the first is."""
    spared = (4 if all(point) else 1 if point[0] else 0) if arm == "all" else 0
    return float(run < 10 - spared)


def test_shares_of_causes_add_up_to_what_all_change() -> None:
    """Of 0.2 in all, what needs both is shared alike; causes are no risk that could be known."""
    each = found(studied(*CAUSES, design="grid:2", arms=(ARMS[0], "all")), _both_needed)
    ((label, shares),) = each.shares
    assert label == "all less none"
    assert {s.cause: s.found.mean for s in shares} == pytest.approx(
        {"word": -0.125, "hazard": -0.075}
    )
    assert not each.regrets
    assert not each.savings


def test_the_page_and_the_terminal_tell_all_of_it() -> None:
    """Each chapter says how its intervals hold; no line is wider than a terminal."""
    study = studied(ANSWERED, "parameters.u", "parameters.u_tech", design="lhs:32")
    table = filled(study, _radio_pays_above_half)
    result = summary(table, N)
    text = report(study, table, result)
    for said in (
        "<h2>Break-even</h2>",
        "crosses zero at",
        "<h2>What a margin is worth</h2>",
        "hour a day that a line works",
        "point (of a hundred) of the chance that whoever is rung may answer",
        "minimax is",
        "<h2>What knowing a number would save</h2>",
        "no luck by Holm’s rule",
        "<h2>How soon contact comes</h2>",
        "All 32 points are taken together",
    ):
        assert said in text, said
    assert text == report(study, table, summary(table, N))
    drawn = [part for line in lines(study, table, result) for part in line.split("\n")]
    assert max(map(len, drawn)) <= WIDE
    for said in ("greatest regret; minimax", "what knowing a number saves", "(Fieller)"):
        assert any(said in line for line in drawn), said


def test_shares_are_drawn_and_an_axis_that_is_a_cause_is_told() -> None:
    """A study of causes has its figure of shares on the page and in the terminal."""
    study = studied(*CAUSES, design="grid:2", arms=(ARMS[0], "all"))
    table = filled(study, _both_needed)
    result = summary(table, N)
    assert "in all -0.2000" in report(study, table, result)
    drawn = [part for line in lines(study, table, result) for part in line.split("\n")]
    assert max(map(len, drawn)) <= WIDE
    assert "uf8, all less none: Shapley’s shares; intervals together" in drawn


def test_time_to_contact_is_told_over_all_points() -> None:
    """Half of the points have no gunfire, the others in half of the runs: three in four replies."""
    study = studied("parameters.honour", design="grid:6", arms=(ARMS[0], "all"))
    table = filled(study, lambda arm, point, run: float(point[0] > 2 and run % 2 == 0))
    none, _ = contacts(table, N)
    assert none.runs == 6 * N
    reply = by(none.steps["reply"], 1000)
    assert reply.share == pytest.approx(0.75)
    assert 0 < reply.low < 0.75 < reply.high < 1
    assert by(none.steps["gunfire"], 5).share == pytest.approx(0.25)
    assert by(none.steps["gunfire"], 4.9).share == 0
