"""What is known of one number of the model besides its type and default."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """What is known of one number; stands beside its type, in the table and nowhere else.

    `low` and `high` are how far it may lie, `optimist` and `pessimist` what the presets make of
    it, None where they leave it alone; all as an author would write them.
    """

    symbol: str
    meaning: str
    low: str
    high: str
    source: str
    optimist: str | None = None
    pessimist: str | None = None


def per_day(events: float) -> float:
    """Give a rate per hour on the grid on which rates are read."""
    return round(events / 24, 9)
