"""Where roll-outs fork, and what a first draft makes of it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.cli import main
from sim.exercise import forks
from sim.exercise.adjustments import kept
from sim.exercise.folder import opened
from sim.exercise.forks import Fork, between
from sim.exercise.proposing import reason

SMALLER = {"RUNS": 1, "DECISIONS": 6, "WAYS": 4, "HALF": 3}
"""How much is run here, so that it takes a second."""


def test_chance_alone_is_no_fork() -> None:
    """Every decision would look worth watching, the noisiest most."""
    dice = np.random.default_rng(1)
    luck = dice.normal(0, 50, 12)  # common to all options, and so no difference between them
    alike = [between((luck + dice.normal(0, 5, (6, 12))).tolist()) for _ in range(400)]
    apart = np.array([0.0, 0, 0, 6, 6, 6])[:, None]
    forked = [between((apart + dice.normal(0, 5, (6, 12))).tolist()) for _ in range(400)]

    assert abs(np.mean(alike)) < 4 * np.std(alike) / 20
    assert np.mean(forked) == pytest.approx(np.var(apart, ddof=1), abs=4 * np.std(forked) / 20)
    assert between([[1.0, 2.0]]) == between([[1.0], [2.0]]) == 0.0


def test_a_reason_says_what_is_not_sure() -> None:
    """A planner would build a day on a difference that chance made."""
    fork = Fork("a", "", 0, 3, 2.0, "Wait", "Run", lost=(4.0, -1.0, 9.0), parted=2, pairs=14)

    said = reason(fork)
    assert "“Run” loses 4.0 points more than “Wait” (95 % interval -1.0 to 9.0" in said
    assert "may differ by chance alone" in said
    assert "2 of 14 pairs end differently" in said


def test_a_draft_proposes_what_to_watch(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A planner would start from an empty column, or from another draft each time."""
    for name, number in SMALLER.items():
        monkeypatch.setattr(forks, name, number)
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        assert main(["exercise", "new", "the-reboot", str(folder), "--propose"]) == 0
    assert "roll-outs of an option" in capsys.readouterr().out
    for name in ("exercise.yaml", "msel.csv"):
        assert (one / name).read_bytes() == (two / name).read_bytes()
    assert main(["exercise", "check", str(one)]) == 0
    assert opened(one).exercise.objectives[-1].id == "proposed_forks"
    text = (one / "msel.csv").read_text("utf-8")
    assert ",PROP-1,T+" in text
    assert main(["exercise", "import", str(one), str(one / "msel.csv")]) == 0
    assert kept(one) == []
    assert main(["exercise", "export", str(one), "--msel", str(one / "msel.csv")]) == 0
    assert (one / "msel.csv").read_text("utf-8") == text
