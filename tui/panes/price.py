"""What a minute of waiting costs, as far as it can be seen: how much nearer somebody comes."""

from __future__ import annotations

import math

from sim.play.seat import SeatView, VesselLine, threats
from sim.readings import approach, distance
from sim.units import MS_PER_MIN
from tui.base.text import Line, wrap
from tui.chart.scene import ahead

CLOSES_LEAST_M = 50.0
"""Metres a minute from which on a contact is said to close."""


def price(view: SeatView, unsafe_m: float) -> str:
    """Say how much nearer comes in a minute whoever is the greatest danger, "" if nobody closes."""
    closing = nearest(view, unsafe_m)
    if closing is None:
        return ""
    row, now_m, then_m = closing
    nearer = f"{row.name} {distance(now_m)} > {distance(then_m)} in a minute"
    if row.cpa_m is None or not row.tcpa_ms:
        return nearer
    return f"{nearer}; {approach(row.cpa_m, row.tcpa_ms)}"


def priced(view: SeatView, unsafe_m: float, width: int) -> list[Line]:
    """Write what waiting costs under what a card says; nothing if it costs nothing."""
    cost = price(view, unsafe_m)
    return wrap(f"Waiting: {cost}.", width, "warn") if cost else []


def nearest(view: SeatView, unsafe_m: float) -> tuple[VesselLine, float, float] | None:
    """Find the contact that closes and is graded gravest, else nearest; its range now and then.

    Then is a minute on.
    """
    if not view.own:
        return None
    own = ahead(view.own[0], MS_PER_MIN)
    found = []
    for row in view.contacts:
        if row.lost_ms is None and row.range_m is not None:
            then_m = math.dist(own, ahead(row, MS_PER_MIN))
            if then_m < row.range_m - CLOSES_LEAST_M:
                found.append((row.range_m, row, then_m))
    if not found:
        return None
    grave = [threat.vessel for threat in threats(view, unsafe_m)]
    places = {vessel: place for place, vessel in enumerate(grave)}
    now_m, row, then_m = min(found, key=lambda f: (places.get(f[1].vessel, len(places)), f[0]))
    return row, now_m, then_m
