"""The headline: a thin sample of what is kept comes out again, and the page says what is kept."""

from __future__ import annotations

from tests.validation.headline import PAGE
from tests.validation.headline_design import GROUNDS, shares
from tests.validation.headline_runs import MEASURES, batch, kept, settings


def test_a_thin_sample_of_the_headline_comes_out_again() -> None:
    """One batch of a point of the first scenario is what is kept of it, run by run."""
    ground, point = GROUNDS[0], 2
    found = batch(ground, settings(ground, shares()[ground.scenario][point]), point, 0)
    there = kept(ground)[point]
    for arm, runs in found.items():
        for name in MEASURES:
            assert there[arm][name].startswith(runs[name])


def test_the_page_is_made_from_what_is_kept() -> None:
    """Every scenario's runs are of this version, and the page names what they were made from."""
    text = PAGE.read_text("utf-8")
    for ground in GROUNDS:
        assert kept(ground)
        assert ground.made_from() in text
