"""The journal of a host: who asked for what, when and why, written before it is done.

The record holds what was done; the journal, beside it, who asked. After a crash the two together
say which commands were accepted, so that one that is said again is not done twice. Names are
pseudonyms, and the file can be deleted without harm to the record.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from sim.engine.seat.rules import Command
from sim.exercise.host.disk import SharedFile
from sim.jsontext import json_data
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

    def act(self, token: str, who: str, what: str, **more: Any) -> None:  # noqa: ANN401  # JSON
        """Write that a role did something."""
        self._write({"act": token, "who": who, "what": what, **more}, sync=True)

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
        acted: The ids of the acts.
        loose: The commands at the record's end of which the journal knows nothing: with the power
            the one file may be lost that the other has. Nobody was told that they are done.
    """

    done: set[tuple[str, str]] = field(default_factory=set)
    acted: set[str] = field(default_factory=set)
    loose: list[Command] = field(default_factory=list)


def settled(lines: Iterable[str], branches: list[Line]) -> Settled:
    """Say what a journal's commands came to, by the record."""
    slots: dict[tuple[int, int], tuple[str, dict[str, Any]]] = {}
    found = Settled()
    for text in lines:
        try:
            data = json_data(text)
            if "order" in data:
                slots[int(data["line"]), int(data["said"])] = (str(data["order"]), data)
            elif "act" in data:
                found.acted.add(f"{data['who']}:{data['act']}")
        except (ValueError, TypeError, KeyError):
            continue  # a torn line, of a command that was never acknowledged
    for (branch, at), (token, data) in slots.items():
        said = branches[branch].said if branch < len(branches) else []
        if at < len(said):
            wanted = _plain(said[at].command)
            if all(data.get(key) == value for key, value in wanted.items()):
                found.done.add((said[at].command.seat, token))
    last = max((at for branch, at in slots if branch == len(branches) - 1), default=-1)
    found.loose = [said.command for said in branches[-1].said[last + 1 :]] if last >= 0 else []
    return found


def _plain(command: Command) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(asdict(command)))
    return {key: value for key, value in data.items() if value and key != "by"}
