"""The sea as a plane: tracks, range and bearing, closest approach, collision rules.

Pure functions, floats in and floats out. Metres, seconds and degrees true; x east, y north.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

from sim.units import M_PER_NM, Position, degrees_east

_M_PER_DEG: Final = 60 * M_PER_NM
_PHI = NormalDist().cdf
_STILL_MPS: Final = 1e-6
_CREEP_MPS: Final = 1e-3
_PAST_S: Final = 0.01
_CLEAR: Final = 1.0001
"""Far beyond what is rounded: what is slower, more recent or nearer than this is not plain."""


@dataclass(slots=True)
class Track:
    """A steady track: where a vessel was at an instant, and its velocity since."""

    at_ms: int
    x_m: float
    y_m: float
    course_deg: float
    speed_mps: float
    vx_mps: float
    vy_mps: float


def track(at_ms: int, x_m: float, y_m: float, course_deg: float, speed_mps: float) -> Track:
    """Make a track; positions are kept to the millimetre so that platforms agree."""
    return steady(at_ms, (round(x_m, 3), round(y_m, 3)), course_deg, speed_mps)


def steady(at_ms: int, at_m: tuple[float, float], course_deg: float, speed_mps: float) -> Track:
    """Make a track from a position, metres east and north, that is rounded already."""
    angle = math.radians(course_deg)
    motion = course_deg, speed_mps, speed_mps * math.sin(angle), speed_mps * math.cos(angle)
    return Track(at_ms, *at_m, *motion)


def plane(origin: Position, place: Position) -> tuple[float, float]:
    """Give a place's metres east and north of the origin on the flat sea around it."""
    east = degrees_east(place, origin) * math.cos(math.radians(origin.lat_deg)) * _M_PER_DEG
    return round(east, 3), round((place.lat_deg - origin.lat_deg) * _M_PER_DEG, 3)


def position(of: Track, at_ms: int) -> tuple[float, float]:
    """Give x and y of a track at an instant."""
    passed = (at_ms - of.at_ms) / 1000
    return of.x_m + of.vx_mps * passed, of.y_m + of.vy_mps * passed


def range_m(own: Track, other: Track, at_ms: int) -> float:
    """Give the distance of two tracks at an instant."""
    own_s, other_s = (at_ms - own.at_ms) / 1000, (at_ms - other.at_ms) / 1000
    dx = other.x_m + other.vx_mps * other_s - (own.x_m + own.vx_mps * own_s)
    dy = other.y_m + other.vy_mps * other_s - (own.y_m + own.vy_mps * own_s)
    return math.hypot(dx, dy)


def bearing_deg(dx_m: float, dy_m: float) -> float:
    """Give the direction of a displacement, degrees true in [0, 360)."""
    angle = math.degrees(math.atan2(dx_m, dy_m)) % 360
    return 0.0 if angle >= 360 else angle


def closest(own: Track, other: Track, at_ms: int) -> tuple[float, float]:
    """Find the closest point of approach, past or to come.

    Returns:
        Distance in metres, and seconds from `at_ms` to it, negative where it is past. With no
        relative motion: the present distance and 0.

    Source:
        Minimum of |r + v t| in closed form. [derived]
    """
    own_s, other_s = (at_ms - own.at_ms) / 1000, (at_ms - other.at_ms) / 1000
    avx, avy, bvx, bvy = own.vx_mps, own.vy_mps, other.vx_mps, other.vy_mps
    rx = other.x_m + bvx * other_s - (own.x_m + avx * own_s)
    ry = other.y_m + bvy * other_s - (own.y_m + avy * own_s)
    vx, vy = bvx - avx, bvy - avy
    vv = vx * vx + vy * vy
    if vv < _STILL_MPS * _STILL_MPS:
        return math.hypot(rx, ry), 0.0
    t = -(rx * vx + ry * vy) / vv
    return math.hypot(rx + vx * t, ry + vy * t), t


def cpa(own: Track, other: Track, at_ms: int) -> tuple[float, float]:
    """Find the closest approach from now on: metres, and seconds from now, never negative.

    >>> cpa(track(0, 0, 0, 0, 5), track(0, 0, 1000, 0, 0), 0)
    (0.0, 200.0)
    """
    distance, t = closest(own, other, at_ms)
    return (distance, t) if t >= 0 else (range_m(own, other, at_ms), 0.0)


NEVER_MS: Final = 2**62
"""An instant after every horizon."""


