"""Studies from Python give what the command gives, and drive other people's tools."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import sim
from sim.cli import main

pytest.importorskip("pyarrow", reason="an Arrow table needs the extra channel16[study]")
ROOT = Path(__file__).resolve().parents[2]
CAPTAINS, TINY = "two-captains", "_tiny/late_alert.yaml"
SHUT = {"channels.bridge_radio.start": "suspended", "channels.staff_line.start": "suspended"}
N = 12


def study(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Run a study by the command and read its JSON."""
    assert main(["study", *arguments, "-n", str(N), "--workers", "1", "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_a_table_is_that_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """A notebook would work on other runs than the report tells of."""
    table = sim.study.runs(
        TINY,
        arms={"as-is": {}, "late": {"injects.first.at": "4 min"}},
        factors={"injects.near.at": "3 min..15 min", "horizon": ("30 min", "50 min")},
        design="lhs:5",
        n=N,
        seats={"bridge": "random"},
    )
    factors = ["--factor", "injects.near.at=3 min..15 min", "--factor", "horizon=30 min..50 min"]
    arms = ["--arm", "as-is", "--arm", "late:injects.first.at=4 min", "--seat", "bridge=random"]
    found = study(capsys, TINY, *arms, *factors, "--design", "lhs:5")

    assert table.schema.metadata[b"digest"].decode() == found["digest"]
    assert table.num_rows == 2 * 5 * N
    frame = table.to_pandas()
    assert list(frame.columns[:6]) == [
        *("arm", "point", "replicate", "key"),
        *("injects.near.at", "horizon"),
    ]
    peak = frame[frame["arm"] == "late"]["peak_rung"].mean()
    assert peak == pytest.approx(found["arms"]["late"]["peak_rung"]["mean"])


def test_inputs_give_what_a_study_with_these_settings_gives(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An optimizer would climb another hill."""
    inputs = {
        "parameters.honour": 1.5,
        "parameters.h0": 0.05,  # per min, as docs/model.md prints it
        "parameters.stand_by": 10.4,
        "seats.north_captain.occupant.rho": 0.8,
    }
    sets = ["parameters.honour=1.5", "parameters.h0=0.05 per min", "parameters.stand_by=10"]
    asked = [word for text in sets for word in ("--set", text)]
    shut = ",".join(f"{path}={value}" for path, value in SHUT.items())
    found = study(
        capsys, CAPTAINS, *asked, "--seat", "north_captain=firm:rho=0.8",
        "--arm", f"none:{shut}", "--arm", "all",
    )  # fmt: skip

    alone = sim.study.evaluate(CAPTAINS, inputs, n=N)
    worth = sim.study.evaluate(sim.load(CAPTAINS), inputs, n=N, against=SHUT)

    expected = found["arms"]["all"]
    assert alone == {
        name: {key: row[key] for key in ("mean", "low", "high")} for name, row in expected.items()
    }
    assert worth == {
        row["measure"]: {"mean": row["difference"], "low": row["low"], "high": row["high"]}
        for row in found["comparisons"]
    }
    assert sim.study.bounds(CAPTAINS, "parameters.honour") == (0, 4)


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"parameters.honor": 1}, "did you mean “honour”?"),
        ({"parameters.honour": 99}, "expected a number from 0 to 20"),
        ({"parameters.honour": float("nan")}, "expected a number from 0 to 20"),
        ({"channels.bridge_radio.name": 3}, "which is no number"),
        ({"channels.bridge_radio.start": "shut"}, "channels.0.start: “shut”: expected one of"),
        ({"seats.north_captain.occupant.roh": 1}, "did you mean “rho”?"),
    ],
)
def test_an_input_that_cannot_be_is_named(inputs: dict[str, Any], said: str) -> None:
    """A sampler would stop with somebody else's traceback."""
    with pytest.raises(sim.SimError) as raised:
        sim.study.evaluate(CAPTAINS, inputs, n=1)

    assert said in str(raised.value)


def test_nothing_is_loaded_before_it_is_used() -> None:
    """Every command would wait for tables that it does not make."""
    heavy = ("pyarrow", "SALib", "scipy", "numpy", "sim.study.api")
    code = f"import sim, sim.study, sys; print([m for m in {heavy} if m in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=ROOT
    )

    assert done.stdout.strip() == "[]"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "needs", "sizes", "said"),
    [
        ("table", "pandas", ("4", "8"), "64 runs; gunfire prevented"),
        ("screening", "SALib", ("4", "2"), "they help most at honour"),
        ("discovery", "ema_workbench", ("24", "5"), "coverage"),
    ],
)
def test_an_example_of_the_page_runs(
    name: str, needs: str, sizes: tuple[str, str], said: str
) -> None:
    """Who copies it would find that it does not work."""
    pytest.importorskip(needs)
    script = ROOT / "docs" / "examples" / f"{name}.py"

    done = subprocess.run(
        [sys.executable, str(script), *sizes], check=False, capture_output=True, text=True, cwd=ROOT
    )

    assert done.returncode == 0, done.stderr
    assert said in done.stdout


@pytest.mark.slow
def test_a_script_without_a_guard_is_told_of_it(tmp_path: Path) -> None:
    """Its workers would run it again and again, each with a page of the library's complaints."""
    script = tmp_path / "mine.py"
    script.write_text(f"import sim.study\nsim.study.runs({TINY!r}, n=1000, workers=2)\n", "utf-8")
    done = subprocess.run(
        [sys.executable, str(script)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "RuntimeError" not in done.stderr
    assert '__name__ == "__main__"' in done.stderr.splitlines()[-1]
