"""docs/worth.md is what its program makes of what there is now: by its digest, and in a sample."""

from __future__ import annotations

from tests.validation import worth


def test_the_page_was_made_from_what_there_is_now() -> None:
    """The split of a line's worth would be that of another model."""
    text = worth.PAGE.read_text("utf-8")

    assert f"from {worth.made_from()[:16]}." in text, "run `python -m tests.validation.worth`"


def test_a_contrast_finds_what_a_factor_does() -> None:
    """A table of effects would name the wrong factor."""
    designs = [(a, b) for a in (False, True) for b in (False, True)]
    runs = {on: [0.1 * on[0] - 0.3 * on[1] + 0.2 * (on[0] and on[1])] * 3 for on in designs}

    found = [worth.contrast(runs, which).mean for which in ([0], [1], [0, 1])]

    # Effects at the mean of the other factor: 0.1 + 0.2 / 2, -0.3 + 0.2 / 2, and 0.2 / 2.
    assert [round(value or 0, 9) for value in found] == [0.2, -0.2, 0.1]


def test_cells_turn_off_what_they_name() -> None:
    """The factorial would compare a setting with itself."""
    assert worth.cell_of([True] * 5) == ()
    assert worth.cell_of([True, True, False, True, True]) == ("parameters.honour=0",)
    assert worth.fired(worth.NONE, n=3) == worth.fired(worth.NONE, n=3)
