"""Evaluation in a folder while the exercise runs there: the minute is the one that went."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from sim.cli import main
from sim.exercise.folder import EVALUATION, JOURNAL
from sim.store import read_lines

TINY = "_tiny/two_desks.yaml"
STOOD = ((0, 0), (600_000, 120_000))


class Typing(io.StringIO):
    """Lines that are typed while a host writes its journal."""

    def __init__(self, journal: Path) -> None:
        super().__init__("T+5 1 1\nT+5 1 2\n")
        self._journal = journal

    def __next__(self) -> str:
        line = super().__next__()
        if line.endswith("2\n"):
            rows = ({"event": "clock", "story_ms": s, "exercise_ms": e} for s, e in STOOD)
            self._journal.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
        return line


def test_the_journal_is_read_anew_for_each_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Entries of an hour would all carry the minute at which the program was begun."""
    folder = tmp_path / "ex"
    assert main(["exercise", "new", TINY, str(folder)]) == 0
    monkeypatch.setattr("sys.stdin", Typing(folder / JOURNAL))

    assert main(["exercise", "evaluate", str(folder)]) == 0

    entries = [json.loads(line) for line in read_lines(folder / EVALUATION)[0]]
    assert [entry["rating"] for entry in entries] == ["P", "S"]
    assert entries[1]["exercise_ms"] == 60_000
    said = capsys.readouterr().out.splitlines()[-2:]
    assert [line.endswith("(planned)") for line in said] == [True, False]
