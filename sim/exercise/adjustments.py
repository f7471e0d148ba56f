"""What planners made of the injects of an exercise: kept in its folder, given as commands later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from sim.engine import Draws, Engine, Setup, begin, submit
from sim.engine.seat.rules import Command
from sim.errors import ExerciseError, Fault, Refusal
from sim.jsontext import json_data
from sim.model.fields import Text, string, whole
from sim.model.words import Entry
from sim.model.world import WHITE_CELL
from sim.play.driver import Play
from sim.play.white_cell import give
from sim.printable import json_text
from sim.store import read_text, write_whole

ADJUSTMENTS = "adjustments.json"
_BYTES_MOST = 2_000_000
_TITLE_MOST, _MS_MOST = 200, 3650 * 86_400_000


class Adjustment(Entry):
    """One inject as planners want it; what is not given stays as in the scenario.

    `inject` is an inject of the scenario, "" for one that planners added: its `control_no` tells
    rows apart, `sender` and `to` say from whom and to which seats.
    """

    control_no: Annotated[str, *string(60)]
    inject: Annotated[str, *string(60, 0)] = ""
    title: Annotated[str, *string(_TITLE_MOST, 0)] = ""
    text: Annotated[str, *string(2000, 0)] = ""
    sender: Annotated[str, *string(80, 0)] = ""
    to: Annotated[tuple[Text, ...], Field(max_length=40)] = ()
    at_ms: Annotated[int, *whole(0, _MS_MOST)] | None = None

    @property
    def command(self) -> Command:
        """Give it as a command of the white cell, whose facts the record then holds."""
        limits = () if self.at_ms is None else (float(self.at_ms),)
        if self.inject:
            return Command(
                WHITE_CELL,
                "edit",
                subject=self.inject,
                form=self.title,
                text=self.text,
                limits=limits,
            )
        return Command(
            WHITE_CELL,
            "improvise",
            to=self.sender,
            form=self.title,
            text=self.text,
            clauses=self.to,
            limits=limits,
        )


def kept(folder: Path) -> list[Adjustment]:
    """Read the adjustments of an exercise; none where nothing was imported yet.

    Raises:
        ExerciseError: the file is no list of them.
    """
    path = folder / ADJUSTMENTS
    if not path.exists():
        return []
    text = read_text(path, _BYTES_MOST, "a list of adjustments", error=ExerciseError)
    try:
        data: Any = json_data(text.encode())
        return [Adjustment.model_validate(each) for each in data]
    except (ValidationError, ValueError, TypeError):
        what, hint = "is no list of adjustments", "import the list of events again"
        raise ExerciseError([Fault(str(path), 1, column=1, what=what, hint=hint)]) from None


def keep(folder: Path, adjustments: Iterable[Adjustment]) -> None:
    """Keep adjustments in the folder, in place of those before."""
    data = [each.model_dump(mode="json", exclude_defaults=True) for each in adjustments]
    write_whole(folder / ADJUSTMENTS, json_text(data, indent=1) + "\n")


def tried(setup: Setup, adjustments: Iterable[Adjustment]) -> Iterator[tuple[Adjustment, str]]:
    """Give each to a run that has just begun; yield those that it refuses, and why."""
    engine = Engine(setup, Draws(1, 0))
    begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
    for each in adjustments:
        done = submit(engine, each.command)
        if isinstance(done, Refusal):
            yield each, done.sentence


def adjusted(play: Play, adjustments: Iterable[Adjustment]) -> list[str]:
    """Give the adjustments to a play that has just begun; say what was refused, in words."""
    refused = []
    for each in adjustments:
        done = give(play, each.command)
        if isinstance(done, Refusal):
            refused.append(f"{each.control_no}: {done.sentence}")
    return refused
