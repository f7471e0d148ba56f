"""The headline: a thin sample of what is kept comes out again, and the page says what is kept."""

from __future__ import annotations

from sim.study.measures import measures_of
from sim.study.workers import Worker
from tests.validation import headline_global
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


def test_the_screening_and_the_indices_are_of_this_version() -> None:
    """What is kept of Morris's and Sobol's designs is of these plans; a pair comes out again."""
    for made in (headline_global.screened(), headline_global.taken()):
        assert made is not None
        rows = headline_global.kept(made)
        assert rows is not None
        worker, point, count = Worker(made), 3, 2
        place = [m.name for m in measures_of(worker.cell(0)[0])].index("uf8")
        none, every = (
            [float(row[place] or 0) for row in worker.rows((made.cell(arm, point), 0, count))]
            for arm in (made.labels.index("none"), made.labels.index("all"))
        )
        assert rows[point][:count] == [b - a for a, b in zip(none, every, strict=True)]
