"""Whether a seat is heard at all, whatever it asks for."""

from __future__ import annotations

from sim.engine.kernel.knowledge import Known
from sim.errors import Refusal
from sim.model.world import WHITE_CELL

NOTE_MOST = 500
"""Characters of a note: a thought, not a document; a record carries each."""

CLAUSES_MOST = 60
"""Clauses of an offer: as many as a scenario may declare."""


def not_heard(
    known: Known, said: tuple[str, ...], clauses: tuple[str, ...], *, by: str
) -> Refusal | None:
    """Say why a seat is not heard, or None if it is.

    Args:
        known: What the seat knows.
        said: Every word of its command.
        clauses: Those of its offer.
        by: Who gives the command for it, "" for the seat itself.
    """
    if known.run.ended:
        return Refusal("over", "The run has ended.")
    if known.run.occupant == WHITE_CELL and not by:
        return Refusal("taken", "The white cell has taken over this seat.")
    if not readable((*said, *clauses), NOTE_MOST) or len(clauses) > CLAUSES_MOST:
        return Refusal("text", f"Words are plain text of at most {NOTE_MOST} characters.")
    return None


def readable(words: tuple[str, ...], most: int) -> bool:
    """Say whether words can be written down, and none is longer than so many characters."""
    try:
        "".join(words).encode()
        return max(map(len, words)) <= most
    except UnicodeEncodeError:
        return False
