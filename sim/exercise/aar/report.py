"""The report after an exercise: one page of HTML for screen and paper that needs nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sim.exercise.aar import (
    accounts,
    calls,
    closing,
    decisions,
    injects,
    moments,
    opening,
    result,
    timeline,
    words,
)
from sim.exercise.aar.layout import page
from sim.exercise.evidence import Evidence
from sim.pages import escape

Chapter = Callable[[Evidence], Iterator[str]]
CHAPTERS: tuple[Chapter, ...] = (
    opening.overview,
    opening.unfinished,
    opening.caution,
    opening.question,
    result.ending,
    moments.moments,
    timeline.timeline,
    calls.calls,
    words.words,
    injects.injects,
    decisions.decisions,
    result.objectives,
    calls.channels,
    accounts.accounts,
    accounts.notes,
    closing.revealed,
    closing.history,
    closing.left_out,
    closing.improvement,
    closing.again,
)
"""What the page holds, in this order: each yields HTML, nothing where there is nothing to say."""


def report(evidence: Evidence) -> str:
    """Write the report of one line of play; the same record gives the same bytes."""
    title = f"After-action report: {evidence.setup.scenario.title}"
    parts = [part for chapter in CHAPTERS for part in chapter(evidence)]
    return page(title, [f"<h1>{escape(title)}</h1>", *parts])
