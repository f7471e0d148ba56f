"""Quantities as people read them: rounded, never cut, with their unit.

The screen, play in lines, the news and refusals all write them with these functions and with
:func:`sim.units.format_wait` for how long something takes, so that no two of them disagree. A
clock is no quantity: it shows the minute that has begun.
"""

from __future__ import annotations

from sim.units import (
    M_PER_NM,
    MPS_PER_KN,
    MS_PER_H,
    MS_PER_MIN,
    MS_PER_S,
    format_duration,
    format_wait,
    rounded,
)


def distance(metres: float) -> str:
    """Write a distance: whole metres under a nautical mile, else tenths of miles; some is not none.

    >>> distance(420.4), distance(1851.6), distance(14_000), distance(0.2), distance(0)
    ('420 m', '1.0 nm', '7.6 nm', 'under 1 m', '0 m')
    """
    if 0 < metres < 1 and not rounded(metres):
        return "under 1 m"
    if rounded(metres) < M_PER_NM:
        return f"{rounded(metres)} m"
    return f"{rounded(metres / M_PER_NM * 10) / 10:.1f} nm"


def bearing(degrees: float) -> str:
    """Write a direction in three figures.

    >>> bearing(7.5), bearing(359.6)
    ('008°', '000°')
    """
    return f"{rounded(degrees) % 360:03d}°"


def speed(mps: float) -> str:
    """Write a speed: whole knots, tenths of what moves more slowly than one.

    >>> speed(MPS_PER_KN * 11.6), speed(MPS_PER_KN * 0.44), speed(0)
    ('12 kn', '0.4 kn', '0 kn')
    """
    knots = mps / MPS_PER_KN
    tenths = max(1, rounded(knots * 10))
    return f"{tenths / 10:.1f} kn" if knots and tenths < 10 else f"{rounded(knots)} kn"


def steering(course_deg: float, speed_mps: float, between: str = " ") -> str:
    """Write course and speed.

    >>> steering(90.0, 9 * MPS_PER_KN), steering(90.0, 0)
    ('090° 9 kn', 'stopped')
    """
    if not speed_mps:
        return "stopped"
    return f"{bearing(course_deg)}{between}{speed(speed_mps)}"


def approach(cpa_m: float, tcpa_ms: int) -> str:
    """Write the closest point of approach ahead, and in how long it is reached.

    >>> approach(311.4, 170_000)
    'CPA 311 m in 3 min'
    """
    return f"CPA {distance(cpa_m)} {until(tcpa_ms)}"


def until(ms: int) -> str:
    """Write in how long something is.

    >>> until(90_000), until(0)
    ('in 90 s', 'now')
    """
    return f"in {format_wait(ms)}" if rounded(ms / MS_PER_S) else "now"


def lead(ms: int) -> str:
    """Write how long something takes to be carried out.

    >>> lead(0), lead(40_000), lead(5_400_000)
    ('at once', '40 s', '1 h 30 min')
    """
    return format_wait(ms) if ms else "at once"


def countdown(ms: int) -> str:
    """Write how long something lasts yet: ``4:00``, ``2h15``, ``3d4h``.

    >>> countdown(240_000), countdown(8_100_000), countdown(273_600_000), countdown(3_599_600)
    ('4:00', '2h15', '3d4h', '1h00')
    """
    seconds = rounded(max(0, ms) / MS_PER_S)
    if seconds < 3600:
        return f"{seconds // 60}:{seconds % 60:02d}"
    hours, minutes = divmod(rounded(ms / MS_PER_MIN), 60)
    if hours < 48:
        return f"{hours}h{minutes:02d}"
    days, hours = divmod(rounded(ms / MS_PER_H), 24)
    return f"{days}d{hours}h"


def remaining(ms: int) -> str:
    """Write the same in words, for lines that stay where they were printed.

    >>> remaining(240_000), remaining(219_600), remaining(413_100_000)
    ('4 min', '3 min 40 s', '4 d 19 h')
    """
    unit = MS_PER_S if ms < MS_PER_H else MS_PER_MIN if ms < 48 * MS_PER_H else MS_PER_H
    return format_duration(rounded(max(0, ms) / unit) * unit)


def share(value: float) -> str:
    """Write a share or a chance in whole percents.

    >>> share(0.125), share(1)
    ('13%', '100%')
    """
    return f"{rounded(value * 100)}%"
