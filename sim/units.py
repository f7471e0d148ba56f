"""Turn the sailor's text quantities into SI numbers and back.

Inside the engine every quantity is SI or an integer of milliseconds; text such as ``6 min``,
``500 yd`` or ``9 kn`` exists only in files and on screens. This module is the only converter.
Each parser rounds to a stated resolution, so that text -> quantity -> text is the identity on
the canonical form (law L16).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

M_PER_NM = 1852.0
M_PER_YD = 0.9144
MPS_PER_KN = 1852.0 / 3600.0

MS_PER_S = 1_000
MS_PER_MIN = 60_000
MS_PER_H = 3_600_000
MS_PER_D = 86_400_000

SEED_MOST = 2**63 - 1
"""The largest seed: a whole number that every format holds, text and table alike."""


class _Scale(NamedTuple):
    """A quantity of one number and one unit: up to `most` it is exact on its grid in a double."""

    what: str
    units: Mapping[str, float]
    most: float
    example: str


_MS = {"d": MS_PER_D, "h": MS_PER_H, "min": MS_PER_MIN, "s": MS_PER_S, "ms": 1}
_DURATION = _Scale("duration", _MS, 4e15, "6 min")
_DISTANCE = _Scale(
    "distance", {"nm": M_PER_NM, "km": 1000.0, "m": 1.0, "yd": M_PER_YD}, 1e6 * M_PER_NM, "500 yd"
)
_SPEED = _Scale(
    "speed", {"kn": MPS_PER_KN, "m/s": 1.0, "km/h": 1.0 / 3.6}, 1e6 * MPS_PER_KN, "9 kn"
)
_RATE = {"s": MS_PER_S, "min": MS_PER_MIN, "h": MS_PER_H, "d": MS_PER_D}
_RATE_MOST_PER_H = 1e6

UNIT_SIZES: Mapping[str, float] = {
    **_MS,
    **_DISTANCE.units,
    **_SPEED.units,
    **{f"per {unit}": MS_PER_H / size for unit, size in _RATE.items()},
    "deg": 1.0,
    "": 1.0,
}
"""What one of each unit comes to in ms, metres, metres a second, events an hour or degrees."""

YEAR_LEAST, YEAR_MOST = 1900, 2999
"""Years in which a run may begin: no clock nor horizon leaves the calendar from there."""
TEXT_MOST = 80
"""Characters of a quantity; more is not read at all."""

_NUMBER = r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"
_ONE = re.compile(rf"\s*({_NUMBER})\s*([a-z/]+)\s*", re.ASCII)
_PER = re.compile(rf"\s*({_NUMBER})(?:/(\d{{1,9}}))?\s+per\s+([a-z]+)\s*", re.ASCII)
_DEG = re.compile(rf"\s*({_NUMBER})\s*(?:deg|°)\s*", re.ASCII)
_TYPED = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d):([0-5]\d)", re.ASCII)
_POSITION = re.compile(
    r"\s*(\d+(?:\.\d+)?)\s*°?\s*([NS])[\s,]+(\d+(?:\.\d+)?)\s*°?\s*([EW])\s*",
    re.ASCII | re.IGNORECASE,
)


class Position(NamedTuple):
    """A place on WGS 84: degrees, north and east positive."""

    lat_deg: float
    lon_deg: float


def _matched(pattern: re.Pattern[str], text: object) -> re.Match[str] | None:
    """Match a whole short text; what is no text or a long one matches nothing."""
    return pattern.fullmatch(text) if isinstance(text, str) and len(text) <= TEXT_MOST else None


def _within(value: float, what: str, most: float) -> float:
    """Give a quantity back; raise ValueError if it is negative or too large."""
    if value < 0:
        raise ValueError(f"a {what} cannot be negative")
    if value > most:
        raise ValueError(f"a {what} this large cannot be simulated")
    return value + 0.0  # no negative zero: equal numbers have one text


def _scaled(text: object, scale: _Scale) -> float:
    """Read one number with one unit; raise ValueError saying what was expected."""
    match = _matched(_ONE, text)
    if match is None or match[2] not in scale.units:
        units = ", ".join(scale.units)
        raise ValueError(
            f"expected a {scale.what} with its unit ({units}), such as “{scale.example}”"
        )
    return _within(float(match[1]) * scale.units[match[2]], scale.what, scale.most)


def _plain(value: float, digits: int) -> str:
    text = f"{value:z.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def parse_duration(text: object) -> int:
    """Read a duration such as ``90 s``, ``6 min`` or ``1 h 30 min``.

    Returns:
        Whole milliseconds.

    Raises:
        ValueError: not a duration; the message names the units.
    """
    parts: list[object] = [text]
    if isinstance(text, str) and len(text) <= TEXT_MOST:
        found = [part[0] for part in _ONE.finditer(text)]
        parts = [*found] if found and "".join(found) == text else [text]
    total = math.fsum(_scaled(part, _DURATION) for part in parts)
    return round(_within(total, _DURATION.what, _DURATION.most))


def format_duration(ms: int) -> str:
    """Write milliseconds exactly, largest units first: ``1 h 30 min``.

    >>> format_duration(5_400_000)
    '1 h 30 min'
    """
    parts = []
    rest = ms
    for unit, size in _MS.items():
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {unit}")
    return " ".join(parts) or "0 s"


def rounded(value: float) -> int:
    """Round to the nearest whole number, a half upwards.

    >>> rounded(2.5), rounded(3.49), rounded(-0.5)
    (3, 3, 0)
    """
    return math.floor(value + 0.5)


def format_wait(ms: int) -> str:
    """Write how long something takes, rounded: seconds under two minutes, else whole minutes.

    >>> format_wait(25_600), format_wait(60_000), format_wait(125_000)
    ('26 s', '1 min', '2 min')
    """
    seconds = rounded(ms / MS_PER_S)
    if seconds < 120 and seconds % 60:
        return f"{seconds} s"
    return format_duration(rounded(ms / MS_PER_MIN) * MS_PER_MIN)


def parse_distance(text: object) -> float:
    """Read a distance in metres, to the millimetre. Units: nm, km, m, yd.

    >>> parse_distance("12 nm")
    22224.0
    """
    return round(_scaled(text, _DISTANCE), 3)


def format_distance(metres: float) -> str:
    """Write a distance in nautical miles where that is exact, else in metres.

    >>> format_distance(22224.0)
    '12 nm'
    """
    in_nm = f"{_plain(metres / M_PER_NM, 3)} nm"
    return (
        in_nm
        if metres >= M_PER_NM and parse_distance(in_nm) == metres
        else f"{_plain(metres, 3)} m"
    )


def parse_speed(text: object) -> float:
    """Read a speed in metres a second, to a micrometre a second. Units: kn, m/s, km/h."""
    return round(_scaled(text, _SPEED), 6)


def format_speed(mps: float) -> str:
    """Write a speed in knots where that is exact, else in metres a second.

    >>> format_speed(parse_speed("9 kn"))
    '9 kn'
    """
    in_kn = f"{_plain(mps / MPS_PER_KN, 3)} kn"
    return in_kn if parse_speed(in_kn) == mps else f"{_plain(mps, 6)} m/s"


def parse_bearing(text: object) -> float:
    """Read a direction in degrees true, in [0, 360), to a millionth of a degree.

    >>> parse_bearing("090 deg")
    90.0
    """
    match = _matched(_DEG, text)
    if match is None:
        raise ValueError("expected a direction in degrees, such as “270 deg”")
    value = float(match[1])
    if not 0 <= value < 360:
        raise ValueError("a direction lies in [0, 360) degrees")
    return round(value, 6) % 360 + 0.0  # what rounds up to 360 is north


def format_bearing(degrees: float) -> str:
    """Write a direction: ``270 deg``."""
    return f"{_plain(degrees, 6)} deg"


def parse_turn(text: object) -> float:
    """Read a change of direction in degrees, starboard positive, in [-180, 180]."""
    match = _matched(_DEG, text)
    if match is None or not -180 <= float(match[1]) <= 180:
        raise ValueError("expected a turn of -180 to 180 degrees, such as “30 deg”")
    return round(float(match[1]), 6) + 0.0


def parse_offset(text: object) -> int:
    """Read a clock's offset from UTC, such as ``-05:00`` or ``+08:00``.

    Returns:
        Whole minutes, east positive, as far as clocks on Earth are set.

    >>> parse_offset("-05:30")
    -330
    """
    match = _matched(_OFFSET, text)
    minutes = int(match[2]) * 60 + int(match[3]) if match else 9999
    found = -minutes if match and match[1] == "-" else minutes
    if not -12 * 60 <= found <= 14 * 60:
        raise ValueError("expected an offset from UTC from -12:00 to +14:00, such as “-05:00”")
    return found


def format_offset(minutes: int) -> str:
    """Write a clock's offset from UTC.

    >>> format_offset(-330)
    '-05:30'
    """
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"


def parse_rate(text: object) -> float:
    """Read a rate such as ``0.7 per h`` or ``1/30 per min``.

    Returns:
        Events per hour, to 1e-9.
    """
    match = _matched(_PER, text)
    if match is None or match[3] not in _RATE or int(match[2] or 1) == 0:
        raise ValueError("expected a rate with its unit (per s, min, h, d), such as “0.7 per h”")
    per_h = float(match[1]) / int(match[2] or 1) * MS_PER_H / _RATE[match[3]]
    return round(_within(per_h, "rate", _RATE_MOST_PER_H), 9)


def format_rate(per_h: float) -> str:
    """Write a rate per hour: ``0.7 per h``."""
    return f"{_plain(per_h, 9)} per h"


def parse_position(text: object) -> Position:
    """Read ``15.18 N 118.00 E``, to a millionth of a degree.

    Returns:
        Latitude in [-90, 90], longitude in [-180, 180].
    """
    match = _matched(_POSITION, text)
    if match is None:
        raise ValueError("expected a position, such as “15.18 N 118.00 E”")
    lat = float(match[1]) * (1 if match[2].upper() == "N" else -1)
    lon = float(match[3]) * (1 if match[4].upper() == "E" else -1)
    if abs(lat) > 90 or abs(lon) > 180:
        raise ValueError("a latitude lies within 90 and a longitude within 180 degrees")
    return Position(round(lat, 6) + 0.0, round(lon, 6) + 0.0)


def degrees_east(of: Position, origin: Position) -> float:
    """Give how far east of an origin a position lies, the short way round, west negative.

    >>> round(degrees_east(parse_position("0 N 179.9 W"), parse_position("0 N 179.9 E")), 6)
    0.2
    """
    return math.remainder(of.lon_deg - origin.lon_deg, 360)


def format_position(position: Position) -> str:
    """Write a position as :func:`parse_position` reads it."""
    north = "N" if position.lat_deg >= 0 else "S"
    east = "E" if position.lon_deg >= 0 else "W"
    return f"{_plain(abs(position.lat_deg), 6)} {north} {_plain(abs(position.lon_deg), 6)} {east}"


def parse_begin(text: object) -> datetime:
    """Read a begin such as ``2025-09-16 08:00 +08:00``; the offset from UTC is required."""
    try:
        value = datetime.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        value = datetime.min  # noqa: DTZ901 - marks "unreadable"; refused two lines below
    if value.tzinfo is None:
        raise ValueError("expected date, time and offset, such as “2025-09-16 08:00+08:00”")
    if not YEAR_LEAST <= value.year <= YEAR_MOST:
        raise ValueError(f"a begin lies in the years {YEAR_LEAST} to {YEAR_MOST}")
    return value


def clock(begins: datetime, at_ms: int) -> str:
    """Write scenario time of day with the day's number from the second day on: ``08:17``.

    >>> clock(parse_begin("2025-09-16 08:00+08:00"), 17 * 60_000)
    '08:17'
    """
    seconds = (begins.hour * 60 + begins.minute) * 60 + begins.second + at_ms // MS_PER_S
    days, minutes = divmod(seconds // 60, 24 * 60)
    time = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return time if days == 0 else f"D+{days} {time}"


def so_far(begins: datetime, at_ms: int) -> str:
    """Write how far a play is: time since the begin, and from the third day on the date.

    >>> begins = parse_begin("2022-11-22 08:00-05:00")
    >>> so_far(begins, 17 * MS_PER_MIN), so_far(begins, 14 * MS_PER_D)
    ('T+17', '06 Dec 2022')
    """
    if at_ms < 2 * MS_PER_D:
        return elapsed(at_ms)
    return f"{begins + timedelta(milliseconds=at_ms):%d %b %Y}"


def dtg(begins: datetime, at_ms: int) -> str:
    """Write a date-time group in UTC: ``160017Z SEP 25``.

    >>> dtg(parse_begin("2025-09-16 08:00+08:00"), 17 * 60_000)
    '160017Z SEP 25'
    """
    now = begins + timedelta(milliseconds=at_ms)
    offset = now.utcoffset() or timedelta(0)
    return f"{now - offset:%d%H%MZ %b %y}".upper()


def elapsed(at_ms: int) -> str:
    """Write time since the begin: ``T+17`` in minutes, ``T+4h10``, ``T+2d3h``.

    >>> elapsed(17 * 60_000), elapsed(250 * 60_000)
    ('T+17', 'T+4h10')
    """
    minutes = at_ms // MS_PER_MIN
    if minutes < 120:
        return f"T+{minutes}"
    hours, minutes = divmod(minutes, 60)
    if hours < 48:
        return f"T+{hours}h{minutes:02d}"
    days, hours = divmod(hours, 24)
    return f"T+{days}d{hours}h"


def parse_typed(text: str) -> float:
    """Read a number without a unit as people type it on a line; raise ValueError if it is none.

    >>> parse_typed(".5"), parse_typed("1e3")
    (0.5, 1000.0)
    """
    if len(text) > TEXT_MOST or not _TYPED.fullmatch(text) or not math.isfinite(float(text)):
        raise ValueError("expected a number")
    return float(text) + 0.0
