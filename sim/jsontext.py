"""JSON that comes from outside: read within bounds, or not at all."""

from __future__ import annotations

import json
from typing import Any

NESTING_MOST = 100
"""A record's header holds a scenario, which may be nested sixty deep."""


def json_data(text: str | bytes) -> Any:
    """Read JSON within bounds.

    Raises:
        ValueError: no JSON, a number that is none, a key given twice, or nested too deep.
    """
    try:
        data = json.loads(text, parse_constant=_no_number, object_pairs_hook=each_once)
    except RecursionError:
        raise ValueError(f"is nested deeper than {NESTING_MOST}") from None
    level = [data]
    for _ in range(NESTING_MOST + 1):
        inner = [v.values() if isinstance(v, dict) else v for v in level if type(v) in (dict, list)]
        level = [item for items in inner for item in items]
        if not level:
            return data
    raise ValueError(f"is nested deeper than {NESTING_MOST}")


def each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make a mapping of JSON; a key that is given twice would mean one of two things."""
    if len(made := dict(pairs)) < len(pairs):
        raise ValueError("a key stands twice")
    return made


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")
