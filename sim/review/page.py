"""The review as one page of HTML for screen and paper that needs nothing beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sim.engine.base.setup import Setup
from sim.pages import escape, figure, page, table
from sim.review.marks import STRIKES
from sim.review.racing import Races
from sim.review.verdicts import SeatReview, Verdict, reviews
from sim.study.estimate import Estimate
from sim.units import clock

_STYLE = """
html { font-size: 15px; }
body { font: 1rem/1.45 Georgia, serif; color: #111; max-width: 52rem; margin: 2rem auto;
  padding: 0 1rem; }
h1 { font-size: 1.6rem; } h2 { font-size: 1.25rem; margin-top: 2rem; }
h3 { font-size: 1.05rem; margin-bottom: 0.2rem; }
table { border-collapse: collapse; margin: 0.8rem 0; font-size: 0.9rem; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.15rem 0.8rem 0.15rem 0;
  border-bottom: 1px solid #bbb; }
thead th { border-bottom: 2px solid #111; }
small { font-size: 0.85em; white-space: nowrap; }
figure { margin: 1rem 0; } figcaption { font-size: 0.9rem; }
svg { display: block; max-width: 100%; height: auto; }
.note { border: 1px solid #111; padding: 0.2rem 1rem; }
@page { margin: 18mm; }
@media print { html { font-size: 11px; } body { margin: 0; max-width: none; padding: 0; }
  figure, tr, .note { break-inside: avoid; } h2, h3 { break-after: avoid; } }
"""
_WIDTH, _HEIGHT, _LEFT, _TOP = 760, 220, 36, 12
_SIGNS = {"inaccuracy": "?!", "mistake": "?", "blunder": "??"}
"""As chess programs write them."""


def review_page(races: Races) -> str:
    """Write the review of a record; the same roll-outs give the same bytes."""
    setup, header = races.reviewed.setup, races.reviewed.record.header
    how = f"seed {header['seed']}; up to {races.rollouts} roll-outs of each way in each lens"
    parts = [
        f"<h1>Review: {escape(setup.scenario.title)}</h1>",
        f"<p>{escape(setup.scenario.place)}; {how}.</p>",
        _caution(),
    ]
    for each in reviews(races):
        parts += _seat(setup, each, races.reviewed.came_to(each.seat) is not None)
    return page(f"Review: {setup.scenario.title}", _STYLE, parts)


def _caution() -> str:
    return (
        '<div class="note"><p><b>How to read this.</b> <b>Quality</b> is judged by '
        "<i>foresight</i>: from worlds that the seat could imagine by what it knew. <b>Luck</b> is "
        "what happened less <i>hindsight</i>’s mean: what the same decision comes to on average "
        "from where things truly stood. A mark stands only where the lower end of a 95 % "
        "interval, for all the ways at once, supports it: inaccuracy above 5 points of the score, "
        "mistake above 10, blunder above 20. The sizes of effects rest on assumed parameters, and "
        "on what the others would have done by their doctrines: these are properties of a model, "
        "and no judgement of any person.</p></div>"
    )


def _seat(setup: Setup, review: SeatReview, ended: bool) -> Iterator[str]:
    yield f"<h2>{escape(setup.seats[review.seat].title)}</h2>"
    yield (
        f"<p>In every roll-out this seat goes on by its doctrine “{escape(review.doctrine)}”.</p>"
    )
    if not review.verdicts:
        yield "<p>It had no decision with more than one way.</p>"
        return
    yield (
        "<figure><figcaption>The score that hindsight expected after each decision, with 95 % "
        "intervals; turning points are full dots"
        f"{'; the line at the right is what it came to' if ended else ''}.</figcaption>"
        f"{_curve(setup, review)}</figure>"
    )
    yield "<h3>Turning points</h3>"
    for verdict in review.verdicts:
        if verdict.decision.number in review.turning_points:
            yield from _turning(setup, verdict)
    yield "<h3>Every decision</h3>"
    heads = ["", "time", "what was done", "mark", "quality", "luck", "best way"]
    yield table(heads, [_row(setup, verdict) for verdict in review.verdicts])


def _turning(setup: Setup, verdict: Verdict) -> Iterator[str]:
    decision = verdict.decision
    yield (
        f"<p><b>{decision.number}. {_at(setup, verdict)} {escape(decision.chosen.title)}</b> "
        f"({_marked(verdict)}). {escape(verdict.reason)}</p>"
    )
    rows = [
        [
            escape(way.title) + (" <b>(done)</b>" if place == 0 else ""),
            _estimate(verdict.foresight.losses[place]),
            _estimate(verdict.hindsight.losses[place]),
        ]
        for place, way in enumerate(decision.ways)
    ]
    yield table(["way", "loss in foresight", "loss in hindsight"], rows)


def _row(setup: Setup, verdict: Verdict) -> Sequence[str]:
    decision, found = verdict.decision, verdict.foresight
    cost = f"{found.quality:.1f}<br><small>[{found.low:.1f}, {found.high:.1f}]</small>"
    return [
        str(decision.number),
        _at(setup, verdict),
        escape(decision.chosen.title),
        _marked(verdict),
        cost if found.best else "0",
        "" if verdict.luck is None else f"{verdict.luck:+.1f}",
        escape(decision.ways[found.best].title) if found.best else "",
    ]


def _marked(verdict: Verdict) -> str:
    mark = verdict.mark
    return f"<b>{mark} {_SIGNS[mark]}</b>" if mark in STRIKES else mark


def _at(setup: Setup, verdict: Verdict) -> str:
    return clock(setup.scenario.begins, verdict.decision.moment.now_ms)


def _estimate(found: Estimate) -> str:
    if found.mean is None or found.low is None or found.high is None:
        return ""
    return f"{found.mean:.1f} <small>[{found.low:.1f}, {found.high:.1f}] of {found.n}</small>"


def _curve(setup: Setup, review: SeatReview) -> str:
    """Draw the expected score after each decision."""
    found = [(v, v.hindsight.losses[0]) for v in review.verdicts]
    step = (_WIDTH - _LEFT - 20) / max(1, len(found))
    points = [(_LEFT + (place + 0.5) * step, v, e) for place, (v, e) in enumerate(found)]
    return figure(
        f"Expected score of {setup.seats[review.seat].title}",
        _WIDTH,
        _TOP + _HEIGHT + 24,
        [*_grid(), *_drawn(review, points), *_end(review)],
        font_size=12,
    )


def _y(score: float) -> float:
    return _TOP + _HEIGHT * (1 - score / 100)


def _grid() -> Iterator[str]:
    for score in range(0, 101, 25):
        y = _y(score)
        yield f'<line x1="{_LEFT}" y1="{y:g}" x2="{_WIDTH}" y2="{y:g}" stroke="#ccc"/>'
        yield f'<text x="{_LEFT - 6}" y="{y + 4:g}" text-anchor="end">{score}</text>'


def _drawn(review: SeatReview, points: Iterable[tuple[float, Verdict, Estimate]]) -> Iterator[str]:
    line = []
    for x, verdict, found in points:
        if found.mean is None or found.low is None or found.high is None:
            continue
        y, low, high = _y(100 - found.mean), _y(100 - found.high), _y(100 - found.low)
        line.append(f"{x:.1f},{y:.1f}")
        yield f'<line x1="{x:.1f}" y1="{low:.1f}" x2="{x:.1f}" y2="{high:.1f}" stroke="#888"/>'
        turning = verdict.decision.number in review.turning_points
        fill = "#111" if turning else "#fff"
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{fill}" stroke="#111"/>'
        sign = _SIGNS.get(verdict.mark, "")
        label = f"{verdict.decision.number}{sign}" if turning or sign else ""
        yield f'<text x="{x:.1f}" y="{_TOP + _HEIGHT + 16}" text-anchor="middle">{label}</text>'
    yield f'<polyline points="{" ".join(line)}" fill="none" stroke="#111"/>'


def _end(review: SeatReview) -> Iterator[str]:
    """Draw what it came to: the last decision's expectation and its luck."""
    last = review.verdicts[-1]
    if last.luck is not None and last.hindsight.losses[0].mean is not None:
        y = _y(100 - last.hindsight.losses[0].mean + last.luck)
        yield f'<line x1="{_WIDTH - 20}" y1="{y:.1f}" x2="{_WIDTH}" y2="{y:.1f}" stroke="#111"/>'
