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
from sim.exercise.evidence import Evidence
from sim.exercise.paper.blocks import Block, Paper

Chapter = Callable[[Evidence], Iterator[Block]]
HAPPENED: tuple[Chapter, ...] = (
    result.ending,
    moments.moments,
    timeline.timeline,
    calls.calls,
    words.words,
    injects.injects,
    decisions.decisions,
)
"""What happened and who decided what."""
WEIGHED: tuple[Chapter, ...] = (result.objectives, calls.channels)
"""What the model makes of it."""
REVEALED: tuple[Chapter, ...] = (
    accounts.accounts,
    accounts.notes,
    closing.revealed,
    closing.history,
    closing.left_out,
)
"""What each side took it for, what was hidden, and what really happened."""
CHAPTERS: tuple[Chapter, ...] = (
    opening.overview,
    opening.unfinished,
    opening.caution,
    opening.question,
    *HAPPENED,
    *WEIGHED,
    *REVEALED,
    closing.improvement,
    closing.again,
)
"""What the page holds, in this order: each yields blocks, nothing where there is nothing to say."""


def report(evidence: Evidence) -> Paper:
    """Make the report of one line of play."""
    title = f"After-action report: {evidence.setup.scenario.title}"
    return Paper(title, tuple(block for chapter in CHAPTERS for block in chapter(evidence)))