def approach(own: Track, other: Track) -> tuple[int, float]:
    """Find the closest approach of two tracks, a function of the tracks alone.

    Returns:
        Its instant in ms, past or to come (when the younger track began, if the two do not
        move relative to each other), and the distance then in metres.
    """
    base = own.at_ms if own.at_ms > other.at_ms else other.at_ms
    distance, t = closest(own, other, base)
    return base + round(t * 1000), distance


def plainly_clear(
    own: Track,
    others: Sequence[tuple[int, str, float]],
    tracks: Mapping[str, Track],
    at_ms: int,
    among: Set[int],
) -> list[int]:
    """List whom a track plainly comes no nearer than a distance from an instant on.

    A quick look at many: where it is a close thing, or two hardly move relative to each other
    but do, `approach` has to be asked.

    Args:
        own: The track.
        others: Of each other one: what to list it as, its name, and the distance in metres.
        tracks: The tracks of the others by their names.
        at_ms: The instant.
        among: What alone is to be listed.
    """
    found, creep_sq = [], _CREEP_MPS * _CREEP_MPS
    own_s, avx, avy = (at_ms - own.at_ms) / 1000, own.vx_mps, own.vy_mps
    ax, ay = own.x_m + avx * own_s, own.y_m + avy * own_s
    for listed, name, radius_m in others:
        if listed not in among or (other := tracks.get(name)) is None:
            continue
        other_s, bvx, bvy = (at_ms - other.at_ms) / 1000, other.vx_mps, other.vy_mps
        vx, vy = bvx - avx, bvy - avy
        vv = vx * vx + vy * vy
        rx, ry = other.x_m + bvx * other_s - ax, other.y_m + bvy * other_s - ay
        if vv < creep_sq:
            if vv > 0 or rx * rx + ry * ry <= radius_m * radius_m * _CLEAR:
                continue
        elif rx * vx + ry * vy <= vv * _PAST_S:
            across = rx * vy - ry * vx
            if across * across <= radius_m * radius_m * vv * _CLEAR:
                continue
        found.append(listed)
    return found


def within(own: Track, other: Track, radius_m: float) -> tuple[int, int]:
    """Find when two tracks are within a distance, a function of the tracks alone.

    Returns:
        The first instant inside and the first one outside again, in ms; `NEVER_MS` twice where
        they never are, and its negative for the first where they always were.
    """
    base = own.at_ms if own.at_ms > other.at_ms else other.at_ms
    own_s, other_s = (base - own.at_ms) / 1000, (base - other.at_ms) / 1000
    vx, vy = other.vx_mps - own.vx_mps, other.vy_mps - own.vy_mps
    rx = other.x_m + other.vx_mps * other_s - own.x_m - own.vx_mps * own_s
    ry = other.y_m + other.vy_mps * other_s - own.y_m - own.vy_mps * own_s
    vv = vx * vx + vy * vy
    gap = rx * rx + ry * ry - radius_m * radius_m
    if vv < _STILL_MPS * _STILL_MPS:
        return (-NEVER_MS, NEVER_MS) if gap <= 0 else (NEVER_MS, NEVER_MS)
    half = (rx * vx + ry * vy) / vv
    root = half * half - gap / vv
    if root <= 0:
        return NEVER_MS, NEVER_MS
    root = math.sqrt(root)
    return base + math.ceil((-half - root) * 1000), base + math.ceil((-half + root) * 1000)


def turn_deg(before_deg: float, after_deg: float) -> float:
    """Give the turn from one course to another, in [-180, 180); to starboard it is positive."""
    return (after_deg - before_deg + 180) % 360 - 180


def relative_mps(own: Track, other: Track) -> float:
    """Give how fast two tracks move relative to each other."""
    return math.hypot(other.vx_mps - own.vx_mps, other.vy_mps - own.vy_mps)


def offset(course_deg: float, bearing_rel_deg: float, distance_m: float) -> tuple[float, float]:
    """Give the displacement of a station at a bearing relative to a course."""
    angle = math.radians(course_deg + bearing_rel_deg)
    return distance_m * math.sin(angle), distance_m * math.cos(angle)


_STEP_DEG: Final = 50.0
"""Round a circle in chords of this angle: they come no nearer than 0.9 of its radius."""


