"""`channel16 study --plots`: what a study found as short plots, 80 columns wide."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from textwrap import fill
from typing import Any

from sim.cli import say
from sim.pages import shortened
from sim.study.answers.incidence import by
from sim.study.design import Plan, Study
from sim.study.findings import (
    CAUSES,
    Contact,
    SignMap,
    clock,
    contacts,
    main_measures,
    share_of,
    sign_maps,
    times_of,
)
from sim.study.run_table import RunTable
from sim.study.stakes import KNOWN_TOLD, Stakes, small, stakes
from sim.study.summary import shown

WIDE, _NAME, _BAR = 80, 18, 32
_ACROSS, _UP = 60, 12
_MARKS = {-2: "=", -1: "-", 0: ".", 1: "+", 2: "#"}
"""Of a point in a sign map; where several fall on one place, the surest is seen."""

Bar = tuple[str, float | None, float | None, float | None]
"""A label, the low end, the value and the high end; None where nothing was observed."""


def plots(study: Study, found: RunTable, result: Mapping[str, Any]) -> None:
    """Print the plots of a study."""
    for line in lines(study, found, result):
        say(line)


def lines(study: Study, found: RunTable, result: Mapping[str, Any]) -> Iterator[str]:
    """Yield the plots line by line: bars of arms and differences, sign maps, times to contact."""
    measures = main_measures(study, found, list(result["folded"]))
    for measure in measures:
        name = measure.name
        arms = [(label, each[name]) for label, each in result["arms"].items()]
        yield f"\n{name}, 95 % intervals, each by itself"
        yield from bars([(label, e["low"], e["mean"], e["high"]) for label, e in arms])
        rows = [row for row in result["comparisons"] if row["measure"] == name]
        if rows:
            yield f"\n{name}, arm less {rows[0]['against']}; * where the interval leaves zero out"
            yield from bars([(r["arm"], r["low"], r["difference"], r["high"]) for r in rows])
    for each in sign_maps(found, measures, result["n"]):
        yield from _map(each, found.plan)
    for at_stake in stakes(found, measures, result["n"]):
        yield from _stakes(at_stake)
    reached = list(contacts(found, result["n"]))
    if reached:
        yield from _contacts(reached)


def bars(rows: Sequence[Bar], sure: Sequence[bool] | None = None) -> Iterator[str]:
    r"""Draw values with their intervals over one scale that has zero on it.

    A star stands where `sure` says so, else where the interval leaves zero out.

    >>> print(*bars([("radio", -0.2, -0.1, 0.0), ("all", -0.3, -0.2, -0.1)]), sep="\n")
    radio                        |----------o---------| -0.1000 [-0.2000, 0.0000]
    all                |---------*----------|         : -0.2000 [-0.3000, -0.1000]
    """
    ends = [end for row in rows for end in row[1:] if end is not None]
    least, most = min([0.0, *ends]), max([0.0, *ends])
    wide = (most - least) or 1.0

    def at(value: float) -> int:
        return round((value - least) / wide * (_BAR - 1))

    for number, (label, low, value, high) in enumerate(rows):
        drawn, text = [" "] * _BAR, "-"
        drawn[at(0.0)] = ":"
        if low is not None and value is not None and high is not None:
            drawn[at(low) : at(high) + 1] = "-" * (at(high) + 1 - at(low))
            drawn[at(low)] = drawn[at(high)] = "|"
            full = sure[number] if sure else low > 0 or high < 0
            drawn[at(value)] = "*" if full else "o"
            text = f"{shown(value)} [{shown(low)}, {shown(high)}]"
        yield f"{shortened(label, _NAME):<{_NAME}} {''.join(drawn)} {text}"


def _map(found: SignMap, plan: Plan) -> Iterator[str]:
    """Draw a sign map, with the factors' influence below it."""
    counts, across, up = found.counts, plan.factors[found.first], plan.factors[found.second]
    yield f"\n{found.measure.name}, {found.arm} less {found.against}, at each point"
    high = 1 if across is up else _UP
    grid = [[0] * _ACROSS for _ in range(high)]
    seen = [[False] * _ACROSS for _ in range(high)]
    for point, mark in zip(plan.points, found.marks, strict=True):
        x = round(share_of(across, point[found.first]) * (_ACROSS - 1))
        y = round((1 - share_of(up, point[found.second])) * (high - 1))
        seen[y][x] = True
        if abs(mark) > abs(grid[y][x]):
            grid[y][x] = mark
    for row, there in zip(grid, seen, strict=True):
        cells = zip(row, there, strict=True)
        yield "  |" + "".join(_MARKS[mark] if any_ else " " for mark, any_ in cells).rstrip()
    yield "  +" + "-" * _ACROSS
    for where, factor in (("across", across), ("up", up))[: 1 if across is up else 2]:
        said = f"   {where}: {factor.path}, {factor.in_words}"
        yield from fill(said, WIDE, subsequent_indent="     ", break_on_hyphens=False).splitlines()
    yield (
        f"   - below zero {counts.below}, + above {counts.above}, of {counts.points} points, each "
        "by itself;"
    )
    together = f"= {counts.below_of_all}, # {counts.above_of_all}, all together (Bonferroni)"
    yield f"   {together}; . cannot be told"
    if not found.influences:
        yield f"   no influence of factors: {found.problem}"
        return
    yield ""
    yield from fill(found.reading + ".", WIDE).splitlines()
    ranked = sorted(found.influences, key=lambda i: (-abs(i.value), i.factor))
    yield from bars([(i.factor, i.low, i.value, i.high) for i in ranked], [i.sure for i in ranked])
    for box in found.boxes:
        yield from fill(box, WIDE, subsequent_indent="  ").splitlines()


