"""The record of a play: header, commands, events, branches, ending; text in, text out.

One JSON object a line. ``{"record": 5, …}`` is the header, which carries the scenario and, under
``scripts``, the steps of every seat that follows a script file; under ``from``, which log a play
goes on from that began in the midst of another: its digest, how many of its events, and when;
``no_undo`` in it means that nothing is taken back, ``took_over`` names the seat that a person took
over from a policy in a run of a study. ``{"command": verb, …}`` and
``{"event": kind, …}`` lines follow in the order of play; ``{"branch": b, "after": n}`` says that
what follows continues from event n of the line before, the undone rest being kept above;
``{"wall": ms}`` says when, by the clock on the wall (ms since 1970 in UTC), what follows was
written; it may go back, as such clocks do, and stands outside every digest;
``{"clock": ms}`` says that time had gone on to there when the play was left; ``{"ending": id,
"digest": …}`` closes a finished line of play. Where a branch undoes what a person had heard or
seen, it says ``"taken_back": true``, and so does each ending after it. The ``seat`` of a command
may be ``white_cell``; a command that this gives for a seat says ``"by": "white_cell"``.

What is compared is what lines mean: a record whose line ends, spaces or order of keys were changed
is the same record.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sim.engine.base.log import Event, to_line
from sim.engine.seat.rules import Command
from sim.errors import Fault, RecordError, quoted
from sim.jsontext import each_once

FORMAT = 5
"""Version of this format; raised when an old reader could no longer understand a record."""
READ = (3, 4, FORMAT)
"""The formats that are read. In the third no line says that anything was taken back, in the fourth
there is neither a white cell nor a clock on the wall."""
RULES = 8
"""Version of the rules; raised whenever any log may change."""

_dump = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Said:
    """An accepted command and the instant it was applied at."""

    at_ms: int
    command: Command


@dataclass(slots=True)
class Line:
    """One line of play: its accepted commands and its event lines, from the very beginning."""

    said: list[Said] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    ending: str = ""
    digest: str = ""
    clock_ms: int = 0
    """Where the clock stood when the play was left, if nothing had happened for a while."""
    rows: list[int] = field(default_factory=list)
    """The line of the file at which each event stands."""
    walls: list[int | None] = field(default_factory=list)
    """When each event was written, by the clock on the wall; None where nobody looked at one."""
    wall_ms: int | None = None
    """What that clock showed last."""

    @property
    def last_ms(self) -> int:
        """Give the last instant of which anything is recorded."""
        event = int(json.loads(self.events[-1])["at_ms"]) if self.events else 0
        return max(event, self.said[-1].at_ms if self.said else 0)

    def upto(self, events: int) -> Line:
        """Give its beginning: so many events, and the commands that are among them."""
        kept = sum('"event":"command_accepted"' in text for text in self.events[:events])
        return Line(self.said[:kept], self.events[:events])

    def left_after(self, events: int) -> Line:
        """Give the line of play that begins where this one is left."""
        rows, walls = self.rows[:events], self.walls[:events]
        return replace(self.upto(events), rows=rows, walls=walls, wall_ms=self.wall_ms)

    @property
    def closes_itself(self) -> bool:
        """Say whether it claims the ending that its last event gives, and the digest of all."""
        ended = json.loads(self.events[-1]).get("ending") if self.events else None
        return (ended, digest_of(self.events)) == (self.ending, self.digest)


@dataclass(slots=True)
class Record:
    """A record read back; `name` is what to call it in complaints."""

    header: dict[str, Any]
    lines: list[Line]
    torn: bool = False
    bytes: int = 0
    raw: list[str] = field(default_factory=list)
    name: str = "the record"
    taken_back: bool = False
    """Whether a person went back past what had been heard or seen."""
    advised: int = 0
    """How often advice was asked for, on every line of play."""

    @property
    def line(self) -> Line:
        """Give the line of play that was played last."""
        return self.lines[-1]

    def fault(self, event: int, what: str, hint: str) -> Fault:
        """Make a fault at an event of the last line of play; what follows them is the last row."""
        rows = self.line.rows
        row = rows[event - 1] if event <= len(rows) else len(self.raw)
        return Fault(self.name, row, column=1, what=what, hint=hint)


def header_line(header: dict[str, Any]) -> str:
    """Write the header, with a digest of all the rest of it."""
    return _dump(signed({"record": FORMAT, "rules": RULES, **header}))


def signed(header: dict[str, Any]) -> dict[str, Any]:
    """Give a header the digest that shows whether somebody changed it."""
    rest = {key: value for key, value in header.items() if key != "header_digest"}
    return {**rest, "header_digest": digest_of([_dump(rest)])}


def command_line(said: Said) -> str:
    """Write a command."""
    data = {k: v for k, v in asdict(said.command).items() if v and k != "verb"}
    return _dump({"command": said.command.verb, "at_ms": said.at_ms, **data})


def branch_line(number: int, after: int, *, taken_back: bool = False) -> str:
    """Write that a new line of play leaves the last one after an event."""
    return _dump({"branch": number, "after": after, **_marked(taken_back)})


def _marked(taken_back: bool) -> dict[str, bool]:
    return {"taken_back": True} if taken_back else {}


def wall_line(wall_ms: int) -> str:
    """Write what the clock on the wall shows (ms since 1970, UTC) as what follows is written."""
    return _dump({"wall": wall_ms})


def clock_line(at_ms: int) -> str:
    """Write where the clock stood when the play was left."""
    return _dump({"clock": at_ms})


def ending_line(ending: str, digest: str, *, taken_back: bool = False) -> str:
    """Write the end of a line of play."""
    return _dump({"ending": ending, "digest": digest, **_marked(taken_back)})


def digest_of(lines: list[str]) -> str:
    """Name a log by its content: SHA-256 over its canonical event lines, each with its end."""
    sha = hashlib.sha256()
    for line in lines:
        sha.update(line.encode())
        sha.update(b"\n")
    return "sha256:" + sha.hexdigest()


def log_digest(log: list[Event]) -> str:
    """Name a log held in memory."""
    return digest_of([to_line(event) for event in log])


_WORDS = {"command", "seat", "subject", "to", "form", "text", "by", "effects"}
_KEYS: dict[str, set[str]] = {
    "event": set(),
    "command": _WORDS | {"at_ms", "clauses", "limits"},
    "branch": {"branch", "after", "taken_back"},
    "clock": {"clock"},
    "wall": {"wall"},
    "ending": {"ending", "digest", "taken_back"},
}
"""What a line may hold, by the key that says what it is; of an event, whatever belongs to it."""


def read(lines: list[str], name: str, *, torn: bool = False, size: int = 0) -> Record:
    """Read a record from its whole lines.

    Raises:
        RecordError: not a record, or of a newer format; says in which line.
    """

    def wrong(number: int, what: str, hint: str = "not a record") -> RecordError:
        return RecordError(f"{name}:{number}:1: {what}; {hint}")

    lines = [*lines]
    while lines and not lines[-1].strip():  # empty lines that an editor left at the end
        size -= len(lines.pop().encode()) + 1
    if not lines:
        raise wrong(1, "is empty")
    header = _object(lines[0].removeprefix("\ufeff"))
    if header is None or "record" not in header:
        raise wrong(1, "does not begin with a record's header")
    if header["record"] not in READ or type(header["record"]) is not int:
        what = f"has format {header['record']}"
        reads = f"{READ[0]} to {READ[-1]}"
        raise wrong(1, what, f"this program reads formats {reads}, in which words bind")
    if not _is_signed(header):
        raise wrong(1, "its header is not as it was written", "the record was changed")
    for key, kind in (("scenario", dict), ("seats", dict), ("seed", int), ("replicate", int)):
        if not isinstance(header.get(key), kind):
            raise wrong(1, f"the header lacks “{key}”")
    if not isinstance(header.get("scripts", {}), dict):
        raise wrong(1, "the header's “scripts” are no steps by seat", "the record was changed")
    record = Record(header, [Line()], torn=torn, bytes=size, raw=lines, name=name)
    for number, text in enumerate(lines[1:], start=2):
        data = _object(text)
        if data is None:
            raise wrong(number, "is not one JSON object", "the record was changed")
        try:
            _take(record, data, text, number)
        except (KeyError, TypeError, ValueError) as error:
            why = f"lacks “{error.args[0]}”" if isinstance(error, KeyError) else str(error)
            raise wrong(number, f"cannot be understood ({why})", "the record was changed") from None
    return record


def _is_signed(header: dict[str, Any]) -> bool:
    try:
        return bool(signed(header) == header)
    except (UnicodeEncodeError, RecursionError):
        return False


def _object(text: str) -> dict[str, Any] | None:
    try:
        data = json.loads(text, object_pairs_hook=each_once)
    except (ValueError, RecursionError):
        return None
    return data if isinstance(data, dict) else None


def _is_number(value: object) -> bool:
    return type(value) in (int, float)


def _take(record: Record, data: dict[str, Any], text: str, row: int) -> None:
    line = record.line
    kind = next((key for key in _KEYS if key in data), "")
    unknown = set(data) - _KEYS[kind] if kind not in ("", "event") else ()
    if unknown:
        raise ValueError(f"there is no {quoted(min(unknown))} in it")
    if kind == "event":
        if data["n"] != len(line.events) + 1:
            raise ValueError(f"event {quoted(data['n'])} follows {len(line.events)}")
        line.events.append(_canonical(data, text))
        line.rows.append(row)
        line.walls.append(line.wall_ms)
    elif kind == "command":
        words = {key: data[key] for key in data if key in _WORDS}
        clauses, limits = data.get("clauses", []), data.get("limits", [])
        texts = [*words.values(), *clauses] if isinstance(clauses, list) else [None]
        numbers = limits if isinstance(limits, list) else [None]
        right = type(data["at_ms"]) is int and all(map(_is_number, numbers))
        if not right or not all(isinstance(text, str) for text in texts):
            raise ValueError("is no command")
        command = Command(
            verb=words.pop("command"),
            clauses=tuple(clauses),
            limits=tuple(map(float, limits)),
            **words,
        )
        line.said.append(Said(data["at_ms"], command))
        record.advised += command.verb == "advise"
    elif kind == "branch":
        after = data["after"]
        if type(after) is not int or not 0 <= after <= len(line.events):
            raise ValueError("the branch leaves the line where there is no event")
        if type(data["branch"]) is not int or data["branch"] != len(record.lines):
            raise ValueError(f"branch {quoted(data['branch'])} follows {len(record.lines) - 1}")
        record.taken_back = _taken_back(data) or record.taken_back
        record.lines.append(line.left_after(after))
    elif kind == "wall":
        if type(data["wall"]) is not int:
            raise ValueError("the clock on the wall shows no number")
        line.wall_ms = data["wall"]
    elif kind == "clock":
        if type(data["clock"]) is not int or data["clock"] < line.last_ms or line.ending:
            raise ValueError("the clock stands before the last event, or after the end")
        line.clock_ms = data["clock"]
    elif kind == "ending":
        line.ending, line.digest = data["ending"], data["digest"]
        if not line.ending or not all(isinstance(text, str) for text in (line.ending, line.digest)):
            raise ValueError("is no ending")
        if _taken_back(data) != record.taken_back:
            raise ValueError("what was taken back is told otherwise above")
    else:
        raise ValueError("neither command, event, branch, clock, wall nor ending")


def _taken_back(data: dict[str, Any]) -> bool:
    found = data.get("taken_back", False)
    if not isinstance(found, bool):
        raise TypeError("“taken_back” is neither true nor false")
    return found


def _canonical(data: dict[str, Any], text: str) -> str:
    """Write a line as it was written first; what is no text stays as it is, and never fits."""
    try:
        again = _dump(data)
        again.encode()
    except (UnicodeEncodeError, RecursionError):
        return text
    return again
