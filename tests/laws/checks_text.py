"""Laws L14 and L16: what is written down reads back as what it was."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sim import units
from sim.errors import ScenarioError
from sim.loader import digest, dump, from_data, from_text
from sim.loader import scenario as loading
from sim.model.scenario import Scenario


def check_l14(scenario: Scenario) -> None:
    """A scenario that is written and read again is the same, as text and as a record carries it."""
    written = dump(scenario)
    try:
        again = from_text(written)
        carried = from_data(json.loads(json.dumps(loading.canonical(scenario))))
    except ScenarioError as error:
        raise AssertionError(f"{scenario.id}: what was written is refused: {error}") from None

    assert again == scenario, f"{scenario.id}: the written scenario is another"
    assert carried == scenario, f"{scenario.id}: the scenario in a record is another"
    assert dump(again) == written, f"{scenario.id}: written twice, two texts"
    assert digest(again) == digest(carried) == digest(scenario), f"{scenario.id}: two digests"


QUANTITIES: dict[str, tuple[str, str]] = {
    "durations_ms": ("format_duration", "parse_duration"),
    "distances_m": ("format_distance", "parse_distance"),
    "speeds_mps": ("format_speed", "parse_speed"),
    "bearings_deg": ("format_bearing", "parse_bearing"),
    "turns_deg": ("format_bearing", "parse_turn"),
    "offsets_min": ("format_offset", "parse_offset"),
    "rates_per_h": ("format_rate", "parse_rate"),
    "positions": ("format_position", "parse_position"),
}
"""Per strategy of `tests.strategies`: who writes the quantity and who reads it."""


def check_l16(kind: str, value: Any) -> None:
    """A quantity written and read is the same number; its text written again, the same text."""
    write, parse = (_of_units(name) for name in QUANTITIES[kind])
    text = write(value)

    assert parse(text) == value, f"{kind}: {value!r} is written “{text}”"
    assert write(parse(text)) == text, f"{kind}: “{text}” is written otherwise when read"


def _of_units(name: str) -> Callable[[Any], Any]:
    return getattr(units, name)  # type: ignore[no-any-return]
