"""Text quantities and back: law L16, wrong units, and numbers at the edge."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sim import units
from tests import strategies as own

Parse = Callable[[object], Any]
Write = Callable[[Any], str]

PARSERS: dict[str, Parse] = {
    "duration": units.parse_duration,
    "distance": units.parse_distance,
    "speed": units.parse_speed,
    "bearing": units.parse_bearing,
    "turn": units.parse_turn,
    "offset": units.parse_offset,
    "rate": units.parse_rate,
    "position": units.parse_position,
    "begin": units.parse_begin,
}

each_law = pytest.mark.parametrize(
    ("values", "write", "parse"),
    [
        pytest.param(own.durations_ms, units.format_duration, units.parse_duration, id="duration"),
        pytest.param(own.distances_m, units.format_distance, units.parse_distance, id="distance"),
        pytest.param(own.speeds_mps, units.format_speed, units.parse_speed, id="speed"),
        pytest.param(own.bearings_deg, units.format_bearing, units.parse_bearing, id="bearing"),
        pytest.param(own.turns_deg, units.format_bearing, units.parse_turn, id="turn"),
        pytest.param(own.offsets_min, units.format_offset, units.parse_offset, id="offset"),
        pytest.param(own.rates_per_h, units.format_rate, units.parse_rate, id="rate"),
        pytest.param(own.positions, units.format_position, units.parse_position, id="position"),
    ],
)


@each_law
@given(data=st.data())
def test_l16_quantity_to_text_to_quantity(
    values: st.SearchStrategy[Any], write: Write, parse: Parse, data: st.DataObject
) -> None:
    """A saved scenario would load with other numbers than it was saved with."""
    value = data.draw(values)

    again = parse(write(value))

    assert again == value


@each_law
@given(data=st.data())
def test_l16_canonical_text_to_quantity_to_text(
    values: st.SearchStrategy[Any], write: Write, parse: Parse, data: st.DataObject
) -> None:
    """Canonical text would not be stable, so a scenario's digest would change by saving it."""
    text = write(data.draw(values))

    assert write(parse(text)) == text


@given(st.integers(0, 10**9))
def test_l16_thousandths_of_the_sailors_units_stay_as_typed(thousandths: int) -> None:
    """What an author typed in knots and miles would come back with other digits."""
    number = f"{thousandths / 1000:.3f}".rstrip("0").rstrip(".")

    assert units.format_speed(units.parse_speed(f"{number} kn")) == f"{number} kn"
    if thousandths >= 1000:  # below one mile the canonical unit is the metre
        assert units.format_distance(units.parse_distance(f"{number} nm")) == f"{number} nm"


EXACT = {
    # By definition 1 nm = 1852 m, 1 yd = 0.9144 m, and 1 kn = 1852 m / 3600 s.
    "distance": {"nm": "1852", "km": "1000", "m": "1", "yd": "0.9144"},
    "speed": {"kn": "1852/3600", "m/s": "1", "km/h": "1000/3600"},
    "duration": {"d": "86400000", "h": "3600000", "min": "60000", "s": "1000", "ms": "1"},
}
STEP = {"distance": Fraction(1, 1000), "speed": Fraction(1, 10**6), "duration": Fraction(1)}


@pytest.mark.parametrize(
    ("kind", "unit"), [(kind, unit) for kind, table in EXACT.items() for unit in table]
)
@given(number=st.decimals(0, 10**5, places=3))
def test_parsed_values_are_exact_to_half_a_step(kind: str, unit: str, number: object) -> None:
    """A wrong constant or a lost digit would shift every distance, speed and time."""
    expected = Fraction(str(number)) * Fraction(EXACT[kind][unit])

    value = PARSERS[kind](f"{number} {unit}")

    # Half a step of the stated resolution, and the last bit of a double.
    assert abs(Fraction(value) - expected) <= STEP[kind] / 2 + expected / 2**51


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0 s", 0),
        ("250 ms", 250),
        ("90 s", 90_000),
        ("6 min", 360_000),
        ("1.5 h", 5_400_000),  # 1.5 * 3600 s
        ("1 h 30 min", 5_400_000),
        ("1h30min", 5_400_000),
        ("2 d 3 h", 183_600_000),  # 51 h * 3600 s
        (" 6 min ", 360_000),
        ("1e3 s", 1_000_000),
        ("0.4 ms", 0),  # the resolution is the millisecond
        ("4e15 ms", 4 * 10**15),
    ],
)
def test_durations(text: str, expected: int) -> None:
    """A window or a delay would last another time than its author wrote."""
    assert units.parse_duration(text) == expected


