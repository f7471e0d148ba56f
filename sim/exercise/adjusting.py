"""What planners changed in a list of events, as commands of the white cell at STARTEX.

The scenario stays as it was written: a record of the exercise tells both, and re-runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sim.engine.seat.rules import Command
from sim.errors import Refusal
from sim.model.world import WHITE_CELL
from sim.play.driver import Play
from sim.play.white_cell import give


@dataclass(frozen=True, slots=True)
class InjectChange:
    """What planners made of an inject; None leaves a thing as it is.

    `inject` is its id in the scenario, "" for a row that planners added, which needs `title`, and
    `text` with `to`. `left_out` says that it is not to come. `row` says where it stands in the
    list, for complaints.
    """

    inject: str = ""
    title: str | None = None
    text: str | None = None
    at_ms: int | None = None
    to: tuple[str, ...] = ()
    sender: str = ""
    left_out: bool = False
    row: str = ""


def commands_of(change: InjectChange) -> Iterator[Command]:
    """Yield the commands that bring a change about."""
    at = () if change.at_ms is None else (float(change.at_ms),)
    if not change.inject:
        yield Command(
            WHITE_CELL,
            "improvise",
            to=change.sender,
            form=change.title or "",
            text=change.text or "",
            clauses=change.to,
            limits=at,
        )
    elif change.left_out:
        yield Command(WHITE_CELL, "skip", change.inject)
    elif change.title or change.text or at:
        form, text = change.title or "", change.text or ""
        yield Command(WHITE_CELL, "edit", change.inject, form=form, text=text, limits=at)


def adjust(play: Play, changes: Iterable[InjectChange]) -> list[str]:
    """Bring changes about in a play that stands at its begin.

    Returns:
        What could not be brought about, a sentence each, with its row; the rest is.
    """
    problems = []
    for change in changes:
        for command in commands_of(change):
            done = give(play, command)
            if isinstance(done, Refusal):
                where = f"{change.row}: " if change.row else ""
                problems.append(f"{where}{done.sentence}")
    return problems
