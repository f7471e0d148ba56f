"""Staffs: when a desk is held, what it learns from below, how long it decides, who advises it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated

from pydantic import BeforeValidator, Field, create_model

from sim import units
from sim.model.chance import Delay, Distribution, Lognormal
from sim.model.channels import Hours
from sim.model.fields import Probability, Rung, SeatRef, Span, YesNo, quantity, string
from sim.model.words import Sourced

Offset = Annotated[int, *quantity(units.parse_offset, units.format_offset, "-05:00")]

DECISIONS: dict[str, Distribution] = {
    level: Lognormal.model_validate({"median": median, "sigma": sigma})
    for level, median, sigma in (
        ("on_scene", "4 min", 0.8),
        ("operational", "90 min", 1.0),
        ("capital", "112 h 48 min", 1.75),
    )
}
"""Decision times by level: 4 min and 90 min [assumed]; 4.7 d [data] ICB2 v14, n = 1,058."""
SPAN_TIMES = 3
"""Medians of its decision time for which a window stays open if the author says nothing."""
ADVISERS_MOST = 10
"""Doctrines among which one seat's staff may be divided."""


class DeskHours(Hours):
    """When a seat decides and is at its phone, by the desk's own clock; `wakes` calls it in."""

    weekend: YesNo = True
    wakes: Rung | None = None


class WindowTerms(Sourced):
    """How long decision windows stay open; with `every`, one opens at each regular meeting."""

    span: Span
    every: Span | None = None
    between: YesNo = True


class Reporting(Sourced):
    """What a seat is told by seats of its side: after which delay, and how often wrongly."""

    delay: Delay
    error: Probability = 0.0

    @property
    def tellers(self) -> tuple[str, ...]:
        """Give the seats that tell, the first of them before the others: `from` in the text."""
        found: tuple[str, ...] = getattr(self, "from")
        return found


if TYPE_CHECKING:
    Reports = Reporting
else:  # `from` is a word of Python's own, which no class body may use as a name
    Reports = create_model(
        "Reports",
        __base__=Reporting,
        __module__=__name__,
        __doc__=Reporting.__doc__,
        **{"from": (Annotated[tuple[SeatRef, ...], Field(min_length=1, max_length=10)], ...)},
    )


def median_span_ms(level: str, decision: Distribution | None) -> int:
    """Give how long a window stays open if the author says nothing: 3 medians of deciding."""
    typical = (decision or DECISIONS[level]).typical_ms()
    return max(units.MS_PER_S, SPAN_TIMES * typical)


def _read_occupant(value: object) -> object:
    """Read a mix of doctrines as the text by which it is known: ``mix:firm=0.6,hawkish=0.4``."""
    if not isinstance(value, dict):
        return value
    shares = value.get("mix") if set(value) == {"mix"} else None
    if not isinstance(shares, dict) or not 1 < len(shares) <= ADVISERS_MOST:
        what = "expected the name of a policy, or “{mix: {firm: 0.6, hawkish: 0.4}}”"
        raise ValueError(f"{what} with 2 to {ADVISERS_MOST} policies")
    if not all(isinstance(s, int | float) and type(s) is not bool for s in shares.values()):
        raise ValueError("the shares of a mix are numbers")
    if any(not 0 < share <= 1 for share in shares.values()) or _off(shares.values()):
        raise ValueError("the shares of a mix lie above 0 and add up to 1")
    return "mix:" + ",".join(f"{name}={share:g}" for name, share in shares.items())


def _off(shares: Iterable[float]) -> bool:
    """Say whether shares do not add up to 1."""
    return abs(math.fsum(shares) - 1) > 1e-6


OccupantName = Annotated[
    str,
    *string(200),
    BeforeValidator(_read_occupant),
    Field(json_schema_extra={"type": ["string", "object"], "examples": ["firm"]}),
]
