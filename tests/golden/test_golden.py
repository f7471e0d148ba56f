"""Golden playthroughs: whole games that must come out to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.plays import plays, transcript


@pytest.mark.parametrize("path", plays(), ids=lambda path: path.stem)
def test_a_golden_play_comes_out_to_the_letter(path: Path) -> None:
    """Results or texts changed: say so in the change log; `python -m tests.golden.plays`."""
    assert transcript(path) == path.with_suffix(".txt").read_text("utf-8")
