"""JSON that comes from outside: read within bounds, or not at all."""

from __future__ import annotations

import json
from typing import Any

NESTING_MOST = 100
"""A record's header holds a scenario, which may be nested sixty deep."""


def json_data(text: str | bytes) -> Any:
    """Read JSON within bounds.

    Raises:
        ValueError: no JSON, a number that is none, or nested too deep.
    """
    try:
        data = json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise ValueError(f"is nested deeper than {NESTING_MOST}") from None
    level = [data]
    for _ in range(NESTING_MOST + 1):
        inner = [v.values() if isinstance(v, dict) else v for v in level if type(v) in (dict, list)]
        level = [item for items in inner for item in items]
        if not level:
            return data
    raise ValueError(f"is nested deeper than {NESTING_MOST}")


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")
