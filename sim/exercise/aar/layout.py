"""What stands in cells of the report: instants, spans, and who knew of something."""

from __future__ import annotations

from sim.engine.base.log import Event
from sim.exercise.evidence import Evidence
from sim.pages import escape
from sim.units import elapsed, format_wait


def when(evidence: Evidence, at_ms: int, event: int | None = None) -> str:
    """Write an instant for a cell: the clock, time since the begin, an event and its wall time."""
    wall = evidence.wall(event or 0)
    rows = [elapsed(at_ms), evidence.exercise(at_ms), f"{wall} on the wall" if wall else ""]
    rows += [f"event {event}"] if event is not None else []
    small = "<br>".join(f"<small>{row}</small>" for row in filter(None, rows))
    return f"{escape(evidence.clock(at_ms))}<br>{small}"


def who_knew(evidence: Evidence, event: Event) -> str:
    """Write for a cell who may know of an event."""
    if len(event.audience) == len(evidence.setup.seats):
        return "everybody"
    titles = (evidence.setup.seats[seat].title for seat in event.audience)
    return ", ".join(map(escape, titles)) or "nobody"


def span(ms: int) -> str:
    """Write how long something took: seconds under two minutes, else whole minutes."""
    return format_wait(ms).replace(" ", "\N{NO-BREAK SPACE}")
