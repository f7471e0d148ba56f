"""Factors and designs: what is varied is what was asked, and every run can be had again."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.errors import UsageError
from sim.loader import library
from sim.loader.numbers import number_at
from sim.loader.yamltext import parse, read_text
from sim.model.parameters import PARAMETER_TABLE
from sim.study import measures, parquet
from sim.study.design import Arm, Plan, Study, StudyError
from sim.study.estimate import crossed_mean
from sim.study.factors import FactorAsked, factor_of, parse_factor
from sim.study.planning import plan
from sim.study.points import laid, parse_design, shares
from sim.study.workers import Worker

pytest.importorskip("SALib", reason="designs need the extra channel16[study]")

TINY, CAPTAINS = "_tiny/late_alert.yaml", "two-captains"
VARIED = ["--factor", "injects.near.at=3 min..15 min", "--factor", "horizon=30 min..50 min"]
ASKED = [
    TINY,
    *("--seat", "bridge=random", "--arm", "as-is", "--arm", "late:injects.first.at=4 min"),
    *(*VARIED, "--design", "lhs:5", "--json"),
]


def data_of(name: str) -> Any:
    """Give a shipped scenario's data."""
    return parse(read_text(library.find(name)), name).data


def planned(*factors: str, design: str = "lhs:4", arms: tuple[Arm, ...] = (Arm("all"),)) -> Plan:
    """Plan a study of two captains over factors."""
    asked = tuple(map(parse_factor, factors))
    document = parse(read_text(library.find(CAPTAINS)), CAPTAINS)
    return plan(Study(document, arms, n=2, factors=asked, design=parse_design(design)))


