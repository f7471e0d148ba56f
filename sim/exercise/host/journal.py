"""The journal of a host: who asked for what, when and why, written before it is done.

The record holds what was done; the journal, beside it, who asked. After a crash the two together
say which commands were accepted, so that one that is said again is not done twice. Names are
pseudonyms, and the file can be deleted without harm to the record.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from sim.engine.seat.rules import Command
from sim.exercise.host.disk import SharedFile
from sim.jsontext import json_data
from sim.model.world import WHITE_CELL
from sim.play.record import Line

REFUSALS_MOST = 10_000
"""Refusals that are written down; a peer that floods must not fill the disk."""


class Journal:
    """The journal as it grows; wall time is an instant such as ``2026-05-04T09:30:00.000Z``."""

    def __init__(self, file: SharedFile | None, wall: Callable[[], str]) -> None:
        self.file, self.wall = file, wall
        self._refusals = 0

    @property
    def trouble(self) -> str:
        """Say what keeps it from being written, "" if nothing does."""
        return self.file.trouble if self.file else ""

    def order(self, token: str, command: Command, slot: tuple[int, int], **more: Any) -> None:  # noqa: ANN401  # JSON
        """Write that a command will be asked for next, and wait until that is on disk.

        Args:
            token: Its own id.
            command: The command.
            slot: The line of play, and how many commands it holds before this one.
            more: Both clocks, by whom, and why.
        """
        line = {"order": token, "line": slot[0], "said": slot[1], **_plain(command), **more}
        self._write(line, sync=True)

    def act(self, token: str, slot: tuple[int, int], **more: Any) -> None:  # noqa: ANN401  # JSON
        """Write that a role will do something next, and wait until that is on disk.

        Args:
            token: Its own id.
            slot: As for an order; -1 commands before the play has begun.
            more: By whom, and what.

        Raises:
            OSError: the disk does not take it.
        """
        self._write({"act": token, "line": slot[0], "said": slot[1], **more}, sync=True)
        if self.file is not None and self.file.owes:
            self.file.sync()

    def again(self) -> None:
        """Try again to write what could not be written."""
        if self.trouble and self.file is not None:
            self.file.append([], sync=True)

    def event(self, what: str, **more: Any) -> None:  # noqa: ANN401  # JSON
        """Write that somebody came or went, or proposed something."""
        self._write({"event": what, **more}, sync=False)

    def refusal(self, who: str, code: str, text: str) -> None:
        """Write that something was refused."""
        self._refusals += 1
        if self._refusals <= REFUSALS_MOST:
            self._write({"refused": code, "who": who, "text": text}, sync=False)

    def close(self) -> None:
        """Close the file."""
        if self.file is not None:
            self.file.close()

    def _write(self, data: Mapping[str, Any], *, sync: bool) -> None:
        if self.file is not None:
            line = json.dumps(
                {"wall": self.wall(), **data}, separators=(",", ":"), ensure_ascii=False
            )
            self.file.append([line.encode("utf-8", "replace").decode()], sync=sync)


@dataclass(slots=True)
class Settled:
    """What the commands of a journal came to, by the record.

    Attributes:
        done: Seat and id of each that stands in the record.
        acted: Role and id of each act that left a command of the white cell, or another line of
            play, in the record. What leaves neither may be done twice.
        loose: By their place, the commands at the record's end of which the journal knows nothing:
            with the power the one file may lose what the other has. Nobody was told they are done.
    """

    done: set[tuple[str, str]] = field(default_factory=set)
    acted: set[str] = field(default_factory=set)
    loose: dict[int, Command] = field(default_factory=dict)


def settled(lines: Iterable[str], branches: list[Line]) -> Settled:
    """Say what a journal's commands came to, by the record."""
    slots: dict[tuple[int, int], dict[str, Any]] = {}
    for text in lines:
        with contextlib.suppress(ValueError, TypeError, KeyError):
            data = json_data(text)  # a torn line is of a command that was never acknowledged
            if "order" in data or "act" in data:
                slots[int(data["line"]), int(data["said"])] = data
    found, known = Settled(), -1  # the last command of the last line that the journal knows of
    for (branch, at), data in slots.items():
        commands = (
            [each.command for each in branches[branch].said] if branch < len(branches) else []
        )
        if "act" in data and _left_its_mark(commands, at, more=branch + 1 < len(branches)):
            found.acted.add(f"{data.get('who')}:{data['act']}")
            known = max(known, at) if branch == len(branches) - 1 else known
        elif "order" in data and at < len(commands):
            wanted = _plain(commands[at])
            if all(data.get(key) == value for key, value in wanted.items()):
                found.done.add((commands[at].seat, str(data["order"])))
                known = max(known, at) if branch == len(branches) - 1 else known
    if slots and branches:
        last = [each.command for each in branches[-1].said]
        known = max(known, *(at for at, each in enumerate(last) if each.verb == "roll_back"), -1)
        found.loose = {at: last[at] for at in range(known + 1, len(last)) if known >= 0}
    return found


def _left_its_mark(commands: Sequence[Command], at: int, *, more: bool) -> bool:
    """Say whether an act was done that was the last to be written down in its place."""
    if at < len(commands):
        return at < 0 or WHITE_CELL in (commands[at].seat, commands[at].by)
    return more  # it went back from there


def _plain(command: Command) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(asdict(command)))
    return {key: value for key, value in data.items() if value and key != "by"}
