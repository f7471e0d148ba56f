"""An evaluator's entries on their way to a host: kept here until they are on disk there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sim.errors import Refusal
from sim.exercise.evaluating import TypedEntry, typed
from sim.exercise.join.link import Link
from sim.exercise.join.watched import WatchedHost
from sim.jsontext import json_data
from sim.store import LineFile, read_lines
from sim.units import clock, elapsed


@dataclass(slots=True)
class SentEntry:
    """An entry as it was written, and what became of it: `waits`, `kept`, or why it was refused.

    `time` says where both clocks stood, "" for an entry of an earlier program.
    """

    token: str
    said: Mapping[str, Any]
    time: str
    became: str = "waits"


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event of the list, as it stands now."""

    number: str
    inject: str
    title: str
    state: str
    time: str


class EntryDesk:
    """Where an evaluator writes: lines in, entries out, each acknowledged once it is on disk.

    What is written while the host cannot be reached, or was not acknowledged when the program
    ended, lies in a file and is sent again; the host takes each entry once.

    Attributes:
        tasks: What is rated, in words, by id; numbered from 1 in this order.
        events: The events by their numbers.
        entries: What was written, in the order of writing.
        watching: The way to the seats, to be looked at.
    """

    def __init__(self, link: Link, path: Path) -> None:
        """Sit down at a host that let one in as an evaluator.

        Args:
            link: Open.
            path: Where entries lie that are on their way.
        """
        self.link, self._path = link, path
        self.watching = WatchedHost(link)
        self.tasks: dict[str, str] = {}
        self.events: tuple[EventLine, ...] = ()
        self.entries: list[SentEntry] = []
        self._begins = ""
        there = read_lines(path)[0] if path.exists() else []
        self._file = LineFile(path, exists=path.exists())
        self._file.keep(path.stat().st_size)
        for text in there:
            row = json_data(text)
            self._send(SentEntry(str(row["id"]), row["args"], ""))

    @property
    def title(self) -> str:
        """Give the title of the exercise."""
        return str(self.link.peer.welcome.get("title", ""))

    @property
    def trouble(self) -> str:
        """Say why the host is gone, "" if it is not."""
        if self.link.peer.gone is not None:
            return self.link.peer.gone.sentence
        if self.link.cut:
            return "The host cannot be reached; entries are kept here and sent once it can."
        return self._file.trouble

    def look(self) -> bool:
        """Ask how events stand and take in what was acknowledged; say whether the host answers."""
        self.settle()
        found = self.link.query("form")
        if isinstance(found, Refusal):
            return False
        self.tasks, self._begins = dict(found["tasks"]), str(found["begins"])
        self.events = tuple(EventLine(*map(str, row)) for row in found["events"])
        return True

    def settle(self) -> int:
        """Take in what became of entries; say how many still wait."""
        peer = self.link.peer
        for entry in self.entries:
            if entry.became == "waits" and peer.came(entry.token):
                done = peer.result(entry.token)
                if isinstance(done, Refusal) and done.code == "not_saved":
                    self.link.post("evaluate", dict(entry.said), entry.token)
                else:
                    entry.became = done.sentence if isinstance(done, Refusal) else "kept"
        return sum(entry.became == "waits" for entry in self.entries)

    def clocks(self) -> str:
        """Say where the clocks of story and exercise stand."""
        now = self.link.peer.clock
        if not now or not self._begins:
            return ""
        story = clock(datetime.fromisoformat(self._begins), int(now["at_ms"]))
        return f"story {story}, exercise {elapsed(int(now['exercise_s']) * 1000)}"

    def write(self, text: str) -> str:
        """Write a line, as it is typed; say what is wrong with it, "" if nothing is."""
        events = {event.number: event.inject for event in self.events}
        said = typed(tuple(self.tasks), events, text)
        if isinstance(said, str):
            return said
        entry = SentEntry(self.link.peer.token(), self._stamped(said), self.clocks())
        self._file.append([json.dumps({"id": entry.token, "args": entry.said})], sync=True)
        self._send(entry)
        return self._file.trouble

    def close(self) -> int:
        """Leave the host; say how many entries are kept here, to be sent by the next program."""
        waiting = self.settle()
        self.link.close()
        self._file.close()
        if not waiting:
            self._path.unlink(missing_ok=True)
        return waiting

    def number(self, entry: SentEntry) -> int:
        """Give the number of an entry's task, 0 if there is none."""
        tasks = list(self.tasks)
        return tasks.index(entry.said["task"]) + 1 if entry.said["task"] in tasks else 0

    def rated(self, task: str) -> str:
        """Give the rating of a task that was written last, "" if none was."""
        given = [e.said["rating"] for e in self.entries if e.said["task"] == task]
        return next((rating for rating in reversed(given) if rating), "")

    def _stamped(self, said: TypedEntry) -> dict[str, Any]:
        """Leave the clocks to the host, save where it cannot be asked: then as they last stood."""
        args = asdict(said)
        now = self.link.peer.clock
        if args["story_ms"] is None:
            del args["story_ms"]
            if self.link.cut and now:
                args |= {"story_ms": now["at_ms"], "exercise_ms": now["exercise_s"] * 1000}
        return args

    def _send(self, entry: SentEntry) -> None:
        self.entries.append(entry)
        self.link.post("evaluate", dict(entry.said), entry.token)
