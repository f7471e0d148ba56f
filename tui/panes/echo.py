"""The echo of what a seat did last: what it knows to have come of it, and how its staff moved."""

from __future__ import annotations

from collections.abc import Iterator

from sim.columns import fit
from sim.play.seat import Mind, Sheet, Shown
from sim.readings import share
from tui.base.text import Line, clip, line

OWN = "<"
"""The sign of what came of one's own order or call."""
MARKED = f"{OWN} came of what you did last"


def echoed(sheet: Sheet, shown: Shown, since: Mind | None, width: int) -> list[Line]:
    """Write what was done last, what is known to have come of it, and how the staff moved since."""
    echo = shown.echo
    if echo is None:
        return []
    rest = "still under way" if echo.under_way else "" if echo.last else "nothing known of it yet"
    done = f"{echo.clock} {echo.text} {rest}".rstrip()
    rows = [clip(line((f" {OWN} ", "own"), (fit(done, width - 3), "own")), width)]
    if echo.last:
        rows.append(line(fit(f"   {echo.last}", width)))
    return [*rows, *staff(sheet, shown, since, width)]


def staff(sheet: Sheet, shown: Shown, since: Mind | None, width: int) -> list[Line]:
    """Write by how much the seat's own staff moved since it did something, if it moved at all."""
    if since is None or shown.echo is None or not sheet.faces:
        return []
    moved = "; ".join(_moved(sheet.sides[sheet.faces], since, shown.view.mind))
    if not moved:
        return []
    said = f"Since {shown.echo.clock}: {moved}"
    return [clip(line((f" {OWN} ", "own"), (fit(said, width - 3), "own")), width)]


def _moved(other: str, was: Mind, now: Mind) -> Iterator[str]:
    rows = (
        (f"{other} wants change", was.p, now.p),
        ("tension", was.tension, now.tension),
        ("pressure", was.pressure, now.pressure),
    )
    for name, before, after in rows:
        if share(before) != share(after):
            yield f"{name} {share(before)} to {share(after)}"