@pytest.mark.parametrize(
    ("ms", "expected"),
    [
        (0, "0 s"),
        (1, "1 ms"),
        (999, "999 ms"),
        (60_000, "1 min"),
        (90_000, "1 min 30 s"),
        (5_400_000, "1 h 30 min"),
        (90_061_001, "1 d 1 h 1 min 1 s 1 ms"),  # 86 400 000 + 3 600 000 + 60 000 + 1000 + 1
    ],
)
def test_durations_are_written_largest_unit_first(ms: int, expected: str) -> None:
    """People would read a duration in a form that nobody says."""
    assert units.format_duration(ms) == expected


@pytest.mark.parametrize(
    ("parse", "text", "expected"),
    [
        (units.parse_distance, "500 yd", 457.2),  # 500 * 0.9144
        (units.parse_distance, "12 nm", 22_224.0),  # 12 * 1852
        (units.parse_distance, "0.5 nm", 926.0),
        (units.parse_distance, "1.2344 km", 1234.4),
        (units.parse_distance, "0.0004 m", 0.0),  # the resolution is the millimetre
        (units.parse_speed, "9 kn", 4.63),  # 9 * 1852 / 3600
        (units.parse_speed, "36 km/h", 10.0),
        (units.parse_speed, "4.5 m/s", 4.5),
        (units.parse_bearing, "090 deg", 90.0),
        (units.parse_bearing, "359.5°", 359.5),
        (units.parse_bearing, "0 deg", 0.0),
        (units.parse_turn, "-30 deg", -30.0),
        (units.parse_turn, "-180 deg", -180.0),
        (units.parse_turn, "180 deg", 180.0),
        (units.parse_rate, "0.7 per h", 0.7),
        (units.parse_rate, "2 per min", 120.0),
        (units.parse_rate, "12 per d", 0.5),
        (units.parse_rate, "1 per s", 3600.0),
        (units.parse_position, "15.18 N 118.00 E", units.Position(15.18, 118.0)),
        (units.parse_position, "15.18° s, 118°w", units.Position(-15.18, -118.0)),
        (units.parse_position, "90 N 180 W", units.Position(90.0, -180.0)),
    ],
)
def test_other_quantities(parse: Parse, text: str, expected: object) -> None:
    """A distance, speed, direction, rate or position would not be what its author wrote."""
    assert parse(text) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (units.format_distance(22_224.0), "12 nm"),
        (units.format_distance(1852.0), "1 nm"),
        (units.format_distance(457.2), "457.2 m"),  # under a mile: metres
        (units.format_distance(2000.0), "2000 m"),  # 2000 / 1852 is no thousandth of a mile
        (units.format_speed(4.63), "9 kn"),
        (units.format_speed(1.0), "1 m/s"),
        (units.format_bearing(270.0), "270 deg"),
        (units.format_rate(0.7), "0.7 per h"),
        (units.format_position(units.Position(-15.18, 118.0)), "15.18 S 118 E"),
    ],
)
def test_written_forms(written: str, expected: str) -> None:
    """A screen or a saved file would show more digits than the number means."""
    assert written == expected


