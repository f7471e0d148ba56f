"""Closed forms beside what the code gives, for the page; the tests assert the same."""

from __future__ import annotations

import math
from collections.abc import Iterator

from sim.engine.base.geometry import radio_reach_m
from sim.loader.doctrines import doctrines
from sim.model import belief as be
from sim.model import calling, choice
from sim.model.calling import Hazards
from sim.model.choice import Mind
from sim.model.doctrines import doctrine
from sim.model.parameters import Parameters
from sim.units import M_PER_NM

Row = tuple[str, str, str]


def forms() -> Iterator[Row]:
    """Yield (what, expected, as built)."""
    lo = be.odds(0.2) + 0.5 + 0.9 - 0.6
    yield "Bayes: p0 0.2, +0.5 +0.9 −0.6 nats", "−0.5863; 0.3575", f"{lo:.4f}; {be.chance(lo):.4f}"
    for x, step in ((0, "0.8210"), (2, "0.1714"), (-200, "2.7081")):
        a = be.accident_rate(0.02, x, 0)
        yield f"attribution, x = {x}: step", step, f"{be.doubtful_step(1, a, 0.03, 0.002):.4f}"
    for x, q in ((0, "0.3421"), (2, "0.0657")):
        a = be.accident_rate(0.02, x, 0)
        yield f"attribution, x = {x}: q", q, f"{be.blame(0.3, a, 0.03, 0.002):.4f}"
    ends = calling.try_chances(Hazards(1.8, 0.6), 3_600_000)
    yield (
        "a call: 0.03 and 0.01 a minute, 60 minutes",
        "0.6820, 0.2273, 0.0907",
        ", ".join(f"{p:.4f}" for p in ends),
    )
    logit = choice.logit([0, 1, 2], 1)
    yield "logit of 0, 1, 2", "0.0900, 0.2447, 0.6652", ", ".join(f"{p:.4f}" for p in logit)
    firm = doctrine(doctrines()["firm"], Parameters(source=""), revisionist=False)
    for provoked, expected in ((8, "0.12"), (6, "0.009")):
        mind = Mind(0.5, provoked, 1, restrained=False, tension=0, pressure=0, committed=0, ready=0)
        fire = math.fsum(choice.rung_chances(firm, mind)[8:])
        yield f"firm, p 0.5, provoked on rung {provoked}: fire", expected, f"{fire:.3f}"
    yield "VHF, 30 m and 62 m", "30.04 nm", f"{radio_reach_m(30, 62) / M_PER_NM:.2f} nm"
