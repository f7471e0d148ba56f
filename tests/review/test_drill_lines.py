"""`channel16 drill`: a marked decision is asked, answered, and rests."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from sim.cli import main
from tests.review.test_two_doors import played


@pytest.fixture
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep a reviewed play of the toy among the saved ones."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path))
    path = tmp_path / "doors.jsonl"
    asked, _ = played(1, "go_right")
    path.write_text("\n".join(asked.lines) + "\n", encoding="utf-8")
    assert main(["review", str(path), "--rollouts", "40", "--workers", "1"]) == 0
    return path


def drill(
    typed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str
) -> str:
    """Drill with some lines typed."""
    capsys.readouterr()
    monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
    assert main(["drill", *words]) == 0
    return capsys.readouterr().out


def test_a_card_is_asked_until_it_is_right(
    record: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A right answer would be forgotten, or a wrong one rest."""
    asked = drill("", monkeypatch, capsys)
    letters = {line.strip()[3:]: line.strip()[0] for line in asked.splitlines() if ") " in line[:5]}
    wrong, good = letters["Open the right door"], letters["Open the left door"]

    assert "Not that." in drill(f"?\n{wrong}\n", monkeypatch, capsys)
    assert drill("", monkeypatch, capsys, "--list") == "1 due of 1.\n"
    assert "Right." in drill(f"{good}\n", monkeypatch, capsys)
    assert drill("", monkeypatch, capsys, "--list") == "0 due of 1.\n"


@pytest.mark.parametrize("junk", ["nonsense\n", '{"card": 1}\n', "[]\n", '{"card":"x","day":"y"'])
def test_answers_that_are_none_are_passed_over(
    record: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], junk: str
) -> None:
    """One odd line would end the drill for good."""
    (record.parent / "drill.answers").write_text(junk, encoding="utf-8")

    assert drill("", monkeypatch, capsys, "--list") == "1 due of 1.\n"


def test_an_odd_record_is_said_and_the_others_are_asked(
    record: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file that somebody spoilt would take the rest with it."""
    (record.parent / "a.jsonl").write_text("nonsense\n", encoding="utf-8")
    (record.parent / "a.jsonl.review").write_text("nonsense\n", encoding="utf-8")

    assert drill("", monkeypatch, capsys, "--list") == "1 due of 1.\n"


def test_without_cards_it_says_what_makes_some(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty folder would look like a fault."""
    monkeypatch.setenv("CHANNEL16_HOME", str(tmp_path / "none"))

    assert main(["drill"]) == 1
    assert "nothing to drill" in capsys.readouterr().out
