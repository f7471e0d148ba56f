"""What a study's report and plots tell: signs, influence, boxes, times to contact."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.cli.study_plots import WIDE, lines
from sim.engine import Setup
from sim.loader import from_data, library
from sim.loader.yamltext import parse, read_text
from sim.study.design import Study, parse_arm
from sim.study.factors import parse_factor
from sim.study.findings import contacts, main_measures, sign_maps
from sim.study.measures import measures_of
from sim.study.planning import plan
from sim.study.points import parse_design
from sim.study.report import report
from sim.study.run_table import RunTable
from sim.study.summary import summary

N = 40
ARMS = ("none:channels.staff_line.start=suspended", "all")


def _study(*factors: str, design: str = "grid:6") -> Study:
    path = library.find("two-captains")
    return Study(
        parse(read_text(path), library.shown(path)),
        arms=tuple(map(parse_arm, ARMS)),
        factors=tuple(map(parse_factor, factors)),
        design=parse_design(design) if factors else None,
        n=N,
    )


def _filled(study: Study) -> RunTable:
    """Lay rows out by hand: with all lines gunfire is surer the higher the first factor is."""
    made = plan(study)
    table = RunTable(made, measures_of(Setup(from_data(made.scenarios[0]))))
    for cell in range(made.cells):
        arm, point = made.of_cell(cell)
        high = made.points[point][0] > 0.5 if made.factors else False
        rows = []
        for run in range(N):
            fired = run % 2 if arm == 0 else int(high or run % 8 == 0)
            given = {
                "uf8": float(fired),
                "watched_min": 1000.0,
                "gunfire_min": 30.0 if fired else None,
                "first_reply_min": 10.0 + run if arm else None,
            }
            rows.append(tuple(given.get(m.name, 0.0) for m in table.measures))
        table.add((cell, 0, N), rows)
    return table


def test_a_sign_map_counts_and_finds_what_turns_the_sign() -> None:
    """Above zero on one half for certain, below on the other point by point; one factor matters."""
    pytest.importorskip("numpy")
    study = _study("parameters.moral_hazard", "parameters.honour")
    table = _filled(study)
    (found,) = sign_maps(table, main_measures(study, table), N)
    assert (found.counts.below, found.counts.above) == (18, 18)
    assert (found.counts.below_of_all, found.counts.above_of_all) == (0, 18)
    assert sorted(set(found.marks)) == [-1, 2]
    assert found.first == 0
    sure = {i.factor: i.sure for i in found.influences}
    assert sure == {"moral_hazard": True, "honour": False}


def test_the_report_draws_every_point_and_says_what_holds_together() -> None:
    """One triangle a point, indices and boxes below it; nothing runs in the page."""
    pytest.importorskip("ema_workbench")
    study = _study("parameters.moral_hazard", "parameters.honour")
    table = _filled(study)
    text = report(study, table, summary(table, N))
    assert text == report(study, table, summary(table, N))
    assert text.count("<path ") == 36
    assert "18 below zero and 18 above, each by itself; 0 and 18 all together" in text
    assert "mostly where moral_hazard at most 0.5: 18 of 36 points" in text
    assert f"in {18 * N + 18 * N // 8} of {36 * N} runs" in text
    assert "<script" not in text
    assert "All 36 points are taken together" in text


def test_plots_fit_into_eighty_columns() -> None:
    """Maps with their marks, bars and boxes; no line is cut by a terminal of the usual width."""
    pytest.importorskip("numpy")
    study = _study("parameters.moral_hazard", "parameters.honour")
    table = _filled(study)
    drawn = list(lines(study, table, summary(table, N)))
    assert max(len(part) for line in drawn for part in line.split("\n")) <= WIDE
    drawn_map = [line for line in drawn if line.startswith("  |")]
    assert "".join(drawn_map).count("#") == 18
    assert "".join(drawn_map).count("-") == 18


def test_gunfire_before_a_reply_ends_the_wait_for_it() -> None:
    """Of forty runs gunfire at 30 minutes forestalls those replies that would come later."""
    table = _filled(_study())
    none, every = contacts(table, N)
    assert none.steps["reply"][-1].share == 0
    assert none.steps["gunfire"][-1].share == pytest.approx(0.5)
    late = sum(1 for run in range(0, N, 8) if 10 + run > 30)
    assert every.steps["gunfire"][-1].share == pytest.approx(late / N)
    assert every.steps["reply"][-1].share == pytest.approx(1 - late / N)


def test_plots_are_asked_for_and_never_disturb_programs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """In a pipe nothing is drawn unless it is asked for; --json stays JSON."""
    asked = ["study", "two-captains", "-n", "6", "--workers", "1"]
    kept = ["--out", str(tmp_path / "s")]
    assert main([*asked, *kept]) == 0
    assert "each by itself" not in capsys.readouterr().out
    assert main([*asked, *kept, "--resume", "--plots"]) == 0
    assert " 95 % intervals, each by itself" in capsys.readouterr().out
    assert main([*asked, *kept, "--resume", "--plots", "--json"]) == 0
    assert "gunfire_min" in json.loads(capsys.readouterr().out)["arms"]["as-is"]
