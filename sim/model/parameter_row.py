"""What is known of one number of the model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ParameterRow:
    """What is known of one number; `optimist` and `pessimist` are None where it is no dial."""

    symbol: str
    meaning: str
    low: str
    high: str
    source: str
    optimist: str | None = None
    pessimist: str | None = None
