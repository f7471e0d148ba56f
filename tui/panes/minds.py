"""What a seat thinks of the other side, and how it stands with its own nerves."""

from __future__ import annotations

from sim.play.seat import Mind, Sheet, Shown
from tui.base.text import Line, clip, ends, fit, line

_MEANT_LEAST = 0.5
"""From which chance on that an act was ordered it is said to be meant."""


def minds(sheet: Sheet, shown: Shown, before: Mind | None, width: int, height: int) -> list[Line]:
    """Write belief, tension and pressure, each with how it moved since `before`."""
    mind = shown.view.mind
    if not sheet.faces:
        return []
    old = before or mind
    belief = _moved(mind.p, old.p)
    other = line((fit(sheet.sides[sheet.faces], 11), "other"), " wants change")
    tension = f"tension {_moved(mind.tension, old.tension)}"
    home = f"pressure {_moved(mind.pressure, old.pressure)}"
    lines = [
        ends(other, line((belief, "bold")), width),
        ends(line(tension), line(home), width),
    ]
    if mind.provoked:
        act = f"last act on rung {mind.provoked:.0f}"
        meant = "meant" if mind.q >= _MEANT_LEAST else "in doubt"
        lines.append(ends(line(act), line(f"{meant} {mind.q:.0%}"), width))
    if mind.committed:
        lines.append(clip(line(f"in public, committed to rung {mind.committed:.0f}"), width))
    return lines[:height]


def _moved(now: float, before: float) -> str:
    """Write a share, and whether it has risen or fallen by a whole percent."""
    if round(now, 2) == round(before, 2):
        return f"{now:.0%} "
    return f"{now:.0%}{'^' if now > before else 'v'}"
