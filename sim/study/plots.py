"""A sign map and curves of incidence, as inline SVG that also prints; no colour carries meaning."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from sim.pages import escape, figure, shortened
from sim.study.answers.incidence import Incidence
from sim.study.factors import Factor
from sim.study.findings import TIMES_MIN, Contact, SignMap, clock, share_of
from sim.study.points import Point

WIDTH, _LEFT, _RIGHT, _TOP, _BOTTOM = 680, 150, 640, 16, 300
_BLACK, _GREY = 'stroke="#111"', 'stroke="#777"'
POINTS_DRAWN = 1000
"""How many points of a design are drawn at most, its first."""
DASHES = {"reply": "", "gunfire": ' stroke-dasharray="6 4"'}


def sign_map(found: SignMap, factors: Sequence[Factor], points: Sequence[Point]) -> str:
    """Draw at which points a difference lies below zero and where above, by two factors."""
    across, up = factors[found.first], factors[found.second]
    drawn = [*_frame(), *_axes(across, None if across is up else up)]
    order = sorted(range(min(len(points), POINTS_DRAWN)), key=lambda p: abs(found.marks[p]))
    for place in order:
        at = points[place]
        x = _x(share_of(across, at[found.first]))
        y = _y(0.5 if across is up else share_of(up, at[found.second]))
        drawn.append(_mark(x, y, found.marks[place]))
    title = f"{found.measure.name}: {found.arm} less {found.against}, sign at each point"
    return figure(title, WIDTH, _BOTTOM + 44, drawn, font_size=13)


def _x(share: float) -> float:
    return _LEFT + share * (_RIGHT - _LEFT)


def _y(share: float) -> float:
    return _BOTTOM - share * (_BOTTOM - _TOP)


def _frame() -> Iterator[str]:
    size = f'width="{_RIGHT - _LEFT}" height="{_BOTTOM - _TOP}"'
    yield f'<rect x="{_LEFT}" y="{_TOP}" {size} fill="none" {_GREY}/>'


def _axes(across: Factor, up: Factor | None) -> Iterator[str]:
    """Write what stands along the axes, with the ends of each."""
    for value, anchor, x in ((across.low, "start", _LEFT), (across.high, "end", _RIGHT)):
        yield _text(x, _BOTTOM + 18, anchor, f"{value:g} {across.unit}".strip())
    yield _text((_LEFT + _RIGHT) / 2, _BOTTOM + 36, "middle", _name(across, 60))
    if up is not None:
        for value, y in ((up.low, _BOTTOM), (up.high, _TOP + 12)):
            yield _text(_LEFT - 8, y, "end", f"{value:g} {up.unit}".strip())
        name = shortened(_name(up, 200), 40)
        middle = (_TOP + _BOTTOM) / 2
        yield (
            f'<text x="20" y="{middle:g}" text-anchor="middle" '
            f'transform="rotate(-90 20 {middle:g})">{escape(name)}</text>'
        )


def _name(factor: Factor, most: int) -> str:
    name = shortened(factor.name, most)
    return f"{name}, by ratio" if factor.scale == "ratio" else name


def _mark(x: float, y: float, sign: int) -> str:
    """Draw a triangle up or down, full where it holds together with all others; else a dot."""
    if sign == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="1.5" fill="#777"/>'
    tip, base = (-7, 5) if sign > 0 else (7, -5)
    filling = "#111" if abs(sign) == 2 else "#fff"
    path = f"M{x:.1f} {y + tip:.1f} l6 {base - tip} h-12 z"
    return f'<path d="{path}" fill="{filling}" {_BLACK}/>'


def curves(contact: Contact, until: float) -> str:
    """Draw the incidence of each cause in an arm, with its interval, over the logarithm of time."""
    shares = (0.0, 0.5, 1.0)
    drawn = [*_frame(), *(_text(_LEFT - 8, _y(s) + 4, "end", f"{s:.0%}") for s in shares)]
    for time in (0.0, *(time for time in TIMES_MIN if time <= until)):
        x = _x(_when(time, until))
        drawn.append(f'<line x1="{x:.1f}" y1="{_BOTTOM}" x2="{x:.1f}" y2="{_BOTTOM + 5}" {_GREY}/>')
        drawn.append(_text(x, _BOTTOM + 20, "middle", clock(time) if time else "0"))
    drawn.append(_text((_LEFT + _RIGHT) / 2, _BOTTOM + 38, "middle", "since the first incident"))
    for cause, steps in contact.steps.items():
        drawn += _curve(_thinned(steps), until, DASHES[cause])
    title = f"{contact.arm}: runs to which a reply has come, and gunfire before"
    return figure(title, WIDTH, _BOTTOM + 44, drawn, font_size=13)


def _when(minutes: float, until: float) -> float:
    return math.log1p(minutes) / math.log1p(max(until, 1.0))


def _thinned(steps: Sequence[Incidence]) -> Sequence[Incidence]:
    """Leave steps out that could not be seen, of curves with very many."""
    every = max(1, len(steps) // 300)
    return [*steps[::every], steps[-1]]


def _curve(steps: Sequence[Incidence], until: float, dash: str) -> Iterator[str]:
    """Draw one curve of steps over the band of its interval."""
    xs = [_x(_when(step.at, until)) for step in steps] + [float(_RIGHT)]
    low, middle, high = (
        _stairs(xs, [_y(getattr(step, name)) for step in steps])
        for name in ("low", "share", "high")
    )
    band = " ".join([*high, *reversed(low)])
    yield f'<polygon points="{band}" fill="#777" fill-opacity="0.2"/>'
    yield f'<polyline points="{" ".join(middle)}" fill="none" {_BLACK}{dash}/>'


def _stairs(xs: Sequence[float], ys: Sequence[float]) -> list[str]:
    """Give the corners of steps: level from each place to the next."""
    ends = zip(xs, xs[1:], ys, strict=False)
    return [f"{x:.1f},{y:.1f}" for a, b, y in ends for x in (a, b)]


def _text(x: float, y: float, anchor: str, text: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'
