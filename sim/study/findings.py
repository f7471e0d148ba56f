"""What a study tells beyond estimates: signs, indices, boxes in words, times to contact."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.errors import UsageError
from sim.study.answers.boxes import box
from sim.study.answers.incidence import End, Incidence, incidence, over_points
from sim.study.answers.indices import Index, morris, slopes, sobol
from sim.study.answers.many import each_level
from sim.study.answers.signs import Signs, signs
from sim.study.design import Study
from sim.study.estimate import LEVEL, Difference
from sim.study.factors import Factor
from sim.study.measures import Measure
from sim.study.precision import parse_aim
from sim.study.run_table import RunTable
from sim.study.summary import compare

MAIN = ("uf8", "uf4", "peak_rung")
"""Of these the first that is there is told where a study names no measure of its own."""
BOXED, BOX_POINTS_LEAST, BOX_POINTS_MOST, CASES_LEAST = 4, 32, 10_000, 8
"""Among how many factors boxes are looked for, at how many points, for how many cases at least."""
CAUSES = ("reply", "gunfire")
"""What may end the time since an incident."""
_STEPS = 40
"""Of a curve over all points of a design."""


SOBOL = (
    "Sobol’s total index: the share of what varies between points, luck taken out, that would be "
    "left if all but this factor were known. Intervals one by one"
)
MORRIS = (
    "Morris’s effect: the mean size of the change, in parts of the whole range, when this factor "
    "alone takes a step; luck adds to it. Intervals one by one"
)
SLOPES = (
    "What going through a factor’s whole range does to the difference, the others held (slopes of "
    "a plane). Intervals hold for all factors together; a full dot, or a star, is no luck by "
    "Holm’s rule"
)
"""How influences are to be read, by what the design allows."""


@dataclass(frozen=True, slots=True)
class Influence:
    """What a factor does to a difference, with its interval; `sure` if that leaves nothing out."""

    factor: str
    value: float
    low: float
    high: float
    sure: bool


@dataclass(frozen=True, slots=True)
class SignMap:
    """How a measure differs between two arms over the points of a design.

    `first` and `second` number the factors that the map is drawn by (the same if there is one);
    `marks` has for each point -1, 0 or 1 by its own interval, twice that where all intervals are
    to hold together. `problem` says why there are no influences.
    """

    measure: Measure
    arm: str
    against: str
    counts: Signs
    marks: tuple[int, ...]
    first: int
    second: int
    reading: str
    influences: tuple[Influence, ...]
    problem: str
    boxes: tuple[str, ...]


def main_measures(study: Study, table: RunTable, folds: Sequence[str] = ()) -> list[Measure]:
    """Choose what signs are told of: what the study measures or aims at, else the main one."""
    aims = {parse_aim(text).measure for text in study.until_difference}
    asked = {name for name, _ in study.measures} | aims
    there = [m for m in table.measures if m.name not in folds and not m.alike]
    named = [m for m in there if m.name in asked]
    return named or [m for name in MAIN for m in there if m.name == name][:1]


def sign_maps(table: RunTable, measures: Sequence[Measure], n: int) -> Iterator[SignMap]:
    """Tell for each pair of arms and each measure where the one is below the other."""
    if table.plan.factors:
        for pair in table.plan.pairs():
            for measure in measures:
                yield _sign_map(table, measure, pair, n)


def _sign_map(table: RunTable, measure: Measure, pair: tuple[int, int], n: int) -> SignMap:
    plan, points = table.plan, len(table.plan.points)
    ours, theirs = (table.columns(arm, measure, n) for arm in pair)

    def difference(point: int, level: float) -> Difference:
        return compare(measure, ours[point], theirs[point], level)

    one, every = (
        [_sign(difference(point, level)) for point in range(points)]
        for level in (LEVEL, each_level(points))
    )
    found = [difference(point, LEVEL).difference for point in range(points)]
    names = [factor.name for factor in plan.factors]
    influences: tuple[Influence, ...] = ()
    reading, problem = "", "at some points nothing was observed"
    boxes: tuple[str, ...] = ()
    if None not in found:
        values = [value for value in found if value is not None]
        runs = [
            [a - b for a, b in zip(*pair, strict=True) if a is not None and b is not None]
            for pair in zip(ours, theirs, strict=True)
        ]
        reading, influences, problem = _influences(table, names, values, runs)
        boxes = tuple(_boxes(table, names, values, influences))
    order = _surest(influences, names)
    return SignMap(
        measure,
        plan.labels[pair[0]],
        plan.labels[pair[1]],
        signs(points, difference),
        marks=tuple(a + b for a, b in zip(one, every, strict=True)),
        first=order[0],
        second=order[min(1, len(order) - 1)],
        reading=reading,
        influences=influences,
        problem=problem,
        boxes=boxes,
    )


def _sign(found: Difference) -> int:
    if found.low is None or found.high is None:
        return 0
    return (found.low > 0) - (found.high < 0)


def _surest(influences: Sequence[Influence], names: Sequence[str]) -> list[int]:
    """Order the factors, the surest first."""

    def weight(place: int) -> tuple[float, int]:
        found = influences[place]
        return -abs(found.value) / max(found.high - found.low, 1e-12), place

    return sorted(range(len(names)), key=weight) if influences else list(range(len(names)))


def share_of(factor: Factor, value: float) -> float:
    """Give how far through its range a factor stands, from 0 to 1.

    >>> share_of(Factor("h0", 1, 100, unit="", scale="ratio"), 10)
    0.5
    """
    if factor.scale == "ratio":
        return math.log(value / factor.low) / math.log(factor.high / factor.low)
    return (value - factor.low) / (factor.high - factor.low)


def _influences(
    table: RunTable,
    names: Sequence[str],
    values: Sequence[float],
    runs: Sequence[Sequence[float]],
) -> tuple[str, tuple[Influence, ...], str]:
    """Tell which factors matter, as the design allows; else why that cannot be told."""
    plan = table.plan
    rows = [
        [share_of(factor, v) for factor, v in zip(plan.factors, point, strict=True)]
        for point in plan.points
    ]
    kind = plan.design.kind if plan.design else ""
    try:
        if kind == "sobol":
            return SOBOL, _as_influences(sobol(names, runs)["total"]), ""
        if kind == "morris":
            return MORRIS, _as_influences(morris(names, rows, values)), ""
        fitted = slopes(names, rows, values)
    except ImportError:
        return "", (), "indices need the extra channel16[study]"
    except UsageError as error:
        return "", (), str(error)
    found = tuple(Influence(s.factor, s.value, s.low, s.high, sure=s.there) for s in fitted)
    return SLOPES, found, ""


def _as_influences(found: Sequence[Index]) -> tuple[Influence, ...]:
    return tuple(Influence(i.factor, i.value, i.low, i.high, sure=i.low > 0) for i in found)


def _boxes(
    table: RunTable,
    names: Sequence[str],
    values: Sequence[float],
    influences: Sequence[Influence],
) -> Iterator[str]:
    """Say in words in which box of inputs a difference lies below zero, and in which above."""
    points = table.plan.points
    if not BOX_POINTS_LEAST <= len(points) <= BOX_POINTS_MOST:
        return
    kept = _surest(influences, names)[:BOXED]
    rows = [[point[place] for place in kept] for point in points]
    for what, cases in (("below", [v < 0 for v in values]), ("above", [v > 0 for v in values])):
        held = len([case for case in cases if case])
        if not CASES_LEAST <= held <= len(points) - CASES_LEAST:
            yield f"The difference is {what} zero at {held} points: no box is looked for."
            continue
        try:
            best = box([names[place] for place in kept], rows, cases)
        except UsageError as error:
            yield f"Not looked for: {error}."
            return
        if best is None or not best.limits:
            yield f"No box tells where the difference is {what} zero."
            continue
        yield (
            f"The difference is {what} zero mostly where {best.words}: {best.points} of "
            f"{len(points)} points, {best.coverage:.0%} of all such (coverage), and "
            f"{best.density:.0%} [{best.low:.0%}, {best.high:.0%}] of these are such (density; "
            "the box was looked for, so that other points would be somewhat fewer)."
        )


@dataclass(frozen=True, slots=True)
class Contact:
    """How soon after its first incident a run of an arm comes to a reply, or to gunfire before."""

    arm: str
    runs: int
    steps: dict[str, list[Incidence]]
    until: float
    """Minutes until the last run was last seen."""


def contacts(table: RunTable, n: int) -> Iterator[Contact]:
    """Tell times to contact of each arm, over all points; nothing where nothing happens."""
    named = {measure.name: measure for measure in table.measures}
    for number, label in enumerate(table.plan.labels):
        columns = (
            table.columns(number, named[name], n)
            for name in ("first_reply_min", "gunfire_min", "watched_min")
        )
        cells = [
            [_end(*run) for run in zip(*rows, strict=True)] for rows in zip(*columns, strict=True)
        ]
        ends = [end for cell in cells for end in cell if end is not None]
        if not ends:
            continue
        times, causes = [time for time, _ in ends], [cause for _, cause in ends]
        last = max(times)
        if table.plan.factors:
            steps = {cause: over_points(cells, cause, _axis(last)) for cause in CAUSES}
        else:
            steps = {cause: incidence(times, causes, cause) for cause in CAUSES}
        yield Contact(label, len(ends), steps, last)


def _axis(last: float) -> list[float]:
    """Choose at which minutes curves over all points are reckoned: those told, and between."""
    between = (math.expm1(k / _STEPS * math.log1p(last)) for k in range(_STEPS))
    return sorted({*between, *(time for time in TIMES_MIN if time <= last), last})


def _end(reply: float | None, gunfire: float | None, seen: float | None) -> End | None:
    """Say when a run's time since its first incident ended, and by what; None without incident."""
    if seen is None:
        return None
    if reply is not None and (gunfire is None or reply <= gunfire):
        return reply, "reply"
    return (seen, "") if gunfire is None else (gunfire, "gunfire")


TIMES_MIN = (1.0, 5.0, 15.0, 60.0, 360.0, 1440.0, 10_080.0, 43_200.0)
"""What an axis of times bears, as many as there are before the last run ends."""


def clock(minutes: float) -> str:
    """Write a time.

    >>> clock(15), clock(360), clock(42_000)
    ('15 min', '6 h', '29.2 d')
    """
    if minutes < 60:
        return f"{minutes:.3g} min"
    return f"{minutes / 60:.3g} h" if minutes < 1440 else f"{minutes / 1440:.3g} d"


def times_of(found: Sequence[Contact]) -> list[float]:
    """Choose the times at which incidence is told, the same for all arms."""
    last = max(contact.until for contact in found)
    return [*(time for time in TIMES_MIN[1:] if 1.2 * time <= last), last]