def study(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Run a study and read its JSON."""
    code = main(["study", *ASKED, *arguments])
    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    found: dict[str, Any] = json.loads(out)
    return found


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("parameters.honour", ["0.0", "2.0", "4.0"]),
        ("parameters.h_r", ["0.00119048 per d", "0.00719445 per d", "0.0434783 per d"]),
        ("parameters.h0=1/30 per min..1/10 per min", ["0.0333333 per min", "0.0666666 per min",
                                                      "0.1 per min"]),
        ("parameters.turn_radio=5 s..5 min", ["5.0 s", "152.5 s", "300.0 s"]),
        ("parameters.honour=1..4 by ratio", ["1.0", "2.0", "4.0"]),
        ("parameters.stand_by", ["3", "32", "60"]),
        ("parameters.d_min={uniform: {low: 20 d, high: 40 d}}", ["20.02 d", "30.0 d", "39.98 d"]),
        ("parameters.u=0.2..0.6", ["0.2", "0.4", "0.6"]),
        ("channels.staff_line.truth.u=0..1", ["0.0", "0.5", "1.0"]),
        ("channels.bridge_radio.answering.answered=0 per h..2 per h",
         ["0.0 per h", "1.0 per h", "2.0 per h"]),
        ("seats.north_captain.occupant.rho", ["0.5", "0.8", "1.1"]),
    ],
)  # fmt: skip
def test_a_factor_goes_from_one_end_to_the_other(text: str, ends: list[str]) -> None:
    """A study would vary something else, or over another range, than it says."""
    factor = factor_of(parse_factor(text), data_of(CAPTAINS))

    values = [factor.settings(factor.value(share))[0] for share in (0, 0.5, 1)]

    assert values == [f"{factor.path}={end}" for end in ends]


def test_every_number_of_the_model_can_be_varied() -> None:
    """A number that is judged, such as a chance that is never 0 or 1, could be none of a design."""
    data = data_of(CAPTAINS)
    for name, row in PARAMETER_TABLE.items():
        if row.low != row.high:
            assert factor_of(FactorAsked(f"parameters.{name}"), data).low is not None, name


def test_a_cause_is_there_or_turned_off_by_what_it_says() -> None:
    """Every subset of causes is a point; a cause that is there leaves the scenario as it is."""
    made = planned(
        "causes.word={off: {parameters.honour: 0, parameters.trust: 0}}",
        "causes.hazard={off: {parameters.moral_hazard: 0}}",
        design="grid:2",
    )
    assert made.points == ((0, 0), (0, 1), (1, 0), (1, 1))
    assert made.settings(0) == [
        "parameters.honour=0",
        "parameters.trust=0",
        "parameters.moral_hazard=0",
    ]
    assert made.settings(2) == ["parameters.moral_hazard=0"]
    assert made.settings(3) == []
    assert made.factors[1].in_words == "there, or not: parameters.moral_hazard=0"
    worker = Worker(made)
    assert worker.cell(0)[0].parameters.honour == 0 < worker.cell(3)[0].parameters.honour


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("parameters.p0=0.05..0.99", "0.99 is outside its range (0.05 to 0.6)"),
        ("parameters.honour=0..99", "expected a number from 0 to 20"),
        ("parameters.honor", "did you mean “honour”?"),
        ("channels.bridge_radio.name", "reaches “name”, which is no number"),
        ("channels.bridge_radio.start", "which is no number"),
        ("seats.north_captain.occupant.roh", "a doctrine has no “roh”; did you mean “rho”?"),
        ("parameters.honour=4..1", "is empty"),
        ("parameters.honour=3", "is no range"),
        ("parameters.honour=nan..inf", "expected a number"),
        ("horizon", "docs/model.md has no range for it"),
        ("parameters.tau_l=7 d..3 nm", "expected a duration with its unit"),
        ("parameters.honour={uniform: {low: 1 s, high: 2 s}}", "distributions are of times"),
        ("parameters.d_min={gaussian: 3 d}", "{gaussian: 3 d}"),
        ("parameters.b0=0..1 by ratio", "begins above 0"),
        ("causes.honour", "expected causes.NAME: {off: {PATH: VALUE}}"),
        ("causes.honour={off: {}}", "expected causes.NAME: {off: {PATH: VALUE}}"),
        ("causes.honour={on: {parameters.honour: 1}}", "expected causes.NAME"),
        ("causes.A b={off: {parameters.honour: 0}}", "expected causes.NAME"),
        ("causes.honour={off: {parameters.honor: 0}}", "did you mean “honour”?"),
        ("", "expected PATH or PATH=LOW..HIGH"),
    ],
)
def test_a_factor_that_cannot_be_is_refused_in_one_line(text: str, said: str) -> None:
    """An analyst would read of numbers that the model does not take."""
    with pytest.raises(UsageError) as raised:
        factor_of(parse_factor(text), data_of(CAPTAINS))

    assert said in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--factor", "parameters.honour"], "factors need a design"),
        (["--design", "lhs:8"], "has no factors"),
        (["--factor", "parameters.honour", "--design", "lhs:1"], "too small"),
        (["--factor", "parameters.honour", "--design", "sobol:20"], "such as 16 or 32"),
        (["--factor", "parameters.honour", "--design", "grid:9999999"], "more than 1000000 points"),
        (["--factor", "parameters.honour", "--design", "halton:9"], "expected lhs:N"),
        (["--factor", "parameters.honour", "--factor", "parameters.trust", "--factor",
          "parameters.lie", "--design", "lhs:3"], "too small for 3 factors"),
        (["--factor", "parameters.honour", "--factor", "parameters.honour", "--design", "lhs:8"],
         "is given twice"),
        (["--factor", "parameters.honour", "--factor", "causes.word={off: {parameters.honour: 0}}",
          "--design", "grid:2"], "the factor “parameters.honour” is given twice"),
        (["--factor", "causes.word={off: {parameters.honour: a lot}}", "--design", "grid:2"],
         "with every factor at its lowest"),
        (["--factor", "parameters.honour", "--design", "lhs:8", "--show", "as-is/3"],
         "expected ARM/POINT/REPLICATE, such as as-is/0/0"),
        (["--factor", "seats.north_captain.occupant.rho", "--design", "lhs:8", "--seat",
          "north_captain=random"], "lowest"),
    ],
)  # fmt: skip
def test_a_design_that_cannot_be_is_refused_in_one_line(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A study would be run for hours and say nothing."""
    code = main(["study", CAPTAINS, *arguments])

    out, err = capsys.readouterr()
    assert (code, out) == (2, "")
    assert err.startswith("channel16: ")
    assert err.count("\n") == 1
    assert said in err


@pytest.mark.parametrize("text", ["lhs:8", "sobol:16", "morris:4", "grid:3"])
def test_a_design_has_its_points_and_is_the_same_again(text: str) -> None:
    """Two studies of one statement would run at other points."""
    design = parse_design(text)

    points = shares(design, 3, 7)

    assert len(points) == design.points(3)
    assert all(0 <= share <= 1 for point in points for share in point)
    assert points == shares(design, 3, 7)
    assert text.startswith("grid") or points != shares(design, 3, 8)
    if design.kind == "lhs":
        for column in zip(*points, strict=True):
            assert sorted(int(8 * share) for share in column) == list(range(8))


def test_a_run_of_a_point_is_the_run_with_these_settings() -> None:
    """A row's inputs would not be what its run was made from."""
    made = planned("parameters.honour", "seats.north_captain.occupant.rho", "parameters.h0")
    worker = Worker(made)
    values = made.points[3]
    document = parse(read_text(library.find(CAPTAINS)), CAPTAINS)
    sets = (f"parameters.honour={values[0]}", f"parameters.h0={values[2]} per min")
    seats = (("north_captain", f"firm:rho={values[1]}"),)

    alone = Worker(plan(Study(document, sets=sets, seats=seats, n=2)))

    assert worker.rows((made.cell(0, 3), 0, 2)) == alone.rows((0, 0, 2))


def test_an_arm_has_the_last_word_over_a_factor() -> None:
    """An arm that switches something off would leave it on."""
    arms = (Arm("all"), Arm("off", ("parameters.honour=0",)))
    made = planned("parameters.honour=1..4", arms=arms)

    honours = [Worker(made).cell(cell)[0].scenario.parameters.honour for cell in (0, 1, 2, 3)]

    assert honours == [made.points[0][0], 0, made.points[1][0], 0]


def test_inputs_are_columns_and_keys_name_the_point(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An analyst could not tell from the table what a run was given."""
    monkeypatch.setattr(parquet, "available", lambda: False)
    main(["study", *ASKED, "-n", "3", "--workers", "1", "--out", str(tmp_path / "s")])
    found = json.loads(capsys.readouterr().out)

    with (tmp_path / "s" / "runs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    assert len(rows) == 2 * 5 * 3
    assert [row["key"] for row in rows[:4]] == ["as-is/0/0", "as-is/0/1", "as-is/0/2", "as-is/1/0"]
    inputs = [[float(row["injects.near.at"]), float(row["horizon"])] for row in rows[::3]]
    assert inputs == 2 * found["design"]["points"]
    assert found["factors"][1] == {
        "path": "horizon",
        "low": 30.0,
        "high": 50.0,
        "unit": "min",
        "scale": "linear",
        "over": None,
    }
    assert main(["study", *ASKED, "-n", "3", "--show", rows[-1]["key"]]) == 0


def test_arms_are_paired_at_every_point(capsys: pytest.CaptureFixture[str]) -> None:
    """The difference of arms would be known only on average."""
    found = study(capsys, "-n", "4", "--workers", "1")

    rows = [row for row in found["paired"] if row["measure"] == "peak_rung"]

    assert [(row["arm"], row["against"], row["point"]) for row in rows] == [
        ("late", "as-is", point) for point in range(5)
    ]
    assert all(row["low"] <= row["difference"] <= row["high"] for row in found["paired"]
               if row["difference"] is not None)  # fmt: skip
    assert {row["method"] for row in found["comparisons"]} == {"paired crossed"}


def test_varied_studies_are_the_same_on_any_workers_and_resumed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """L15: a result would depend on how it was made."""
    folder = tmp_path / "s"
    one = study(capsys, "-n", "20", "--workers", "1", "--out", str(folder))
    shards = sorted((folder / "shards").iterdir())
    for shard in shards[::2]:
        shard.unlink()
    shards[1].write_text("[[1, 2")
    (folder / "summary.json").unlink()

    code = main(["study", *ASKED, "-n", "20", "--workers", "2", "--out", str(folder), "--resume"])
    again = json.loads(capsys.readouterr().out)

    assert code == 0
    assert len(shards) == 10
    assert again == one
    assert main(["study", *ASKED, "--seed", "2", "--out", str(folder), "--resume"]) == 2
    assert "holds another study" in capsys.readouterr().err


def test_a_file_states_factors_and_is_told_of_their_faults(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What is asked in a file would not be what is asked on the line."""
    stated = tmp_path / "s.yaml"
    text = f"""\
study: 1
scenario: {TINY}
n: 3
seats: {{bridge: random}}
arms: {{as-is: {{}}, late: {{injects.first.at: 4 min}}}}
factors:
  injects.near.at: 3 min..15 min
  horizon: 30 min..50 min
design: lhs:5
"""
    stated.write_text(text, "utf-8")
    main(["study", str(stated), "--workers", "1", "--out", str(tmp_path / "kept"), "--json"])
    from_file = json.loads(capsys.readouterr().out)

    assert from_file == study(capsys, "-n", "3", "--workers", "1")
    again = ["study", str(tmp_path / "kept" / "study.yaml"), "--workers", "1", "--json"]
    assert main(again) == 0
    assert json.loads(capsys.readouterr().out) == from_file

    stated.write_text(text.replace("horizon: 30", "horizn: 30").replace("lhs:5", "lhs:x"), "utf-8")
    assert main(["study", str(stated)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert any(":9:" in line and "expected lhs:N" in line for line in told)
    stated.write_text(text.replace("horizon: 30", "horizn: 30"), "utf-8")
    assert main(["study", str(stated)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert any(":8:3:" in line and "did you mean “horizon”?" in line for line in told)


def test_what_comes_out_as_no_number_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table would hold cells with which nothing can be reckoned, and nobody would know whence."""
    odd = measures.Measure("odd", "mean", 0, 1, means="odd", value=lambda run: float("nan"))
    families = (*measures.FAMILIES, lambda setup: iter([odd]))
    monkeypatch.setattr(measures, "FAMILIES", families)

    with pytest.raises(StudyError) as raised:
        Worker(planned("parameters.honour")).rows((1, 0, 1))

    assert "arm all, point 1: run 0: odd came out as nan" in str(raised.value)


def test_the_interval_over_points_and_luck_covers() -> None:
    """Averages over a design would be said to be known better than they are."""
    chance = random.Random(3)
    inside = 0
    for _ in range(400):
        luck = [chance.gauss(0, 1) for _ in range(30)]
        columns = []
        for _ in range(20):
            level = chance.gauss(0, 1)
            columns.append([level + each + chance.gauss(0, 1) for each in luck])
        found = crossed_mean(columns, (-100, 100))
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= 0 <= found.high

    assert inside / 400 >= 0.93


def test_a_number_is_read_as_it_is_printed() -> None:
    """The ranges that docs/model.md prints could not be given back."""
    number = number_at(data_of(CAPTAINS), "parameters.h0")

    assert number.read("1/480 per min") == pytest.approx(1 / 480)
    assert number.read("2 per h") == pytest.approx(1 / 30)
    assert number.outside(number.read("1/1000 per min"))


def test_points_are_numbers_that_are_written_shortly() -> None:
    """What a point sets would not read back as what its column says."""
    data = data_of(CAPTAINS)
    asked = (FactorAsked("parameters.h0"), FactorAsked("parameters.tau_l"))
    factors = [factor_of(each, data) for each in asked]

    for point in laid(parse_design("lhs:50"), factors, 5):
        for factor, value in zip(factors, point, strict=True):
            text = factor.settings(value)[0].partition("=")[2]
            assert number_at(data, factor.path).read(text) == pytest.approx(value, rel=1e-12)


def test_a_number_outside_its_range_is_warned_of(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """A study would rest on numbers that the model does not stand for, and nobody would know."""
    sets = ["--set", "parameters.p0=0.99", "--arm", "a", "--arm", "b:parameters.h0=0.1 per h"]
    assert main(["study", CAPTAINS, "-n", "1", "--workers", "1", "--json", *sets]) == 0
    assert capsys.readouterr().err.splitlines() == [
        "channel16: “p0” of 0.99 is outside its range (0.05 to 0.6) in every arm",
        "channel16: “h0” of 0.1 per h is outside its range (1/480 per min to 1/5 per min) in b",
    ]
    folder = tmp_path / "late"
    folder.mkdir()
    text = read_text(library.find(TINY))
    odd = text.replace("id: late_alert", "id: late\nparameters: {p0: 0.99, honour: 2}")
    (folder / "scenario.yaml").write_text(odd, "utf-8")
    assert main(["scenario", "check", str(folder)]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "outside" in line]
    assert len(told) == 1
    assert ":5:18: warning: “p0” of 0.99 is outside its range" in told[0]
