"""Figures of an exercise as inline SVG that also prints: rungs as steps, calls as bars.

Both share one axis of time, on which long stretches without any event are folded, so that a
morning and the two days after it fit side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from sim.engine.facts.acts import FIREBREAKS
from sim.exercise.calls import Call
from sim.exercise.timeline import Climb
from sim.pages import escape, figure, shortened
from sim.units import MS_PER_D, MS_PER_H, MS_PER_MIN, clock

WIDTH, LEFT, RIGHT = 680, 170, 668
_RUNGS, _STEP, _TOP, _LEGEND = 10, 17, 12, 22
_FOLD, _FOLDS_MOST, _TICK = 16, 10, 62
_LANE, _GAP, _ROOM = 12, 6, 14
_LABEL_MOST = 27
_STEPS = [n * MS_PER_MIN for n in (1, 2, 5, 10, 15, 30)]
_STEPS += [n * MS_PER_H for n in (1, 2, 4, 6, 12)] + [n * MS_PER_D for n in (1, 2, 5, 10)]
_PENS = ("", ' stroke-dasharray="7 3"', ' stroke-dasharray="2 3"', ' stroke-dasharray="9 3 2 3"')
_FONT = 11
_BLACK, _GREY, _FAINT = 'stroke="#111"', 'stroke="#777"', 'stroke="#ddd"'


class Axis:
    """Time from left to right, quiet stretches folded."""

    def __init__(self, marks: Iterable[int], end_ms: int, begins: datetime) -> None:
        instants = sorted({0, end_ms, *marks})
        pieces = list(pairwise(instants)) or [(0, 1)]
        least = max(30 * MS_PER_MIN, end_ms // 48)
        long = sorted((b - a, a) for a, b in pieces if b - a > least)[-_FOLDS_MOST:]
        folded = {a for _, a in long} if len(long) < len(pieces) else set()
        shown = sum(int(b - a) for a, b in pieces if a not in folded)
        scale = (RIGHT - LEFT - _FOLD * len(folded)) / shown
        self._pieces: list[tuple[int, int, float, float, bool]] = []
        x = float(LEFT)
        for a, b in pieces:
            wide = float(_FOLD) if a in folded else (b - a) * scale
            self._pieces.append((a, b, x, wide, a in folded))
            x += wide
        self._scale, self._begins = scale, begins

    def x(self, at_ms: int) -> float:
        """Give where an instant stands."""
        for a, b, x, wide, _ in self._pieces:
            if at_ms <= b:
                return round(x + (at_ms - a) / (b - a) * wide, 1)
        return float(RIGHT)

    def folds(self) -> list[float]:
        """Give where the axis is folded."""
        return [round(x + wide / 2, 1) for _, _, x, wide, folded in self._pieces if folded]

    def ticks(self) -> list[tuple[float, str]]:
        """Choose the instants that are written below: after each fold, then round ones."""
        step = next((s for s in _STEPS if s * self._scale >= _TICK), _STEPS[-1])
        first = [0, *(b for _, b, _, _, folded in self._pieces if folded)]
        last = self._pieces[-1][1]
        rest = [t for a, b, _, _, f in self._pieces if not f for t in _rounded(a, b, step)]
        taken: dict[float, int] = {}
        for at_ms in dict.fromkeys([*first, *rest, last]):
            x = self.x(at_ms)
            if all(abs(x - other) >= _TICK for other in taken):
                taken[x] = at_ms
        return [(x, clock(self._begins, at_ms)) for x, at_ms in sorted(taken.items())]


def _rounded(a: int, b: int, step: int) -> Iterator[int]:
    first = -(-a // step) * step
    yield from range(first, b, step)


def rungs(title: str, axis: Axis, sides: Sequence[tuple[str, Climb]]) -> str:
    """Draw the highest rung each side has reached as steps, its acts as dots, the firebreaks."""
    bottom = _TOP + _LEGEND + _RUNGS * _STEP + 8
    drawn = [*_grid(bottom), *_scale(axis, bottom)]
    for number, (name, climb) in enumerate(sides):
        pen = _PENS[number % len(_PENS)]
        x = LEFT + 160 * number
        drawn.append(f'<path d="M{x} {_TOP}h30" {_BLACK} stroke-width="2"{pen}/>')
        drawn.append(_text(x + 36, _TOP + 4, "start", name, most=_LABEL_MOST - 8))
        drawn += _steps(axis, climb, pen, -2 * number)
        drawn += _dots(axis, climb, -2 * number)
    return figure(title, WIDTH, bottom + 24, drawn, font_size=_FONT)


def _height(rung: float) -> float:
    return round(_TOP + _LEGEND + (_RUNGS - rung) * _STEP, 1)


def _grid(bottom: int) -> Iterator[str]:
    for rung in range(_RUNGS + 1):
        y = _height(rung)
        yield f'<line x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}" {_FAINT}/>'
        if rung % 2 == 0:
            yield _text(LEFT - 6, y + 4, "end", str(rung))
    for rung, name in FIREBREAKS.items():
        y = _height(rung - 0.5)
        yield (
            f'<line x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}" {_BLACK} stroke-dasharray="1 3"/>'
        )
        yield _text(LEFT - 26, y + 4, "end", f"{name} firebreak")
    yield f'<line x1="{LEFT}" y1="{bottom}" x2="{RIGHT}" y2="{bottom}" {_GREY}/>'


def _steps(axis: Axis, climb: Climb, pen: str, shift: int) -> Iterator[str]:
    """Draw the steps; lines of several sides are shifted a little, so that both are seen."""
    at = _height(0) + shift
    path = [f"M{LEFT} {at}"]
    for at_ms, rung in climb.steps:
        path.append(f"H{axis.x(at_ms)}V{round(_height(rung) + shift, 1)}")
    path.append(f"H{RIGHT}")
    yield f'<path d="{"".join(path)}" fill="none" {_BLACK} stroke-width="2"{pen}/>'


def _dots(axis: Axis, climb: Climb, shift: int) -> Iterator[str]:
    """Draw every act once a place: full if somebody ordered it, open if it was a mishap."""
    seen: dict[tuple[float, float, bool], None] = {}
    for at_ms, rung, ordered in climb.acts:
        seen[axis.x(at_ms), round(_height(rung) + shift, 1), ordered] = None
    for x, y, ordered in seen:
        filling = "#111" if ordered else "#fff"
        yield f'<circle cx="{x}" cy="{y}" r="2.6" fill="{filling}" {_BLACK}/>'


def bars(title: str, axis: Axis, calls: Sequence[tuple[str, Sequence[Call]]], end_ms: int) -> str:
    """Draw calls as bars, a lane a channel: asking leave, ringing, talking, and the outcome."""
    drawn: list[str] = []
    y = _TOP
    for name, of_channel in calls:
        drawn.append(_text(LEFT - 8, y + _LANE - 2, "end", name, most=_LABEL_MOST))
        lanes: list[float] = []
        for call in of_channel:
            begins = axis.x(call.begins_ms)
            lane = next((n for n, free in enumerate(lanes) if free <= begins), len(lanes))
            if lane == len(lanes):
                lanes.append(0.0)
            ends, parts = _bar(axis, call, y + lane * _ROOM, end_ms)
            lanes[lane] = ends + 5
            drawn += parts
        y += max(1, len(lanes)) * _ROOM + _GAP
        drawn.append(
            f'<line x1="{LEFT}" y1="{y - 3}" x2="{RIGHT}" y2="{y - 3}" {_FAINT}/>',
        )
    return figure(title, WIDTH, y + 26, [*_scale(axis, y), *drawn], font_size=_FONT)


def _bar(axis: Axis, call: Call, y: int, end_ms: int) -> tuple[float, list[str]]:
    """Draw one call; give where it ends and what was drawn."""
    parts: list[str] = []
    stop = call.ended_ms if call.ended_ms is not None else end_ms
    at = axis.x(call.begins_ms)
    if call.asked_ms is not None:
        to = axis.x(call.rang_ms if call.rang_ms is not None else stop)
        parts.append(_box(at, to, y, "#fff"))
        at = to
    if call.rang_ms is not None:
        to = max(axis.x(stop), at + 2)
        parts.append(_box(at, to, y, "#bbb"))
        at = to
    mark = at
    if call.talk_ms is not None:
        to = axis.x(call.talked_ms if call.talked_ms is not None else end_ms)
        if to > at + 1:
            parts.append(_box(at, to, y, "#111"))
            at = to
    parts.append(_outcome(call.outcome, mark, y + _LANE / 2 - 1))
    return max(at, mark + 4), parts


def _box(x1: float, x2: float, y: int, fill: str) -> str:
    wide = max(round(x2 - x1, 1), 0.8)
    return f'<rect x="{x1}" y="{y + 2}" width="{wide}" height="{_LANE - 6}" fill="{fill}" {_GREY}/>'


def _outcome(outcome: str, x: float, y: float) -> str:
    """Mark how a try ended by a shape, so that it reads without colour."""
    if outcome in ("answered", "arrived"):
        return f'<circle cx="{x}" cy="{y}" r="3.4" fill="#111" {_BLACK}/>'
    if outcome in ("rang_out", "lost"):
        return f'<circle cx="{x}" cy="{y}" r="3.4" fill="#fff" {_BLACK}/>'
    if outcome == "declined":
        cross = f"M{x - 3} {y - 3}L{x + 3} {y + 3}M{x - 3} {y + 3}L{x + 3} {y - 3}"
        return f'<path d="{cross}" {_BLACK} stroke-width="1.8"/>'
    return f'<line x1="{x}" y1="{y - 5}" x2="{x}" y2="{y + 5}" {_BLACK} stroke-width="2"/>'


def _scale(axis: Axis, y: float) -> Iterator[str]:
    """Draw the axis below: its ticks, and two strokes wherever time is folded."""
    for x, label in axis.ticks():
        yield f'<line x1="{x}" y1="{y}" x2="{x}" y2="{y + 4}" {_GREY}/>'
        yield _text(min(x, RIGHT - 24), y + 15, "middle", label)
    for x in axis.folds():
        yield f'<line x1="{x}" y1="{_TOP + 10}" x2="{x}" y2="{y}" {_GREY} stroke-dasharray="1 5"/>'
        yield f'<path d="M{x - 4} {y + 4}l3 -8M{x + 1} {y + 4}l3 -8" {_BLACK}/>'


def _text(x: float, y: float, anchor: str, text: str, *, most: int = 200) -> str:
    short = escape(shortened(text, most))
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" stroke="none">{short}</text>'
