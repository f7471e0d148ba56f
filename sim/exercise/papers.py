"""Which papers an exercise has, and what each needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sim.exercise.paper.after import after_action
from sim.exercise.paper.before import briefing, feedback, manual
from sim.exercise.paper.blocks import Paper
from sim.exercise.paper.source import PaperSource
from sim.exercise.paper.staff import guide, guides, handbook


def papers(
    source: PaperSource, plan: Sequence[Mapping[str, str]] = (), *, final: bool = False
) -> Iterator[tuple[str, Paper]]:
    """Make every paper of an exercise, each with the name of its file.

    Those that tell of the run come only if there was one.
    """
    yield "situation-manual", manual(source)
    for cell in source.exercise.cells:
        yield f"briefing-{cell.replace('_', '-')}", briefing(source, cell)
    yield "facilitator-guide", guide(source)
    yield "handbook", handbook(source)
    yield "evaluation-guides", guides(source, blank=True)
    yield "feedback-form", feedback(source)
    if source.evidence is not None:
        yield "evaluation-guides-completed", guides(source, blank=False)
        yield "after-action-report", after_action(source, plan, final=final)
