"""The white cell's console in words, for the screen and the lines at once."""

from __future__ import annotations

from sim.columns import fit, padded, wrapped
from sim.exercise.console import ConsoleInject, ConsoleSeat, ConsoleView, ahead, pace_words, spent
from sim.exercise.console_lines import HELP

_NUMBER, _TIME, _STATE, _TITLE = 7, 10, 10, 34


def status(view: ConsoleView, passed_s: float, wall: str) -> str:
    """Say both clocks, the room's, and how the clock goes, in one line."""
    goes = f"ENDED: {view.ended}" if view.ended else "STANDS" if view.paused else "RUNNING"
    parts = [f"{goes} {pace_words(view.pace)}", f"story {view.story}"]
    parts += [f"exercise {spent(passed_s)}", f"room {wall}"]
    return "  ".join(parts)


def inject_line(view: ConsoleView, inject: ConsoleInject, width: int) -> str:
    """Write an inject in one line: its number, its time, how it stands, its title, who reads it."""
    cells = [padded(inject.number, _NUMBER), padded(inject.time, _TIME)]
    cells += [padded(inject.state, _STATE), padded(fit(inject.title, _TITLE), _TITLE)]
    if inject.state == "planned":
        cells.append(ahead(view, inject.due_ms))
    elif inject.to_come and inject.waits_for:
        cells.append(f"if {inject.waits_for}")
    else:
        cells.append(inject.to)
    return fit(" ".join(cells).rstrip(), width)


def injects(view: ConsoleView, width: int) -> list[str]:
    """Write all injects, a line each."""
    return [inject_line(view, inject, width) for inject in view.injects]


def inject_page(inject: ConsoleInject, width: int) -> list[str]:
    """Write all there is to say of an inject."""
    lines = [f"{inject.number}  {inject.title}", f"{inject.state}, {inject.time}"]
    lines += wrapped(f"To: {inject.to or 'nobody; it changes the scene'}", width, rest="    ")
    lines += wrapped(inject.text, width) if inject.text else []
    lines += wrapped(f"Waits for: {inject.waits_for}", width, rest="  ") if inject.waits_for else []
    lines += wrapped(f"Brings about: {inject.effects}", width, rest="  ") if inject.effects else []
    return lines


def seats(view: ConsoleView) -> list[str]:
    """Write where every seat stands, a line each."""
    return [f"{seat.seat}  {seat.title} ({seat.who}): {stands(view, seat)}" for seat in view.seats]


def stands(view: ConsoleView, seat: ConsoleSeat) -> str:
    """Write what a seat does, and whether observers look at it."""
    return f"{seat.doing}; open to observers" if seat.seat in view.watched else seat.doing


def help_lines(width: int) -> list[str]:
    """Write what can be typed."""
    found = []
    for typed, does in (HELP | {"injects, seats, help, quit": "list them; leave"}).items():
        found += wrapped(f"{typed}: {does}", width, rest="    ")
    return found
