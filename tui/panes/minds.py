"""What a seat thinks of the other side, and how it stands with its own nerves."""

from __future__ import annotations

from sim.columns import fit
from sim.play.seat import Mind, Sheet, Shown, rung_name
from sim.readings import share
from sim.units import rounded
from tui.base.text import Line, clip, cut_to, ends, line

_LEAST = 2
"""Rows in which belief, tension and pressure are written, and that more is not."""
_MEANT_LEAST = 0.5
"""From which chance on that an act was ordered it is said to be meant."""


def minds(
    sheet: Sheet, shown: Shown, before: Mind | None, width: int, height: int, *, key: str = "o"
) -> list[Line]:
    """Write belief, tension and pressure, each with how it moved since `before`.

    What provokes a seat most is an act's rung by how sure it is that the act was meant; the act
    stands here on its own rung, as on the ladder. A key shows what is cut.
    """
    mind = shown.view.mind
    if not sheet.faces:
        return []
    old = before or mind
    belief = _moved(mind.p, old.p)
    other = line("wants change: ", (fit(sheet.sides[sheet.faces], 14), "other"))
    tension = f"tension {_moved(mind.tension, old.tension)}"
    home = f"pressure {_moved(mind.pressure, old.pressure)}"
    felt = ends(line(tension), line(home), width)
    if {share(x) for x in (mind.tension, mind.pressure, old.tension, old.pressure)} == {"0%"}:
        felt = clip(line("calm: tension, pressure 0%"), width)
    lines = [ends(other, line((belief, "bold")), width), felt]
    if mind.provoked:
        act = f"gravest act to you: {rung_name(rounded(mind.provoked / mind.q))}"
        meant = "meant" if mind.q >= _MEANT_LEAST else "in doubt"
        lines.append(ends(line(act), line(f"{meant} {share(mind.q)}"), width))
    if rounded(mind.committed):
        said = f"committed in public: {rung_name(rounded(mind.committed))}"
        lines.append(clip(line(said), width))
    if len(lines) <= height or height != _LEAST:
        return cut_to(lines, height, width, key)
    more = f"{key} +{len(lines) - height}".lstrip()
    return [lines[0], clip(line(f"{tension} {home} ", (more, "head")), width)]


def _moved(now: float, before: float) -> str:
    """Write a share, and whether it has risen or fallen by a whole percent."""
    if share(now) == share(before):
        return f"{share(now)} "
    return f"{share(now)}{'^' if now > before else 'v'}"
