"""Pictures of the chart that were looked at and kept; run as a module to write them anew."""

from __future__ import annotations

from pathlib import Path

from sim.engine import Draws, Engine, Setup, begin
from sim.engine.seat.views import view
from sim.loader import load
from sim.play.seat import PlaceSheet, sheet
from sim.units import M_PER_NM, MPS_PER_KN, Position
from tui.chart.drawing import draw
from tui.chart.scene import ChartScene, ChartVessel, scene_of
from tui.chart.window import FIT

KEPT = Path(__file__).parent / "pictures"
MIN_MS = 60_000
UNSAFE_M = 457.2
"""500 yd of 0.9144 m."""
SHIPPED = ("twenty-nine-minutes", "handshake", "two-captains", "dawn-approach")
PICTURES = ("close", *SHIPPED)
ZOOMED: dict[str, tuple[float, ...]] = {"close": (1, FIT)}
"""At which zooms a picture is taken: from near, as a whole and from far, unless told here."""


def vessel(
    name: str,
    x_m: float,
    y_m: float,
    *,
    side: str = "a",
    course: float = 0,
    knots: float = 0,
    number: int = 1,
    cpa: tuple[float, int] | None = None,
    lost_ms: int | None = None,
    flag: bool = False,
) -> ChartVessel:
    """Make a vessel; side a is the own one; `cpa` is a distance in m and a time in ms."""
    near, when = cpa if cpa is not None else (None, None)
    own, speed = side == "a", knots * MPS_PER_KN
    return ChartVessel(name, side, number, own, flag, x_m, y_m, course, speed, near, when, lost_ms)


def close() -> ChartScene:
    """Make a scene with one of each: flag, unsafe contact, lost contact, fleet, place."""
    mile = M_PER_NM
    return ChartScene(
        Position(15.0, 118.0),
        30 * MIN_MS,
        UNSAFE_M,
        (
            vessel("BRP One", 0, 0, course=90, knots=10, flag=True),
            vessel("boats", -0.6 * mile, -0.4 * mile, number=12),
            vessel(
                "CCG 5201", 1.0 * mile, 0.7 * mile, side="b", course=240, knots=14,
                cpa=(311.0, 3 * MIN_MS),
            ),
            vessel("CCG 3302", -0.5 * mile, 0.6 * mile, side="b", lost_ms=18 * MIN_MS),
            vessel("far", 30 * mile, 2 * mile, side="c"),
        ),
        (PlaceSheet("Second ground", -0.9 * mile, 0.2 * mile),),
        ("a", "b", "c"),
    )  # fmt: skip


def opening(name: str) -> ChartScene:
    """Take the scene of a shipped scenario's first playable seat at the beginning."""
    setup = Setup(load(name))
    engine = Engine(setup, Draws(1))
    begin(engine, dict.fromkeys(setup.seats, ("none", "none")))
    seat = next(s.id for s in setup.scenario.seats if s.playable)
    return scene_of(view(setup, engine.state.known[seat], 0), sheet(setup, seat))


def picture(name: str) -> str:
    """Draw a scene at some zooms, with braille and without."""
    scene = close() if name == "close" else opening(name)
    parts = []
    for zoom in ZOOMED.get(name, (3, FIT, 60)):
        for plain in (False, True):
            title = "fit" if zoom == FIT else f"{zoom:g} nm"
            parts.append(title + (", plain" if plain else ""))
            parts.append("+" + "-" * 40 + "+")
            drawn = draw(scene, 40, 16, zoom, plain=plain)
            parts += ["|" + "".join(text for text, _ in line) + "|" for line in drawn]
            parts.append("+" + "-" * 40 + "+")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    for each in PICTURES:
        (KEPT / f"{each}.txt").write_text(picture(each), "utf-8")