@pytest.mark.parametrize(
    ("kind", "text", "hint"),
    [
        ("duration", "6", "d, h, min, s, ms"),
        ("duration", "6 minutes", "d, h, min, s, ms"),
        ("duration", "6 nm", "d, h, min, s, ms"),
        ("duration", "6 Min", "d, h, min, s, ms"),
        ("duration", "1 h and 30 min", "d, h, min, s, ms"),
        ("duration", "1 h,30 min", "d, h, min, s, ms"),
        ("duration", "", "“6 min”"),
        ("duration", "nan s", "“6 min”"),
        ("duration", "inf h", "“6 min”"),
        ("duration", "0x10 s", "“6 min”"),
        ("duration", "1,5 h", "“6 min”"),
        ("duration", "- 5 min", "“6 min”"),
        ("duration", "-5 min", "cannot be negative"),
        ("duration", "1 h -5 min", "cannot be negative"),
        ("duration", "4.1e15 ms", "cannot be simulated"),
        ("duration", "1e400 d", "cannot be simulated"),
        ("distance", "500 ft", "nm, km, m, yd"),
        ("distance", "500", "“500 yd”"),
        ("distance", "9 kn", "nm, km, m, yd"),
        ("distance", "-1 m", "cannot be negative"),
        ("distance", "1 nm 3 m", "nm, km, m, yd"),
        ("speed", "9 knots", "kn, m/s, km/h"),
        ("speed", "9 nm", "kn, m/s, km/h"),
        ("speed", "-9 kn", "cannot be negative"),
        ("speed", "nan kn", "kn, m/s, km/h"),
        ("bearing", "270", "“270 deg”"),
        ("bearing", "west", "“270 deg”"),
        ("bearing", "360 deg", "[0, 360)"),
        ("bearing", "-1 deg", "[0, 360)"),
        ("bearing", "1e400 deg", "[0, 360)"),
        ("turn", "181 deg", "-180 to 180"),
        ("turn", "30", "“30 deg”"),
        ("offset", "08:00", "“-05:00”"),  # east or west?
        ("offset", "-13:00", "-12:00 to +14:00"),
        ("offset", "+05:60", "“-05:00”"),
        ("rate", "0.7", "per s, min, h, d"),
        ("rate", "0.7 per month", "per s, min, h, d"),
        ("rate", "0.7/h", "per s, min, h, d"),
        ("rate", "-1 per h", "cannot be negative"),
        ("position", "15.18 118.00", "“15.18 N 118.00 E”"),
        ("position", "118 E 15 N", "“15.18 N 118.00 E”"),
        ("position", "-15 N 118 E", "“15.18 N 118.00 E”"),
        ("position", "90.1 N 0 E", "within 90"),
        ("position", "0 N 180.1 E", "within 180"),
        ("position", f"{'9' * 70} N 0 E", "within 90"),
        ("begin", "2025-09-16 08:00", "offset"),  # without an offset it is no moment
        ("begin", "2025-09-16", "offset"),
        ("begin", "2025-02-30 08:00+08:00", "offset"),
        ("begin", "tomorrow", "offset"),
        ("begin", "1899-12-31 08:00+00:00", "1900 to 2999"),
        ("duration", "٣ min", "“6 min”"),  # digits of another script
        ("duration", "2e15 ms 2e15 ms 1 s", "cannot be simulated"),
        ("distance", "1000001 nm", "cannot be simulated"),
        ("speed", "1000001 kn", "cannot be simulated"),
        ("rate", "1000001 per h", "cannot be simulated"),
    ],
)
def test_wrong_text_is_refused_with_what_was_expected(kind: str, text: str, hint: str) -> None:
    """An author with a wrong unit would get a wrong number, or no word on what to write."""
    with pytest.raises(ValueError, match=r".") as caught:
        PARSERS[kind](text)

    assert hint in str(caught.value)


@pytest.mark.parametrize("kind", PARSERS)
@pytest.mark.parametrize("value", [None, 6, 6.5, True, [], {}, b"6 min", float("nan")])
def test_what_is_not_text_is_refused(kind: str, value: object) -> None:
    """A bare number, whose unit nobody knows, would be taken for one."""
    with pytest.raises(ValueError, match="expected"):
        PARSERS[kind](value)


