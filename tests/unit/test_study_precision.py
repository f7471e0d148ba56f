"""A wanted precision decides how many runs there are, and moves no estimate."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest

from sim.cli import main
from sim.study.estimate import wilson
from sim.study.precision import CHUNK, PILOT, parse_aim, rate_needs

TINY = "_tiny/late_alert.yaml"
ASKED = [TINY, "--seat", "bridge=random", "--arm", "as-is", "--arm", "late:injects.near.at=12 min"]


def study(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    """Run a study and read its JSON."""
    assert main(["study", *ASKED, "--json", "--workers", "1", *arguments]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_stopping_biases_no_rate_and_its_intervals_cover() -> None:
    """A rare thing would come out rarer: by 16 % at 0.02 to ±0.02 if its own rows decided."""
    chance, rate, wanted = random.Random(5), 0.02, 0.02

    def count(n: int) -> int:
        return sum(chance.random() < rate for _ in range(n))

    estimates, covered, reached = [], 0, 0
    for _ in range(1500):
        n = CHUNK * -(-int(1.1 * rate_needs(count(PILOT), PILOT, wanted)) // CHUNK)
        seen = count(n)
        low, high = wilson(seen, n)
        estimates.append(seen / n)
        covered += low <= rate <= high
        reached += (high - low) / 2 <= wanted

    assert sum(estimates) / 1500 == pytest.approx(rate, rel=0.04)  # four standard errors
    assert covered / 1500 >= 0.93
    assert reached / 1500 >= 0.9


def test_the_difference_of_arms_is_known_as_well_as_asked(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """More runs than needed would be done, or fewer without saying so."""
    name = "move.d04_turn"

    fine = study(capsys, "-n", "9000", "--until-difference", f"{name}=0.03")
    coarse = study(capsys, "-n", "9000", "--until-difference", f"{name}=0.3")
    short = study(capsys, "-n", "50", "--until-difference", f"{name}=1%")

    (row,) = [row for row in fine["comparisons"] if row["measure"] == name]
    assert (row["high"] - row["low"]) / 2 <= 0.03
    assert coarse["n"] < fine["n"] < 9000
    assert short["n"] == 50


def test_the_rows_are_those_of_a_study_of_so_many_runs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """What decides when to stop would be in the table, and make it look calmer than it is."""
    aimed = ["--until-halfwidth", "0.1", "--out", str(tmp_path / "s")]
    found = study(capsys, "-n", "5000", *aimed)

    assert found == study(capsys, "-n", str(found["n"]))
    (tmp_path / "s" / "summary.json").unlink()
    assert found == study(capsys, "-n", "5000", *aimed, "--resume")


@pytest.mark.parametrize("text", ["uf8", "uf8=", "uf8=0", "uf8=-1%", "uf8=e", "=0.1", "uf8=0.1%%"])
def test_a_precision_that_is_none_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A study would go on for ever, or stop at once."""
    assert main(["study", TINY, "--until-difference", text]) == 2

    err = capsys.readouterr().err
    assert "expected MEASURE=X or MEASURE=P%" in err
    assert err.count("\n") == 1


def test_a_precision_of_what_there_is_not_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """An analyst would wait for a precision that nothing has."""
    assert main(["study", *ASKED, "--until-difference", "uf9=0.1"]) == 2
    assert "did you mean “uf8”?" in capsys.readouterr().err
    assert main(["study", TINY, "--until-difference", "uf8=0.1"]) == 2
    assert "nothing to compare it with" in capsys.readouterr().err
    path = tmp_path / "s.yaml"
    path.write_text(f"study: 1\nscenario: {TINY}\nuntil_difference: {{uf8: wide}}\n", "utf-8")
    assert main(["study", str(path)]) == 2
    assert ":3:" in capsys.readouterr().err
    assert parse_aim("uf8=10 %") == parse_aim("uf8=10%")