def _stakes(found: Stakes) -> Iterator[str]:
    """Draw where the sign turns by answers, and list margins, regrets, knowing and shares."""
    name = found.measure.name
    for turn in found.turns:
        yield ""
        yield from fill(
            f"{name}, {turn.arm} less {turn.against}, by {turn.axis.titled}; intervals together",
            WIDE,
        ).splitlines()
        yield from bars(
            [
                (f"{low:.3g} to {high:.3g}", part.low, part.mean, part.high)
                for low, high, part in turn.parts
            ]
        )
        yield from fill(turn.words + " (Fieller).", WIDE).splitlines()
    if found.margins:
        yield f"\n{name}, what one more changes in a difference of arms; intervals together"
    for margin in found.margins:
        what = f"{margin.arm} less {margin.against}, one more {margin.more}:"
        yield from fill(f"{what} {small(margin.found)}", WIDE, subsequent_indent="  ").splitlines()
    for preset, regret in found.regrets:
        yield f"\n{name}, greatest regret{_under(preset)}; minimax {regret[0].arm}; all together"
        yield from bars([(r.arm, r.low, r.most, r.high) for r in regret])
    for preset, known in found.savings:
        listed = [k for place, k in enumerate(known) if place < KNOWN_TOLD or k.sure]
        yield (
            f"\n{name}, what knowing a number saves{_under(preset)}: {len(listed)} of "
            f"{len(known)}; * by Holm’s rule"
        )
        rows = [(k.factor, k.found.low, k.found.mean, k.found.high) for k in listed]
        yield from bars(rows, [k.sure for k in listed])
    for label, shares in found.shares:
        yield f"\n{name}, {label}: Shapley’s shares; intervals together"
        yield from bars([(s.cause, s.found.low, s.found.mean, s.found.high) for s in shares])


def _under(preset: str) -> str:
    return f" under {preset}" if preset else ""


def _contacts(found: Sequence[Contact]) -> Iterator[str]:
    """Draw the share to whom a reply, or gunfire before, has come by each time."""
    yield "\nSince the first incident, by when a reply has come, or gunfire before it"
    for contact in found:
        yield f"{contact.arm}, {contact.runs} runs with an incident; intervals one by one"
        for cause in CAUSES:
            for time in times_of(found):
                step = by(contact.steps[cause], time)
                bar = "#" * round(step.share * _BAR)
                text = f"{step.share:.2f} [{step.low:.2f}, {step.high:.2f}]"
                yield f"  {cause:<8} {clock(time):>7} {bar:.<{_BAR}} {text}"
