"""A forest plot, dots with whiskers around a line at nothing, as inline SVG that also prints."""

from __future__ import annotations

from collections.abc import Sequence

from sim.pages import escape, figure, shortened
from sim.study.summary import shown

PlotRow = tuple[str, float, float, float]
"""What is shown in one row: its label, the low end, the value, the high end."""
WIDTH, _LEFT, _RIGHT, _STEP, _TOP, _FOOT = 680, 190, 480, 24, 10, 24
_LABEL_MOST = 24
_BLACK, _GREY = 'stroke="#111"', 'stroke="#777"'


def forest(title: str, rows: Sequence[PlotRow], sure: Sequence[bool] | None = None) -> str:
    """Draw values with their intervals.

    Args:
        title: What is drawn.
        rows: What is shown, from above.
        sure: Where a dot is full; where the interval leaves zero out if it is not said.
    """
    full = sure or [low > 0 or high < 0 for _, low, _, high in rows]
    least = min(0.0, *(low for _, low, _, _ in rows))
    most = max(0.0, *(high for _, _, _, high in rows))
    if least == most:
        least, most = -1.0, 1.0

    def x(value: float) -> str:
        return f"{_LEFT + (value - least) / (most - least) * (_RIGHT - _LEFT):.1f}"

    bottom = _TOP + _STEP * len(rows)
    drawn = [
        _line(_LEFT, bottom, _RIGHT, y2=bottom, pen=_GREY),
        _line(x(0), _TOP, x(0), y2=bottom, pen=f'{_GREY} stroke-dasharray="3 3"'),
    ]
    for value, anchor in _ends(least, most):
        drawn.append(_text(x(value), bottom + 16, anchor, "0" if value == 0 else shown(value)))
    for number, row in enumerate(rows):
        at = [x(value) for value in row[1:]]
        drawn += _row(row, _TOP + _STEP * number + _STEP // 2, at, full=full[number])
    return figure(title, WIDTH, bottom + _FOOT, drawn, font_size=13)


def _row(row: PlotRow, y: int, at: Sequence[str], *, full: bool) -> list[str]:
    """Draw one row: label, whisker with its ends, dot, numbers."""
    label, low, value, high = row
    filling = "#111" if full else "#fff"
    return [
        _text(str(_LEFT - 10), y + 4, "end", shortened(label, _LABEL_MOST)),
        _line(at[0], y, at[2], y2=y, pen=_BLACK),
        *(_line(x, y - 4, x, y2=y + 4, pen=_BLACK) for x in (at[0], at[2])),
        f'<circle cx="{at[1]}" cy="{y}" r="4" fill="{filling}" {_BLACK}/>',
        _text(str(_RIGHT + 12), y + 4, "start", f"{shown(value)} [{shown(low)}, {shown(high)}]"),
    ]


def _ends(least: float, most: float) -> list[tuple[float, str]]:
    """Choose what is written below the axis: its ends, and zero where there is room."""
    ends = [(least, "start"), (most, "end")]
    share = -least / (most - least)
    return [*ends, (0.0, "middle")] if 0.25 < share < 0.75 else ends


def _text(x: str, y: int, anchor: str, text: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _line(x1: str | int, y1: int, x2: str | int, y2: int, pen: str) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {pen}/>'
