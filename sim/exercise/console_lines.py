"""The white cell's commands as lines: what can be typed, and what a line asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from sim.engine.seat.rules import Command
from sim.errors import close_to, nearest, quoted
from sim.exercise.console import ConsoleInject, ConsoleView
from sim.model.world import WHITE_CELL
from sim.play.white_cell import NEXT
from sim.units import MS_PER_MIN, parse_duration, parse_typed

HELP: Final = {
    "release N": "send an inject now",
    "hold N, lift N": "hold it back, and no longer",
    "skip N": "leave it out",
    "withdraw N [WHY]": "take back one that was read",
    "title N WORDS, text N WORDS": "give it other words",
    "time N TIME": "give it another time",
    "shift [N] +10 min": "move it and all that come after it; -10 min is earlier",
    "improvise TITLE; SEATS; TEXT": "write one: seats by commas or “all”; then perhaps "
    "“; from WHOM”, “; at TIME”, “; effects JSON”",
    "pause, resume, pace 30": "the clock; seconds of the story to one of the room",
    "jump next, jump N, jump TIME": "move the clock on",
    "as SEAT WHAT": "speak as a seat: choose MOVE, pass, answer CALL, call CHANNEL TO FORM, "
    "grant SEAT:MOVE, reply REQUEST HOW, note TEXT, …",
    "take SEAT, give SEAT": "take a seat over, and give it back",
    "seat SEAT person, seat SEAT doctrine": "let people decide for it, or its doctrine again",
    "back TIME WHY": "go back to just before a time; the record keeps what is left, and why",
    "endex [WHY]": "end the exercise here; what has happened names its ending",
    "note TEXT": "write something down",
    "look SEAT": "see what a seat sees",
    "open SEAT, shut SEAT": "let observers look at a seat, and no longer",
    "risk MEASURE": "how likely it is in what is left: an ending, rung 6, dead, hurt, shots, …",
}
"""What can be typed, and what it does. A TIME is 14:05, D+1 09:00 or +10 min."""


class LineError(ValueError):
    """A line asks for nothing that can be done; the words say why."""


@dataclass(frozen=True, slots=True)
class ConsoleOrder:
    """What a line asks for: a command; or to go back, to look at a seat, to say a risk."""

    kind: str
    command: Command = field(default_factory=lambda: Command(WHITE_CELL, ""))
    at_ms: int = 0
    text: str = ""


Reader = Callable[[ConsoleView, str], ConsoleOrder]


def order_of(view: ConsoleView, line: str) -> ConsoleOrder:
    """Read a line of the white cell.

    Raises:
        LineError: it asks for nothing; says why, and what to type instead.
    """
    verb, _, rest = line.strip().partition(" ")
    if verb not in _READERS:
        raise LineError(f"There is no {quoted(verb)}; {nearest(verb, _READERS)}")
    return _READERS[verb](view, rest.strip())


def inject_of(view: ConsoleView, word: str) -> ConsoleInject:
    """Find an inject by its control number, the number alone, or its id.

    Raises:
        LineError: there is none.
    """
    asked = word.upper()
    for inject in view.injects:
        if asked in (inject.number, inject.number.removeprefix("INJ-"), inject.inject.upper()):
            return inject
    if not word:
        raise LineError("Say which inject, by its number.")
    numbers = [inject.number for inject in view.injects]
    close = close_to(asked, numbers)
    last = sum(number.startswith("INJ-") for number in numbers)
    hint = f"did you mean {quoted(close)}?" if close else f"they go from 1 to {last}"
    raise LineError(f"There is no inject {quoted(word)}; {hint}")


def seat_of(view: ConsoleView, word: str) -> str:
    """Find a seat by its id or title.

    Raises:
        LineError: there is none.
    """
    for seat in view.seats:
        if word.lower() in (seat.seat, seat.title.lower()):
            return seat.seat
    if not word:
        raise LineError("Say which seat.")
    hint = nearest(word, [s.seat for s in view.seats])
    raise LineError(f"There is no seat {quoted(word)}; {hint}")


_DAY = re.compile(r"(?:D\+(\d{1,4}) +)?(\d{1,2}):(\d{2})(?= |$)", re.IGNORECASE)


def time_of(view: ConsoleView, text: str, *, before: bool = False) -> tuple[int, str]:
    """Read a time that a text begins with, and give what follows it.

    Args:
        view: The play as it stands.
        text: Such as ``14:05``, ``D+1 09:00``, ``+10 min``, ``-2 h``.
        before: Whether a time of day without its day is the last that was, not the next to come.

    Raises:
        LineError: it begins with no time.
    """
    match = _DAY.match(text)
    if match:
        return _of_day(view, match, before=before), text[match.end() :].strip()
    sign, words = text[:1], text[1:].split()
    for count in (4, 2, 1):
        if sign in ("+", "-") and len(words) >= count:
            try:
                wait = parse_duration(" ".join(words[:count]))
            except ValueError:
                continue
            away = wait if sign == "+" else -wait
            return view.now_ms + away, " ".join(words[count:])
    raise LineError(f"{quoted(text)} is no time; write 14:05, D+1 09:00 or +10 min")


def _of_day(view: ConsoleView, match: re.Match[str], *, before: bool) -> int:
    begins = datetime.fromisoformat(view.begins)
    minutes = int(match[2]) * 60 + int(match[3]) - begins.hour * 60 - begins.minute
    at_ms, day = minutes * MS_PER_MIN - begins.second * 1000, 24 * 60 * MS_PER_MIN
    if match[1] is not None:
        return at_ms + int(match[1]) * day
    while at_ms < view.now_ms and not before:
        at_ms += day
    while before and at_ms + day <= view.now_ms:
        at_ms += day
    return at_ms


def _white(verb: str, subject: str = "", **words: object) -> ConsoleOrder:
    return ConsoleOrder("give", Command(WHITE_CELL, verb, subject, **words))  # type: ignore[arg-type]


def _of_inject(verb: str) -> Reader:
    def read(view: ConsoleView, rest: str) -> ConsoleOrder:
        word, _, text = rest.partition(" ")
        return _white(verb, inject_of(view, word).inject, text=text.strip())

    return read


def _edit(what: str) -> Reader:
    def read(view: ConsoleView, rest: str) -> ConsoleOrder:
        word, _, text = rest.partition(" ")
        inject = inject_of(view, word).inject
        if what == "time":
            at_ms, _ = time_of(view, text.strip())
            return _white("edit", inject, limits=(float(at_ms),))
        return _white("edit", inject, **{"form" if what == "title" else "text": text.strip()})

    return read


def _shift(view: ConsoleView, rest: str) -> ConsoleOrder:
    first, inject = rest, ""
    if rest[:1] not in ("+", "-"):
        word, _, first = rest.partition(" ")
        inject = inject_of(view, word).inject
    at_ms, _ = time_of(view, first.strip())
    return _white("shift", inject, limits=(float(at_ms - view.now_ms),))


def _improvise(view: ConsoleView, rest: str) -> ConsoleOrder:
    title, *parts = (part.strip() for part in rest.split(";"))
    seats, text = (*parts, "", "")[:2]
    more = {"from": "", "at": "", "effects": ""}
    for part in parts[2:]:
        name, _, value = part.partition(" ")
        if name not in more:
            raise LineError(f"After the text comes “from”, “at” or “effects”, not {quoted(name)}.")
        more[name] = value.strip()
    everybody = [s.seat for s in view.seats]
    to = everybody if seats == "all" else [seat_of(view, s.strip()) for s in seats.split(",") if s]
    at = (float(time_of(view, more["at"])[0]),) if more["at"] else ()
    return _white(
        "improvise",
        to=more["from"],
        form=title,
        text=text,
        clauses=tuple(to),
        limits=at,
        effects=more["effects"],
    )


def _clock(verb: str) -> Reader:
    return lambda view, rest: _white(verb)


def _pace(view: ConsoleView, rest: str) -> ConsoleOrder:
    try:
        pace = parse_typed(rest.removeprefix("x"))
    except ValueError:
        raise LineError(f"{quoted(rest)} is no pace; write a number such as 30") from None
    return _white("pace", limits=(pace,))


def _jump(view: ConsoleView, rest: str) -> ConsoleOrder:
    if rest == NEXT:
        return _white("jump", NEXT)
    if rest[:1] == "+" or _DAY.match(rest):
        return _white("jump", limits=(float(time_of(view, rest)[0]),))
    return _white("jump", inject_of(view, rest).inject)


def _seat(verb: str) -> Reader:
    return lambda view, rest: _white(verb, seat_of(view, rest))


def _holder(view: ConsoleView, rest: str) -> ConsoleOrder:
    word, _, holder = rest.partition(" ")
    return _white("seat", seat_of(view, word), form=holder.strip())


def _back(view: ConsoleView, rest: str) -> ConsoleOrder:
    at_ms, why = time_of(view, rest, before=True)
    if not why:
        raise LineError("Say why after the time; the record keeps it.")
    return ConsoleOrder("back", at_ms=at_ms, text=why)


def _as(view: ConsoleView, rest: str) -> ConsoleOrder:
    """Read what a seat is to say: its verb, then what it is about, in the order of a command."""
    name, verb, *words = (*rest.split(), "", "")
    seat, words = seat_of(view, name), [word for word in words if word]
    first, more = (words[0] if words else ""), words[1:]
    match verb:
        case "note":
            command = Command(seat, "note", text=" ".join(words))
        case "call":
            to, form, *text = (*more, "", "")
            command = Command(seat, "call", first, to, form=form, text=" ".join(filter(None, text)))
        case "reply":
            command = Command(seat, "reply", first, form=" ".join(more))
        case "counter":
            command = Command(seat, "counter", first, clauses=tuple(more))
        case _:
            command = Command(seat, verb, first)
    return ConsoleOrder("give", command)


def _looks(kind: str) -> Reader:
    return lambda view, rest: ConsoleOrder(kind, text=seat_of(view, rest))


def _end(view: ConsoleView, rest: str) -> ConsoleOrder:
    return _white("end", text=rest)


def _risk(view: ConsoleView, rest: str) -> ConsoleOrder:
    return ConsoleOrder("risk", text=rest)


def _note(view: ConsoleView, rest: str) -> ConsoleOrder:
    return _white("note", text=rest)


_READERS: Final[dict[str, Reader]] = {
    **{verb: _of_inject(verb) for verb in ("release", "hold", "lift", "skip", "withdraw")},
    **{what: _edit(what) for what in ("title", "text", "time")},
    "shift": _shift,
    "improvise": _improvise,
    **{verb: _clock(verb) for verb in ("pause", "resume")},
    "pace": _pace,
    "jump": _jump,
    "as": _as,
    "take": _seat("take"),
    "give": _seat("give_back"),
    "seat": _holder,
    "endex": _end,
    "back": _back,
    "note": _note,
    **{kind: _looks(kind) for kind in ("look", "open", "shut")},
    "risk": _risk,
}