@pytest.mark.parametrize("kind", PARSERS)
@given(text=st.text(max_size=30) | st.text("0123456789.-+eE degNSWEknm/sphir°,", max_size=30))
@example(text="1" * 400 + " m")
@example(text="٣ min")
def test_any_text_is_read_or_refused(kind: str, text: str) -> None:
    """Some text would end in a traceback instead of a sentence."""
    try:
        PARSERS[kind](text)
    except ValueError as error:
        assert str(error).startswith(("expected", "a "))  # noqa: PT017 - both ways are right


def test_a_bearing_that_rounds_to_360_is_refused_or_north() -> None:
    """A direction outside [0, 360) would get in, and its own text could not be read again."""
    value = units.parse_bearing("359.9999999 deg")

    assert units.parse_bearing(units.format_bearing(value)) == value


@pytest.mark.parametrize("text", ["-0 deg", "-0.0000001 deg"])
def test_no_turn_has_one_text(text: str) -> None:
    """Two equal scenarios would have different digests."""
    assert units.format_bearing(units.parse_turn(text)) == "0 deg"


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("distance", "1e400 nm"),
        ("distance", "1e308 nm"),  # the number is finite, the product is not
        ("speed", "1e400 kn"),
        ("rate", "1e400 per h"),
        ("rate", "1e308 per s"),
    ],
)
def test_infinite_quantities_are_refused(kind: str, text: str) -> None:
    """Law L16 would fail, and an infinite distance would reach whoever parses without pydantic."""
    with pytest.raises(ValueError, match=r"."):
        PARSERS[kind](text)


@pytest.mark.parametrize(
    ("kind", "text"), [("duration", "1" * 4000), ("position", "1" + " " * 10_000)]
)
def test_long_text_is_refused_at_once(kind: str, text: str) -> None:
    """One long value in a file would keep `scenario check` busy for hours."""
    before = time.perf_counter()

    with pytest.raises(ValueError, match="expected"):
        PARSERS[kind](text)

    assert time.perf_counter() - before < 0.1


BEGIN = units.parse_begin("2025-09-16 08:00+08:00")


def test_begin_keeps_its_offset() -> None:
    """The wall clock on board would be shown as another zone's."""
    assert BEGIN.isoformat() == "2025-09-16T08:00:00+08:00"
    assert units.parse_begin("2025-09-16 08:00 +08:00") == BEGIN
    assert units.parse_begin("2025-09-16T00:00Z") == BEGIN  # 08:00 at +8 h


@pytest.mark.parametrize(
    ("minutes", "clock", "dtg", "elapsed"),
    [
        (0, "08:00", "160000Z SEP 25", "T+0"),
        (17, "08:17", "160017Z SEP 25", "T+17"),
        (119, "09:59", "160159Z SEP 25", "T+119"),
        (120, "10:00", "160200Z SEP 25", "T+2h00"),
        (250, "12:10", "160410Z SEP 25", "T+4h10"),  # 250 = 4 * 60 + 10
        (16 * 60, "D+1 00:00", "161600Z SEP 25", "T+16h00"),  # local midnight is 16:00 UTC
        (47 * 60 + 59, "D+2 07:59", "172359Z SEP 25", "T+47h59"),
        (48 * 60, "D+2 08:00", "180000Z SEP 25", "T+2d0h"),
    ],
)
def test_three_ways_to_say_when(minutes: int, clock: str, dtg: str, elapsed: str) -> None:
    """A log line would carry the wrong time of day, date-time group or elapsed time."""
    at_ms = minutes * 60_000

    assert units.clock(BEGIN, at_ms) == clock
    assert units.dtg(BEGIN, at_ms) == dtg
    assert units.elapsed(at_ms) == elapsed


def test_the_largest_seed_is_said_once() -> None:
    """A seed that the command takes would be refused by a history or a study, or the reverse."""
    root = Path(__file__).parents[2]
    texts = [
        path.read_text("utf-8") for top in ("sim", "tui") for path in (root / top).rglob("*.py")
    ]

    assert sum(text.count("2**63") for text in texts) == 1
