"""A finished run in three signs that give nothing of its course away: own aim, own word, peace."""

from __future__ import annotations

import math

from sim.engine.kernel.engine import Engine
from sim.model.rungs import COLLISION
from sim.play.outcome import account, measures

REACHED = 0.5
"""How far the main aim must be reached for its sign, as a share of all of it."""


def signs(engine: Engine, side: str) -> str:
    """Give “+” or “-” for each of the three.

    Own aim: at least half of what mattered most to the side. Own word: it broke no promise. Peace:
    nobody died, and no act of anybody stood as high as force.
    """
    found = measures(engine)
    main = [line.value for line in account(engine, side) if line.main and line.value is not None]
    aim = bool(main) and math.fsum(main) / len(main) >= REACHED
    word = not found["promises_broken"].get(side, 0)
    peace = not found["dead"] and max(found["peak_rung"].values(), default=0) < COLLISION
    return "".join("+" if good else "-" for good in (aim, word, peace))
