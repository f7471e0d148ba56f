"""How often what brings itself about may come round before it counts as endless."""

from __future__ import annotations

from sim.units import MS_PER_H

ROUNDS_MOST = 1_000
"""A chain of effects that came round so often, and fast, will not end by itself."""
ROUND_LEAST_MS = MS_PER_H // 30
"""Rounds slower than this are a rhythm that the horizon bounds."""


def endless(rounds: int, lasted_ms: int) -> bool:
    """Say whether so many rounds within a time of the story are taken for endless."""
    return rounds > ROUNDS_MOST and lasted_ms < rounds * ROUND_LEAST_MS
