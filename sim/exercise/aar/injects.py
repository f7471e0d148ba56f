"""Injects in the report: what each brought about, and what those decided who read it."""

from __future__ import annotations

from collections.abc import Iterator

from sim.exercise.aar.layout import when
from sim.exercise.effect_words import seats
from sim.exercise.evidence import Evidence
from sim.exercise.injects import InjectRelease, releases
from sim.exercise.paper.blocks import Block, Heading, Para, lines, table
from sim.pages import escape


def injects(evidence: Evidence) -> Iterator[Block]:
    """List every inject, what it brought about at once, and the next decision of who read it."""
    yield Heading(2, "Injects and what followed")
    found = releases(evidence.setup, evidence.log)
    rows = [_row(evidence, release) for release in found if release.at_ms is not None]
    if rows:
        yield table(["time", "inject", "what followed"], rows)
    rest = [_unreleased(evidence, release) for release in found if release.at_ms is None]
    if rest:
        yield Para(f"Not released: {escape('; '.join(rest))}.")
    if not found:
        yield Para("The scenario has none.")


def _row(evidence: Evidence, release: InjectRelease) -> list[str]:
    setup, at_ms = evidence.setup, release.at_ms or 0
    to = seats(setup, release.to) or "nobody; it changed the scene"
    sender = f"{release.sender}, to" if release.sender else "To"
    white = f"; {release.white} by the white cell" if release.white else ""
    inject = [f"<b>{escape(release.title)}</b>"]
    inject += [f"<small>{escape(f'{sender} {to}{white}')}</small>"]
    inject += [escape(release.text)] if release.text else []
    followed = list(release.followed)
    followed += evidence.answers(release.seq, release.to)
    return [
        when(evidence, at_ms, release.seq),
        "<br>".join(inject),
        lines(followed) or "nothing that shows",
    ]


def _unreleased(evidence: Evidence, release: InjectRelease) -> str:
    title = release.title
    if release.withdrawn_ms is None:
        return f"“{title}” (its moment did not come)"
    return f"“{title}” (withdrawn at {evidence.at(release.withdrawn_ms)})"
