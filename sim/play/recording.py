"""A record as it grows with its play: lines for a file, or kept in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sim.engine import Engine
from sim.engine.base.log import to_line
from sim.engine.facts.run import CommandAccepted
from sim.play import record as rec
from sim.store import LineFile


class Recording:
    """What of a play is written down. Without a header nothing is."""

    def __init__(self, header: Mapping[str, Any] | None, file: LineFile | None) -> None:
        """Begin a record with its header.

        Args:
            header: Its header; needed only if the play is recorded.
            file: Where it grows; None keeps it in memory.
        """
        self.header = dict(header or {})
        self.file = file
        self.taken_back, self.advised = False, 0
        self._texts: list[str] = []
        self._lines: list[str] = []
        self._branch, self._closed, self._clock_ms = 0, False, 0
        self._wall_ms: int | None = None
        self._write([rec.header_line(self.header)])

    def copy(self) -> Recording:
        """Copy it so that what is added to either leaves the other; the copy has no file."""
        copy = Recording.__new__(Recording)
        copy.__dict__.update(self.__dict__)
        copy._texts, copy._lines, copy.file = list(self._texts), list(self._lines), None
        return copy

    @property
    def branch(self) -> int:
        """Give the number of the line of play that grows, 0 for the first."""
        return self._branch

    @property
    def trouble(self) -> str:
        """Say what keeps the record from being written, "" if nothing does."""
        return self.file.trouble if self.file else ""

    def go_on(self, record: rec.Record, file: LineFile | None) -> None:
        """Go on where a record that was read ends, and in its file."""
        line = record.line
        self._branch = len(record.lines) - 1
        self.taken_back, self.advised = record.taken_back, record.advised
        self._closed = bool(line.ending)
        self._lines = list(record.raw)
        self._clock_ms = line.clock_ms
        if file is not None:
            file.keep(record.bytes)
            self.file = file

    def catch_up(self, engine: Engine, said: Sequence[rec.Said], line: rec.Line) -> None:
        """Write what a record lacks after those of its last line of play."""
        self._write(self._unwritten(engine, said, line))

    def move_to(self, file: LineFile | None, engine: Engine, said: Sequence[rec.Said]) -> None:
        """Write the whole record into a file that is new, and go on there."""
        lines = [rec.header_line(self.header), *self._unwritten(engine, said, rec.Line())]
        self._lines, self.file = [], file
        self.advised = sum(each.command.verb == "advise" for each in said)
        self._write(lines, sync=True)

    def _unwritten(self, engine: Engine, said: Sequence[rec.Said], line: rec.Line) -> list[str]:
        commands, written = iter(said), len(line.said)
        lines = []
        for event, text in zip(engine.log, self._texts, strict=True):
            if isinstance(event.fact, CommandAccepted):
                command = next(commands)
                written -= 1
                lines += [rec.command_line(command)] if written < 0 else []
            lines += [text] if event.seq > len(line.events) else []
        return lines

    def command(self, said: rec.Said) -> None:
        """Write a command down."""
        self.advised += said.command.verb == "advise"
        if self.header:
            self._write([*self._wall(), rec.command_line(said)])

    def leave(self, events: int, *, taken_back: bool) -> None:
        """Leave the line of play after so many of its events; the rest of it stays above."""
        self.taken_back = self.taken_back or taken_back
        del self._texts[events:]
        self._branch += 1
        self._closed, self._clock_ms = False, 0
        self._write([rec.branch_line(self._branch, events, taken_back=taken_back)], sync=True)

    def never_came_to(self, now_ms: int) -> None:
        """Note that nobody arrived where the clock was to stand."""
        self._clock_ms = now_ms

    def keep(self, engine: Engine, *, sync: bool) -> None:
        """Write the events that are not in the record yet, and the ending once."""
        if not self.header:
            return
        new = [to_line(event) for event in engine.log[len(self._texts) :]]
        self._texts += new
        stamp = self._wall() if new else []
        ended = engine.state.run.ended
        if ended and not self._closed:
            self._closed = True
            digest = rec.digest_of(self._texts)
            new.append(rec.ending_line(ended, digest, taken_back=self.taken_back))
            sync = True
        if new or sync:
            self._write([*stamp, *new], sync=sync)

    def _wall(self) -> list[str]:
        """Give the line that says what the clock on the wall shows, if it has moved; of files."""
        if self.file is None or self.file.wall is None:
            return []
        now = self.file.wall()
        if now == self._wall_ms:
            return []
        self._wall_ms = now
        return [rec.wall_line(now)]

    def _write(self, lines: list[str], *, sync: bool = False) -> None:
        if not self.header:
            return
        if self.file is not None:
            self.file.append(lines, sync=sync)
        else:
            self._lines += lines

    def digest(self, engine: Engine) -> str:
        """Name the log so far by its content."""
        if self.header:
            self.keep(engine, sync=False)
            return rec.digest_of(self._texts)
        return rec.log_digest(engine.log)

    def _clock(self, engine: Engine) -> list[str]:
        """Give the line that says where the clock stands, if no other line does."""
        now = engine.now_ms
        return [rec.clock_line(now)] if now > max(engine.log[-1].at_ms, self._clock_ms) else []

    def text(self, engine: Engine) -> str:
        """Give the whole record of a play that is kept in memory."""
        self.keep(engine, sync=False)
        return "\n".join([*self._lines, *self._clock(engine)]) + "\n"

    def close(self, engine: Engine) -> None:
        """Write what is left, and how late it is, and close the record's file."""
        self.keep(engine, sync=False)
        self._write(self._clock(engine), sync=True)
        self._clock_ms = engine.now_ms
        if self.file is not None:
            self.file.close()
