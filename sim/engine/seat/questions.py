"""What a seat has to decide: its open decision, and whatever waits for an answer of it."""

from __future__ import annotations

from collections.abc import Iterator

from sim.engine.facts.talks import TalkBegun
from sim.engine.kernel.knowledge import Known

Question = tuple[str, str]
"""What kind of thing is to be decided, and its name; a decision has none."""


def questions(known: Known) -> Iterator[Question]:
    """Yield what a seat has to decide now, its open decision first."""
    if known.run.ended:
        return
    if known.windows.window is not None:
        yield "decision", ""
    for name, event in known.calls.open.items():
        if event.fact.callee == known.seat and not isinstance(event.fact, TalkBegun):
            yield "call", name
    for kind, opened in (("request", known.requests.open), ("offer", known.offers.open)):
        for name, event in opened.items():
            if event.fact.to == known.seat:
                yield kind, name
    for seat, move in known.moves.asks:
        yield "leave", f"{seat}:{move}"


def question(known: Known, kind: str) -> Question | None:
    """Give the first thing of a kind that a seat has to decide, of any kind if none is named."""
    return next((each for each in questions(known) if not kind or each[0] == kind), None)