def around(px: float, py: float, sx: float, sy: float) -> tuple[float, float]:
    """Choose where to steer for a station without cutting close past what it is kept on.

    Args:
        px: Own position relative to the other vessel, metres east; py north.
        py: See px.
        sx: The station's position relative to it, metres east; sy north.
        sy: See sx.

    Returns:
        The station itself if the straight way there keeps 0.85 of the station's distance; else
        a point on the circle at that distance, the next on the way round.
    """
    radius, away = math.hypot(sx, sy), math.hypot(px, py)
    wx, wy = sx - px, sy - py
    ww = wx * wx + wy * wy
    along = min(max(-(px * wx + py * wy) / ww, 0.0), 1.0) if ww > 0 else 0.0
    if radius == 0 or math.hypot(px + wx * along, py + wy * along) >= 0.85 * min(radius, away):
        return sx, sy
    own, wanted = bearing_deg(px, py), bearing_deg(sx, sy)
    turn = turn_deg(own, wanted)
    step = math.degrees(math.acos(radius / away)) if away > 1.15 * radius else _STEP_DEG
    angle = math.radians(own + math.copysign(min(abs(turn), max(step, 5.0)), turn))
    return radius * math.sin(angle), radius * math.cos(angle)


def intercept(
    dx: float, dy: float, vx: float, vy: float, speed_mps: float
) -> tuple[float, float] | None:
    """Find course and time to reach a point that moves.

    Args:
        dx: Metres east to the point now; dy north.
        dy: See dx.
        vx: The point's velocity east; vy north.
        vy: See vx.
        speed_mps: Own speed.

    Returns:
        Course in degrees true and seconds until arrival, or None if it cannot be caught.
    """
    a = vx * vx + vy * vy - speed_mps * speed_mps
    b = dx * vx + dy * vy
    c = dx * dx + dy * dy
    if c == 0:
        return bearing_deg(vx, vy), 0.0
    if abs(a) < 1e-9:
        t = -c / (2 * b) if b < 0 else -1.0
    else:
        root = b * b - a * c
        if root < 0:
            return None
        times = [t for t in ((-b - math.sqrt(root)) / a, (-b + math.sqrt(root)) / a) if t > 0]
        t = min(times) if times else -1.0
    if t <= 0:
        return None
    return bearing_deg(dx + vx * t, dy + vy * t), t


def colregs(own: Track, other: Track, at_ms: int, steady_mps: float = _STILL_MPS) -> str:
    """Name the situation under the collision regulations at an instant, seen from own ship.

    A duty outlives the instant: whoever asks later asks the encounter, not the geometry.

    Args:
        own: Own track.
        other: The other track.
        at_ms: The instant.
        steady_mps: A slower motion cannot be told from none.

    Returns:
        ``overtaking``, ``overtaken``, ``head_on``, ``give_way`` or ``stand_on`` (crossing), or
        ``none`` where no risk lies ahead (apart, no relative motion, or one lies stopped).

    Source:
        COLREGs rules 13–15, 17. [clause] Rule 14 states no number: 10 degrees. [assumed]
    """
    _, t = closest(own, other, at_ms)
    slowest = min(own.speed_mps, other.speed_mps, relative_mps(own, other))
    if t <= 1e-9 or slowest < steady_mps:
        return "none"
    ax, ay = position(own, at_ms)
    bx, by = position(other, at_ms)
    to_other = (bearing_deg(bx - ax, by - ay) - own.course_deg) % 360
    to_own = (bearing_deg(ax - bx, ay - by) - other.course_deg) % 360
    if 112.5 < to_own < 247.5 and own.speed_mps > other.speed_mps:
        return "overtaking"
    if 112.5 < to_other < 247.5 and other.speed_mps > own.speed_mps:
        return "overtaken"
    opposed = abs(turn_deg(other.course_deg, own.course_deg))
    if opposed > 170 and (to_other < 10 or to_other > 350):
        return "head_on"
    return "give_way" if to_other < 180 else "stand_on"


def radio_reach_m(own_aerial_m: float, other_aerial_m: float) -> float:
    """Give the reach of VHF between two aerial heights in metres.

    >>> round(radio_reach_m(30, 62) / 1852, 2)
    30.04

    Source:
        2.25 (√h₁ + √h₂) nautical miles. [data] line-of-sight formula with refraction
    """
    return 2.25 * (math.sqrt(own_aerial_m) + math.sqrt(other_aerial_m)) * M_PER_NM


def contact_p(pass_m: float, contact_m: float, sigma_m: float, avoids: float) -> float:
    """Give the probability that hulls touch in a deliberate close pass.

    Args:
        pass_m: Intended distance, centre to centre.
        contact_m: Distance at which the hulls touch: half of both lengths.
        sigma_m: Standard deviation of manoeuvring. [assumed]
        avoids: Probability that avoiding action works. [assumed]
    """
    if sigma_m <= 0:
        return 1 - avoids if pass_m < contact_m else 0.0
    return (1 - avoids) * _PHI((contact_m - pass_m) / sigma_m)
