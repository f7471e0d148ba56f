"""Golden playthroughs: whole games that must come out to the letter."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.golden.plays import plays, transcript


@pytest.mark.parametrize("path", plays(), ids=lambda path: path.stem)
def test_a_golden_play_comes_out_to_the_letter(path: Path) -> None:
    """Results or texts changed: say so in the change log; `python -m tests.golden.plays`."""
    assert transcript(path) == path.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize("whose", ["ph", "ccg"])
@pytest.mark.parametrize(("end", "said"), [("kept", "is kept:"), ("broken", "has broken its word")])
def test_a_word_that_is_asked_for_ends_as_the_play_is_named(
    whose: str, end: str, said: str
) -> None:
    """With other numbers a play would no longer show what it is kept for."""
    path = Path(__file__).with_name(f"{whose}_hears_a_word_that_is_{end}.txt")
    news = " ".join(path.read_text("utf-8").split())
    assert "Asked: nothing on rung" in news
    assert said in news
